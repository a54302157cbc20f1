"""Who may come in at all."""

from __future__ import annotations

import pytest

from dashboard.door.gate import Gate
from dashboard.door.identity import actor_in
from dashboard.door.lookup import Lookup
from tests.dashboard.door.asgi import CLINICIAN, HOST, Answer, Behind, request, socket, walk

SIGNED_IN = {"cookie": "mendline_session=good"}
REVOKED = {"cookie": "mendline_session=revoked"}
OURS = {"origin": f"http://{HOST}"}
PAGE = {"accept": "text/html,application/xhtml+xml"}

OPEN_TO_ALL = [
    "/session/sign-in",
    "/session/code",
    "/session/second-factor",
    "/session/sign-on",
    "/healthz",
    "/static/js/index.js",
    "/k/some-token",
    "/k/assets/1/form.js",
]
NEEDS_SESSION = [
    "/",
    "/caseload",
    "/client",
    "/rate",
    "/import",
    "/supervision",
    "/overview",
    "/pages/caseload",
    "/heat",
    "/session/sign-out",
    "/session/hand-over",
    "/session/unknown",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/upload_file/session/file",
    "/_stcore/bidi-components/rating_line/index.js",
    "/favicon.png",
    "/healthz/",
    "/staticx",
    "/static/../client",
    "/k/../client",
    "//static/x",
    "/k//../client",
]
CLOSED = [
    "/_stcore/agent/openapi.json",
    "/_stcore/agent/interact",
    "/_stcore/agent/mcp",
    "/_stcore/agent/",
    "/_stcore/agent",
    "/_stcore/metrics",
    "/_stcore/script-health-check",
    "/_stcore//metrics",
    "//_stcore/metrics",
    "/_stcore/../_stcore/metrics",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
    "/media/0123456789abcdef.csv",
    "/media/",
    "/component/x/index.html",
    "/app/static/x",
]


def actor_of(token: str, /, *, in_use: bool = True) -> object:
    return CLINICIAN if token == "good" else None


def through(scope: dict[str, object]) -> tuple[Answer, Behind]:
    behind = Behind()
    return walk(Gate(behind, look_up=Lookup(actor_of)), scope), behind


@pytest.mark.parametrize("path", OPEN_TO_ALL)
def test_the_short_list_is_open_without_a_session(path: str) -> None:
    answer, behind = through(request(path))
    assert answer.status == 200
    assert actor_in(behind.seen[0]) is None


@pytest.mark.parametrize("cookie", [{}, REVOKED, {"cookie": "mendline_session="}, {"cookie": "other=good"}])
@pytest.mark.parametrize("path", NEEDS_SESSION)
def test_everything_else_answers_401_without_a_living_session(path: str, cookie: dict[str, str]) -> None:
    answer, behind = through(request(path, headers=cookie))
    assert answer.status == 401
    assert not behind.seen


@pytest.mark.parametrize("path", NEEDS_SESSION)
def test_a_browser_is_led_to_the_sign_in(path: str) -> None:
    answer, behind = through(request(path, headers=PAGE | REVOKED))
    assert answer.status == 303
    assert answer.headers["location"].startswith("/session/sign-in")
    assert not behind.seen


@pytest.mark.parametrize("path", NEEDS_SESSION)
def test_a_living_session_passes(path: str) -> None:
    answer, behind = through(request(path, headers=SIGNED_IN))
    assert answer.status == 200
    assert actor_in(behind.seen[0]) == CLINICIAN


@pytest.mark.parametrize("headers", [{}, SIGNED_IN, PAGE | SIGNED_IN])
@pytest.mark.parametrize("path", CLOSED)
def test_what_streamlit_offers_and_nobody_needs_is_closed_to_everybody(path: str, headers: dict[str, str]) -> None:
    answer, behind = through(request(path, headers=headers))
    assert answer.status == 404
    assert not behind.seen


@pytest.mark.parametrize(
    "cookie",
    [
        "mendline_session=good; mendline_session=planted",
        "mendline_session=planted; mendline_session=good",
        "mendline_session=good; mendline_session=good",
        "mendline_session =good; mendline_session=",
        "__Host-mendline_session=good",
        "Mendline_session=good",
        "mendline_session",
        f"mendline_session={'good' * 10_000}",
    ],
)
def test_a_session_that_is_not_told_plainly_is_none(cookie: str) -> None:
    answer, behind = through(request("/", headers={"cookie": cookie}))
    assert answer.status == 401
    assert not behind.seen


def test_over_tls_only_the_cookie_that_no_neighbour_can_plant_counts() -> None:
    planted, behind = through(request("/", scheme="https", headers=SIGNED_IN))
    assert planted.status == 401
    assert not behind.seen
    own, _ = through(request("/", scheme="https", headers={"cookie": "__Host-mendline_session=good"}))
    assert own.status == 200


@pytest.mark.parametrize("path", ["/", "/_stcore/stream/", "/_stcore/streams", "/client", "/api/sound"])
def test_there_is_one_socket_and_no_other_even_for_the_signed_in(path: str) -> None:
    answer, behind = through(socket(path, headers=SIGNED_IN))
    assert not answer.was_accepted
    assert not behind.seen


def test_the_page_asked_for_is_remembered_with_its_client() -> None:
    answer, _ = through(request("/client", headers=PAGE, query="episode=E7"))
    assert answer.headers["location"] == "/session/sign-in?next=/client%3Fepisode%3DE7"


def test_the_start_page_needs_no_remembering() -> None:
    answer, _ = through(request("/", headers=PAGE))
    assert answer.headers["location"] == "/session/sign-in"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/session/sign-in", "/session/sign-out", "/k/abc/rating", "/_stcore/upload_file/a/b"])
def test_a_change_must_come_from_this_site(method: str, path: str) -> None:
    for headers in ({}, {"origin": "https://elsewhere.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        answer, behind = through(request(path, method, headers=SIGNED_IN | headers))
        assert answer.status == 403
        assert not behind.seen


@pytest.mark.parametrize("headers", [OURS, {"sec-fetch-site": "same-origin"}])
def test_a_change_from_this_site_passes(headers: dict[str, str]) -> None:
    answer, _ = through(request("/session/sign-out", "POST", headers=SIGNED_IN | headers))
    assert answer.status == 200


def test_another_site_may_not_even_read() -> None:
    answer, behind = through(request("/", headers=SIGNED_IN | {"origin": "https://elsewhere.example"}))
    assert answer.status == 403
    assert not behind.seen


def test_over_tls_an_unencrypted_origin_of_the_same_name_is_another_site() -> None:
    answer, _ = through(request("/session/sign-out", "POST", scheme="https", headers=SIGNED_IN | OURS))
    assert answer.status == 403


CLAIMS = {"X-Mendline-User": "U9", "x-mendline-role": "director", "X-MENDLINE-SESSION": "s", "x_mendline_user": "U9"}
CLAIMS |= {"X-Mendline-Source": "U9"}


@pytest.mark.parametrize("path", ["/", "/session/sign-in", "/k/abc"])
def test_identity_headers_sent_by_a_client_are_dropped(path: str) -> None:
    _, behind = through(request(path, headers=SIGNED_IN | CLAIMS))
    values = [value for name, value in behind.seen[0]["headers"] if b"mendline" in name]
    assert not {b"U9", b"director", b"s"} & set(values)


def test_the_gate_adds_the_identity_that_streamlit_compares() -> None:
    _, behind = through(request("/", headers=SIGNED_IN | CLAIMS))
    given = {name.decode(): value.decode() for name, value in behind.seen[0]["headers"] if b"mendline" in name}
    # printf good | sha256sum
    session = "770e607624d689265ca6c44884d0807d9b054d23c473c106c72be9de08b7376c"
    assert given == {
        "x-mendline-user": "U1",
        "x-mendline-clinic": "C1",
        "x-mendline-role": "clinician",
        "x-mendline-session": session,
        "x-mendline-source": "192.0.2.1",
    }


def test_a_socket_with_a_session_is_accepted() -> None:
    answer, _ = through(socket(headers=SIGNED_IN))
    assert answer.was_accepted


@pytest.mark.parametrize("path", ["/_stcore/stream", "/k/abc", "/static/x", "/healthz", "/session/sign-in"])
@pytest.mark.parametrize("cookie", [{}, REVOKED])
def test_a_socket_without_a_living_session_is_closed_before_it_is_accepted(path: str, cookie: dict[str, str]) -> None:
    answer, behind = through(socket(path, headers=cookie))
    assert not answer.was_accepted
    assert answer.close_code == 1008
    assert not behind.seen


def test_a_socket_from_another_site_is_closed_before_streamlit_looks_at_it() -> None:
    answer, behind = through(socket(headers=SIGNED_IN | {"origin": "https://elsewhere.example"}))
    assert not answer.was_accepted
    assert not behind.seen


def test_a_socket_that_does_not_say_where_it_comes_from_is_closed() -> None:
    scope = request("/_stcore/stream", kind="websocket", scheme="ws", headers=SIGNED_IN)
    answer, behind = through(scope)
    assert not answer.was_accepted
    assert not behind.seen
