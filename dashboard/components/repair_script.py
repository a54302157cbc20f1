"""The script beside the evidence: three steps with free jumps, sentences that fit, and room for one's own words."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.clinic import current_clinic
from dashboard.components.repair_heard import checked_html
from dashboard.components.repair_links import draw_practice_links
from dashboard.components.repair_reading import kind_and_about
from dashboard.components.repair_sentences import draw_sentences
from dashboard.components.repair_step_words import can_write_words, draw_own_words, draw_written, own_words_key
from dashboard.components.repair_writing import typed
from dashboard.guide_words import LISTENER, SCRIPT_OF, SETTING, STEP

if TYPE_CHECKING:
    from fit.casework.views import RepairPage
    from fit.repair import Advice, Listener, RuptureKind, Script, Setting, Step

__all__ = ["draw_script"]

FIRST: Final = (
    "<strong>No explaining before validating.</strong> Until the client feels heard, even a good reason sounds like a "
    "defence. The order is a habit, not a rule: begin where you are."
)


WHO_READS: Final = (
    "What you keep here, your plan and your note of the talk can be read by your supervisor. Only what you felt stays "
    "yours until you share it."
)


def draw_script(found: RepairPage) -> None:
    """Draw what could be said, for the kind that was chosen, or for either where both may fit."""
    with st.container(key="repair-script", gap="small"):
        st.header("What to say", anchor="repair-words")
        chosen = _kind(found)
        told = current_clinic().scripts[chosen]
        st.html(f'<p class="ml-lead">{escape(told.opening)}</p><p class="repair-first">{FIRST}</p>')
        if can_write_words(found):
            st.html(f'<p class="ml-quiet">{WHO_READS}</p>')
        _draw_not_now(told)
        listener, setting = _draw_who_listens(found)
        for step, tab in zip(STEP, st.tabs(list(STEP.values()), key="repair-steps"), strict=True):
            with tab:
                _draw_step(found, told, step, (listener, setting))
        draw_practice_links(found, chosen, (listener, setting))


def _kind(found: RepairPage) -> RuptureKind:
    """The kind whose script is shown; where both may fit, the gentler first, and one press to the other."""
    seen, _ = kind_and_about(found)
    if len(seen.kinds) == 1:
        return seen.kinds[0]
    chosen: RuptureKind | None = st.segmented_control(
        "Two ways of saying it",
        list(seen.kinds),
        default=seen.kinds[0],
        required=True,
        format_func=SCRIPT_OF.__getitem__,
        key=f"script-{found.session_id}",
    )
    return chosen or seen.kinds[0]


def _draw_not_now(told: Script) -> None:
    names = " and ".join(one.what for one in told.not_now)
    with st.expander(f"Not now: {names}", type="compact", key="repair-not-now"):
        st.html(f'<ul class="repair-list">{"".join(map(_advice_html, told.not_now))}</ul>')


def _advice_html(one: Advice) -> str:
    return f"<li><strong>{escape(one.what.capitalize())}.</strong> {escape(one.why)}</li>"


def _draw_who_listens(found: RepairPage) -> tuple[Listener, Setting]:
    """Say for whom the sentences are; the age band and the forms suggest it, and it can be changed here."""
    said = st.empty()
    with st.expander("Somebody else listens", type="compact", key="repair-listens"):
        listener = st.selectbox(
            "Who hears it",
            list(LISTENER),
            index=list(LISTENER).index(found.listener),
            format_func=LISTENER.__getitem__,
            key=f"listener-{found.session_id}",
        )
        setting = st.selectbox(
            "Who else is there",
            list(SETTING),
            index=list(SETTING).index(found.setting),
            format_func=SETTING.__getitem__,
            key=f"setting-{found.session_id}",
        )
    said.html(f'<p class="ml-quiet">For {LISTENER[listener]}, {SETTING[setting]}.</p>')
    return listener, setting


def _draw_step(found: RepairPage, told: Script, step: Step, who: tuple[Listener, Setting]) -> None:
    st.html(f'<p class="repair-purpose">{escape(told.steps[step].purpose)}</p>')
    _, about = kind_and_about(found)
    draw_sentences(found, told, (step, about, *who))
    if found.can_write and not _is_ended(found):
        draw_own_words(found, step)
        st.html(checked_html(typed(own_words_key(found, step)), step, found.language) or "<span></span>")
    else:
        draw_written(found, step)
    _draw_avoid(told, step)


def _is_ended(found: RepairPage) -> bool:
    return found.plan is not None and found.plan.plan.state.is_ended


def _draw_avoid(told: Script, step: Step) -> None:
    avoid = "".join(f"<li><q>{escape(one.what)}</q> {escape(one.why)}</li>" for one in told.steps[step].avoid)
    st.html(f'<h3 class="repair-part">Better left unsaid here</h3><ul class="repair-list repair-avoid">{avoid}</ul>')
