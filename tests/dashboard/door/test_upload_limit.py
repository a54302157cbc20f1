"""Files that pages hold in memory have room, for one person and for all together."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from dashboard.door.identity import remember
from dashboard.door.upload_limit import LARGEST_UPLOAD, MOST_OF_ALL, MOST_OF_ONE, UploadLimit
from tests.dashboard.door.asgi import CLINICIAN, request, walk

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from fit.casework.actor import Actor

MB = 1 << 20
OTHER = replace(CLINICIAN, user_id="U2")


class Holding:
    """Keeps what is sent to a page, as Streamlit does, or refuses it."""

    def __init__(self) -> None:
        self.held: dict[str, int] = {}
        self.status = 204
        self.closed: set[str] = set()

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        page = scope["path"].split("/")[3]
        if self.status < 400 and scope["method"] == "PUT":
            headers = dict(scope["headers"])
            self.held[page] = self.held.get(page, 0) + int(headers.get(b"content-length", 32 * MB))
        await send({"type": "http.response.start", "status": self.status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def held_by(self, page: str, *, let_go_if_closed: bool = False) -> int:
        if let_go_if_closed and page in self.closed:
            self.held.pop(page, None)
        return self.held.get(page, 0)


@pytest.fixture
def holding() -> Holding:
    return Holding()


@pytest.fixture
def limit(holding: Holding) -> UploadLimit:
    return UploadLimit(holding, held_by=holding.held_by)


def sent(page: str, size: int | None, actor: Actor, method: str = "PUT") -> dict[str, Any]:
    length = {} if size is None else {"content-length": str(size)}
    scope = request(f"/_stcore/upload_file/{page}/f", method=method, headers=length)
    remember(scope, actor)
    return scope


def put(limit: UploadLimit, page: str = "p1", size: int | None = 32 * MB, actor: Actor = CLINICIAN) -> int:
    return walk(limit, sent(page, size, actor)).status


def test_one_person_has_room_for_so_much_over_all_pages_and_others_do_not_wait(
    limit: UploadLimit, holding: Holding
) -> None:
    assert [put(limit, f"p{place}") for place in range(4)] == [204] * 4
    assert sum(holding.held.values()) == MOST_OF_ONE
    answer = walk(limit, sent("p9", 1, CLINICIAN))
    assert (answer.status, answer.headers["retry-after"]) == (429, "60")
    assert b"Close the pages on which you chose them" in answer.body
    assert put(limit, "p5", actor=OTHER) == 204
    holding.held.pop("p2")  # that page is gone
    assert put(limit) == 204


def test_files_of_a_closed_page_are_let_go_when_room_is_needed_and_not_before(
    limit: UploadLimit, holding: Holding
) -> None:
    assert [put(limit, f"p{place}") for place in range(3)] == [204] * 3
    holding.closed = {"p0", "p9"}
    assert put(limit, "p3") == 204
    assert "p0" in holding.held
    assert put(limit, "p4") == 204
    assert set(holding.held) == {"p1", "p2", "p3", "p4"}
    assert put(limit, "p5") == 429


def test_what_was_refused_behind_is_not_counted(limit: UploadLimit, holding: Holding) -> None:
    holding.status = 404  # another one's page
    assert [put(limit) for _ in range(9)] == [404] * 9
    holding.held["p1"] = MOST_OF_ONE
    holding.status = 204
    assert put(limit) == 204, "what somebody else holds on that page is not theirs"


@pytest.mark.parametrize("size", [None, 10**12])
def test_without_a_length_that_can_be_the_largest_is_counted(
    limit: UploadLimit, holding: Holding, size: int | None
) -> None:
    holding.held["p1"] = MOST_OF_ONE - LARGEST_UPLOAD + 1
    limit.sender_of["p1"] = f"{CLINICIAN.clinic_id} {CLINICIAN.user_id}"
    assert put(limit, size=size) == 429
    holding.held["p1"] -= 1
    assert put(limit, size=size) == 204


def test_a_refused_file_is_read_to_its_end_and_an_endless_one_is_not(limit: UploadLimit, holding: Holding) -> None:
    holding.held["p1"] = MOST_OF_ONE
    limit.sender_of["p1"] = f"{CLINICIAN.clinic_id} {CLINICIAN.user_id}"
    read: list[int] = []

    async def ask(pieces: int) -> list[int]:
        answers: list[int] = []

        async def receive() -> dict[str, Any]:
            read.append(MB)
            return {"type": "http.request", "body": b"x" * MB, "more_body": len(read) < pieces}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                answers.append(message["status"])

        read.clear()
        await limit(sent("p1", None, CLINICIAN), receive, send)
        return answers

    assert (run(ask(5)), len(read)) == ([429], 5)
    assert (run(ask(10**6)), len(read)) == ([429], LARGEST_UPLOAD // MB + 1)


def test_taking_a_file_away_is_never_refused(limit: UploadLimit, holding: Holding) -> None:
    assert [put(limit) for _ in range(5)] == [204] * 4 + [429]
    for method in ("DELETE", "OPTIONS"):
        assert walk(limit, sent("p1", None, CLINICIAN, method)).status == 204


def test_everybody_together_has_room_for_so_much(limit: UploadLimit) -> None:
    many = [replace(CLINICIAN, user_id=f"U{number}") for number in range(20)]
    answers = [put(limit, f"p{number}", actor=actor) for number, actor in enumerate(many)]
    assert answers == [204] * 16 + [429] * 4
    assert 16 * 32 * MB == MOST_OF_ALL


def test_what_is_on_its_way_counts_before_it_has_arrived() -> None:
    begun: list[asyncio.Event] = []
    go_on = asyncio.Event()

    async def slow(_scope: Scope, _receive: Receive, send: Send) -> None:
        begun.append(asyncio.Event())
        await go_on.wait()
        await send({"type": "http.response.start", "status": 500, "headers": []})

    limit = UploadLimit(slow, held_by=lambda _page, **_how: 0)
    answers: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            answers.append(message["status"])

    async def ask() -> None:
        await limit(sent("p1", 32 * MB, CLINICIAN), receive, send)

    async def all_at_once() -> None:
        tasks = [asyncio.create_task(ask()) for _ in range(30)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert (len(begun), answers) == (4, [429] * 26)
        go_on.set()
        await asyncio.gather(*tasks)
        assert not limit.arriving, "what broke off gives its room back"

    run(all_at_once())


def run(coroutine):
    """Run it in a thread of its own: the one of the tests may hold the browser's loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
