"""What the door turns away leaves a line, of its kind alone, and a flood leaves few."""

from __future__ import annotations

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from structlog.testing import capture_logs

from dashboard.door.body_size import LARGEST_FORM, BodySize
from dashboard.door.frame_guard import FrameGuard
from dashboard.door.gate import Gate
from dashboard.door.lookup import Lookup
from dashboard.door.rate_limit import RateLimit
from dashboard.door.turned_away import TurnedAway, turned_away
from tests.dashboard.door.asgi import CLINICIAN, Behind, request, socket, walk

ADDRESS = "/k/secret-of-a-form/rating"


@pytest.fixture(autouse=True)
def nothing_before() -> None:
    turned_away.begun.clear()


def from_elsewhere() -> None:
    headers = {"origin": "https://elsewhere.example", "host": "clinic.example"}
    walk(Gate(Behind(), look_up=Lookup(lambda *_, **__: None)), request(ADDRESS, "POST", headers=headers))


def too_large() -> None:
    headers = {"content-length": str(LARGEST_FORM + 1)}
    walk(BodySize(Behind()), request(ADDRESS, "POST", headers=headers))


def too_large_without_saying_so() -> None:
    body = {"type": "http.request", "body": b"x" * (LARGEST_FORM + 1), "more_body": False}
    walk(BodySize(Behind()), request(ADDRESS, "POST"), body)


def too_many() -> None:
    limit = RateLimit(Behind(), clock=lambda: 0.0)
    for _ in range(11):
        walk(limit, request("/session/sign-in", "POST"))


def over_the_socket(message: dict[str, object]) -> None:
    look_up = Lookup(lambda _token, **_: CLINICIAN)
    door = Gate(FrameGuard(Behind(), look_up=look_up), look_up=look_up)
    walk(door, socket(headers={"cookie": "mendline_session=t"}), {"type": "websocket.connect"}, message)


def message_of_no_page() -> None:
    asked = BackMsg()
    asked.clear_cache = True
    over_the_socket({"type": "websocket.receive", "bytes": asked.SerializeToString()})


def words() -> None:
    over_the_socket({"type": "websocket.receive", "text": "rerun"})


def file_for_a_foreign_page() -> None:
    guard = FrameGuard(Behind(), look_up=Lookup(lambda _token, **_: CLINICIAN))
    walk(guard, request("/_stcore/upload_file/page-of-another/file", "PUT"))


@pytest.mark.parametrize(
    ("deed", "kind"),
    [
        (from_elsewhere, "from another site"),
        (too_large, "too large"),
        (too_large_without_saying_so, "too large"),
        (too_many, "too many tries"),
        (message_of_no_page, "a message no page of ours sends"),
        (words, "words instead of a message"),
        (file_for_a_foreign_page, "a file for another session's page"),
    ],
)
def test_every_try_to_get_past_the_door_has_a_line_of_its_kind_alone(deed, kind) -> None:
    with capture_logs() as lines:
        deed()
    assert lines == [{"event": "turned away", "log_level": "warning", "kind": kind, "without_a_line_before": 0}]


def test_a_flood_leaves_ten_lines_a_minute_and_its_number() -> None:
    now = 0.0
    note = TurnedAway(clock=lambda: now)
    with capture_logs() as lines:
        for _ in range(1_000):
            note("too large")
        note("from another site")
        now = 60.0
        note("too large")
    assert [line["without_a_line_before"] for line in lines] == [0] * 11 + [990]
