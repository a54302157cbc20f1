"""Sixth layer: an open page whose session has ended gets nothing more, not even from a fragment or a callback.

Checks in a page's script do not protect those: Streamlit runs them without the script. So the session is looked up
again for every message that comes in. When a browser signs out or is handed to a client, its other open pages are led
to the sign-in, so that nothing of a client stays on screen: as soon as the page that asked has had the time to leave
for "You are signed out" or the client's form; else it would be led to the sign-in too.

A file is sent to a page by the page's id. Streamlit takes it from whoever knows that id; here it must come from the
session that opened the page.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.door.answers import refuse
from dashboard.door.identity import actor_in, token_in
from dashboard.door.messages import comes_by_itself, is_wanted, page_id_in
from dashboard.door.paths import SESSION_STATE, SIGN_IN, ends_sessions, page_uploaded_to
from dashboard.door.turned_away import turned_away
from dashboard.door.work_limit import Pace
from fit.errors import StoreUnavailableError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from dashboard.door.lookup import Lookup

__all__ = ["SESSION_ENDED", "FrameGuard"]

SESSION_ENDED: Final = 4401
"""Close code of ours: the session behind this page is over."""

NO_WORDS: Final = 1003
"""Close code of the protocol: this kind of message is not understood here."""

LEAVES_WITHIN_S: Final = 3.0
"""[s] Two answers over a slow line: the way to the next page, and that page."""

TO_SIGN_IN: Final = ForwardMsg()
TO_SIGN_IN.auth_redirect.url = SIGN_IN


class FrameGuard:
    """Looks the session up again for each inbound WebSocket message, and closes the page when it is gone."""

    def __init__(self, app: ASGIApp, *, look_up: Lookup, leaves_within_s: float = LEAVES_WITHIN_S) -> None:
        self.app = app
        self.leaves_within_s = leaves_within_s
        self.look_up = look_up
        self.pace = Pace()
        self.open_pages: defaultdict[str, set[_GuardedSocket]] = defaultdict(set)
        self.checks: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a WebSocket on under guard; after a request that ends sessions, look at the pages of its browser."""
        if scope["type"] == "websocket":
            await self._guard(_GuardedSocket(scope, receive, send, self.look_up, self.pace))
            return
        if scope["type"] == "http" and self._is_for_a_foreign_page(scope):
            turned_away("a file for another session's page")
            await refuse(scope, receive, send, status=404, text="There is nothing here.")
            return
        await self.app(scope, receive, send)
        if scope["type"] == "http" and scope["path"] != SESSION_STATE and ends_sessions(scope["method"], scope["path"]):
            self._later(asyncio.create_task(self._check_pages(token_in(scope))))

    def _is_for_a_foreign_page(self, scope: Scope) -> bool:
        asked = page_uploaded_to(scope["path"])
        own = {page.page_id for page in self.open_pages.get(token_in(scope), ())}
        return asked is not None and (not asked or asked not in own)

    def _later(self, task: asyncio.Task[None]) -> None:
        self.checks.add(task)
        task.add_done_callback(self.checks.discard)

    async def _check_pages(self, token: str) -> None:
        await asyncio.sleep(self.leaves_within_s)
        for page in tuple(self.open_pages.get(token, ())):
            await page.check()

    async def _guard(self, page: _GuardedSocket) -> None:
        self.open_pages[page.token].add(page)
        try:
            await self.app(page.scope, page.receive, page.send)
        finally:
            self.open_pages[page.token].discard(page)
            if not self.open_pages[page.token]:
                del self.open_pages[page.token]


class _GuardedSocket:
    def __init__(self, scope: Scope, receive: Receive, send: Send, look_up: Lookup, pace: Pace) -> None:
        self.scope, self.inner_receive, self.inner_send = scope, receive, send
        self.look_up, self.pace = look_up, pace
        self.token = token_in(scope)
        self.page_id = ""
        self.closed = False
        self.sending = asyncio.Lock()

    async def receive(self) -> Message:
        message = await self._next()
        while not self.closed and message["type"] == "websocket.receive" and not is_wanted(message):
            turned_away("a message no page of ours sends")
            message = await self._next()
        return {"type": "websocket.disconnect", "code": SESSION_ENDED} if self.closed else message

    async def _next(self) -> Message:
        message = await self.inner_receive()
        if message["type"] == "websocket.receive":
            await self.pace.wait(self.token)
            await self.check(in_use=not comes_by_itself(message))
            if message.get("bytes") is None:
                # Streamlit speaks in bytes alone, and takes words for an error of its own
                turned_away("words instead of a message")
                await self._close({"type": "websocket.close", "code": NO_WORDS})
        return message

    async def send(self, message: Message) -> None:
        if not self.page_id and message["type"] == "websocket.send":
            self.page_id = page_id_in(message)
        async with self.sending:
            if not self.closed:
                # who has hung up needs no answer; Streamlit hears of it by the next message it waits for
                with contextlib.suppress(OSError):
                    await self.inner_send(message)

    async def check(self, *, in_use: bool = False) -> None:
        """Close this page unless the same person is still signed in behind it."""
        if not self.closed and not await self._is_still_theirs(in_use=in_use):
            await self._close(
                {"type": "websocket.send", "bytes": TO_SIGN_IN.SerializeToString()},
                {"type": "websocket.close", "code": SESSION_ENDED},
            )

    async def _is_still_theirs(self, *, in_use: bool) -> bool:
        try:
            return await self.look_up(self.token, in_use=in_use) == actor_in(self.scope)
        except StoreUnavailableError:
            # Nothing can be read or saved either, and the page says so; closed, it would lose what is being typed.
            return True

    async def _close(self, *last: Message) -> None:
        async with self.sending:
            if not self.closed:
                self.closed = True
                # A page that is just leaving may have hung up; the others of its browser must still be told.
                with contextlib.suppress(OSError, RuntimeError):
                    for message in last:
                        await self.inner_send(message)
