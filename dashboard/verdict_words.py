"""The verdicts on a course, each a word, a sentence with numbers, and why: for the page and for paper alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dashboard.charts.titles import alliance_title, outcome_title
from dashboard.charts.trend import rates_sessions
from dashboard.sentences import (
    alliance_look,
    alliance_sentence,
    change_look,
    change_sentence,
    gravest_first,
    track_look,
    track_sentence,
)
from fit.assessment import explain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.words import Look
    from fit.assessment import EpisodeAssessment, Explanation

__all__ = ["Verdict", "verdicts_of"]


class Verdict(NamedTuple):
    """One verdict: what it is about, its word, its sentence, and the explanations behind it."""

    label: str
    look: Look
    sentence: str
    explanations: Sequence[Explanation]


def verdicts_of(one: EpisodeAssessment) -> tuple[Verdict, ...]:
    """Change and path, and the alliance where sessions are rated."""
    name = outcome_title(one)
    on_track = [explain(one, "track"), explain(one, "target")]
    of_alliance = [explain(one, "alliance"), *_found_in_alliance(one)]
    of_life = (
        Verdict(f"Change since the first {name}", change_look(one), change_sentence(one), [explain(one, "change")]),
        Verdict("Against the expected path", track_look(one), track_sentence(one), on_track),
    )
    if not rates_sessions(one):
        return of_life
    about = f"Alliance ({alliance_title(one)})"
    return (*of_life, Verdict(about, alliance_look(one), alliance_sentence(one), of_alliance))


def _found_in_alliance(one: EpisodeAssessment) -> list[Explanation]:
    """Explain what was found in the last alliance rating, the gravest first."""
    return [explain(one, signal.rule.id, signal.session) for signal in gravest_first(one)]
