"""The trend for those who do not see it: one paragraph, and a table with the same numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.charts._axes import rates_sessions
from dashboard.charts._reference import line_said
from dashboard.charts.overlay import Overlay
from dashboard.charts.titles import alliance_title, by_whom, outcome_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fit.assessment import EpisodeAssessment
    from fit.scales import Score

__all__ = ["NOT_GIVEN", "OWN", "Table", "trend_in_words", "trend_table"]

NOT_GIVEN = "not given"
OWN = ("Own lower limit", "1 SD below own level", "2 SD below own level")
"""Columns of the client's own usual session rating."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The numbers of a trend: a row a session, None where nothing was given."""

    names: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    def column(self, name: str) -> list[object]:
        """Return one column from top to bottom."""
        place = self.names.index(name)
        return [row[place] for row in self.rows]


def trend_in_words(one: EpisodeAssessment, overlay: Overlay | None = None) -> str:
    """Say what the trend shows, for a screen reader."""
    over = overlay or Overlay()
    parts = [*_course(outcome_title(one), one.outcome), *_outcome_lines(one), *_alliance(one, over)]
    return " ".join([f"Course over {_counted(len(one.meetings))}.", *parts, *_marked(over), *_beside(over)])


def trend_table(one: EpisodeAssessment, overlay: Overlay | None = None) -> Table:
    """Return one row a session, with nothing where nothing was given."""
    over = overlay or Overlay()
    sessions = (alliance_title(one),) if rates_sessions(one) else ()
    names = ("Session", "Date", outcome_title(one), "Expected", "Off track below", *sessions)
    own = OWN if over.with_own_level and any(one.own_levels) else ()
    others = tuple(_others(over))
    rows = tuple(_row(one, place, over, others, with_own_level=bool(own)) for place in range(len(one.meetings)))
    said = tuple(name for name, _ in others)
    return Table(names=(*names, *own, *said, "Marked", "Events"), rows=rows)


def _others(over: Overlay) -> Iterator[tuple[str, Mapping[int, Score]]]:
    """Return the ratings of everybody else that is drawn, by session."""
    for other in over.others:
        for scale, scores in ((other.outcome_scale, other.outcome), (other.alliance_scale, other.alliance)):
            given = {meeting: score for meeting, score in zip(other.meetings, scores, strict=True) if score is not None}
            if scale is not None and given:
                yield f"{scale.title} ({by_whom(other) or 'client'})", given


def _row(
    one: EpisodeAssessment,
    place: int,
    over: Overlay,
    others: Sequence[tuple[str, Mapping[int, Score]]],
    *,
    with_own_level: bool,
) -> tuple[object, ...]:
    meeting, level, expected = one.meetings[place], one.own_levels[place], one.expected[place]
    rated = sum(value is not None for value in one.expected[: place + 1])
    red = one.band_path[rated - 1].red if expected is not None and rated > 1 else None
    limit = _rounded(one.usual_range_lower[place])
    own = (limit, level and round(level.watch, 1), level and round(level.rupture, 1)) if with_own_level else ()
    alliance = (_points(one.alliance[place]),) if rates_sessions(one) else ()
    return (
        meeting,
        over.day(meeting) or None,
        _points(one.outcome[place]),
        _rounded(expected),
        None if red is None else line_said(red),
        *alliance,
        *own,
        *(_points(given.get(meeting)) for _, given in others),
        "; ".join(mark.title for mark in over.marks if mark.meeting == meeting) or None,
        "; ".join(_events_at(over, meeting)) or None,
    )


def _events_at(over: Overlay, meeting: int) -> Iterator[str]:
    """Tell an event in the row of its session, or of the last one before it."""
    for letter, flag in over.lettered():
        place = over.place(flag)
        if place is not None and max(int(place), 1) == meeting:
            yield f"{letter}: {flag.kind}, {flag.said}"


def _points(score: Score | None) -> float | None:
    return None if score is None else score.points


def _rounded(points: float | None) -> float | None:
    return None if points is None else round(points, 1)


def _counted(sessions: int) -> str:
    return "1 session" if sessions == 1 else f"{sessions} sessions"


def _course(title: str, scores: Sequence[Score | None]) -> Iterator[str]:
    given = [score for score in scores if score is not None]
    if not given:
        yield f"{title}: no rating yet."
    elif len(given) == 1:
        yield f"{title} is {given[0]}, the only rating so far."
    else:
        yield f"{title} began at {given[0]} and is now {given[-1]}; lowest {min(given)}, highest {max(given)}."


def _outcome_lines(one: EpisodeAssessment) -> Iterator[str]:
    if one.clinical_cutoff is not None:
        yield f"The clinical cutoff is {one.clinical_cutoff}."
    if one.intake is not None and one.reliable_change is not None:
        yield f"A change of less than {one.reliable_change} from the first rating ({one.intake}) may be chance."
    if one.expected_latest is not None:
        yield f"Expected by now: {one.expected_latest:.1f} ({one.curve_set_label})."
    if one.target is not None:
        yield f"The target is {one.target:.1f}."


def _alliance(one: EpisodeAssessment, over: Overlay) -> Iterator[str]:
    if not rates_sessions(one):
        return
    yield from _course(alliance_title(one), one.alliance)
    yield f"The line for the {alliance_title(one)} is {one.alliance_line}."
    known = [level for level in one.own_levels if level is not None]
    limits = [limit for limit in one.usual_range_lower if limit is not None]
    for limit in limits[-1:] if over.with_own_level else ():
        yield f"Below {limit:.1f} it would be unusual for this client."
    for level in known[-1:] if over.with_own_level else ():
        yield (
            f"One SD below the client's own usual {alliance_title(one)} is {level.watch:.1f}, "
            f"two SD below is {level.rupture:.1f}."
        )


def _marked(over: Overlay) -> Iterator[str]:
    for mark in over.marks:
        yield f"Marked at session {mark.meeting}: {mark.title}."
    for point in over.superseded:
        yield f"A rating of {point.total} at session {point.meeting} was taken out and no longer counts."


def _beside(over: Overlay) -> Iterator[str]:
    for letter, flag in over.lettered():
        yield f"{letter}, {flag.when}: {flag.kind}, {flag.said}."
    for other in over.others:
        for scale, scores in ((other.outcome_scale, other.outcome), (other.alliance_scale, other.alliance)):
            if scale is not None:
                yield from _course(f"{scale.title} by the {by_whom(other) or 'client'}", scores)
