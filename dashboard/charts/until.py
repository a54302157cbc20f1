"""How many sessions it takes: the share to whom it has happened by each session, as far as enough are followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dashboard.charts._plain_ground import ground, line, shares, whole_numbers
from dashboard.charts.palette import LIGHT
from fit.service.followed import FEWEST_FOLLOWED
from fit.service.published_curves import SeenSoFar
from fit.service.survival import Incidence, SurvivalCurve

if TYPE_CHECKING:
    from dashboard.charts.figure import Figure
    from dashboard.charts.palette import Palette

    Course = SurvivalCurve | Incidence | SeenSoFar

__all__ = ["share_of", "until", "until_in_words"]


def share_of(course: Course) -> list[float]:
    """Share to whom it has happened, at each session of the course."""
    share = 1 - course.survival if isinstance(course, SurvivalCurve) else course.share
    return [float(one) for one in share]


def until(course: Course, said: str, palette: Palette = LIGHT, beside: SurvivalCurve | None = None) -> Figure:
    """Draw the course as steps, with its interval where it has one, and another one dashed beside it."""
    session, share = _steps(course)
    main = line(session, share, palette.outcome, width=2.5, shape="hv")
    main |= {"hoverinfo": "x+y", "hovertemplate": f"by session %{{x}}: %{{y:.0%}} {said}<extra></extra>"}
    traces = [*_band(course, palette), main]
    if beside is not None:
        traces.append(line(*_steps(beside), palette.alliance, width=2, dash="dash", shape="hv"))
    return {"data": traces, "layout": ground(palette, whole_numbers("Session", session[-1]), shares(f"Share {said}"))}


def _steps(course: Course) -> tuple[list[int], list[float]]:
    """From the start, or from the first session by which it is told, to where the course ends."""
    return _ends(course, [] if isinstance(course, SeenSoFar) else [0.0], share_of(course))


def _ends(course: Course, start: list[float], values: list[float]) -> tuple[list[int], list[float]]:
    session, drawn = [*([0] if start else []), *course.session.tolist()], [*start, *values]
    last = session[-1] if isinstance(course, SeenSoFar) or course.until is None else course.until
    return [*session, last + 1], [*drawn, drawn[-1]]


def _band(course: Course, palette: Palette) -> list[dict[str, Any]]:
    if isinstance(course, Incidence):
        return []
    is_curve = isinstance(course, SurvivalCurve)
    low, high = (1 - course.upper, 1 - course.lower) if is_curve else (course.lower, course.upper)
    start = [0.0] if is_curve else []
    known = [_ends(course, start, _known(ends, share_of(course))) for ends in (low, high)]
    lower, upper = (line(*one, palette.band, width=0, shape="hv") for one in known)
    return [lower, upper | {"fill": "tonexty", "fillcolor": palette.band}]


def _known(ends: Any, share: list[float]) -> list[float]:
    """Where nothing bounds the curve any more, the curve itself."""
    return [own if np.isnan(end) else float(end) for end, own in zip(ends.tolist(), share, strict=True)]


def until_in_words(course: Course, said: str) -> str:
    """Say how far it had come, read off within what is drawn, and how many were really seen so."""
    if isinstance(course, SeenSoFar):
        ends = f"{100 * course.lower[-1]:.0f} to {_percent(course.upper[-1])}"
        return (
            f"Of about {course.n} episodes, about {course.happened[-1]} had {said} by session "
            f"{course.session[-1]}: about {_percent(course.share[-1])} (95\N{NO-BREAK SPACE}% interval {ends})."
        )
    told = _in_words(course, said)
    if course.until is None:
        return told
    return f"{told} After that fewer than {FEWEST_FOLLOWED} are still followed, so that the line ends there."


def _in_words(course: SurvivalCurve | Incidence, said: str) -> str:
    by = f"by session {course.until or (int(course.session[-1]) if course.session.size else 0)}"
    if not course.session.size:
        return f"Of {course.n} episodes none had {said} {by}."
    seen = int(course.events.sum())
    return f"Of {course.n} episodes {seen} had {said} {by}; {_percent(share_of(course)[-1])} {_allowing(course)}."


def _allowing(course: SurvivalCurve | Incidence) -> str:
    if isinstance(course, Incidence):
        return "with allowance for those still open"
    return "if those who ended or are open before then had gone on as the others did"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"
