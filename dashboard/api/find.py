"""Clients by a few letters, as the palette asks for them: by POST, so that no address holds what was typed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.routing import Route

from dashboard.clinic import current_clinic
from dashboard.door.identity import actor_in
from fit.casework.clinician import find_in_care
from fit.errors import AccessDeniedError, InputError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from fit.casework.views import FoundClient, FoundClients

__all__ = ["FIND", "routes"]

FIND: Final = "/api/find"
UNAUTHORISED: Final = 401
NOT_FOUND: Final = 404
UNPROCESSABLE: Final = 422
NEVER_KEPT: Final = {"cache-control": "no-store"}


async def find(request: Request) -> Response:
    """Tell which clients in the care of whoever asks fit what was typed."""
    actor = actor_in(request.scope)
    if actor is None:
        return _refused("Please sign in.", UNAUTHORISED)
    try:
        found = await run_in_threadpool(find_in_care, current_clinic(), actor, _typed(await request.body()))
    except AccessDeniedError:
        return _refused("This is not here for you.", NOT_FOUND)
    except InputError as refused:
        return _refused(str(refused), UNPROCESSABLE)
    return JSONResponse(_told(found), headers=NEVER_KEPT)


def _typed(body: bytes) -> str:
    try:
        asked = json.loads(body)
    except ValueError:
        asked = None
    if not isinstance(asked, dict) or not isinstance(asked.get("typed"), str):
        raise InputError('This asks for nothing. Send JSON such as {"typed": "an"}.')
    return str(asked["typed"])


def _refused(why: str, status: int) -> Response:
    return JSONResponse({"why": why}, status_code=status, headers=NEVER_KEPT)


def _told(found: FoundClients) -> dict[str, Any]:
    return {"count": found.count, "clients": [_client(row) for row in found.rows]}


def _client(row: FoundClient) -> dict[str, str | bool]:
    return {
        "episode": row.episode_id,
        "label": row.client_label,
        "code": "" if row.client_code == row.client_label else row.client_code,
        "clinician": "" if row.is_own else row.clinician_name,
        "own": row.is_own,
        "closed": row.is_closed,
        "today": row.seen_today,
    }


routes: Final = [Route(FIND, find, methods=["POST"])]
