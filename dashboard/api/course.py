"""Addresses of exports. Whoever asks is known to the gate; what they may have is decided by casework."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.api.course_csv import course_csv
from dashboard.api.course_facts import file_name, heading
from dashboard.charts.in_words import trend_in_words
from dashboard.charts.page_overlay import AT_FIRST, View, overlay_of
from dashboard.charts.palette import palette_for
from dashboard.charts.svg import svg_of
from dashboard.charts.trend import trend
from dashboard.clinic import current_clinic
from dashboard.door.identity import actor_in
from fit.casework import clinician
from fit.errors import AccessDeniedError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from dashboard.charts.overlay import Overlay
    from fit.assessment import EpisodeAssessment
    from fit.casework.actor import Actor
    from fit.casework.views import ClientPage

    Asked = Mapping[str, str]
    Write = Callable[[ClientPage, EpisodeAssessment, Overlay, Asked], str]

__all__ = ["COURSE_CSV", "COURSE_SVG", "routes"]

COURSE_CSV: Final = "/api/course.csv"
COURSE_SVG: Final = "/api/course.svg"
UNAUTHORISED: Final = 401
NOT_FOUND: Final = 404
NOTHING: Final = "There is no such course here for you. Open the client from your list.\n"


async def send_csv(request: Request) -> Response:
    """Send a client's course as a table."""
    return await _sent(request, _as_csv, "text/csv; charset=utf-8", "csv")


async def send_svg(request: Request) -> Response:
    """Send a client's course as a picture that stays sharp in any size."""
    return await _sent(request, _as_svg, "image/svg+xml; charset=utf-8", "svg")


async def _sent(request: Request, write: Write, media_type: str, ending: str) -> Response:
    actor = actor_in(request.scope)
    if actor is None:
        return PlainTextResponse("Please sign in.\n", UNAUTHORISED, headers={"cache-control": "no-store"})
    try:
        body, name = await run_in_threadpool(_written, actor, dict(request.query_params), write)
    except (AccessDeniedError, NotFoundError):
        return PlainTextResponse(NOTHING, NOT_FOUND, headers={"cache-control": "no-store"})
    headers = {"cache-control": "no-store", "content-disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(body, media_type=media_type, headers=headers)


def _written(actor: Actor, asked: Asked, write: Write) -> tuple[str, str]:
    """Return the file and its name. The name goes into a header, never into an address: addresses are logged."""
    page = clinician.export_course(current_clinic(), actor, asked.get("episode", ""))
    one = _strand(page, asked.get("strand", ""))
    return write(page, one, overlay_of(page, one, _views(asked.get("show"))), asked), file_name(page)


def _strand(page: ClientPage, asked: str) -> EpisodeAssessment:
    number = int(asked) if asked.isdecimal() else 0
    if number >= len(page.strands):
        raise NotFoundError("There is no rating yet. The course begins with the first one.")
    return page.strands[number]


def _views(asked: str | None) -> frozenset[View]:
    if asked is None:
        return frozenset(AT_FIRST)
    return frozenset(view for view in View if view.value in asked.split(","))


def _as_csv(page: ClientPage, one: EpisodeAssessment, overlay: Overlay, _: Asked) -> str:
    return course_csv(page, one, overlay)


def _as_svg(page: ClientPage, one: EpisodeAssessment, overlay: Overlay, asked: Asked) -> str:
    palette = palette_for(asked.get("theme"))
    return svg_of(
        trend(one, overlay, palette=palette), palette, words=trend_in_words(one, overlay), heading=heading(page, one)
    )


routes = [Route(COURSE_CSV, send_csv), Route(COURSE_SVG, send_svg)]
