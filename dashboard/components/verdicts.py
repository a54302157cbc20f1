"""The three verdicts on a client's page: change, path, alliance. Each a word, a sentence with numbers, and why."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from dashboard.charts.titles import alliance_title, outcome_title
from dashboard.charts.trend import rates_sessions
from dashboard.components.status import status_html
from dashboard.components.why import WHY, draw_why, why_html
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

__all__ = ["draw_verdicts", "draw_whys_on_paper"]


def draw_verdicts(one: EpisodeAssessment) -> None:
    """Draw the verdicts side by side, one below the other on a narrow screen."""
    with st.container(key="verdicts"):
        verdicts = _verdicts(one)
        columns = st.columns(len(verdicts))
    for column, verdict in zip(columns, verdicts, strict=True):
        with column:
            _draw(verdict)


def draw_whys_on_paper(one: EpisodeAssessment) -> None:
    """Draw the explanations of all verdicts in full width, for paper only: on screen each is behind its card."""
    whys = "".join(why_html(explanation) for verdict in _verdicts(one) for explanation in verdict.explanations)
    st.html(f'<div class="ml-whys-on-paper"><h2>{WHY}</h2>{whys}</div>')


class _Verdict(NamedTuple):
    label: str
    look: Look
    sentence: str
    explanations: Sequence[Explanation]


def _verdicts(one: EpisodeAssessment) -> tuple[_Verdict, ...]:
    name = outcome_title(one)
    on_track = [explain(one, "track"), explain(one, "target")]
    of_alliance = [explain(one, "alliance"), *_found_in_alliance(one)]
    of_life = (
        _Verdict(f"Change since the first {name}", change_look(one), change_sentence(one), [explain(one, "change")]),
        _Verdict("Against the expected path", track_look(one), track_sentence(one), on_track),
    )
    if not rates_sessions(one):
        return of_life
    about = f"Alliance ({alliance_title(one)})"
    return (*of_life, _Verdict(about, alliance_look(one), alliance_sentence(one), of_alliance))


def _draw(verdict: _Verdict) -> None:
    with st.container(key=f"verdict-{verdict.label}", gap=None, height="stretch"):
        st.html(
            f'<div class="ml-verdict"><p class="ml-label">{escape(verdict.label)}</p>'
            f'<p>{status_html(verdict.look)}</p><p class="ml-said">{escape(verdict.sentence)}</p></div>'
        )
        # on a narrow screen the card is its word alone, so that the chart is in sight: the sentence opens with the why
        draw_why(*verdict.explanations, before=f'<p class="ml-said-again">{escape(verdict.sentence)}</p>')


def _found_in_alliance(one: EpisodeAssessment) -> list[Explanation]:
    """Explain what was found in the last alliance rating, the gravest first."""
    return [explain(one, signal.rule.id, signal.session) for signal in gravest_first(one)]
