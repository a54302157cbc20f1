"""Third layer: small forms have small bodies: nobody fills the memory through the sign-in or a client's form.

And where a body ends is said in one way: a request with both a length and chunks could hide a second one from a proxy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers

from dashboard.door.answers import refuse
from dashboard.door.paths import UPLOAD_RECORDING, is_plain_page
from dashboard.door.turned_away import BY_STATUS, turned_away

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["LARGEST_FORM", "LARGEST_RECORDING", "BodySize"]

TOO_LARGE: Final = 413

LARGEST_FORM: Final = 64 * 1024
"""[bytes] A rating with all its items takes about one thousand."""

LARGEST_RECORDING: Final = 2 << 30
"""[bytes] A test holds it to what casework takes; one of unannounced length is counted there while it is read."""


class BodySize:
    """Answers 413 when a form is larger than any of ours, or a recording than any; 400 when its end is ambiguous."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on while it stays small."""
        if scope["type"] == "http" and _ends_in_two_ways(scope):
            text = "This request says in two ways where it ends."
            await refuse(scope, receive, send, status=400, text=text, headers={"connection": "close"})
        elif scope["type"] != "http" or not is_plain_page(scope["path"]):
            await self.app(scope, receive, send)
        elif scope["path"] == UPLOAD_RECORDING:
            await self._recording(scope, receive, send)
        elif _announced(scope) > LARGEST_FORM:
            await refuse(scope, receive, send, status=TOO_LARGE, text="That is too much for this form.")
        else:
            await self.app(scope, _counted(receive), send)

    async def _recording(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _announced(scope) > LARGEST_RECORDING:
            text = "The recording is larger than 2 GB. Save it as MP3 or M4A first."
            await refuse(scope, receive, send, status=TOO_LARGE, text=text)
        else:
            await self.app(scope, receive, send)


def _ends_in_two_ways(scope: Scope) -> bool:
    """Whether there is both a length and chunks: RFC 9112, 6.1, calls that an attempt at request smuggling."""
    headers = Headers(scope=scope)
    return "content-length" in headers and "transfer-encoding" in headers


def _announced(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "0")
    return int(length) if length.isdigit() else LARGEST_RECORDING + 1


def _counted(receive: Receive) -> Receive:
    """Hang up on a body that announced no length and grows too long."""
    received = 0

    async def counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received <= LARGEST_FORM:
            return message
        turned_away(BY_STATUS[TOO_LARGE])
        return {"type": "http.disconnect"}

    return counted
