"""A clinician's own words for a step: kept as soon as the field is left, and never lost to what somebody else wrote."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.repair_writing import (
    begun,
    deed,
    draw_outcome,
    draw_theirs,
    field,
    looked_at,
    looks_at,
    typed,
)
from dashboard.dates import moment_said
from fit.casework.clinician import save_words

if TYPE_CHECKING:
    from fit.casework.views import RepairPage
    from fit.repair import Step

__all__ = ["can_write_words", "draw_own_words", "draw_written", "own_words_key", "take_over"]

LONGEST = 4_000
"""[characters] As the use case takes it."""


def can_write_words(found: RepairPage) -> bool:
    """Whether one's own words can be written now: own client, and the plan is not ended."""
    return found.can_write and (found.plan is None or not found.plan.plan.state.is_ended)


def own_words_key(found: RepairPage, step: Step) -> str:
    """Name the field of a step."""
    return f"words-{found.session_id}-{step}"


def draw_own_words(found: RepairPage, step: Step) -> None:
    """Draw the field and, below it, whether it is kept: nothing above the button moves when the field is left."""
    kept = found.words.get(step)
    key = field(own_words_key(found, step), "" if kept is None else kept.words)
    st.text_area(
        "In your own words",
        key=key,
        height=120,
        max_chars=LONGEST,
        placeholder="As you would really say it.",
        on_change=_keep,
        args=(found, step),
    )
    st.button("Check and keep", key=f"keep-{step}", on_click=_keep, args=(found, step))
    if kept is not None and kept.words and kept.words == typed(key).strip():
        st.html(f'<p class="ml-quiet" role="status">Kept {moment_said(kept.written_at)}.</p>')
    draw_outcome(_place(step))
    draw_theirs(key)


def draw_written(found: RepairPage, step: Step) -> None:
    """Draw what was written, for who only reads."""
    kept = found.words.get(step)
    if kept is not None and kept.words:
        st.html(
            '<h3 class="repair-part">In the clinician\u2019s own words</h3>'
            f'<blockquote class="repair-words"><p>{escape(kept.words)}</p></blockquote>'
        )


def take_over(found: RepairPage, step: Step, sentence: str) -> None:
    """Put a sentence of the script below what stands in the field, once."""
    key = own_words_key(found, step)
    there = typed(key).strip()
    if sentence not in there:
        st.session_state[key] = f"{there}\n{sentence}".strip()
        _keep(found, step)


def _keep(found: RepairPage, step: Step) -> None:
    """Keep what stands in the field, unless it is kept already."""
    key = own_words_key(found, step)
    if typed(key).strip() == str(st.session_state.get(f"seed-{key}", "")) and f"theirs-{key}" not in st.session_state:
        return

    def work() -> None:
        plan_id = begun(found)
        name = f"{step}-{plan_id}"
        place = (current_clinic(), current_actor(), plan_id)
        looks_at(name, save_words(*place, step=step, words=typed(key), version=looked_at(name)))

    if deed(_place(step), work):
        st.session_state[key] = st.session_state[f"seed-{key}"] = typed(key).strip()


def _place(step: Step) -> str:
    return f"words-{step}"
