"""One person's files and messages do not keep the others waiting."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from dashboard.door.identity import remember
from dashboard.door.work_limit import Pace, WorkLimit
from tests.dashboard.door.asgi import CLINICIAN, Answer, Behind, request, walk

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

    from fit.casework.actor import Actor

REPORT = "/api/service-report.pdf"
OTHER = replace(CLINICIAN, user_id="U2")


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limit(clock: Clock) -> WorkLimit:
    return WorkLimit(Behind(), clock=clock)


def asked_by(actor: Actor, path: str, token: str = "one") -> dict[str, Any]:  # noqa: S107 - any session's
    scope = request(path, headers={"cookie": f"mendline_session={token}"})
    remember(scope, actor)
    return scope


def fetch(limit: WorkLimit, path: str = "/api/course.csv", *, actor: Actor = CLINICIAN, token: str = "one") -> Answer:  # noqa: S107
    return walk(limit, asked_by(actor, path, token))


def test_thirty_files_a_minute_pass_and_the_next_waits(limit: WorkLimit, clock: Clock) -> None:
    assert [fetch(limit).status for _ in range(31)] == [200] * 30 + [429]
    clock.now += 20.5
    refused = fetch(limit, "/api/transcript.vtt")
    assert (refused.status, refused.headers["retry-after"]) == (429, "40")
    assert b"wait 40 seconds" in refused.body
    clock.now += 39.5
    assert fetch(limit).status == 200


def test_another_session_of_the_same_person_is_no_way_round_and_other_people_do_not_wait(limit: WorkLimit) -> None:
    for number in range(30):
        fetch(limit, token=f"session-{number}")
    assert fetch(limit, token="fresh").status == 429
    assert fetch(limit, actor=OTHER).status == 200


@pytest.mark.parametrize("path", ["/api/recording", "/api/sound", "/", "/session/state", "/static/js/index.js"])
def test_sound_pages_and_scripts_are_not_counted(limit: WorkLimit, path: str) -> None:
    assert {fetch(limit, path).status for _ in range(60)} == {200}


def test_what_was_not_given_does_not_count(clock: Clock) -> None:
    behind = Behind(status=404)
    limit = WorkLimit(behind, clock=clock)
    assert {fetch(limit).status for _ in range(60)} == {404}
    behind.status = 200
    assert [fetch(limit).status for _ in range(31)] == [200] * 30 + [429]


def test_one_report_at_a_time_is_made_for_one_person_and_the_next_one_after_it(clock: Clock) -> None:
    statuses: list[int] = []

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(0.05)
        await Behind()(scope, receive, send)

    async def ask(limit: WorkLimit, actor: Actor, path: str = REPORT) -> int:
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        await limit(asked_by(actor, path), receive, send)
        return int(sent[0]["status"])

    async def all_at_once() -> None:
        limit = WorkLimit(slow, clock=clock)
        together = [ask(limit, CLINICIAN), ask(limit, CLINICIAN), ask(limit, OTHER)]
        statuses.extend(await asyncio.gather(*together, ask(limit, CLINICIAN, "/api/course.csv")))
        statuses.append(await ask(limit, CLINICIAN))

    # in a thread of its own: where a browser is open, this one has a loop already
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(all_at_once())).result()
    assert statuses == [200, 429, 200, 200, 200]


def test_a_hundred_messages_pass_at_once_and_then_five_a_second(clock: Clock) -> None:
    pace = Pace(clock=clock)
    assert max(pace.turn_of("one") for _ in range(100)) == pytest.approx(0, abs=1e-6)
    assert [round(pace.turn_of("one"), 3) for _ in range(3)] == [0.2, 0.4, 0.6]
    assert pace.turn_of("two") == 0
    clock.now += 60
    assert max(pace.turn_of("one") for _ in range(100)) == pytest.approx(0, abs=1e-6)
