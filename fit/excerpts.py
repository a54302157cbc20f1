"""Which stretches of a flagged session to look at first, and why: two or three, with a sentence of plain fact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from fit.dialogue.markers import markers
from fit.transcripts import Role
from fit.wording import any_of, listed

if TYPE_CHECKING:
    from fit.dialogue import Dialogue, Moment, Sign
    from fit.transcripts import Transcript, Turn
    from fit.wording import AnyOf

__all__ = ["ABOUT", "Excerpt", "FallenItem", "find_excerpts"]

MOST = 3
SHORTEST, LONGEST = 5, 12
# Turns of an excerpt (issue: five to twelve).

LONGEST_QUOTE = 14
# Words of a turn in the sentence of fact; the turn itself stands below it.

FITS = 0.5
# Added to the score (0 to 1) of a moment that is about the item that fell.

SECOND_MS = 1_000


class FallenItem(StrEnum):
    """Line of the session rating that fell."""

    RELATIONSHIP = "relationship"
    GOALS = "goals"
    APPROACH = "approach"
    OVERALL = "overall"


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A stretch of turns to look at, the reason, when it begins [ms, None where unknown], and a fact of it."""

    first_turn: int
    last_turn: int
    turn: int
    heading: str
    """What it may be, without a word of the session: for whoever wants to remember first."""
    reason: str
    fact: str
    start: int | None


# What points to the item that fell (rupture_and_repair.md section 3).
ABOUT = {
    FallenItem.RELATIONSHIP: frozenset(
        ("complaint_about_therapist", "rejects_intervention", "defends_self", "denial", "appeasing", "minimal_response",
         "no_answer")
    ),
    FallenItem.GOALS: frozenset(("complaint_about_progress", "complaint_about_tasks", "topic_shift")),
    FallenItem.APPROACH: frozenset(
        ("complaint_about_tasks", "complaint_about_parameters", "rejects_intervention", "pressure")
    ),
    FallenItem.OVERALL: frozenset(),
}  # fmt: skip
_SPOKEN_OF = {
    FallenItem.RELATIONSHIP: """
you and me
between us
(hear|heard|understand|understood|trust) me
understood|judged|listening
""",
    FallenItem.GOALS: """
goal|goals|aim|aims|focus|priority
(what|why) ~ (i|you|we) ~ (want|wanted|came|need|started)
working on
point of
""",
    FallenItem.APPROACH: """
exercise*|homework|worksheet*|diary|technique*|method|practise|practice|task*|form|forms
(the way|how) (we|you) (work|do|talk)
""",
}


def find_excerpts(dialogue: Dialogue, *, fell: FallenItem = FallenItem.OVERALL) -> tuple[Excerpt, ...]:
    """Find the two or three stretches to look at first, ranked by the line of the rating that fell.

    None is found where nothing stands out and there is no silence: then any choice would be chance.
    """
    ranked = sorted(dialogue.moments, key=lambda one: (-_rank(dialogue.transcript, one, fell), one.turn))
    found = [_excerpt(dialogue, one, fell) for one in ranked[:MOST]]
    return tuple(found) or _by_silence(dialogue)


def _rank(transcript: Transcript, moment: Moment, fell: FallenItem) -> float:
    return moment.score + (FITS if _fits(transcript, moment, fell) else 0.0)


def _fits(transcript: Transcript, moment: Moment, fell: FallenItem) -> bool:
    if any(one.marker in ABOUT[fell] and one.turn == moment.turn for one in moment.signs):
        return True
    turns = transcript.turns[moment.first_turn : moment.last_turn + 1]
    return fell in _SPOKEN_OF and any(_spoken_of(fell).search(turn.text.lower()) for turn in turns)


def _excerpt(dialogue: Dialogue, moment: Moment, fell: FallenItem) -> Excerpt:
    first, last = _bounds(moment.first_turn, moment.last_turn, len(dialogue.transcript.turns))
    return Excerpt(
        first_turn=first,
        last_turn=last,
        turn=moment.turn,
        heading=f"Possible moment: {_title(moment).lower()}",
        reason=_reason(dialogue, moment, fell),
        fact=_fact(dialogue, moment.turn),
        start=dialogue.transcript.turns[first].start,
    )


def _bounds(first: int, last: int, turns: int) -> tuple[int, int]:
    """Widen or narrow a stretch to five to twelve turns, within the session."""
    last = min(last, first + LONGEST - 1)
    while last - first + 1 < min(SHORTEST, turns):
        first, last = max(0, first - 1), min(turns - 1, last + 1)
    return first, last


def _reason(dialogue: Dialogue, moment: Moment, fell: FallenItem) -> str:
    """Say why, in words of the markers: possible, never certain."""
    parts = [f"possibly {_title(moment).lower()}: {_quote(_strongest(moment).evidence)}"]
    if _fits(dialogue.transcript, moment, fell) and fell is not FallenItem.OVERALL:
        parts.append(f"near what the line that fell is about ({fell.value})")
    return "; ".join([*parts, *moment.reasons])


def _strongest(moment: Moment) -> Sign:
    return next((one for one in moment.signs if one.turn == moment.turn), moment.signs[0])


def _title(moment: Moment) -> str:
    return next(one.title for one in markers() if one.id == _strongest(moment).marker)


def _by_silence(dialogue: Dialogue) -> tuple[Excerpt, ...]:
    """Where no words stand out, the longest silence is a place to begin with."""
    longest = sorted(dialogue.silences, key=lambda one: (-one.length, one.start))[:1]
    return tuple(_around_silence(dialogue, one.after_turn, one.length) for one in longest)


def _around_silence(dialogue: Dialogue, turn: int, length: int) -> Excerpt:
    turns = dialogue.transcript.turns
    first, last = _bounds(max(0, turn - SHORTEST // 2), min(len(turns) - 1, turn + SHORTEST // 2), len(turns))
    return Excerpt(
        first_turn=first,
        last_turn=last,
        turn=turn,
        heading="The longest silence of the session",
        reason=f"the longest silence of the session, {length / SECOND_MS:.1f} s",
        fact=_fact(dialogue, turn),
        start=turns[first].start,
    )


def _fact(dialogue: Dialogue, turn: int) -> str:
    """Say what stood before a turn and what came then, as the record has it."""
    turns = dialogue.transcript.turns
    said = turns[turn]
    if turn == 0:
        return f"{_who(dialogue, said)} began with {_quote(said.text)}."
    before = turns[turn - 1]
    silence = next((one.length for one in dialogue.silences if one.after_turn == turn), None)
    then = "answered" if before.speaker != said.speaker else "went on"
    waited = f" was silent for {silence / SECOND_MS:.1f} s, then" if silence is not None else ""
    return f"After {_quote(before.text, end=True)} {_who(dialogue, said)}{waited} {then} {_quote(said.text)}."


def _who(dialogue: Dialogue, turn: Turn) -> str:
    role = dialogue.transcript.role_of(turn)
    return (
        {Role.CLINICIAN: "the clinician", Role.CLIENT: "the client"}.get(role, "another person") if role else "somebody"
    )


def _quote(text: str, *, end: bool = False) -> str:
    words = re.sub(r"\s+", " ", text).split(" ")
    if len(words) > LONGEST_QUOTE:
        words = (
            ["\N{HORIZONTAL ELLIPSIS}", *words[-LONGEST_QUOTE:]]
            if end
            else [*words[:LONGEST_QUOTE], "\N{HORIZONTAL ELLIPSIS}"]
        )
    return f"\N{LEFT DOUBLE QUOTATION MARK}{' '.join(words)}\N{RIGHT DOUBLE QUOTATION MARK}"


@cache
def _spoken_of(fell: FallenItem) -> AnyOf:
    return any_of(listed(_SPOKEN_OF[fell]))
