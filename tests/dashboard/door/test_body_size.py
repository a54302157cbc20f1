"""Small forms have small bodies."""

from __future__ import annotations

import pytest

from dashboard.door.body_size import LARGEST_FORM, BodySize
from tests.dashboard.door.asgi import Answer, Behind, request, walk


def post(path: str, size: int, *, announced: str | None = None) -> tuple[Answer, Behind]:
    behind = Behind()
    headers = {} if announced is None else {"content-length": announced}
    body = {"type": "http.request", "body": b"x" * size, "more_body": False}
    return walk(BodySize(behind), request(path, "POST", headers=headers), body), behind


@pytest.mark.parametrize("path", ["/session/sign-in", "/k/abc/rating"])
def test_a_form_of_the_largest_size_passes_and_one_byte_more_does_not(path: str) -> None:
    assert post(path, LARGEST_FORM, announced=str(LARGEST_FORM))[0].status == 200
    assert post(path, 0, announced=str(LARGEST_FORM + 1))[0].status == 413


def test_a_body_of_unannounced_length_is_cut_off() -> None:
    _, behind = post("/session/sign-in", LARGEST_FORM + 1)
    assert behind.received == [{"type": "http.disconnect"}]


@pytest.mark.parametrize("announced", ["-1", "many", ""])
def test_a_length_that_is_no_number_is_refused(announced: str) -> None:
    assert post("/session/sign-in", 0, announced=announced)[0].status == 413


def test_uploads_have_their_own_limit() -> None:
    assert post("/_stcore/upload_file/a/b", 0, announced="100000000")[0].status == 200
