"""The documentation of a session as a draft to take along: plain text, or a PDF file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.api.progress_report import file_name
from dashboard.clinic import current_clinic
from dashboard.door.identity import actor_in
from fit.casework import clinician
from fit.errors import AccessDeniedError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from fit.casework.actor import Actor

__all__ = ["DOCUMENTATION_PDF", "DOCUMENTATION_TXT", "routes"]

DOCUMENTATION_PDF: Final = "/api/documentation.pdf"
DOCUMENTATION_TXT: Final = "/api/documentation.txt"
UNAUTHORISED, NOT_FOUND = 401, 404
FORGET: Final = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
NOTHING: Final = "There is no such session here for you. Open the client from your list.\n"


async def send(request: Request) -> Response:
    """Send the draft of a `session` of an `episode` in its `order` (dap, soap).

    `empty=yes` keeps parts of which nothing is recorded.
    """
    actor = actor_in(request.scope)
    if actor is None:
        return _refused("Please sign in.\n", UNAUTHORISED)
    is_pdf = request.url.path == DOCUMENTATION_PDF
    try:
        body, name = await run_in_threadpool(_written, actor, dict(request.query_params), is_pdf=is_pdf)
    except (AccessDeniedError, NotFoundError):
        return _refused(NOTHING, NOT_FOUND)
    kind = "application/pdf" if is_pdf else "text/plain; charset=utf-8"
    named = {"content-disposition": f'attachment; filename="{name}.{"pdf" if is_pdf else "txt"}"'}
    return Response(body, media_type=kind, headers=FORGET | named)


def _written(actor: Actor, asked: Mapping[str, str], *, is_pdf: bool) -> tuple[bytes, str]:
    from dashboard.documents.session_draft import Order, as_document, as_text, session_draft
    from fit.reports.document import document

    session = asked.get("session") or None
    found = clinician.export_documentation(current_clinic(), actor, asked.get("episode", ""), session)
    if found.session is None:
        raise NotFoundError("There is no session yet. The documentation begins with the first one.")
    order = Order.SOAP if asked.get("order") == Order.SOAP else Order.DAP
    draft = session_draft(found, order, named=asked.get("names") != "no", with_empty=asked.get("empty") == "yes")
    name = file_name(f"session-{found.session.meeting}", draft.code, found.page.as_of)
    return document(as_document(draft)) if is_pdf else as_text(draft).encode(), name


def _refused(why: str, status: int) -> Response:
    return PlainTextResponse(why, status, headers=FORGET)


routes = [Route(address, send, methods=["GET"]) for address in (DOCUMENTATION_PDF, DOCUMENTATION_TXT)]
