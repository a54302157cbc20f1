"""Why this? The rule, the formula in words, the numbers put in, the line, the policy and the source."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.details import details_html
from dashboard.components.why_words import why_entries

if TYPE_CHECKING:
    from fit.assessment import Explanation

__all__ = ["WHY", "draw_why", "why_details_html", "why_html"]

WHY = "Why this?"
"""The label of the click behind which an explanation is."""


def draw_why(*explanations: Explanation, before: str = "") -> None:
    """Draw the explanations behind one click, after what stands `before` them as HTML."""
    with st.expander(WHY, type="compact"):
        st.html(before + "".join(map(why_html, explanations)))


def why_details_html(*explanations: Explanation, before: str = "", after: str = "") -> str:
    """Return the explanations behind one click as HTML, between what stands `before` and `after` them."""
    return details_html(WHY, before + "".join(map(why_html, explanations)) + after)


def why_html(explanation: Explanation) -> str:
    """Return the explanation as names and what stands behind them; what is empty is left out."""
    facts = "".join(_entry(name, text) for name, text in why_entries(explanation))
    return f'<div class="ml-why-facts"><p>{escape(explanation.title)}</p><dl class="ml-facts">{facts}</dl></div>'


def _entry(name: str, text: str) -> str:
    return f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>"
