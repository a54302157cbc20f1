"""The address of the page on which a role lands: Streamlit knows it as "/" only, people keep it under its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.door.answers import redirect
from dashboard.door.identity import actor_in
from dashboard.shell.menu import menu_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["Landing"]


class Landing:
    """Leads `/caseload` to `/` for a clinician, and so for each role's first page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, unless it names the first page of whoever asks."""
        if scope["type"] == "http" and _is_first_page(scope):
            await redirect(scope, receive, send, to="/")
        else:
            await self.app(scope, receive, send)


def _is_first_page(scope: Scope) -> bool:
    actor = actor_in(scope)
    path: str = scope["path"]
    return actor is not None and path.rstrip("/") == f"/{menu_of(actor.role)[0].address}"
