"""A client's goals over time: a small picture for each, with its changes as marks on the axis of days, and a table."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from dashboard.charts._symbols import symbol_path
from dashboard.charts.overlay import Flag
from dashboard.dates import day_said
from dashboard.words import GOAL_STATE
from fit.casework.views import GoalState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from dashboard.charts.palette import Palette
    from fit.casework.views import GoalRow

__all__ = [
    "GoalCourse",
    "GoalSpan",
    "goal_courses",
    "goal_events",
    "goal_flags",
    "goal_picture",
    "shortened",
    "span_of",
]

WIDTH, HEIGHT = 340, 150
"""Pixels."""
LEFT, RIGHT, TOP, BOTTOM = 22, 34, 18, 22
HIGHEST = 10
GRID = (0, 5, 10)
SHORT = 60
"""[characters] Of a goal's words where only a hint of it is needed."""
SHOWN = (GoalState.CHANGED, GoalState.REACHED, GoalState.LET_GO)


class GoalSpan(NamedTuple):
    """First and last day of the axis, the same for all goals of an episode."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalCourse:
    """A goal as it is now, after those that were changed into it, oldest first."""

    goals: tuple[GoalRow, ...]

    @property
    def newest(self) -> GoalRow:
        """The goal in its present words."""
        return self.goals[-1]

    @property
    def is_rated(self) -> bool:
        """Whether there is anything to draw."""
        return any(goal.marks for goal in self.goals)

    @property
    def in_words(self) -> str:
        """Say how it went, for those who do not see the picture."""
        return " ".join(part for goal in self.goals for part in _told(goal))


def goal_courses(goals: Sequence[GoalRow]) -> tuple[GoalCourse, ...]:
    """Put each goal behind the one that it replaced; what was noted by mistake is left out."""
    kept = [goal for goal in goals if goal.state is not GoalState.MISTAKEN]
    before = {goal.goal_id: goal for goal in kept}
    replaced = {goal.replaces for goal in kept}
    return tuple(_course(goal, before) for goal in kept if goal.goal_id not in replaced)


def _course(newest: GoalRow, before: Mapping[str, GoalRow]) -> GoalCourse:
    line = [newest]
    while (earlier := before.get(line[-1].replaces or "")) is not None:
        line.append(earlier)
    return GoalCourse(goals=tuple(reversed(line)))


def span_of(courses: Iterable[GoalCourse], today: date) -> GoalSpan:
    """Find the days that all pictures run over."""
    return GoalSpan(min(course.goals[0].agreed_on for course in courses), today)


def shortened(words: str) -> str:
    """Return the words, or their beginning where there are many."""
    return words if len(words) <= SHORT else f"{words[: SHORT - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def goal_flags(goals: Sequence[GoalRow]) -> Iterator[Flag]:
    """Return every change of a goal as a mark for the axis of the trend; that one was agreed is no change."""
    after = {goal.replaces: goal for goal in goals if goal.replaces}
    for goal in goals:
        if goal.state in SHOWN:
            said = f"“{shortened(goal.words)}”"
            into = after.get(goal.goal_id)
            new = f" into “{shortened(into.words)}”" if into else ""
            yield Flag(kind=f"Goal {GOAL_STATE[goal.state].lower()}", said=said + new, occurred_on=goal.ended_on)


def goal_events(goals: Sequence[GoalRow]) -> list[tuple[date, str, str]]:
    """Return day, what happened and the goal's words, by day: the table that says what the pictures show."""
    told = [(day, what, goal.words) for goal in _each_after_its_forerunner(goals) for day, what in _happened(goal)]
    return sorted(told, key=lambda one: one[0])


def _each_after_its_forerunner(goals: Sequence[GoalRow]) -> list[GoalRow]:
    """Put a goal behind the one it was changed from: on one day the change comes before what was agreed anew."""
    by_id = {goal.goal_id: goal for goal in goals}

    def steps(goal: GoalRow) -> int:
        before = by_id.get(goal.replaces or "")
        return 0 if before is None else 1 + steps(before)

    return sorted(goals, key=steps)


def _happened(goal: GoalRow) -> Iterator[tuple[date, str]]:
    yield goal.agreed_on, "Agreed anew" if goal.replaces else "Agreed"
    for mark in goal.marks:
        yield mark.rated_on, f"Rated {mark.mark} of {HIGHEST}"
    if goal.ended_on is not None:
        yield goal.ended_on, GOAL_STATE[goal.state] + (f": {goal.reason}" if goal.reason else "")


def _told(goal: GoalRow) -> Iterator[str]:
    yield f"“{goal.words}”, agreed on {day_said(goal.agreed_on)}."
    if goal.marks:
        marks = ", ".join(f"{mark.mark} on {day_said(mark.rated_on)}" for mark in goal.marks)
        yield f"Rated {marks}, of {HIGHEST}."
    if goal.ended_on is not None:
        yield f"{GOAL_STATE[goal.state]} on {day_said(goal.ended_on)}."


def goal_picture(course: GoalCourse, span: GoalSpan, palette: Palette) -> str:
    """Draw a goal as SVG: marks before a change hollow, the present ones full, each change a dashed upright."""
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    body = "".join(_line(goal, span, palette, is_now=goal is course.newest) for goal in course.goals)
    ends = "".join(_ending(goal, span, palette) for goal in course.goals)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12" '
        f'fill="{palette.muted}"><desc>{escape(course.in_words)}</desc>{_ground(span, palette)}{ends}{body}</svg>'
    )


def _ground(span: GoalSpan, palette: Palette) -> str:
    lines = "".join(
        f'<path d="M{LEFT} {_y(mark):.1f}H{WIDTH - RIGHT}" stroke="{palette.grid}"/>'
        f'<text x="{LEFT - 6}" y="{_y(mark) + 4:.1f}" text-anchor="end">{mark}</text>'
        for mark in GRID
    )
    first = f'<text x="{LEFT}" y="{HEIGHT - 5}">{day_said(span.first)}</text>'
    last = f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 5}" text-anchor="end">{day_said(span.last)}</text>'
    return lines + first + (last if span.last > span.first else "")


def _line(goal: GoalRow, span: GoalSpan, palette: Palette, *, is_now: bool) -> str:
    points = [(_x(mark.rated_on, span), _y(mark.mark)) for mark in goal.marks]
    if not points:
        return ""
    fill = palette.outcome if is_now else palette.ground
    dash = "" if is_now else ' stroke-dasharray="3 3"'
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dots = "".join(_dot(x, y, fill, palette.outcome) for x, y in points)
    return f'<path d="{path}" fill="none" stroke="{palette.outcome}" stroke-width="2"{dash}/>{dots}' + (
        _number(points[-1], goal.marks[-1].mark, palette) if is_now else ""
    )


def _dot(x: float, y: float, fill: str, edge: str) -> str:
    return f'<path d="{symbol_path("circle", x, y, 4)}" fill="{fill}" stroke="{edge}" stroke-width="1.5"/>'


def _number(at: tuple[float, float], mark: int, palette: Palette) -> str:
    return f'<text x="{at[0] + 9:.1f}" y="{at[1] + 4:.1f}" fill="{palette.outcome}" font-weight="600">{mark}</text>'


def _ending(goal: GoalRow, span: GoalSpan, palette: Palette) -> str:
    if goal.ended_on is None:
        return ""
    x = _x(goal.ended_on, span)
    anchor = "end" if x > WIDTH / 2 else "start"
    word = f'<text x="{x:.1f}" y="{TOP - 6}" text-anchor="{anchor}">{GOAL_STATE[goal.state]}</text>'
    return f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="{palette.muted}" stroke-dasharray="4 3"/>{word}'


def _x(day: date, span: GoalSpan) -> float:
    days = max((span.last - span.first).days, 1)
    return LEFT + 6 + (day - span.first).days / days * (WIDTH - LEFT - RIGHT - 12)


def _y(mark: int) -> float:
    return TOP + (1 - mark / HIGHEST) * (HEIGHT - TOP - BOTTOM)
