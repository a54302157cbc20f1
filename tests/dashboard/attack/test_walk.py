"""An attacker's walk through a running server: every address, in the place of everybody who has no business there."""

from __future__ import annotations

import itertools
import re
from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest

from dashboard.public_files import public_files
from tests.dashboard.attack.table import RATING, Row, rows
from tests.dashboard.attack.visitors import ELSEWHERE, VISITORS
from tests.dashboard.serving.list_routes import ANY, SOCKET, every_route
from tests.dashboard.serving.running import FORM
from tests.dashboard.serving.second_clinic import OWNER

if TYPE_CHECKING:
    from tests.dashboard.attack.visitors import Walk
    from tests.dashboard.serving.running import Reply

CHANGES = {"POST", "PUT", "PATCH", "DELETE"}
_addresses = (f"127.1.{third}.{fourth}" for third, fourth in itertools.product(range(1, 250), range(1, 250)))


def methods_of(row: Row) -> list[str]:
    """The methods that a row speaks of: its own, or every one that is registered for its address."""
    registered = [one.method for one in every_route() if one.path == row.path]
    return registered if row.method == "*" else [row.method]


def ask(walk: Walk, row: Row, method: str, token: str, **headers: str) -> Reply:
    """Ask for the address of a row, about the owner's client, as a page of this site does."""
    about = asdict(walk.client) | {"rating": RATING, "report": walk.clinic.report}
    named = {"content-type": FORM} | ({"origin": walk.server.url} if method in CHANGES else {})
    return walk.server.fetch(
        row.asked.format_map(about),
        "GET" if method == ANY else method,
        token=token,
        headers=named | {name.replace("_", "-"): value for name, value in headers.items()},
        body=row.body.format_map(about) or None,
        address=next(_addresses),
    )


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    told = {(row.path, method) for row in rows() for method in methods_of(row)}
    assert told == {(one.path, one.method) for one in every_route() if one.method != SOCKET}
    assert [one.path for one in every_route() if one.method == SOCKET] == ["/_stcore/stream"]


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.method} {row.path}")
def test_every_address_answers_everybody_as_the_table_says(walk: Walk, row: Row) -> None:
    for method, visitor in itertools.product(methods_of(row), VISITORS):
        token = walk.fresh(visitor) if row.ends else walk.tokens[visitor]
        reply = ask(walk, row, method, token)
        assert reply.status == row.answer_to(visitor), (method, visitor, reply.status, reply.body[:200])
        assert_strict(reply, row)
        if visitor == ELSEWHERE or reply.status >= 400:
            assert_tells_nothing(walk, reply, row)


def assert_strict(reply: Reply, row: Row) -> None:
    headers = reply.headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe-eval" not in headers["content-security-policy"]
    assert "access-control-allow-origin" not in headers or row.path.startswith("/_stcore/upload_file")
    assert "server" not in headers
    assert_says_its_type(reply)
    if not row.path.startswith(("/k/worker.js", "/k/assets", "/_stcore/")):
        assert headers["cache-control"] == "no-store"


def assert_says_its_type(reply: Reply) -> None:
    kind = reply.headers.get("content-type", "")
    assert kind or not reply.body
    if kind.startswith("text/") or "xml" in kind:
        assert "charset=utf-8" in kind.lower(), kind


def assert_tells_nothing(walk: Walk, reply: Reply, row: Row) -> None:
    body = reply.body.decode("utf-8", "replace")
    # what was asked for may come back in a link, such as the way back to the page
    told = {one for one in walk.clinic.known if one in body and one != walk.client.episode}
    assert not told, row.asked


@pytest.mark.parametrize("row", [row for row in rows() if set(methods_of(row)) & CHANGES], ids=lambda row: row.path)
def test_what_changes_something_must_come_from_this_site(walk: Walk, row: Row) -> None:
    token = walk.tokens[OWNER]
    foreign = (
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"origin": walk.server.url.replace("127.0.0.1", "localhost")},
        {"origin": walk.server.url + ".elsewhere.example"},
        {"origin": "", "sec_fetch_site": "cross-site"},
        {"origin": "", "referer": walk.server.url},
        {"origin": "https://elsewhere.example", "host": "127.0.0.1", "x_forwarded_host": "elsewhere.example"},
    )
    closed = row.answer_to(OWNER) == row.answer_to("nobody") == 404 and not row.path.startswith("/k/")
    for method in set(methods_of(row)) & CHANGES:
        for headers in foreign:
            reply = ask(walk, row, method, token, **headers)
            assert reply.status == (404 if closed else 403), (method, headers)
    assert walk.server.fetch("/_stcore/health", token=token).status == 200


TRICKS = (
    "/api//course.csv",
    "//api/course.csv",
    "/api/./course.csv",
    "/api/../api/course.csv",
    "/api/%2e%2e/api/course.csv",
    "/k/../api/course.csv",
    "/k/%2e%2e/api/course.csv",
    "/k/..%2fapi%2fcourse.csv",
    "/k%2f..%2fapi/course.csv",
    "/static/../api/course.csv",
    "/static/%2e%2e/api/course.csv",
    "/static/..%5capi%5ccourse.csv",
    "/static/mendline/%2e%2e/%2e%2e/client",
    "/healthz/../api/course.csv",
    "/healthz/%2e%2e/client",
    "/healthz;/api/course.csv",
    "/session/sign-in/../../client",
    "/session/sign-in;jsessionid=1",
    "/session/sign-in/",
    "/session/sign-in%00",
    "/session/sign-in%2f",
    "/API/course.csv",
    "/Api/Course.csv",
    "/api/course.csv/",
    "/api/course.csv%00",
    "/api/course.csv%00.css",
    "/api/course.csv;.css",
    "/api/course.csv%3f.css",
    "/api%2fcourse.csv",
    "/%61pi/course.csv",
    "/client;/static/x.css",
    "/client%2f..%2fstatic%2fx.css",
    "/client/.css",
    "/client/",
    "/CLIENT",
    "/%63lient",
    "/_stcore%2fhealth",
    "/_STCORE/health",
    "/_stcore/./metrics",
    "/_stcore/bidi-components/mendline.rating_line/%2e%2e/%2e%2e/%2e%2e/pyproject.toml",
    "/_stcore/bidi-components/mendline.rating_line/..%2f..%2f__init__.py",
    "/etc/passwd",
    "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2f..%2fetc%2fpasswd",
    "/\\..\\..\\client",
    "/%ff%fe",
    "/%00",
    "/" + "a" * 9_000,
    "http://elsewhere.example/client",
    "*",
)


@pytest.mark.parametrize("path", TRICKS, ids=lambda path: path[:60])
def test_no_other_spelling_of_an_address_opens_it(walk: Walk, path: str) -> None:
    about = f"?episode={walk.client.episode}"
    for visitor, method in itertools.product(("nobody", "revoked", ELSEWHERE), ("GET", "HEAD", "OPTIONS")):
        reply = walk.server.fetch(path + about, method, token=walk.tokens[visitor])
        body = reply.body.decode("utf-8", "replace")
        assert not {one for one in walk.clinic.known - {walk.client.episode} if one in body}
        assert "root:" not in body
        assert reply.status < 500, (visitor, method)
        if visitor != ELSEWHERE:
            assert 'id="root"' not in body
            assert reply.status >= 400 or path.startswith("/session/sign-in/../"), (visitor, method, reply.status)


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "get", "GETX", "PURGE", "HEAD"])
def test_no_other_method_opens_an_address(walk: Walk, method: str) -> None:
    about = f"?episode={walk.client.episode}"
    for visitor in ("nobody", "revoked", ELSEWHERE):
        for path in ("/api/course.csv", "/client", "/session/sign-out", "/_stcore/upload_file/a/b"):
            reply = walk.server.fetch(path + about, method, token=walk.tokens[visitor])
            assert 400 <= reply.status < 500 or (path, visitor) == ("/client", ELSEWHERE) or reply.body == b"", path
            assert not {one for one in walk.clinic.known - {walk.client.episode} if one.encode() in reply.body}
    # and with the way that some frameworks let a form say another one
    for named in ("x-http-method-override", "x-method-override", "x-http-method"):
        reply = walk.server.fetch("/session/sign-out", token=walk.tokens[OWNER], headers={named: "POST"})
        assert reply.status == 200
    assert walk.server.fetch("/_stcore/health", token=walk.tokens[OWNER]).status == 200


def test_nobody_is_who_they_say_they_are(walk: Walk) -> None:
    claims = {
        "x-mendline-user": walk.clinic.user_ids[OWNER],
        "X-MENDLINE-ROLE": "director",
        "x_mendline_session": "s",
        "x-forwarded-user": "k.owner",
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-proto": "https",
        "x-original-url": "/healthz",
        "x-rewrite-url": "/healthz",
        "forwarded": "for=127.0.0.1;proto=https",
        "authorization": "Basic ay5vd25lcjpwdw==",
    }
    course = f"/api/course.csv?episode={walk.client.episode}"
    for visitor, status in (("nobody", 401), ("revoked", 401), (ELSEWHERE, 404)):
        assert walk.server.fetch(course, token=walk.tokens[visitor], headers=claims).status == status
    for host in ("elsewhere.example", "127.0.0.1:1", "", "a b", "elsewhere.example/@127.0.0.1", "x" * 300):
        reply = walk.server.fetch(course, headers={"host": host, "accept": "text/html"})
        assert reply.status in {303, 400}
        assert reply.headers.get("location", "/session").startswith("/session")


def test_odd_cookies_open_nothing_and_break_nothing(walk: Walk) -> None:
    own, other = walk.tokens[OWNER], walk.tokens[ELSEWHERE]
    odd = (
        f"mendline_session={own}; mendline_session={other}",
        f"mendline_session={own}x",
        f"mendline_session={own[:-1]}",
        f"mendline_session={own.upper()}",
        f"mendline_session={own}\t{own}",
        f"MENDLINE_SESSION={own}",
        f"__Host-mendline_session={own}",
        f"mendline_session={'a' * 60_000}",
        "mendline_session=" + "; mendline_session=".join("ab" * 500),
        "mendline_session=%00; =; ;;; \xff",
        "mendline_session='; DROP TABLE web_sessions; --",
        "mendline_session=0000000000000.x; mendline_language=../../x; mendline_device=%0d%0a",
        "_streamlit_user=forged; _streamlit_xsrf=forged",
    )
    for cookie in odd:
        reply = walk.server.fetch("/client", headers={"cookie": cookie.encode("latin-1")})
        assert reply.status in {400, 401, 431}, cookie[:60]
    assert walk.server.fetch("/_stcore/health", token=own).status == 200


def test_a_form_belongs_to_the_device_that_was_given_it(walk: Walk) -> None:
    server = walk.server
    handed = server.post("/session/hand-over", {"ask": f"{walk.client.episode}:client:0:ors"}, token=walk.fresh(OWNER))
    path = handed.headers["location"]
    assert re.fullmatch(r"/k/[\w-]+", path)
    devices = ("", "mendline_device=guessed", f"mendline_session={walk.tokens[OWNER]}")
    for cookie in (*devices, f"mendline_session={walk.tokens[ELSEWHERE]}"):
        headers = {"cookie": cookie, "origin": server.url, "content-type": FORM}
        shown = server.fetch(path, headers=headers)
        assert shown.status == 410, cookie
        assert b'role="slider"' not in shown.body
        sent = server.fetch(f"{path}/rating", "POST", headers=headers, body=RATING)
        assert sent.status in {404, 410, 422}, cookie
        taken = server.fetch(f"{path}/take-back", "POST", headers=headers, body="pin=482615", address=next(_addresses))
        assert taken.status in {403, 404}, cookie
        assert "set-cookie" not in taken.headers
    own = {"cookie": f"mendline_device={handed.cookies['mendline_device']}"}
    assert server.fetch(path, headers=own).status == 200


def test_every_file_that_is_open_to_all_says_its_type_and_its_letters() -> None:
    kinds = {file.headers["content-type"] for file in public_files().values()}
    assert len(kinds) > 5
    assert {kind for kind in kinds if kind.startswith("text/") or "xml" in kind} == {
        "text/css; charset=utf-8",
        "text/csv; charset=utf-8",
        "text/javascript; charset=utf-8",
        "image/svg+xml; charset=utf-8",
    }


def test_of_doubled_ids_one_counts_and_is_asked_about(walk: Walk) -> None:
    own, nothing = walk.client.episode, "0" * 13
    token, elsewhere = walk.tokens[OWNER], walk.tokens[ELSEWHERE]

    def fetch(first: str, second: str, by: str) -> Reply:
        return walk.server.fetch(f"/api/course.csv?episode={first}&episode={second}", token=by)

    once = walk.server.fetch(f"/api/course.csv?episode={own}", token=token)
    assert (fetch(nothing, own, token).status, fetch(nothing, own, token).body) == (200, once.body)
    assert fetch(own, nothing, token).status == 404
    assert {fetch(*pair, elsewhere).status for pair in ((own, nothing), (nothing, own), (own, own))} == {404}


GIT = ("/.git/config", "/.git/HEAD", "/static/../.git/HEAD", "/static/%2e%2e/.git/HEAD", "/app/static/../../.git/HEAD")


@pytest.mark.parametrize("path", GIT)
def test_nothing_of_the_repository_is_given_to_anybody(walk: Walk, path: str) -> None:
    for token in ("", walk.tokens[OWNER]):
        body = walk.server.fetch(path, token=token).body
        assert b"ref: refs/" not in body
        assert b"[core]" not in body
