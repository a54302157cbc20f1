"""With a passphrase that was handed over one chooses an own one: no address and no socket opens before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from websockets.exceptions import InvalidStatus

from dashboard.access.cookie import STEP_COOKIE
from dashboard.door.cookies import HOST_PREFIX
from dashboard.door.identity import COOKIE
from dashboard.door.paths import CHOOSE, LEAVE
from tests.dashboard.attack.table import rows
from tests.dashboard.attack.test_sockets_and_pages import opened_with
from tests.dashboard.attack.test_walk import ask, assert_strict, assert_tells_nothing, methods_of
from tests.dashboard.attack.visitors import NOBODY
from tests.dashboard.serving.second_clinic import NEWCOMER

if TYPE_CHECKING:
    from tests.dashboard.attack.visitors import Walk
    from tests.dashboard.serving.running import Reply

OWN = "a lantern, two otters, rain"


def handed(walk: Walk) -> Reply:
    """Sign in with what was handed over."""
    fields = {"name": NEWCOMER, "passphrase": walk.clinic.handed_over, "next": "/caseload"}
    return walk.server.post("/session/sign-in", fields, address="127.8.0.1")


def choose(walk: Walk, ticket: str, new: str) -> Reply:
    headers = {"cookie": f"{STEP_COOKIE}={ticket}", "origin": walk.server.url}
    headers["content-type"] = "application/x-www-form-urlencoded"
    body = f"passphrase={new}&again={new}&next=/caseload".replace(" ", "+")
    return walk.server.fetch(CHOOSE, "POST", headers=headers, body=body, address="127.8.0.2")


def test_it_opens_the_choice_of_an_own_one_and_nothing_else(walk: Walk) -> None:
    reply = handed(walk)
    assert (reply.status, reply.headers["location"]) == (303, f"{CHOOSE}?next=/caseload")
    assert COOKIE not in reply.cookies
    ticket = reply.cookies[STEP_COOKIE]
    # in its own place, and in the place of a session
    cookie = f"{STEP_COOKIE}={ticket}; {COOKIE}={ticket}; {HOST_PREFIX}{COOKIE}={ticket}"
    for row in [row for row in rows() if row.path not in {CHOOSE, LEAVE} and not row.ends]:
        for method in methods_of(row):
            reply = ask(walk, row, method, "", cookie=cookie)
            assert reply.status == row.answer_to(NOBODY), (row.path, method, reply.status)
            assert_strict(reply, row)
            assert_tells_nothing(walk, reply, replace(row, asked=""))
            assert COOKIE not in reply.cookies
    for row in [row for row in rows() if row.ends]:
        assert ask(walk, row, row.method, "", cookie=cookie).status == row.answer_to(NOBODY)
    assert_no_socket(walk, ticket)
    for address in (CHOOSE, f"{CHOOSE}?next=https://elsewhere.example/"):
        shown = walk.server.fetch(address, headers={"cookie": cookie})
        assert (shown.status, b"elsewhere" in shown.body) == (200, False)
    foreign = {"cookie": cookie, "origin": "https://elsewhere.example"}
    assert walk.server.fetch(CHOOSE, "POST", headers=foreign, body=f"passphrase={OWN}").status == 403
    assert choose(walk, ticket, "short").status == 422
    assert choose(walk, ticket, walk.clinic.handed_over).status == 422

    # and then it is over with it
    done = choose(walk, ticket, OWN)
    assert (done.status, done.headers["location"]) == (303, "/caseload")
    token = done.cookies[COOKIE]
    assert token != ticket
    assert walk.server.fetch("/_stcore/health", token=token).status == 200
    assert choose(walk, ticket, "another lantern, no otters").headers["location"].startswith("/session/sign-in")
    assert handed(walk).status == 401


def assert_no_socket(walk: Walk, ticket: str) -> None:
    try:
        with opened_with(walk, ticket):
            raise AssertionError
    except InvalidStatus as refused:
        assert refused.response.status_code == 403  # noqa: PT017  what a socket is refused with
