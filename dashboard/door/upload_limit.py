"""Layer behind the gate: files that a page holds in memory are given room, for one person and for all together.

Streamlit keeps a file that was sent to a page until it is taken away or the page is gone, as many as are sent. A
transcript or a table of ratings is small; who sends the largest of them again and again would fill the memory.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, Protocol

from starlette.datastructures import Headers

from dashboard.door.answers import refuse
from dashboard.door.identity import actor_in
from dashboard.door.paths import page_uploaded_to

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["LARGEST_UPLOAD", "MOST_OF_ALL", "MOST_OF_ONE", "HeldBy", "UploadLimit"]

LARGEST_UPLOAD: Final = 33 << 20
"""[bytes] The largest transcript with what a form puts around it: so much is counted where no length is announced."""
MOST_OF_ONE: Final = 128 << 20
"""[bytes] Of one person over all pages and sessions: nearly four of the largest files, hundreds of usual ones."""
MOST_OF_ALL: Final = 512 << 20
"""[bytes] Of everybody together."""
FULL: Final = (
    "You have sent large files that are still held for open pages. Close the pages on which you chose them, or wait a "
    "minute, then choose this file again."
)
FULL_OF_ALL: Final = "Many large files are being taken in. Please wait a minute, then choose this file again."
REFUSED: Final = 400


class HeldBy(Protocol):
    """Tells what is held in memory for a page."""

    def __call__(self, page_id: str, /, *, let_go_if_closed: bool = False) -> int:
        """Return how much: bytes. A page that is closed may come back for a minute: only on demand is it let go."""


class UploadLimit:
    """Answers 429 to a file for which there is no room; its body is let go piece by piece."""

    def __init__(self, app: ASGIApp, *, held_by: HeldBy) -> None:
        self.app = app
        self.held_by = held_by
        self.arriving: Counter[str] = Counter()
        self.sender_of: dict[str, str] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a file on where there is room for it."""
        page, actor = _page_of(scope), actor_in(scope)
        if page is None or actor is None:
            await self.app(scope, receive, send)
            return
        who, size = f"{actor.clinic_id} {actor.user_id}", _announced(scope)
        why_not = self._why_not(who, size)
        if why_not:
            await _let_go(receive)
            await refuse(scope, receive, send, status=429, text=why_not, headers={"retry-after": "60"})
        else:
            await self._take_in(page, who, size, scope, receive, send)

    async def _take_in(self, page: str, who: str, size: int, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_and_note(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < REFUSED:
                self.sender_of[page] = who
            await send(message)

        self.arriving[who] += size
        try:
            await self.app(scope, receive, send_and_note)
        finally:
            self.arriving[who] -= size
            if not self.arriving[who]:
                del self.arriving[who]

    def _why_not(self, who: str, size: int) -> str:
        if self._own(who) + size > MOST_OF_ONE and self._own(who, let_go_if_closed=True) + size > MOST_OF_ONE:
            return FULL
        senders = set(self.sender_of.values()) | set(self.arriving)
        held = sum(self._own(sender) for sender in senders)
        if held + size > MOST_OF_ALL:
            held = sum(self._own(sender, let_go_if_closed=True) for sender in senders)
        return FULL_OF_ALL if held + size > MOST_OF_ALL else ""

    def _own(self, who: str, *, let_go_if_closed: bool = False) -> int:
        """How much of a person is held or on its way; pages that hold nothing any more are forgotten."""
        held = self.arriving[who]
        for page in [page for page, sender in self.sender_of.items() if sender == who]:
            of_page = self.held_by(page, let_go_if_closed=let_go_if_closed)
            held += of_page
            if not of_page:
                del self.sender_of[page]
        return held


async def _let_go(receive: Receive) -> None:
    """Read what is sent and keep nothing: a browser that is still sending reads no answer."""
    let_go, is_left = 0, True
    while is_left and let_go <= LARGEST_UPLOAD:
        message = await receive()
        let_go += len(message.get("body", b""))
        is_left = message["type"] == "http.request" and message.get("more_body", False)


def _page_of(scope: Scope) -> str | None:
    """To which page a file is sent; None when none is, such as when one is taken away."""
    if scope["type"] != "http" or scope["method"] not in {"PUT", "POST"}:
        return None
    return page_uploaded_to(scope["path"])


def _announced(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "")
    return min(int(length), LARGEST_UPLOAD) if length.isdigit() else LARGEST_UPLOAD
