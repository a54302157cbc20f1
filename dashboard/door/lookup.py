"""Looking a session up in the database, beside the event loop: other people's pages go on meanwhile."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

import anyio
import anyio.to_thread

if TYPE_CHECKING:
    from fit.casework.actor import Actor

__all__ = ["FindActor", "Lookup"]

LOOKUPS_AT_ONCE: Final = 8
"""Lookups have threads of their own, so that a long report never makes people wait at the door."""


class FindActor(Protocol):
    """Finds the person behind a token."""

    def __call__(self, token: str, /, *, in_use: bool = True) -> Actor | None:
        """Return None for nobody's token."""


class Lookup:
    """Finds the person behind a session token; None when it is unknown, expired or revoked."""

    def __init__(self, actor_of: FindActor) -> None:
        self.actor_of = actor_of
        self._threads: anyio.CapacityLimiter | None = None

    async def __call__(self, token: str, *, in_use: bool = True) -> Actor | None:
        """Look `token` up; an empty one is nobody's. What a page does by itself is no use of its session."""
        if not token:
            return None
        # made here and not in __init__: it belongs to the event loop that is running now
        self._threads = self._threads or anyio.CapacityLimiter(LOOKUPS_AT_ONCE)
        return await anyio.to_thread.run_sync(partial(self.actor_of, token, in_use=in_use), limiter=self._threads)
