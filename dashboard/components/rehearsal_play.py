"""One exchange of a rehearsal: the client's line, large, and the clinician's answer in writing or aloud."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.clinic import current_clinic
from dashboard.components.attempt import saying_why
from dashboard.components.focus_in import focus_in
from dashboard.components.rehearsal_state import go_on_with
from dashboard.components.rehearsal_words import DID
from dashboard.guide_words import STEP_NAME
from fit.repair import Sound, answer_by_kind, answer_in_words, sounds_by_kind, take_back_answer

if TYPE_CHECKING:
    from dashboard.components.rehearsal_state import UnderWay
    from fit.repair import ClientLine, GivenAnswer, Practice

__all__ = ["draw_answer", "draw_line"]

WRITING, ALOUD = "In writing", "Aloud"
LONGEST_ANSWER: Final = 600
"""[characters] Longer than anybody speaks in one breath."""
TOWARDS = "I turned towards the client"
BETWEEN = "Something between"
AWAY = "I defended a little, as everybody does"


def draw_line(now: UnderWay) -> None:
    """Draw what the clinician said last, and what the client does and says now."""
    exchanges = now.practice.exchanges
    before = f'<p class="rehearse-you">{_said(exchanges[-1].answer)}</p>' if exchanges else ""
    with st.container(key="rehearse-line"):
        st.html(f"{before}{_line_html(now.practice.line)}")
    if now.practice.line.is_end:
        focus_in("rehearse-line", f"rehearse-{now.turn}", part="section")


def _said(answer: GivenAnswer) -> str:
    """What was said, in one line; where it was said aloud, what was done."""
    return f"You: “{escape(answer.said)}”" if answer.said else f"You, aloud: {escape(DID[answer.named].lower())}"


def _line_html(line: ClientLine) -> str:
    return (
        '<section class="rehearse-line" lang="en" tabindex="-1">'
        f'<p class="rehearse-speaker">{escape(line.speaker)}</p><p class="rehearse-seen">{escape(line.seen)}</p>'
        f'<p class="rehearse-said">“{escape(line.said)}”</p></section>'
    )


def draw_answer(now: UnderWay) -> None:
    """Draw what the step is for, and how to answer."""
    line = now.practice.line
    if line.step is not None:
        purpose = current_clinic().scripts[now.practice.scene.kind].steps[line.step].purpose
        st.html(f'<p class="rehearse-step"><strong>{STEP_NAME[line.step]}.</strong> {escape(purpose)}</p>')
    if now.practice.unclear:
        _draw_unclear(now)
    elif _mode() == WRITING:
        _draw_writing(now)
    else:
        _draw_aloud(now)


def _mode() -> str:
    with st.container(key="rehearse-mode"):
        chosen = st.segmented_control(
            "How do you practise?",
            (WRITING, ALOUD),
            default=WRITING,
            required=True,
            key="rehearsal-mode",
            label_visibility="collapsed",
        )
    return str(chosen)


def _draw_writing(now: UnderWay) -> None:
    line = now.practice.line
    with st.container(key="rehearse-answer"), st.form(f"rehearse-answer-{now.turn}", border=False):
        said = st.text_area(
            # the label is what a screen reader says first: the client's line, then the question
            f"{line.speaker}: “{line.said}” What do you say?",
            value=now.draft,
            key=f"rehearse-said-{now.turn}",
            max_chars=LONGEST_ANSWER,
            height=84,
            placeholder="What do you say?",
            label_visibility="collapsed",
        )
        sent = st.form_submit_button("Say it", type="primary")
    focus_in("rehearse-answer", f"rehearse-{now.turn}", part="textarea")
    if sent:
        with saying_why():
            go_on_with(answer_in_words(now.practice, said))
    with st.expander("Out of words? Three sentences"):
        _draw_offers(now)


def _draw_aloud(now: UnderWay) -> None:
    st.html('<p class="rehearse-ask">Say it aloud. Then choose which of these was nearest.</p>')
    _draw_offers(now)
    st.html('<p class="rehearse-ask">None of them? What did you mostly do?</p>')
    _draw_kinds(now)
    focus_in("rehearse-line", f"rehearse-{now.turn}", part="section")


def _draw_offers(now: UnderWay) -> None:
    with st.container(key="rehearse-offers"):
        for place, offer in enumerate(now.practice.line.offered):
            if st.button(f"“{offer.say}”", key=f"rehearse-offer-{now.turn}-{place}", width="stretch"):
                go_on_with(answer_in_words(now.practice, offer.say))


def _draw_kinds(now: UnderWay) -> None:
    sounds = sounds_by_kind()
    with st.container(key="rehearse-kinds"):
        for title, sound in ((TOWARDS, Sound.OPEN), (BETWEEN, Sound.MIXED), (AWAY, Sound.DEFENSIVE)):
            kinds = [kind for kind in DID if sounds[kind] is sound]
            key = f"rehearse-{sound}-{now.turn}"
            chosen = st.pills(title, kinds, format_func=DID.__getitem__, key=key)
            if chosen is not None:
                go_on_with(answer_by_kind(now.practice, chosen))


def _draw_unclear(now: UnderWay) -> None:
    st.html(
        f'<p class="rehearse-you">You: “{escape(now.practice.unclear)}”</p>'
        '<p class="rehearse-ask" role="status">The check heard nothing in this that it knows, and it misses a good '
        "deal. You know better: what did you mostly do?</p>"
    )
    _draw_kinds(now)
    if st.button("Put it in other words", key=f"rehearse-other-words-{now.turn}"):
        _back(now.practice)
    focus_in("rehearse-line", f"rehearse-{now.turn}", part="section")


def _back(practice: Practice) -> None:
    go_on_with(take_back_answer(practice), draft=practice.unclear)
