"""The trend for those who do not see it: one paragraph, and a table with the same numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.charts.overlay import Overlay
from dashboard.charts.titles import alliance_title, outcome_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fit.assessment import EpisodeAssessment
    from fit.scales import Score

__all__ = ["trend_in_words", "trend_table"]


def trend_in_words(one: EpisodeAssessment, overlay: Overlay | None = None) -> str:
    """Say what the trend shows, for a screen reader."""
    over = overlay or Overlay()
    parts = [*_course(outcome_title(one), one.outcome), *_outcome_lines(one), *_alliance(one)]
    return " ".join([f"Course over {_counted(len(one.meetings))}.", *parts, *_marked(over)])


def trend_table(one: EpisodeAssessment, overlay: Overlay | None = None) -> list[dict[str, object]]:
    """Return one row a session, with nothing where nothing was given."""
    over = overlay or Overlay()
    names = ("Session", "Date", outcome_title(one), "Expected", alliance_title(one), "Marked")
    sessions = zip(one.meetings, one.outcome, one.expected, one.alliance, strict=True)
    return [dict(zip(names, _cells(*session, over), strict=True)) for session in sessions]


def _cells(
    meeting: int, outcome: Score | None, expected: float | None, alliance: Score | None, over: Overlay
) -> tuple[object, ...]:
    titles = "; ".join(mark.title for mark in over.marks if mark.meeting == meeting)
    rounded = None if expected is None else round(expected, 1)
    return meeting, over.dates.get(meeting), _points(outcome), rounded, _points(alliance), titles


def _points(score: Score | None) -> float | None:
    return None if score is None else score.points


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


def _alliance(one: EpisodeAssessment) -> Iterator[str]:
    yield from _course(alliance_title(one), one.alliance)
    yield f"The line for the {alliance_title(one)} is {one.alliance_line}."


def _marked(over: Overlay) -> Iterator[str]:
    for mark in over.marks:
        yield f"Marked at session {mark.meeting}: {mark.title}."
    for point in over.superseded:
        yield f"A rating of {point.total} at session {point.meeting} was replaced and no longer counts."
