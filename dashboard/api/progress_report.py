"""Progress reports as PDF files: `for=client` the plain one in the client's language, else the full one.

`names=no` puts the clinic's code where a name would stand; `since=2026-03-01` is for the tables of the full one.
"""

from __future__ import annotations

import re
from datetime import date
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

__all__ = ["PROGRESS_REPORT", "file_name", "routes"]

PROGRESS_REPORT: Final = "/api/progress-report.pdf"
UNAUTHORISED, NOT_FOUND, UNPROCESSABLE = 401, 404, 422
FORGET: Final = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
NOTHING: Final = "There is no such client here for you. Open the client from your list.\n"
UNSAFE: Final = re.compile(r"[^A-Za-z0-9]+")
LONGEST: Final = 40
"""Characters of a code in a file name."""


async def send(request: Request) -> Response:
    """Send the report on an `episode`."""
    actor = actor_in(request.scope)
    if actor is None:
        return _refused("Please sign in.\n", UNAUTHORISED)
    try:
        pdf, name = await run_in_threadpool(_drawn, actor, dict(request.query_params))
    except (AccessDeniedError, NotFoundError):
        return _refused(NOTHING, NOT_FOUND)
    except InputError as wrong:
        return _refused(f"{wrong}\n", UNPROCESSABLE)
    named = {"content-disposition": f'attachment; filename="{name}.pdf"'}
    return Response(pdf, media_type="application/pdf", headers=FORGET | named)


def _drawn(actor: Actor, asked: Mapping[str, str]) -> tuple[bytes, str]:
    named = asked.get("names") != "no"
    if asked.get("for") == "client":
        return _for_client(actor, asked.get("episode", ""), named=named)
    return _for_record(actor, asked.get("episode", ""), _day(asked.get("since", "")), named=named)


def _for_client(actor: Actor, episode: str, *, named: bool) -> tuple[bytes, str]:
    from dashboard.documents.own_report import own_report
    from fit.reports.client_report import client_report

    found = clinician.export_own_report(current_clinic(), actor, episode)
    return client_report(own_report(found, named=named)), file_name("report", found.client_code, found.as_of)


def _for_record(actor: Actor, episode: str, since: date | None, *, named: bool) -> tuple[bytes, str]:
    from dashboard.documents.progress_report import progress_report
    from fit.reports.document import document

    found = clinician.export_progress_report(current_clinic(), actor, episode)
    page = found.page
    made = progress_report(found, since=since, named=named)
    return document(made), file_name("progress-report", page.episode.client_code, page.as_of)


def file_name(what: str, code: str, day: date) -> str:
    """Name a file by what it is, the client's code and the day, in characters that every system takes."""
    return "-".join(part for part in (what, UNSAFE.sub("-", code).strip("-")[:LONGEST], day.isoformat()) if part)


def _day(asked: str) -> date | None:
    try:
        return date.fromisoformat(asked) if asked else None
    except ValueError:
        raise InputError(f"{asked[:20]!r} is no day. Write it as 2026-03-01.") from None


def _refused(why: str, status: int) -> Response:
    return PlainTextResponse(why, status, headers=FORGET)


routes = [Route(PROGRESS_REPORT, send, methods=["GET"])]
