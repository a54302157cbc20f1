"""Streamlit's one page, in the reader's language and under our name."""

from __future__ import annotations

import pytest

from dashboard.door.headers import INLINE_SCRIPT
from dashboard.door.language import Language, in_language
from dashboard.public_files import index_page
from tests.dashboard.door.asgi import Answer, Behind, request, walk


def page_with(cookie: str = "", path: str = "/", *, body: bytes = b"", media_type: str = "text/html") -> Answer:
    shown = body or index_page().encode()
    headers = {"content-type": media_type, "content-length": str(len(shown)), "etag": '"1"'}
    return walk(Language(Behind(headers=headers, body=shown)), request(path, headers={"cookie": cookie}))


@pytest.mark.parametrize(
    ("cookie", "tag"),
    [
        ("", b'<html lang="en" dir="ltr">'),
        ("mendline_language=nl", b'<html lang="nl" dir="ltr">'),
        ("mendline_language=de-AT", b'<html lang="de" dir="ltr">'),
        ("mendline_language=zh-Hans", b'<html lang="zh-Hans" dir="ltr">'),
        ("mendline_language=zh-CN", b'<html lang="zh-Hans" dir="ltr">'),
        ("mendline_language=ar", b'<html lang="ar" dir="rtl">'),
        ("mendline_language=ar-EG", b'<html lang="ar" dir="rtl">'),
        # a language that the page is not there in must not be announced
        ("mendline_language=he-IL", b'<html lang="en" dir="ltr">'),
        ('mendline_language=x"><script>', b'<html lang="en" dir="ltr">'),
        ("mendline_language=english", b'<html lang="en" dir="ltr">'),
    ],
)
def test_the_page_says_its_language_and_direction(cookie: str, tag: bytes) -> None:
    assert tag in page_with(cookie).body


def test_the_page_has_our_title_and_says_nothing_about_agents() -> None:
    page = page_with().body
    assert b"<title>Mendline</title>" in page
    assert b"agent" not in page
    assert b"service-desc" not in page


def test_the_scripts_stay_as_their_hashes_say() -> None:
    rewritten = in_language(index_page().encode(), "ar").decode()
    assert INLINE_SCRIPT.findall(rewritten) == INLINE_SCRIPT.findall(index_page())
    assert rewritten.count("<script") == index_page().count("<script")


def test_length_and_validators_fit_the_rewritten_page() -> None:
    answer = page_with("mendline_language=ar")
    assert answer.headers["content-length"] == str(len(answer.body))
    assert "etag" not in answer.headers


@pytest.mark.parametrize(("path", "media_type"), [("/k/abc", "text/html"), ("/x", "application/json")])
def test_everything_else_passes_untouched(path: str, media_type: str) -> None:
    body = b'<html lang="en"><title>Streamlit</title>'
    assert page_with("mendline_language=ar", path, body=body, media_type=media_type).body == body
