"""Prompts for the conversation of today: the situations that the newest session has come to, the most fitting first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.conversation._about import in_words
from fit.conversation._moment import Moment
from fit.conversation._registry import situations
from fit.scales import AgeBand, Informant, ScaleKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fit.assessment import EpisodeAssessment
    from fit.conversation._about import About
    from fit.conversation._situation import Situation

__all__ = ["Moment", "Prompt", "find_prompts"]

MOST_PROMPTS = 3
"""A clinician reads these in the minute before the door opens."""
ALWAYS_FIRST = 5
"""What has a lower order than this comes before everything, whichever rating is the newest: it is about safety."""


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
    about: About | None = None
    """The rating that it speaks of; None where it is about the work as a whole."""


def find_prompts(
    one: EpisodeAssessment,
    *,
    strands: Iterable[EpisodeAssessment] = (),
    tags: frozenset[str] = frozenset(),
    unfinished: int | None = None,
    skipped: frozenset[ScaleKind] = frozenset(),
    settled: frozenset[tuple[str, int]] = frozenset(),
    among: Iterable[Situation] | None = None,
) -> tuple[Prompt, ...]:
    """Find what could be said now: three prompts at most; safety first, then what the newest rating says.

    `strands` are all strands of the episode, `tags` the clinic's tags of the client, `unfinished` the number of a
    meeting that is not over, `skipped` what was left out in it, `settled` the findings (rule, meeting) whose alert
    somebody closed, `among` the situations to choose from (those that come with Mendline).
    """
    moment = Moment(one=one, strands=tuple(strands), tags=tags, unfinished=unfinished, skipped=skipped, settled=settled)
    found = _reached(situations() if among is None else among, moment)
    ordered = sorted(found, key=lambda each: _place(each[0], each[2], moment))
    return tuple(_prompt(situation, known, about, one) for situation, known, about in ordered[:MOST_PROMPTS])


def _reached(among: Iterable[Situation], moment: Moment) -> Iterator[tuple[Situation, str, About | None]]:
    for situation in among:
        when = situation.reached(moment)
        if when is not None:
            about = when.about(moment)
            if not _pretends(about, moment):
                yield situation, when.known, about


def _pretends(about: About | None, moment: Moment) -> bool:
    """Whether it would speak of an older mark of life as if the one that was skipped had been made."""
    if about is None or about.kind is not ScaleKind.OUTCOME or ScaleKind.OUTCOME not in moment.skipped:
        return False
    return about.score is not None and not about.is_todays


def _place(situation: Situation, about: About | None, moment: Moment) -> tuple[bool, int, str]:
    is_older = about is not None and about.meeting < moment.newest and situation.order >= ALWAYS_FIRST
    return is_older, situation.order, situation.id


def _prompt(situation: Situation, known: str, about: About | None, one: EpisodeAssessment) -> Prompt:
    for_caregiver = () if one.age_band is AgeBand.ADULT else _said(situation.to_caregiver(), about)
    by_caregiver = one.informant is Informant.CAREGIVER and bool(for_caregiver)
    return Prompt(
        situation=situation.id,
        title=situation.title,
        known=known,
        purpose=situation.purpose,
        sentences=() if by_caregiver else _said(situation.to_client(one.age_band), about),
        for_caregiver=for_caregiver,
        avoid=situation.avoid,
        source=situation.source,
        about=about,
    )


def _said(sentences: Iterable[str], about: About | None) -> tuple[str, ...]:
    return tuple(in_words(sentence, about) for sentence in sentences)
