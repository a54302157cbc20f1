"""How a server ends that is told to: whoever was let in is answered, and nobody else is let in.

A proxy opens a connection and then asks; what a browser sends (POST) it never asks twice. So a connection that was
taken when the server was told to end, and one that still stood at the door, are heard before anything is closed.
"""

from __future__ import annotations

import asyncio
from selectors import EVENT_READ, DefaultSelector
from typing import Any, Final

import uvicorn

__all__ = ["Server"]

HEARD_S: Final = 0.5
"""From taking a connection until what is asked on it has come, on a busy machine."""
MOST_TURNS: Final = 1_000
"""Of the loop, each of which lets in whoever stands at the door."""


class Server(uvicorn.Server):
    """uvicorn's server, which by itself closes a connection on which nothing was asked yet."""

    async def shutdown(self, sockets: list[Any] | None = None) -> None:
        """Let in whoever stands at the door, close it, hear what they ask; the rest is uvicorn's."""
        with DefaultSelector() as at_the_door:
            for server in self.servers:
                for one in server.sockets:
                    at_the_door.register(one.fileno(), EVENT_READ)
            for _ in range(MOST_TURNS):
                await asyncio.sleep(0)
                if not at_the_door.select(0):
                    break
            for server in self.servers:
                server.close()
        await asyncio.sleep(HEARD_S)
        await super().shutdown(sockets)
