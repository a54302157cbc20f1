"""How long the session of an open page lasts: asked by the page itself, so that it is covered when nobody is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import anyio.to_thread
from starlette.responses import JSONResponse
from starlette.routing import Route

from dashboard.clinic import current_clinic
from dashboard.door.identity import token_in
from dashboard.door.paths import SESSION_STATE
from fit.casework import access

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["routes"]

WARN_S: Final = 60.0
"""[s] Before the end: time to press a button, for slow hands too. A quarter of a short idle limit."""
NEVER_KEPT: Final = {"cache-control": "no-store"}


async def session_state(request: Request) -> Response:
    """Tell how long the session lasts. By GET it is no use of the session; by POST, the gate has noted one."""
    left = await anyio.to_thread.run_sync(access.session_left, current_clinic(), token_in(request.scope))
    if left is None:
        return JSONResponse({"left_s": 0, "warn_s": 0, "can_stay": False}, status_code=401, headers=NEVER_KEPT)
    warn_s = min(WARN_S, current_clinic().settings.idle_limit.total_seconds() / 4)
    state = {"left_s": left.left.total_seconds(), "warn_s": warn_s, "can_stay": left.can_stay}
    return JSONResponse(state, headers=NEVER_KEPT)


routes: Final = [Route(SESSION_STATE, session_state, methods=["GET", "POST"])]
