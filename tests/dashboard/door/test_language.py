"""Streamlit's one page, in the reader's language and under our name."""

from __future__ import annotations

import gzip
import re

import pytest

from dashboard.door import CHART_SCRIPT
from dashboard.door.headers import INLINE_SCRIPT
from dashboard.door.language import Language, in_language
from dashboard.public_files import index_page, public_files
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


def ahead(path: str, chart: str = "/static/js/PlotlyChart.abc.js") -> list[bytes]:
    """Return the links to the chart's script."""
    shown = index_page().encode()
    headers = {"content-type": "text/html", "content-length": str(len(shown))}
    page = walk(Language(Behind(headers=headers, body=shown), chart=chart), request(path, headers={})).body
    return re.findall(rb'<link rel="(\w+)" crossorigin href="/static/js/PlotlyChart', page)


def test_the_charts_script_is_fetched_at_once_where_a_chart_is_asked_for_and_in_idle_time_elsewhere() -> None:
    assert ahead("/client") == [b"modulepreload"]
    assert ahead("/") == ahead("/account") == [b"prefetch"]
    assert ahead("/client", chart="") == []


def test_the_charts_script_is_there_under_the_name_we_look_for() -> None:
    assert len([address for address in public_files() if address.startswith(CHART_SCRIPT)]) == 1


def test_a_page_that_comes_compressed_is_rewritten_too() -> None:
    shown = gzip.compress(index_page().encode())
    headers = {"content-type": "text/html", "content-length": str(len(shown)), "content-encoding": "gzip"}

    answer = walk(Language(Behind(headers=headers, body=shown)), request("/client", headers={}))

    assert b"<title>Mendline</title>" in gzip.decompress(answer.body)
    assert answer.headers["content-length"] == str(len(answer.body))


def test_a_page_in_another_encoding_passes_as_it_is() -> None:
    headers = {"content-type": "text/html", "content-length": "3", "content-encoding": "br"}

    assert walk(Language(Behind(headers=headers, body=b"abc")), request("/client", headers={})).body == b"abc"


def test_our_sheets_and_sign_are_named_once_before_what_is_drawn_and_are_there() -> None:
    page = page_with().body.decode()
    head, _, body = page.partition("<body>")
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)">', body)
    (sign,) = re.findall(r'<link rel="shortcut icon" href="([^"]+)"', head)
    assert len(sheets) == 2
    assert body.index(sheets[-1]) < body.index('id="root"')
    assert {*sheets, sign} <= public_files().keys()
    assert ".ml-row" in public_files()[sheets[0]].path.read_text("utf-8")
    assert "@media print" in public_files()[sheets[1]].path.read_text("utf-8")
