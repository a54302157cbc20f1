"""An open page whose session has ended gets nothing more."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.door.frame_guard import SESSION_ENDED, FrameGuard
from dashboard.door.gate import Gate
from dashboard.door.identity import ACTOR_KEY
from dashboard.door.lookup import Lookup
from fit.casework.actor import Actor, Role
from tests.dashboard.door.asgi import CLINICIAN, Answer, Behind, frames, request, socket, walk

if TYPE_CHECKING:
    from collections.abc import Coroutine

OTHER = Actor(user_id="U2", clinic_id="C1", role=Role.CLINICIAN, name="Clinician Two")


class Sessions:
    """What the database says, one look after another; the gate looks first."""

    def __init__(self, *answers: Actor | None) -> None:
        self.answers = list(answers)

    def actor_of(self, _token: str, /, *, in_use: bool = True) -> Actor | None:  # noqa: ARG002
        return self.answers.pop(0)


def open_page(*answers: Actor | None, sends: int) -> tuple[Answer, Behind]:
    behind, look_up = Behind(), Lookup(Sessions(*answers).actor_of)
    door = Gate(FrameGuard(behind, look_up=look_up), look_up=look_up)
    contents = [f"frame {number}".encode() for number in range(sends)]
    return walk(door, socket(headers={"cookie": "mendline_session=t"}), *frames(*contents)), behind


def answers_in(answer: Answer) -> int:
    return sum(message.get("bytes") == b"answer" for message in answer.sent)


def test_every_frame_of_a_living_session_passes() -> None:
    answer, behind = open_page(CLINICIAN, CLINICIAN, CLINICIAN, sends=2)
    assert [message["bytes"] for message in behind.received] == [b"frame 0", b"frame 1"]
    assert answers_in(answer) == 2


def test_the_first_frame_after_the_end_never_reaches_the_page() -> None:
    answer, behind = open_page(CLINICIAN, CLINICIAN, None, sends=2)
    assert [message["bytes"] for message in behind.received] == [b"frame 0"]
    assert answers_in(answer) == 1
    assert answer.close_code == SESSION_ENDED


def test_a_session_that_has_become_somebody_elses_is_over_for_this_page() -> None:
    answer, behind = open_page(CLINICIAN, OTHER, sends=1)
    assert not behind.received
    assert answer.close_code == SESSION_ENDED


def test_a_new_role_closes_the_pages_of_the_old_one() -> None:
    director = Actor(user_id="U1", clinic_id="C1", role=Role.DIRECTOR, name="Clinician One")
    _, behind = open_page(CLINICIAN, director, sends=1)
    assert not behind.received


def test_the_last_word_leads_to_the_sign_in_and_nothing_is_sent_after_the_close() -> None:
    answer, _ = open_page(CLINICIAN, None, sends=1)
    assert [message["type"] for message in answer.sent[-2:]] == ["websocket.send", "websocket.close"]
    assert ForwardMsg.FromString(answer.sent[-2]["bytes"]).auth_redirect.url == "/session/sign-in"


def test_words_instead_of_bytes_never_reach_streamlit() -> None:
    behind, look_up = Behind(), Lookup(lambda _token, **_: CLINICIAN)
    door = Gate(FrameGuard(behind, look_up=look_up), look_up=look_up)
    words = {"type": "websocket.receive", "text": "rerun"}
    answer = walk(door, socket(headers={"cookie": "mendline_session=t"}), {"type": "websocket.connect"}, words)
    assert not behind.received
    assert answer.close_code == 1003


async def uploads(*asked: tuple[str, str]) -> list[int]:
    """Open a page of the session `own`, then send files to pages by session and page id; return what is answered."""

    async def app(scope, receive, send):
        if scope["type"] == "websocket":
            told = ForwardMsg()
            told.new_session.initialize.session_id = "page-1"
            await send({"type": "websocket.send", "bytes": told.SerializeToString()})
            await asyncio.Event().wait()
        await send({"type": "http.response.start", "status": 204, "headers": []})

    statuses: list[int] = []

    async def keep(message):
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    guard = FrameGuard(app, look_up=Lookup(lambda _token, **_: CLINICIAN))
    opened = asyncio.create_task(guard(socket(headers={"cookie": "mendline_session=own"}), None, keep))
    await asyncio.sleep(0)
    for session, page in asked:
        for method in ("PUT", "DELETE", "OPTIONS"):
            upload = request(
                f"/_stcore/upload_file/{page}/file", method, headers={"cookie": f"mendline_session={session}"}
            )
            await guard(upload, None, keep)
    opened.cancel()
    return statuses


def test_a_file_reaches_a_page_only_from_the_session_that_opened_it() -> None:
    with ThreadPoolExecutor(1) as thread:
        asked = (("own", "page-1"), ("other", "page-1"), ("own", "page-2"), ("own", ""))
        statuses = thread.submit(asyncio.run, uploads(*asked)).result()
    assert statuses == [204] * 3 + [404] * 9


async def two_pages_open(path: str, *, wait: float = 0) -> list[dict]:
    """Open two pages of one browser, end its session by `path`, and return what the second page was sent by then."""
    signed_in = [True]

    async def app(scope, receive, send):
        if scope["type"] == "websocket":
            await asyncio.Event().wait()
        signed_in[0] = False

    async def look_up(_token, **_):
        return CLINICIAN if signed_in[0] else None

    async def hung_up(_message):
        raise ConnectionResetError

    sent: list[dict] = []

    async def keep(message):
        sent.append(message)

    guard = FrameGuard(app, look_up=look_up, leaves_within_s=0.05)
    cookie = {"cookie": "mendline_session=t"}
    page = socket(headers=cookie) | {ACTOR_KEY: CLINICIAN}
    opened = [asyncio.create_task(guard(dict(page), None, send)) for send in (hung_up, keep)]
    await asyncio.sleep(0)
    # whichever comes first in the set, the page that hung up must not keep the other from hearing of it
    await guard(request(path, "POST", headers=cookie), None, keep)
    await asyncio.sleep(wait)
    for task in opened:
        task.cancel()
    return sent


def test_a_page_that_hung_up_does_not_keep_the_others_from_hearing_of_the_end() -> None:
    assert codes(two_pages_open("/session/sign-out", wait=0.2)) == [SESSION_ENDED]


@pytest.mark.parametrize("path", ["/session/sign-out", "/session/hand-over"])
def test_open_pages_are_told_when_the_page_that_asked_has_left(path: str) -> None:
    assert codes(two_pages_open(path)) == []
    assert codes(two_pages_open(path, wait=0.2)) == [SESSION_ENDED]


def codes(walked: Coroutine[object, object, list[dict]]) -> list[int]:
    with ThreadPoolExecutor(1) as thread:
        sent = thread.submit(asyncio.run, walked).result()
    return [message["code"] for message in sent if message["type"] == "websocket.close"]
