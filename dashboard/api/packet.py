"""The supervision packet as a PDF file without identities. Who may have it is decided, and audited, by casework."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.clinic import current_clinic
from dashboard.door.identity import actor_in
from fit.casework import clinician
from fit.errors import AccessDeniedError, InputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from fit.casework.actor import Actor

__all__ = ["PACKET_PDF", "routes"]

PACKET_PDF: Final = "/api/packet.pdf"
UNAUTHORISED, NOT_FOUND, UNPROCESSABLE = 401, 404, 422
FORGET: Final = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
NOTHING: Final = "There is no such packet here for you. Open it from the session, or from the repair guide.\n"
NAMED: Final = {"content-disposition": 'attachment; filename="supervision-packet.pdf"'}
"""No client, clinician or day can be read from the name."""


async def send(request: Request) -> Response:
    """Send the packet about a `session` or a `plan` of an `episode`."""
    actor = actor_in(request.scope)
    if actor is None:
        return _refused("Please sign in.\n", UNAUTHORISED)
    try:
        pdf = await run_in_threadpool(_drawn, actor, dict(request.query_params))
    except (AccessDeniedError, NotFoundError):
        return _refused(NOTHING, NOT_FOUND)
    except InputError as wrong:
        return _refused(f"{wrong}\n", UNPROCESSABLE)
    return Response(pdf, media_type="application/pdf", headers=FORGET | NAMED)


def _drawn(actor: Actor, asked: Mapping[str, str]) -> bytes:
    about = {"session_id": asked.get("session"), "plan_id": asked.get("plan")}
    return clinician.export_packet(current_clinic(), actor, asked.get("episode", ""), **about)


def _refused(why: str, status: int) -> Response:
    return PlainTextResponse(why, status, headers=FORGET)


routes = [Route(PACKET_PDF, send, methods=["GET"])]
