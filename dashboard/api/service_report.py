"""The monthly report on the service, as a PDF file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.clinic import current_clinic
from dashboard.dates import month_of
from dashboard.door.identity import actor_in
from dashboard.file_names import report_file
from fit.casework import director
from fit.errors import AccessDeniedError, InputError, NotFoundError

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams
    from starlette.requests import Request

    from fit.casework.actor import Actor

__all__ = ["ADDRESS", "routes"]

ADDRESS: Final = "/api/service-report.pdf"
NOT_KEPT: Final = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
UNAUTHORISED, FORBIDDEN, NOT_FOUND, UNPROCESSABLE = 401, 403, 404, 422
REFUSED: Final = {AccessDeniedError: FORBIDDEN, NotFoundError: NOT_FOUND, InputError: UNPROCESSABLE}


async def send(request: Request) -> Response:
    """Send the report of `month` (2026-10), of one `team`, one `programme`, or all; clinicians only by `names=1`."""
    actor = actor_in(request.scope)
    if actor is None:
        return _refused("Please sign in.", UNAUTHORISED)
    asked = request.query_params
    try:
        parts = (asked.get("team") or None, asked.get("programme") or None)
        pdf = await run_in_threadpool(_made, actor, asked.get("month", ""), *parts, names=_with_names(asked))
    except (AccessDeniedError, NotFoundError, InputError) as refused:
        return _refused(str(refused), next(status for kind, status in REFUSED.items() if isinstance(refused, kind)))
    name = report_file(asked["month"], next((one for one in parts if one), ""), names=_with_names(asked))
    named = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(pdf, media_type="application/pdf", headers={**NOT_KEPT, **named})


def _with_names(asked: QueryParams) -> bool:
    names = asked.get("names", "0")
    if names not in {"0", "1"}:
        raise InputError(f"names={names!r} is neither 0 nor 1. Write names=1 for a report with clinicians' names.")
    return names == "1"


def _made(actor: Actor, month: str, team: str | None, programme: str | None, *, names: bool) -> bytes:
    return director.make_service_report(current_clinic(), actor, month_of(month), team, programme, names=names)


def _refused(why: str, status: int) -> Response:
    return PlainTextResponse(f"{why}\n", status, headers=NOT_KEPT)


routes = [Route(ADDRESS, send, methods=["GET"])]
