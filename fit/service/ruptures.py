"""Ruptures in the alliance ratings of many episodes, each with what became of it.

A rupture here is a run of dips without a rating in between that is none; it counts once, with the engine's answer for
its first dip.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from fit.alliance import REPAIRS, Repair
from fit.errors import InputError
from fit.series import MISSING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fit.assessment import Assessment
    from fit.ratings import Ending

__all__ = ["Answer", "Care", "Reading", "Rupture", "find_ruptures"]

NONE_NEEDED = REPAIRS.index(Repair.NONE_NEEDED)


class Answer(StrEnum):
    """What the next ratings say of a rupture, once as many have come as the policy looks at."""

    REPAIRED = "repaired"
    NOT_REPAIRED = "not_repaired"
    UNKNOWN = "unknown"
    """The episode ended without a later rating."""
    TOO_EARLY = "too_early"
    """The episode goes on, and too few ratings have come; also when the first of them is back already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a repair plan read a rupture: its kind and what it was about. Empty where it does not say."""

    kind: str = ""
    dimension: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """What is known of an episode beside its ratings. `talked` and `readings` go by session number."""

    closed: bool
    ending: Ending | None = None
    talked: Mapping[int, bool] = field(default_factory=dict)
    """Sessions about whose alliance alert, or repair plan, somebody could talk, and whether it was talked about. An
    alert that was over when it was found, as in imported past ratings, is not here."""
    readings: Mapping[int, Reading] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.ending is not None and not self.closed:
            raise InputError(f"An episode that goes on has no ending, not {self.ending!r}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rupture:
    """One rupture by ratings, from its first dip to its last. `repaired_after` counts rated sessions."""

    episode_id: str
    first: int
    last: int
    answer: Answer
    repaired_after: int | None
    talked: bool | None
    """None when nobody could yet: no rated session came after it, or it is from ratings past when they came in."""
    reading: Reading
    ending: Ending | None
    is_last_of_episode: bool


def find_ruptures(assessment: Assessment, known: Mapping[str, Care]) -> Iterator[Rupture]:
    """Find every rupture in the leading strands of these episodes; an episode that is not in `known` is left out."""
    series = assessment.series
    for strand in series.leading_strands().tolist():
        episode_id = str(series.episode_ids[int(series.episode[strand])])
        if episode_id in known:
            yield from _of_strand(assessment, strand, episode_id, known[episode_id])


def _of_strand(assessment: Assessment, strand: int, episode_id: str, care: Care) -> Iterator[Rupture]:
    series = assessment.series
    rows = slice(int(series.offsets[strand]), int(series.offsets[strand + 1]))
    rated = np.flatnonzero(series.alliance[rows] != MISSING)
    meetings = series.session[rows][rated].tolist()
    after = assessment.repaired_after[rows][rated].tolist()
    runs = _runs((assessment.repair[rows][rated] != NONE_NEEDED).tolist())
    for first, last in runs:
        later = len(meetings) - 1 - first
        held = range(meetings[first], meetings[last] + 1)
        yield Rupture(
            episode_id=episode_id,
            first=meetings[first],
            last=meetings[last],
            answer=_answer(after[first], later, assessment.policy.repair_ratings, closed=care.closed),
            repaired_after=after[first] or None,
            talked=_any_of([care.talked[meeting] for meeting in held if meeting in care.talked]) if later else None,
            reading=next((care.readings[meeting] for meeting in held if meeting in care.readings), Reading()),
            ending=care.ending,
            is_last_of_episode=(first, last) == runs[-1],
        )


def _any_of(talked: Sequence[bool]) -> bool | None:
    return any(talked) if talked else None


def _runs(dips: Sequence[bool]) -> list[tuple[int, int]]:
    """First and last place of each run of dips."""
    edges = np.flatnonzero(np.diff(np.array([False, *dips, False]).astype(np.int8)))
    return [(int(start), int(end) - 1) for start, end in edges.reshape(-1, 2)]


def _answer(after: int, later: int, looked_at: int, *, closed: bool) -> Answer:
    if later < looked_at and not closed:
        return Answer.TOO_EARLY
    if later == 0:
        return Answer.UNKNOWN
    return Answer.REPAIRED if after else Answer.NOT_REPAIRED
