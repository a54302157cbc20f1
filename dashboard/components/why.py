"""Why this? The rule, the formula in words, the numbers put in, the line, the policy and the source."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from fit.assessment import Explanation

__all__ = ["WHY", "draw_why", "why_html"]

WHY = "Why this?"
"""The label of the click behind which an explanation is."""


def draw_why(*explanations: Explanation, before: str = "") -> None:
    """Draw the explanations behind one click, after what stands `before` them as HTML."""
    with st.expander(WHY, type="compact"):
        st.html(before + "".join(map(why_html, explanations)))


def why_html(explanation: Explanation) -> str:
    """Return the explanation as names and what stands behind them; what is empty is left out."""
    numbers = "; ".join(f"{name} {_said(value)}" for name, value in explanation.values)
    entries = (
        ("Rule", explanation.rule),
        ("How it is worked out", explanation.formula),
        ("The numbers", numbers),
        ("The line", explanation.line),
        ("Usual next step", explanation.usual_next_step),
        ("Policy", explanation.policy),
        ("Source", explanation.source),
    )
    facts = "".join(_entry(name, text) for name, text in entries if text)
    return f'<div class="ml-why-facts"><p>{escape(explanation.title)}</p><dl class="ml-facts">{facts}</dl></div>'


def _entry(name: str, text: str) -> str:
    return f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>"


def _said(value: object) -> str:
    """Say a number as it is read aloud: unknown is a word, a computed one has one decimal."""
    if value is None:
        return "not known"
    return f"{value:.1f}" if isinstance(value, float) else str(value)
