"""The three verdicts on a client's page: change, path, alliance. Each a word, a sentence with numbers, and why."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.status import status_html
from dashboard.components.why import WHY, why_details_html, why_html
from dashboard.verdict_words import verdicts_of

if TYPE_CHECKING:
    from dashboard.verdict_words import Verdict
    from fit.assessment import EpisodeAssessment

__all__ = ["draw_verdicts", "draw_whys_on_paper"]


def draw_verdicts(one: EpisodeAssessment) -> None:
    """Draw the verdicts side by side, one below the other on a narrow screen."""
    st.html(f'<div class="ml-verdicts">{"".join(map(_verdict_html, verdicts_of(one)))}</div>')


def draw_whys_on_paper(one: EpisodeAssessment) -> None:
    """Draw the explanations of all verdicts in full width, for paper only: on screen each is behind its card."""
    whys = "".join(why_html(explanation) for verdict in verdicts_of(one) for explanation in verdict.explanations)
    st.html(f'<div class="ml-whys-on-paper"><h2>{WHY}</h2>{whys}</div>')


def _verdict_html(verdict: Verdict) -> str:
    # on a narrow screen the card is its word alone, so that the chart is in sight: the sentence opens with the why
    again = f'<p class="ml-said-again">{escape(verdict.sentence)}</p>'
    return (
        f'<div class="ml-verdict"><p class="ml-label">{escape(verdict.label)}</p>'
        f'<p>{status_html(verdict.look)}</p><p class="ml-said">{escape(verdict.sentence)}</p>'
        f"{why_details_html(*verdict.explanations, before=again)}</div>"
    )
