"""The three verdicts on a client's page: change, path, alliance. Each a word, a sentence with numbers, and why."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.charts.titles import alliance_title, outcome_title
from dashboard.components.status import status_html
from dashboard.components.why import draw_why
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
    from dashboard.words import Look
    from fit.assessment import EpisodeAssessment, Explanation

__all__ = ["draw_verdicts"]


def draw_verdicts(one: EpisodeAssessment) -> None:
    """Draw the verdicts side by side, one below the other on a narrow screen."""
    with st.container(key="verdicts"):
        change, track, alliance = st.columns(3)
    name = outcome_title(one)
    with change:
        _draw(f"Change since the first {name}", change_look(one), change_sentence(one), explain(one, "change"))
    with track:
        found = [explain(one, "track"), explain(one, "target")]
        _draw("Against the expected path", track_look(one), track_sentence(one), *found)
    with alliance:
        found = [explain(one, "alliance"), *_found_in_alliance(one)]
        _draw(f"Alliance ({alliance_title(one)})", alliance_look(one), alliance_sentence(one), *found)


def _draw(label: str, look: Look, sentence: str, *explanations: Explanation) -> None:
    with st.container(key=f"verdict-{label}", gap="small", height="stretch"):
        said = f'<p class="ml-said">{escape(sentence)}</p>'
        st.html(f'<p class="ml-label">{escape(label)}</p><p>{status_html(look)}</p>{said}')
        draw_why(*explanations)


def _found_in_alliance(one: EpisodeAssessment) -> list[Explanation]:
    """Explain what was found in the last alliance rating, the gravest first."""
    return [explain(one, signal.rule.id, signal.session) for signal in gravest_first(one)]
