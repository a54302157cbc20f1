"""How a server says that it is open: once it is, and not before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from dashboard.ending import Server

if TYPE_CHECKING:
    import uvicorn

__all__ = ["ServerThatTells"]


class ServerThatTells(Server):
    """Tells whoever started it where it is, when the clinic is open and the port is its own."""

    def __init__(self, config: uvicorn.Config, *, words: str) -> None:
        super().__init__(config)
        self._words = words

    async def startup(self, sockets: list[Any] | None = None) -> None:
        """Open the clinic and the port; a server that could not is not said to be open."""
        await super().startup(sockets)
        if self.started:
            typer.echo(self._words)
