"""Which rating a prompt speaks of, and how far it lies below: in words that are never smaller than the number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.scales import ScaleKind

if TYPE_CHECKING:
    from fit.assessment import EpisodeAssessment, Signal
    from fit.conversation._moment import Moment
    from fit.scales import Scale, Score

__all__ = ["About", "in_words"]

TWENTIETHS = 20
CLEARLY, MUCH = 1, 3
"""[twentieths of the scale] Below the first it is a little lower, from the second on much lower: 2 and 6 of 40 points,
0.5 and 1.5 of a line of 10. No paper draws these lines; they are ours, and choose a word, never a verdict."""
USUAL = "own mean before"
"""Evidence of what is usual for this client, where a rule compares with that and not with the rating before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The rating that a situation rests on. `score` and `before` are None where none was given."""

    kind: ScaleKind
    meeting: int
    scale: str
    score: Score | None
    before: Score | None
    is_todays: bool
    is_last: bool
    """No later session has such a rating."""
    lower: str
    """How far it lies below what it is compared with, in words to say aloud."""


def about_rating(moment: Moment, one: EpisodeAssessment, kind: ScaleKind, meeting: int, signal: Signal | None) -> About:
    """Say all that is known of the rating of that kind at that meeting."""
    scale, scores = _strand(one, kind)
    given = dict(zip(one.meetings, scores, strict=True))
    earlier = [score for at, score in given.items() if at < meeting and score is not None]
    score, before = given.get(meeting), earlier[-1] if earlier else None
    return About(
        kind=kind,
        meeting=meeting,
        scale=scale.title if scale else "",
        score=score,
        before=before,
        is_todays=meeting == moment.unfinished,
        is_last=moment.is_last_of(kind, meeting),
        lower=_lower(scale, score, before, signal),
    )


def _strand(one: EpisodeAssessment, kind: ScaleKind) -> tuple[Scale | None, tuple[Score | None, ...]]:
    return (one.outcome_scale, one.outcome) if kind is ScaleKind.OUTCOME else (one.alliance_scale, one.alliance)


def _lower(scale: Scale | None, score: Score | None, before: Score | None, signal: Signal | None) -> str:
    if scale is None or score is None or signal is None:
        return "lower"
    if signal.rule.id == "low_item":
        return _lower_line(scale, score, signal)
    usual = signal.evidence.get(USUAL, before)
    fall = 0.0 if usual is None or isinstance(usual, str) else float(str(usual)) * 10 - score.tenths
    return graded(fall, scale.maximum.tenths)


def _lower_line(scale: Scale, total: Score, signal: Signal) -> str:
    """Compare the lowest line with the mean of the others; one in the lower half of the line is called low as well."""
    mark = lowest_mark(signal)
    if mark is None:
        return "lower"
    name, tenths = mark
    others = (total.tenths - tenths) / (len(scale.items) - 1)
    longest = scale.item(name).maximum.tenths
    words = graded(others - tenths, longest)
    return f"low, and {words}" if tenths * 2 < longest and not words.startswith("much") else words


def lowest_mark(signal: Signal) -> tuple[str, int] | None:
    """Return the lowest of the listed low lines with its mark in tenths, the first of equal ones."""
    listed = signal.evidence.get("low")
    if not isinstance(listed, str) or not listed:
        return None
    marks = [part.rsplit(" ", 1) for part in listed.split(", ")]
    name, mark = min(marks, key=lambda one: float(one[1]))
    return name, round(float(mark) * 10)


def graded(fall: float, longest: int) -> str:
    """Say how much lower, by the share of the whole scale; both in tenths."""
    share = fall * TWENTIETHS / longest
    return "much lower" if share >= MUCH else "lower" if share >= CLEARLY else "a little lower"


def in_words(sentence: str, about: About | None) -> str:
    """Put into a sentence which meeting is meant and how much lower the mark is; other braces stay as they are."""
    meeting, lower = "our meeting", "lower"
    if about is not None:
        meeting = "our meeting today" if about.is_todays else "our last meeting" if about.is_last else "that meeting"
        lower = about.lower
    return sentence.replace("{meeting}", meeting).replace("{lower}", lower)
