"""Sixth layer: an open page whose session has ended gets nothing more, not even from a fragment or a callback.

Checks in a page's script do not protect those: Streamlit runs them without the script. So the session is looked up
again for every message that comes in. When a browser signs out, its other open pages are looked at right away: each is
led to the sign-in, so that nothing of a client stays on screen. When it is handed to a client, they are looked at when
the page that was handed over has had the time to leave for the client's form; else it would be led to the sign-in too.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.door.identity import actor_in, token_in
from dashboard.door.paths import SIGN_IN, START_FORM, ends_sessions

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from dashboard.door.lookup import Lookup

__all__ = ["SESSION_ENDED", "FrameGuard"]

SESSION_ENDED: Final = 4401
"""Close code of ours: the session behind this page is over."""

LEAVES_WITHIN_S: Final = 3.0
"""[s] Two answers over a slow line: the way to the form, and the form."""

TO_SIGN_IN: Final = ForwardMsg()
TO_SIGN_IN.auth_redirect.url = SIGN_IN


class FrameGuard:
    """Looks the session up again for each inbound WebSocket message, and closes the page when it is gone."""

    def __init__(self, app: ASGIApp, *, look_up: Lookup, leaves_within_s: float = LEAVES_WITHIN_S) -> None:
        self.app = app
        self.leaves_within_s = leaves_within_s
        self.look_up = look_up
        self.open_pages: defaultdict[str, set[_GuardedSocket]] = defaultdict(set)
        self.checks: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a WebSocket on under guard; after a request that ends sessions, look at the pages of its browser."""
        if scope["type"] == "websocket":
            await self._guard(_GuardedSocket(scope, receive, send, self.look_up))
            return
        await self.app(scope, receive, send)
        if scope["type"] == "http" and ends_sessions(scope["method"], scope["path"]):
            if scope["path"] == START_FORM:
                self._later(asyncio.create_task(self._check_pages(token_in(scope), after=self.leaves_within_s)))
            else:
                await self._check_pages(token_in(scope))

    def _later(self, task: asyncio.Task[None]) -> None:
        self.checks.add(task)
        task.add_done_callback(self.checks.discard)

    async def _check_pages(self, token: str, *, after: float = 0) -> None:
        await asyncio.sleep(after)
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


def _comes_by_itself(message: Message) -> bool:
    """Whether a page that nobody touches asks for news; a message that is none of Streamlit's is left to Streamlit."""
    try:
        asked = BackMsg.FromString(message.get("bytes") or b"")
    except DecodeError:
        return False
    return bool(asked.rerun_script.is_auto_rerun)


class _GuardedSocket:
    def __init__(self, scope: Scope, receive: Receive, send: Send, look_up: Lookup) -> None:
        self.scope, self.inner_receive, self.inner_send, self.look_up = scope, receive, send, look_up
        self.token = token_in(scope)
        self.closed = False
        self.sending = asyncio.Lock()

    async def receive(self) -> Message:
        message = await self.inner_receive()
        if message["type"] == "websocket.receive":
            await self.check(in_use=not _comes_by_itself(message))
        return {"type": "websocket.disconnect", "code": SESSION_ENDED} if self.closed else message

    async def send(self, message: Message) -> None:
        async with self.sending:
            if not self.closed:
                # who has hung up needs no answer; Streamlit hears of it by the next message it waits for
                with contextlib.suppress(OSError):
                    await self.inner_send(message)

    async def check(self, *, in_use: bool = False) -> None:
        """Close this page unless the same person is still signed in behind it."""
        if not self.closed and await self.look_up(self.token, in_use=in_use) != actor_in(self.scope):
            await self._close()

    async def _close(self) -> None:
        async with self.sending:
            if not self.closed:
                self.closed = True
                # A page that is just leaving may have hung up; the others of its browser must still be told.
                with contextlib.suppress(OSError, RuntimeError):
                    await self.inner_send({"type": "websocket.send", "bytes": TO_SIGN_IN.SerializeToString()})
                    await self.inner_send({"type": "websocket.close", "code": SESSION_ENDED})
