"""The audit as a file, for the administrator: CSV for a spreadsheet, or a line of JSON a deed. Sent as it is read."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from dashboard.audit_words import deed_said, who_said
from dashboard.clinic import current_clinic
from dashboard.door.identity import actor_in
from fit.casework.administrator import export_audit
from fit.casework.views import AuditAsked, AuditKind
from fit.errors import AccessDeniedError, InputError
from fit.interop.spreadsheet import guarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from starlette.requests import Request

    from fit.casework.views import AuditRow

__all__ = ["AUDIT_CSV", "AUDIT_JSON", "as_csv", "as_json", "asked_in", "routes"]

AUDIT_CSV: Final = "/api/audit.csv"
AUDIT_JSON: Final = "/api/audit.jsonl"
UNAUTHORISED, NOT_FOUND, UNPROCESSABLE = 401, 404, 422
FORGET: Final = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
COLUMNS: Final = (
    "number",
    "at",
    "who",
    "role",
    "action",
    "in_words",
    "client_code",
    "subject_kind",
    "subject_id",
    "source",
    "hash",
)


async def send(request: Request) -> Response:
    """Send the lines asked for by `person`, `kind`, `from`, `to` and `client`."""
    actor = actor_in(request.scope)
    if actor is None:
        return _refused("Please sign in.\n", UNAUTHORISED)
    try:
        asked = asked_in(request.query_params)
        rows = await run_in_threadpool(export_audit, current_clinic(), actor, asked)
    except AccessDeniedError:
        return _refused("This is not here for you.\n", NOT_FOUND)
    except InputError as wrong:
        return _refused(f"{wrong}\n", UNPROCESSABLE)
    by_json = request.url.path == AUDIT_JSON
    kind = "application/x-ndjson" if by_json else "text/csv; charset=utf-8"
    named = {"content-disposition": f'attachment; filename="audit.{"jsonl" if by_json else "csv"}"'}
    return StreamingResponse(as_json(rows) if by_json else as_csv(rows), media_type=kind, headers=FORGET | named)


def asked_in(query: Mapping[str, str]) -> AuditAsked:
    """Read which lines are asked for.

    Raises
    ------
    InputError
        When a kind or a day is none.
    """
    try:
        return AuditAsked(
            user_id=query.get("person") or None,
            kind=AuditKind(query["kind"]) if query.get("kind") else None,
            begins=date.fromisoformat(query["from"]) if query.get("from") else None,
            ends=date.fromisoformat(query["to"]) if query.get("to") else None,
            client_code=query.get("client", ""),
        )
    except ValueError:
        raise InputError("A kind or a day of the audit is not known. Choose it on the page Audit.") from None


def as_csv(rows: Iterable[AuditRow]) -> Iterator[str]:
    """Write a row a deed; no cell is run by a spreadsheet."""
    yield _line(COLUMNS)
    for row in rows:
        yield _line(tuple(_told(row).values()))


def as_json(rows: Iterable[AuditRow]) -> Iterator[str]:
    """Write a line a deed."""
    for row in rows:
        yield json.dumps(_told(row), ensure_ascii=False) + "\n"


def _told(row: AuditRow) -> dict[str, object]:
    said = (row.sequence, row.at.isoformat(), who_said(row), row.role, row.action, deed_said(row))
    rest = (row.client_code, row.subject_kind, row.subject_id, row.source, row.hash)
    return dict(zip(COLUMNS, (*said, *rest), strict=True))


def _line(cells: tuple[object, ...]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([guarded(cell) for cell in cells])
    return text.getvalue()


def _refused(why: str, status: int) -> Response:
    return PlainTextResponse(why, status, headers=FORGET)


routes = [Route(address, send, methods=["GET"]) for address in (AUDIT_CSV, AUDIT_JSON)]
