"""The monthly report on the service, as a PDF file: one that was asked for and is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.clinic import current_clinic
from dashboard.door.identity import actor_in
from dashboard.file_names import report_file
from fit.casework import director
from fit.errors import AccessDeniedError, ConflictError, NotFoundError

if TYPE_CHECKING:
    from starlette.requests import Request

    from fit.casework.views import AskedReport

__all__ = ["ADDRESS", "routes"]

ADDRESS: Final = "/api/service-report.pdf"
NOT_KEPT: Final = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
UNAUTHORISED, FORBIDDEN, NOT_FOUND, CONFLICT = 401, 403, 404, 409
REFUSED: Final = {AccessDeniedError: FORBIDDEN, NotFoundError: NOT_FOUND, ConflictError: CONFLICT}


async def send(request: Request) -> Response:
    """Send the report of that id (`report`), to whoever asked for it."""
    actor = actor_in(request.scope)
    if actor is None:
        return _refused("Please sign in.", UNAUTHORISED)
    report_id = request.query_params.get("report", "")
    try:
        taken = await run_in_threadpool(director.take_service_report, current_clinic(), actor, report_id)
    except (AccessDeniedError, NotFoundError, ConflictError) as refused:
        return _refused(str(refused), next(status for kind, status in REFUSED.items() if isinstance(refused, kind)))
    named = {"content-disposition": f'attachment; filename="{_name(taken.report)}"'}
    return Response(taken.file, media_type="application/pdf", headers={**NOT_KEPT, **named})


def _name(report: AskedReport) -> str:
    return report_file(f"{report.month:%Y-%m}", report.team or report.programme, names=report.names)


def _refused(why: str, status: int) -> Response:
    return PlainTextResponse(f"{why}\n", status, headers=NOT_KEPT)


routes = [Route(ADDRESS, send, methods=["GET"])]
