"""Second layer: an address that keeps guessing passphrases or PINs has to wait.

The limits per account are casework's, in the database; this one keeps a flood from reaching it.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections import deque
from typing import TYPE_CHECKING, Final

from dashboard.door.answers import refuse
from dashboard.door.identity import address_in
from dashboard.door.paths import CHANGE_FACTOR, CHOOSE, CODE, ENROL, SIGN_IN

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["RateLimit"]

TRIES: Final = 10
WINDOW_S: Final = 60.0
"""Ten tries a minute: a whole team behind one address can sign in, a guesser gets nowhere."""

MOST_ADDRESSES: Final = 10_000
"""Beyond so many, the oldest are forgotten, so that a flood cannot fill the memory."""

GUESSED_UNDER_K: Final = ("/take-back", "/code")
"""Ends of the addresses to which a PIN or a code is sent. Words are counted by casework, for each form by itself: a
whole clinic may open its forms from one address at once."""

IPV6_PREFIX: Final = 64
"""[bits] One household has a whole /64; its addresses count as one."""


class RateLimit:
    """Answers 429 with Retry-After when one address posts too many passphrases, PINs or codes."""

    def __init__(self, app: ASGIApp, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.app = app
        self.clock = clock
        self.tries: dict[str, deque[float]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, unless it is one guess too many."""
        kind = _guessed(scope)
        wait_s = self._wait_s(f"{kind} {one_source(address_in(scope))}") if kind else 0
        if wait_s:
            text = f"Too many tries. Please wait {wait_s} seconds and try again."
            await refuse(scope, receive, send, status=429, text=text, headers={"retry-after": str(wait_s)})
        else:
            await self.app(scope, receive, send)

    def _wait_s(self, source: str) -> int:
        """Count a try; return 0 when it may pass, else the whole seconds until the next may."""
        now = self.clock()
        tries = self.tries.pop(source, deque())
        self.tries[source] = tries
        while tries and tries[0] <= now - WINDOW_S:
            tries.popleft()
        while len(self.tries) > MOST_ADDRESSES:
            self.tries.pop(next(iter(self.tries)))
        if len(tries) >= TRIES:
            return max(1, math.ceil(tries[0] + WINDOW_S - now))
        tries.append(now)
        return 0


def one_source(address: str) -> str:
    """Return what counts as one source: an IPv4 address, or the network of an IPv6 address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:  # noqa: PLR2004 - the protocol's number
        return address
    return str(ipaddress.ip_network((parsed, IPV6_PREFIX), strict=False))


def _guessed(scope: Scope) -> str:
    """Return what is guessed by this request, empty for nothing.

    Codes of the second factor are counted by themselves: else a team behind one address, who give two things each,
    would be slowed.
    """
    if scope["type"] != "http" or scope["method"] != "POST":
        return ""
    path: str = scope["path"].rstrip("/")
    if path in {CODE, CHOOSE, ENROL, CHANGE_FACTOR}:
        return "code"
    return "secret" if path == SIGN_IN or (path.startswith("/k/") and path.endswith(GUESSED_UNDER_K)) else ""
