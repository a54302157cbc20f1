"""From a client's page to what lies on the chart: alerts, replaced ratings, days, events, and what was asked for."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from dashboard.charts.goals import goal_flags
from dashboard.charts.overlay import Flag, Mark, Overlay, Superseded
from dashboard.words import EVENT, SEVERITY
from fit.casework.views import RatingStatus
from fit.scales import ScaleKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from fit.assessment import EpisodeAssessment
    from fit.casework.views import AlertRow, ClientPage
    from fit.scales import Scale, Score

__all__ = ["AT_FIRST", "AXIS_POINTS", "View", "answers_of", "overlay_of", "views_of"]

AXIS_POINTS = 40.0
"""Only scales that run as far as the axis are drawn beside each other."""


class View(StrEnum):
    """What a reader can ask to see on a course."""

    DATES = "dates"
    OWN_LEVEL = "own_level"
    RATERS = "raters"
    ITEMS = "items"
    EPISODES = "episodes"


AT_FIRST: tuple[View, ...] = ()
"""Nothing but the two ratings and the lines they are read against: more is one tap away."""


def views_of(page: ClientPage, one: EpisodeAssessment) -> tuple[View, ...]:
    """Return what there is to be asked for."""
    there = {
        View.DATES: any(session.occurred_on for session in page.sessions),
        View.OWN_LEVEL: any(one.own_levels),
        View.RATERS: bool(_others(page, one)),
        View.ITEMS: any(
            any(answers_of(page, one, scale)) for scale in (one.outcome_scale, one.alliance_scale) if scale
        ),
        View.EPISODES: bool(page.other_episodes),
    }
    return tuple(view for view, is_there in there.items() if is_there)


def overlay_of(
    page: ClientPage, one: EpisodeAssessment, views: Collection[View] = AT_FIRST, *, newest: int | None = None
) -> Overlay:
    """Gather what lies on the trend. Alerts are about the leading strand."""
    alerts = sorted(page.alerts, key=_first_drawn) if one is page.assessment else ()
    return Overlay(
        marks=tuple(_mark(alert) for alert in alerts if alert.kind in set(ScaleKind)),
        superseded=tuple(_superseded(page, one)),
        dates={row.meeting: row.occurred_on for row in page.sessions if row.occurred_on is not None},
        items=dict(_items(page, one)),
        flags=(*_events(page), *goal_flags(page.goals)),
        others=_others(page, one) if View.RATERS in views else (),
        with_dates=View.DATES in views,
        with_own_level=View.OWN_LEVEL in views,
        newest=newest,
    )


def _events(page: ClientPage) -> Iterator[Flag]:
    for event in page.events:
        yield Flag(kind=EVENT[event.kind], said=event.said, occurred_on=event.occurred_on, meeting=event.meeting)


def _items(page: ClientPage, one: EpisodeAssessment) -> Iterator[tuple[tuple[ScaleKind, int], str]]:
    """Say the lines of each rating, where more than a total is known."""
    for scale in filter(None, (one.outcome_scale, one.alliance_scale)):
        for meeting, answers in answers_of(page, one, scale):
            marks = (f"{name.replace('_', ' ')} {mark}" for name, mark in answers.items() if mark is not None)
            yield (scale.kind, meeting), ", ".join(marks)


def _others(page: ClientPage, one: EpisodeAssessment) -> tuple[EpisodeAssessment, ...]:
    """Return the strands of other people whose scales fit on the axis."""
    return tuple(strand for strand in page.strands if strand.informant != one.informant and _fits(strand))


def _fits(strand: EpisodeAssessment) -> bool:
    scales = [scale for scale in (strand.outcome_scale, strand.alliance_scale) if scale]
    return all(scale.maximum.points == AXIS_POINTS for scale in scales)


def answers_of(
    page: ClientPage, one: EpisodeAssessment, scale: Scale
) -> Sequence[tuple[int, Mapping[str, Score | None]]]:
    """Return (session, marks by line) of every rating that counts and is known line by line."""
    return [
        (session.meeting, rating.answers)
        for session in page.sessions
        for rating in session.ratings
        if rating.scale_id == scale.id
        and rating.informant == one.informant
        and rating.status == RatingStatus.ACTIVE
        and rating.answers
    ]


def _first_drawn(alert: AlertRow) -> tuple[int, bool, tuple[int, ...]]:
    """By session; of one session what is open before what is done, and the gravest first."""
    return alert.meeting, not alert.state.is_open, alert.gravity


def _mark(alert: AlertRow) -> Mark:
    return Mark(
        meeting=alert.meeting,
        kind=ScaleKind(alert.kind),
        title=alert.title.rstrip("."),
        look=SEVERITY[alert.severity],
        is_open=alert.state.is_open,
    )


def _superseded(page: ClientPage, one: EpisodeAssessment) -> Iterator[Superseded]:
    """Find the replaced ratings of the two scales on the chart, given by the person it shows."""
    drawn = {scale.id for scale in (one.outcome_scale, one.alliance_scale) if scale}
    for session in page.sessions:
        for rating in session.ratings:
            is_drawn = rating.scale_id in drawn and rating.informant == one.informant
            if is_drawn and rating.status == RatingStatus.SUPERSEDED and rating.total is not None:
                yield Superseded(meeting=session.meeting, kind=rating.kind, total=rating.total)
