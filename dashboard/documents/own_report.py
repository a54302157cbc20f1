"""The report that a client takes home, in the words and the direction of the client's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.components.form_words import direction, form_words, spoken, spoken_date
from fit.casework.views import GoalState, OwnFall
from fit.change import LOSSES, Change
from fit.reports.client_report import ClientReport, OwnCurve, OwnGoal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fit.casework.views import GoalRow, OwnLine, OwnReport

    Words = Mapping[str, str]

__all__ = ["CLEARLY", "goal_went", "own_report"]

CLEARLY: Final = 3
"""[marks of a goal, 0 to 10] Less may be chance: the mean of up to three goals changes reliably from 2.45 on.

Edbrooke-Childs et al. (2015), doi 10.1111/camh.12083; rounded up to whole marks by us, as one goal is rated alone.
"""
SINCE_THE_FIRST: Final = {
    Change.RECOVERED: "report_up",
    Change.IMPROVED: "report_up",
    Change.UNCHANGED: "report_same",
    Change.DETERIORATED: "report_down",
    Change.HARMED: "report_down",
    Change.NOT_ASSESSABLE: "report_early",
}


def own_report(found: OwnReport, *, named: bool = True) -> ClientReport:
    """Put the report into words; without a name it carries the clinic's code."""
    language = found.together.language
    words = form_words(language)
    return ClientReport(
        language=spoken(language),
        right_to_left=direction(language) == "rtl",
        title=words["report_title"],
        who=(found.client_name if named else "") or found.client_code,
        when=spoken_date(found.as_of, language),
        clinic=found.clinic_name,
        curves=tuple(_curves(found, words)),
        nothing=words["report_early"],
        goals_heading=words["report_goals"],
        goal_low=words["report_goal_low"],
        goal_high=words["report_goal_high"],
        goals=tuple(_goal(goal, words) for goal in found.goals),
        closing=tuple(_closing(found, words)),
        foot=f"{words['report_title']} · {spoken_date(found.as_of, language)} · {words['step']}",
    )


def _curves(found: OwnReport, words: Words) -> Iterator[OwnCurve]:
    both = found.together
    if both.outcome is not None:
        yield _curve("together_outcome", both.outcome, found, words, _of_life(both.outcome, found, words))
    if both.alliance is not None:
        yield _curve("together_alliance", both.alliance, found, words, [words["report_sessions"]])


def _curve(heading: str, line: OwnLine, found: OwnReport, words: Words, said: list[str]) -> OwnCurve:
    language = found.together.language
    gap = [words["report_gap"]] if _has_gap(line) else []
    return OwnCurve(
        heading=words[heading],
        high=words["together_high"],
        low=words["together_low"],
        shares=line.shares,
        cutoff=line.cutoff,
        begins="" if found.begins is None else spoken_date(found.begins, language),
        ends="" if found.ends in {None, found.begins} else spoken_date(found.ends or found.as_of, language),
        said=(*said, *gap),
    )


def _of_life(line: OwnLine, found: OwnReport, words: Words) -> list[str]:
    """How it went since the first mark, and what the dotted line means where it is drawn."""
    is_first = sum(share is not None for share in line.shares) == 1
    went = words["together_first" if is_first else SINCE_THE_FIRST[found.change]]
    return [went, *_fell(found, words), *([words["together_cutoff"]] if line.cutoff is not None else [])]


def _fell(found: OwnReport, words: Words) -> Iterator[str]:
    """A fall that the change since the first mark can hide; only without one may the ups and downs be chance."""
    if found.fall is OwnFall.LAST:
        yield words["report_fell"]
    elif found.fall is OwnFall.BEST and found.change not in LOSSES:
        yield words["report_below_best"]
    elif found.change is Change.UNCHANGED:
        yield words["report_chance"]


def _has_gap(line: OwnLine) -> bool:
    """Whether a session between the first and the last mark has none."""
    given = [place for place, share in enumerate(line.shares) if share is not None]
    return len(given) < given[-1] - given[0] + 1


def _goal(goal: GoalRow, words: Words) -> OwnGoal:
    marks = [one.mark for one in goal.marks]
    return OwnGoal(
        words=goal.words,
        said=words[f"report_goal_{goal_went(goal)}"],
        first=marks[0] if len(marks) > 1 else None,
        latest=marks[-1] if marks else None,
    )


def goal_went(goal: GoalRow) -> str:
    """Name what is to be said of how near a goal is: reached, one, none, same, nearer or further."""
    marks = [one.mark for one in goal.marks]
    if goal.state is GoalState.REACHED:
        return "reached"
    if len(marks) <= 1:
        return "one" if marks else "none"
    step = marks[-1] - marks[0]
    if abs(step) < CLEARLY:
        return "same"
    return "nearer" if step > 0 else "further"


def _closing(found: OwnReport, words: Words) -> Iterator[str]:
    """What the ring means where there is one; then that nobody is judged, the question, and thanks."""
    if any(len(goal.marks) > 1 and goal.marks[0].mark != goal.marks[-1].mark for goal in found.goals):
        yield words["report_goal_ring"]
    if found.together.outcome is not None or found.together.alliance is not None:
        yield words["report_close"]
        yield words["together_ask"]
    yield words["report_thanks"]
