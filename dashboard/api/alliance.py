"""The alliance across the caseload as CSV, as far as whoever asks may see it."""

from __future__ import annotations

import csv
import io
from enum import StrEnum
from math import isnan
from typing import TYPE_CHECKING, Final, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.alliance_words import MEASURE, cell_said
from dashboard.clinic import current_clinic
from dashboard.door.identity import actor_in
from dashboard.file_names import file_part
from fit.casework.director import export_alliance
from fit.casework.views import AskedGrid, GridRows
from fit.errors import AccessDeniedError, InputError
from fit.interop.spreadsheet import guarded_row
from fit.service.alliance_grid import Measure, Period
from fit.service.grid_order import Order
from fit.service.grid_scale import ends_of_rounded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from starlette.requests import Request

    from fit.casework.actor import Actor
    from fit.casework.views import AllianceGrid

__all__ = ["ALLIANCE_CSV", "alliance_csv", "routes"]

ALLIANCE_CSV: Final = "/api/alliance.csv"
UNAUTHORISED: Final = 401
NOT_FOUND: Final = 404
UNPROCESSABLE: Final = 422
COLUMNS: Final = (
    "Row",
    "Team",
    "Programme",
    "Begins",
    "Measure",
    "Value",
    "Counted",
    "Lower",
    "Upper",
    "At least",
    "At most",
    "In words",
)
"""A mean of which rounding leaves a range has no value, but the whole points between which it lies."""
Choice = TypeVar("Choice", bound=StrEnum)


async def send_csv(request: Request) -> Response:
    """Send the grid as a table, a row a cell."""
    actor = actor_in(request.scope)
    if actor is None:
        return PlainTextResponse("Please sign in.\n", UNAUTHORISED, headers={"cache-control": "no-store"})
    try:
        grid = await run_in_threadpool(_asked_for, actor, dict(request.query_params))
    except AccessDeniedError:
        return PlainTextResponse("This is not here for you.\n", NOT_FOUND, headers={"cache-control": "no-store"})
    except InputError as refused:
        return PlainTextResponse(f"{refused}\n", UNPROCESSABLE, headers={"cache-control": "no-store"})
    part = file_part(grid.team or grid.programme or "")
    within = f"-within-{part}" if part else ""
    name = f"alliance-{grid.measure}-by-{grid.by}-and-{grid.period}{within}-{grid.as_of}.csv"
    headers = {"cache-control": "no-store", "content-disposition": f'attachment; filename="{name}"'}
    return Response(alliance_csv(grid), media_type="text/csv; charset=utf-8", headers=headers)


def _asked_for(actor: Actor, asked: Mapping[str, str]) -> AllianceGrid:
    wished = AskedGrid(
        measure=_one_of(Measure.MEAN, asked.get("measure")),
        rows=_one_of(GridRows.CLINICIANS, asked.get("rows")),
        period=_one_of(Period.WEEK, asked.get("period")),
        order=_one_of(Order.NAME, asked.get("order")),
        team=asked.get("team") or None,
        programme=asked.get("programme") or None,
    )
    return export_alliance(current_clinic(), actor, wished)


def _one_of(default: Choice, asked: str | None) -> Choice:
    return next((one for one in type(default) if one.value == asked), default)


def alliance_csv(grid: AllianceGrid) -> str:
    """Write the grid; empty where nothing is known or shown, and then the words say why."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows(map(guarded_row, _rows(grid)))
    return text.getvalue()


def _rows(grid: AllianceGrid) -> Iterator[tuple[object, ...]]:
    yield COLUMNS
    grid = grid.complete()
    for place, row in enumerate(grid.rows):
        for column, begins in enumerate(grid.periods):
            view = grid.view
            figures = [_number(part[place, column]) for part in (view.value, view.lower, view.upper)]
            ends = ends_of_rounded(view, (place, column))
            n = int(view.n[place, column]) or None
            words = cell_said(grid, place, column)
            yield (
                row.name,
                row.team,
                grid.programme or "",
                begins,
                MEASURE[grid.measure],
                figures[0] if ends is None else None,
                n,
                *figures[1:],
                *(ends or (None, None)),
                words,
            )


def _number(value: float) -> float | None:
    return None if isnan(value) else round(float(value), 4)


routes = [Route(ALLIANCE_CSV, send_csv)]
