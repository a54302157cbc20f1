"""Addresses of transcripts as files: WebVTT and JSON. What may be had is decided, and audited, by casework."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.clinic import current_clinic
from dashboard.door.identity import actor_in
from fit.casework import clinician
from fit.errors import AccessDeniedError, NotFoundError
from fit.transcripts import as_json, as_vtt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from fit.casework.actor import Actor
    from fit.transcripts import Transcript

__all__ = ["TRANSCRIPT_JSON", "TRANSCRIPT_VTT", "routes"]

TRANSCRIPT_VTT: Final = "/api/transcript.vtt"
TRANSCRIPT_JSON: Final = "/api/transcript.json"
UNAUTHORISED: Final = 401
NOT_FOUND: Final = 404
FORGET: Final = {"cache-control": "no-store"}
NOTHING: Final = "There is no such transcript here for you. Open it from the client's record.\n"


async def send_vtt(request: Request) -> Response:
    """Send a transcript as WebVTT."""
    return await _sent(request, as_vtt, "text/vtt; charset=utf-8", "vtt")


async def send_json(request: Request) -> Response:
    """Send a transcript as JSON, with the times and confidence of single words where they are known."""
    return await _sent(request, as_json, "application/json", "json")


async def _sent(request: Request, write: Callable[[Transcript], str], media_type: str, ending: str) -> Response:
    actor = actor_in(request.scope)
    if actor is None:
        return PlainTextResponse("Please sign in.\n", UNAUTHORISED, headers=FORGET)
    try:
        body = await run_in_threadpool(_written, actor, dict(request.query_params), write)
    except (AccessDeniedError, NotFoundError):
        return PlainTextResponse(NOTHING, NOT_FOUND, headers=FORGET)
    # no client can be read from the name
    headers = FORGET | {"content-disposition": f'attachment; filename="transcript.{ending}"'}
    return Response(body, media_type=media_type, headers=headers)


def _written(actor: Actor, asked: Mapping[str, str], write: Callable[[Transcript], str]) -> str:
    where = (asked.get("episode", ""), asked.get("transcript", ""))
    return write(clinician.export_transcript(current_clinic(), actor, *where))


routes = [Route(TRANSCRIPT_VTT, send_vtt), Route(TRANSCRIPT_JSON, send_json)]
