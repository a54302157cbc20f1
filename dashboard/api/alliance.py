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
from dashboard.api.course_csv import guarded
from dashboard.clinic import current_clinic
from dashboard.door.identity import actor_in
from fit.casework.director import open_alliance_grid
from fit.casework.views import GridRows
from fit.errors import AccessDeniedError
from fit.service.alliance_grid import Measure, Period
from fit.service.grid_order import Order

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from starlette.requests import Request

    from fit.casework.actor import Actor
    from fit.casework.views import AllianceGrid

__all__ = ["ALLIANCE_CSV", "alliance_csv", "routes"]

ALLIANCE_CSV: Final = "/api/alliance.csv"
UNAUTHORISED: Final = 401
NOT_FOUND: Final = 404
COLUMNS: Final = ("Row", "Team", "Begins", "Measure", "Value", "Counted", "Lower", "Upper", "In words")
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
    name = f"alliance-{grid.measure}-by-{grid.by}-and-{grid.period}-{grid.as_of}.csv"
    headers = {"cache-control": "no-store", "content-disposition": f'attachment; filename="{name}"'}
    return Response(alliance_csv(grid), media_type="text/csv; charset=utf-8", headers=headers)


def _asked_for(actor: Actor, asked: Mapping[str, str]) -> AllianceGrid:
    return open_alliance_grid(
        current_clinic(),
        actor,
        measure=_one_of(Measure.MEAN, asked.get("measure")),
        rows=_one_of(GridRows.CLINICIANS, asked.get("rows")),
        period=_one_of(Period.WEEK, asked.get("period")),
        order=_one_of(Order.NAME, asked.get("order")),
        team=asked.get("team") or None,
    )


def _one_of(default: Choice, asked: str | None) -> Choice:
    return next((one for one in type(default) if one.value == asked), default)


def alliance_csv(grid: AllianceGrid) -> str:
    """Write the grid; empty where nothing is known or shown, and then the words say why."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([[guarded(cell) for cell in row] for row in _rows(grid)])
    return text.getvalue()


def _rows(grid: AllianceGrid) -> Iterator[tuple[object, ...]]:
    yield COLUMNS
    for place, row in enumerate(grid.rows):
        for column, begins in enumerate(grid.periods):
            view = grid.view
            figures = [_number(part[place, column]) for part in (view.value, view.lower, view.upper)]
            n = int(view.n[place, column]) or None
            words = cell_said(grid, place, column)
            yield (row.name, row.team, begins, MEASURE[grid.measure], figures[0], n, *figures[1:], words)


def _number(value: float) -> float | None:
    return None if isnan(value) else round(float(value), 4)


routes = [Route(ALLIANCE_CSV, send_csv)]
