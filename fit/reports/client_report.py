"""The progress report for the client: one or two plain pages in the client's language, without a number or a verdict.

Everything that is read comes in as words (dashboard/documents), as on a blank form: nothing here speaks a language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fit.reports._file import Part, Told, file_of
from fit.reports._flow import Row, beside, blank, drawn, paragraph
from fit.reports._own_chart import goal_track, own_chart
from fit.reports._pen import INK, QUIET
from fit.reports._sheets import WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["ClientReport", "OwnCurve", "OwnGoal", "client_report"]

TITLE, HEADING, TEXT, NOTE = 19.0, 14.0, 11.5, 9.5
"""[points]"""
AFTER_TITLE, BEFORE_SECTION, AFTER_HEADING, AFTER_TEXT = 10.0, 22.0, 5.0, 4.0
TRACK: Final = 0.62
"""Share of the width that the track of a goal takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCurve:
    """Own marks over the sessions as shares of the line, with the words around them."""

    heading: str
    high: str
    low: str
    shares: tuple[float | None, ...]
    cutoff: float | None
    begins: str
    """The day of the first session; empty where nobody noted it."""
    ends: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnGoal:
    """A goal in the client's own words, and how near it is, from 0 to 10; `latest` is None before the first mark."""

    words: str
    said: str
    first: int | None
    latest: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientReport:
    """Everything that stands on the pages, in one language. `foot` takes {number} and {of}."""

    language: str
    right_to_left: bool
    title: str
    who: str
    when: str
    clinic: str
    curves: tuple[OwnCurve, ...]
    nothing: str
    """What is said where there is no mark yet."""
    goals_heading: str
    goal_low: str
    goal_high: str
    goals: tuple[OwnGoal, ...]
    closing: tuple[str, ...]
    foot: str


def client_report(report: ClientReport) -> bytes:
    """Give the report as a PDF file: the same file for the same report."""
    told = Told(
        title=report.title,
        language=report.language,
        author=report.clinic,
        foot=report.foot,
        right_to_left=report.right_to_left,
    )
    return file_of(list(_Writing(report).parts()), told)


class _Writing:
    """Writes one report from the edge where its language begins."""

    def __init__(self, report: ClientReport) -> None:
        self.report = report
        self.from_right = report.right_to_left

    def parts(self) -> Iterator[Part]:
        report = self.report
        yield Part(heading=report.title, rows=self._head())
        for curve in report.curves:
            yield Part(heading=curve.heading, rows=list(self._curve(curve)))
        if not report.curves:
            yield Part(heading="", rows=[blank(BEFORE_SECTION), *self._text(report.nothing)])
        if report.goals:
            yield Part(heading=report.goals_heading, rows=list(self._goals()))
        closing = [row for said in report.closing for row in (*self._text(said), blank(AFTER_TEXT))]
        yield Part(heading="", rows=[blank(BEFORE_SECTION), *closing])

    def _head(self) -> list[Row]:
        report = self.report
        about = [row for one in (report.who, report.when, report.clinic) for row in self._text(one, NOTE, grey=QUIET)]
        return [*self._text(report.title, TITLE), blank(AFTER_TITLE), *about]

    def _curve(self, curve: OwnCurve) -> Iterator[Row]:
        yield from self._heading(curve.heading)
        yield from self._text(curve.high, NOTE, grey=QUIET, keeps_next=True)
        chart = own_chart(curve.shares, curve.cutoff, width=WIDTH, right_to_left=self.from_right)
        yield Row(height=chart.height, drawing=chart, keeps_next=True)
        yield from self._text(curve.low, NOTE, grey=QUIET, keeps_next=True)
        yield blank(AFTER_TEXT)
        yield from self._days(curve)
        yield blank(AFTER_TEXT)
        for said in curve.said:
            yield from self._text(said)
            yield blank(AFTER_TEXT)

    def _days(self, curve: OwnCurve) -> list[Row]:
        """The first day where the line begins, the last one at its other end."""
        half = WIDTH / 2
        near, far = ((half, WIDTH), (0.0, half)) if self.from_right else ((0.0, half), (half, WIDTH))
        first = paragraph(curve.begins, NOTE, *near, grey=QUIET, from_right=self.from_right)
        last = paragraph(curve.ends, NOTE, *far, grey=QUIET, from_right=not self.from_right)
        return beside(first, last)

    def _goals(self) -> Iterator[Row]:
        yield from self._heading(self.report.goals_heading)
        for goal in self.report.goals:
            yield from self._text(f"\u201c{goal.words}\u201d", keeps_next=True)
            if goal.latest is not None:
                yield self._track(goal, goal.latest)
                yield from self._ends()
            yield from self._text(goal.said, NOTE + 1, grey=QUIET)
            yield blank(2.5 * AFTER_TEXT)

    def _track(self, goal: OwnGoal, latest: int) -> Row:
        track = goal_track(goal.first, latest, width=WIDTH * TRACK, right_to_left=self.from_right)
        row = drawn(track)
        left = WIDTH - track.width if self.from_right else 0.0
        return Row(height=row.height, drawing=track, keeps_next=True, left=left)

    def _ends(self) -> list[Row]:
        """What both ends of a track mean."""
        middle, end = WIDTH * TRACK / 2, WIDTH * TRACK
        edges = ((0.0, middle), (middle, end))
        if self.from_right:
            edges = ((WIDTH - middle, WIDTH), (WIDTH - end, WIDTH - middle))
        low = paragraph(self.report.goal_low, NOTE - 1, *edges[0], grey=QUIET, from_right=self.from_right)
        high = paragraph(self.report.goal_high, NOTE - 1, *edges[1], grey=QUIET, from_right=not self.from_right)
        return [Row(height=row.height, pieces=row.pieces, keeps_next=True) for row in beside(low, high)]

    def _heading(self, text: str) -> Sequence[Row]:
        return [
            Row(height=BEFORE_SECTION, keeps_next=True),
            *self._text(text, HEADING, keeps_next=True),
            Row(height=AFTER_HEADING, keeps_next=True),
        ]

    def _text(self, text: str, size: float = TEXT, *, grey: float = INK, keeps_next: bool = False) -> list[Row]:
        return paragraph(text, size, 0, WIDTH, grey=grey, keeps_next=keeps_next, from_right=self.from_right)
