"""Sentences one could really say, in the client's language first, each to be taken over with one press."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.repair_step_words import can_write_words, take_over
from dashboard.locale import FALLBACK, languages, spoken
from fit.repair import Dimension, Listener, Setting, Step

if TYPE_CHECKING:
    from fit.casework.views import RepairPage
    from fit.repair import Script

__all__ = ["draw_sentences"]

Place = tuple[Step, Dimension, Listener, Setting]
NUMBER = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def draw_sentences(found: RepairPage, told: Script, place: Place) -> None:
    """Draw what could be said at this place of the script; beside another language the English, for the clinician."""
    language = spoken(found.language)
    said = told.say(*place, language=language) or told.say(*place)
    shown = language if told.say(*place, language=language) else FALLBACK
    step = place[0]
    with st.container(key=f"sentences-{step}", gap="small"):
        if shown != FALLBACK:
            st.html(f'<h3 class="repair-part">In the client\u2019s language, {languages()[shown].name}</h3>')
        for number, sentence in enumerate(said):
            _draw(found, step, number, sentence, shown)
        if shown != FALLBACK:
            _draw_english(told, place)


def _draw(found: RepairPage, step: Step, number: int, sentence: str, language: str) -> None:
    direction = languages()[language].direction
    html = f'<p class="repair-sentence" lang="{language}" dir="{direction}">{escape(sentence)}</p>'
    if not can_write_words(found):
        st.html(html)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"sentence-{step}-{number}"):
        st.html(html)
        st.button(
            f"Use the {NUMBER[number % len(NUMBER)]}",
            key=f"use-{step}-{number}",
            on_click=take_over,
            args=(found, step, sentence),
        )


def _draw_english(told: Script, place: Place) -> None:
    listed = "".join(f'<li lang="en" dir="ltr">{escape(one)}</li>' for one in told.say(*place))
    st.html(
        f'<h3 class="repair-part">In English, for you</h3><ul class="repair-list">{listed}</ul>'
        '<p class="ml-quiet">Said as one speaks there, so not word for word the same.</p>'
    )
