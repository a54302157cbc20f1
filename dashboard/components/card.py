"""The card for the session on screen and on paper: large type, calm, each sentence in its own direction."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.form_words import direction
from dashboard.components.rehearsal_words import AFTER
from dashboard.guide_words import ABOUT, STEP_NAME

if TYPE_CHECKING:
    from fit.repair.card import Card, CardStep, Said

__all__ = ["card_html", "draw_card"]

STYLE: Final = Path(__file__).parent / "card.css"
IN_ENGLISH: Final = "What is not there in the client's language yet is shown in English."


def draw_card(card: Card) -> None:
    """Draw the card and hide everything around it: it may lie on the table."""
    st.html(STYLE)
    st.html(card_html(card))


def card_html(card: Card) -> str:
    """Return the card; nothing on it names the client."""
    steps = "".join(_step_html(number, one) for number, one in enumerate(card.steps, 1))
    waits = " · ".join(escape(one) for one in card.not_now)
    return (
        f'<article class="card"><h1>For this talk</h1><ol>{steps}</ol>'
        f'<div class="card-foot"><div><h2>At the end, ask</h2>{_said_html(card.question)}</div>'
        f'<div><h2>Not now</h2><p class="card-wait">{waits}</p></div></div>'
        f'<p class="card-about">{_about(card)}</p></article>'
    )


def _step_html(number: int, one: CardStep) -> str:
    return f"<li><h2>{number}. {STEP_NAME[one.step]}</h2>{_said_html(one.say)}</li>"


def _said_html(said: Said) -> str:
    """A sentence in the direction of its language; own words in the direction that their letters have."""
    how = 'dir="auto"' if said.is_own else f'lang="{escape(said.language)}" dir="{direction(said.language)}"'
    return f'<p class="card-say" {how}>{escape(said.words)}</p>'


def _about(card: Card) -> str:
    about = f"{AFTER[card.kind]}: {ABOUT[card.dimension].lower()}."
    if not card.in_fallback:
        return about
    return f"{about} {IN_ENGLISH}"
