"""Prompts for the conversation of today: the situations that the newest session has come to, the most fitting first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.conversation._moment import Moment
from fit.conversation._registry import situations
from fit.scales import AgeBand, Informant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fit.assessment import EpisodeAssessment
    from fit.conversation._situation import Situation

__all__ = ["Moment", "Prompt", "find_prompts"]

MOST_PROMPTS = 3
"""A clinician reads these in the minute before the door opens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What could be said in this situation, to this client. `known` says what it rests on, where that matters."""

    situation: str
    title: str
    known: str
    purpose: str
    sentences: tuple[str, ...]
    for_caregiver: tuple[str, ...]
    avoid: str
    source: str


def find_prompts(
    one: EpisodeAssessment,
    *,
    strands: Iterable[EpisodeAssessment] = (),
    tags: frozenset[str] = frozenset(),
    unfinished: int | None = None,
    among: Iterable[Situation] | None = None,
) -> tuple[Prompt, ...]:
    """Find what could be said now: three prompts at most, the most fitting first.

    `strands` are all strands of the episode, `tags` the clinic's tags of the client, `unfinished` the number of a
    meeting that is not over, `among` the situations to choose from (those that come with Mendline).
    """
    moment = Moment(one=one, strands=tuple(strands), tags=tags, unfinished=unfinished)
    ordered = sorted(situations() if among is None else among, key=lambda each: (each.order, each.id))
    return tuple(_prompts(ordered, moment))[:MOST_PROMPTS]


def _prompts(ordered: Iterable[Situation], moment: Moment) -> Iterator[Prompt]:
    for situation in ordered:
        reached = situation.reached(moment)
        if reached is not None:
            yield _prompt(situation, reached.known, moment.one)


def _prompt(situation: Situation, known: str, one: EpisodeAssessment) -> Prompt:
    for_caregiver = () if one.age_band is AgeBand.ADULT else situation.to_caregiver()
    by_caregiver = one.informant is Informant.CAREGIVER and bool(for_caregiver)
    return Prompt(
        situation=situation.id,
        title=situation.title,
        known=known,
        purpose=situation.purpose,
        sentences=() if by_caregiver else situation.to_client(one.age_band),
        for_caregiver=for_caregiver,
        avoid=situation.avoid,
        source=situation.source,
    )
