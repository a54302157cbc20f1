"""Layer behind the gate: what takes work is given to one person at a measure that people do not reach.

A program that fetches file after file with somebody's session is told to wait; a second report of the same person waits
until the first is there. Sound that is played back is asked for in many parts, and costs little: it is not counted.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import defaultdict, deque
from typing import TYPE_CHECKING, Final

from dashboard.door.answers import refuse
from dashboard.door.identity import actor_in
from dashboard.door.paths import API, LISTEN, UPLOAD_RECORDING

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Pace", "WorkLimit"]

FILES: Final = 30
WINDOW_S: Final = 60.0
"""Thirty files a minute: nobody reads them as fast, and nobody carries a clinic off while its screen is left alone."""

ONE_AT_A_TIME: Final = (".pdf", ".zip")
"""Reports, and all of a client, are made by the processor that draws everybody's pages."""

BURST: Final = 100
STEADY_PER_S: Final = 5.0
"""Messages of all open pages of a session: a hundred at once, then five a second. Fast typing and a page that draws
itself anew stay far below; a program that goes through all clients does not."""

MOST_KEPT: Final = 10_000
REFUSED: Final = 400


class WorkLimit:
    """Answers 429 with Retry-After to who fetches too many files, or a second report while the first is made."""

    def __init__(self, app: ASGIApp, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.app = app
        self.clock = clock
        self.fetched: defaultdict[str, deque[float]] = defaultdict(deque)
        self.at_work: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, unless it is one too many."""
        who = _who_fetches(scope)
        wait_s = self._wait_s(who) if who else 0
        if wait_s:
            text = f"That were many files in a minute. Please wait {wait_s} seconds and try again."
            await refuse(scope, receive, send, status=429, text=text, headers={"retry-after": str(wait_s)})
        elif who and scope["path"].endswith(ONE_AT_A_TIME):
            await self._one_at_a_time(who, scope, receive, send)
        elif who:
            await self._counted(who, scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _counted(self, who: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; what was not given does not count."""

        async def send_and_count(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] >= REFUSED and self.fetched[who]:
                self.fetched[who].pop()
            await send(message)

        await self.app(scope, receive, send_and_count)

    async def _one_at_a_time(self, who: str, scope: Scope, receive: Receive, send: Send) -> None:
        if who in self.at_work:
            text = "The report before this one is still being made. Please wait for it, then try again."
            await refuse(scope, receive, send, status=429, text=text, headers={"retry-after": "5"})
            return
        self.at_work.add(who)
        try:
            await self._counted(who, scope, receive, send)
        finally:
            self.at_work.discard(who)

    def _wait_s(self, who: str) -> int:
        """Count a file; return 0 when it may be fetched, else the whole seconds until the next may."""
        now = self.clock()
        times = self.fetched.pop(who, deque())
        self.fetched[who] = times
        while times and times[0] <= now - WINDOW_S:
            times.popleft()
        if len(self.fetched) > MOST_KEPT:
            self.fetched.pop(next(iter(self.fetched)))
        if len(times) >= FILES:
            return max(1, math.ceil(times[0] + WINDOW_S - now))
        times.append(now)
        return 0


def _who_fetches(scope: Scope) -> str:
    """Return whose file is asked for, over all of their sessions; empty when it is none."""
    if scope["type"] != "http" or not scope["path"].startswith(API) or scope["path"] in {LISTEN, UPLOAD_RECORDING}:
        return ""
    actor = actor_in(scope)
    return "" if actor is None else f"{actor.clinic_id} {actor.user_id}"


class Pace:
    """Lets messages through at a measure: who sends faster is answered later, never refused."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.full_until: dict[str, float] = {}

    async def wait(self, token: str) -> None:
        """Wait until it is this session's turn."""
        wait_s = self.turn_of(token)
        if wait_s > 0:
            await asyncio.sleep(wait_s)

    def turn_of(self, token: str) -> float:
        """Count a message; return how long it has to wait, in seconds."""
        now = self.clock()
        if len(self.full_until) >= MOST_KEPT:
            self.full_until = {one: until for one, until in self.full_until.items() if until > now}
        until = max(self.full_until.get(token, now), now) + 1 / STEADY_PER_S
        self.full_until[token] = until
        return max(0.0, until - now - BURST / STEADY_PER_S)
