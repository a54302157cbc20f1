"""Looking back on a rehearsal: where the client opened, what the check heard, one thing to try next."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.heard_words import heard_html
from dashboard.components.rehearsal_words import DID, ENDED, WITHOUT_TITLE
from fit.repair import advice_on, look_back
from fit.wording import kinds

if TYPE_CHECKING:
    from fit.repair import Exchange, Feedback, GivenAnswer, Practice

__all__ = ["draw_feedback"]

DOING = {
    "but_after_validation": "saying “but”",
    "jargon": "reaching for a technical word",
    "justify": "justifying yourself",
}
"""Where the kind's title is not what somebody does."""
LIMITS = (
    "The check hears words, not tone, face or timing, and it misses unusual turns of phrase. "
    "Where it contradicts your ear, trust your ear."
)


def draw_feedback(practice: Practice) -> None:
    """Draw the feedback: nothing of it is a mark."""
    told = look_back(practice)
    with st.container(key="rehearse-feedback"):
        st.header("Looking back", anchor=False)
        st.html(_summary_html(told))
        st.html(f'<ol class="rehearse-exchanges">{"".join(map(_exchange_html, told.exchanges))}</ol>')
        st.html(f'<p class="ml-quiet">{LIMITS}</p>')


def _summary_html(told: Feedback) -> str:
    good = "".join(f"<li>{escape(_title(kind))}</li>" for kind in told.good)
    heard = f'<p class="ml-label">What you did for it</p><ul class="ml-tags rehearse-did">{good}</ul>' if good else ""
    return (
        f'<p class="ml-lead">{ENDED[told.ended]} {_opened(told)}</p>{heard}'
        f'<div class="rehearse-next"><p class="ml-label">One thing to try next time</p><p>{_next(told)}</p></div>'
    )


def _opened(told: Feedback) -> str:
    count = len(told.exchanges)
    if not told.opened:
        return ""
    times = {1: "once", 2: "twice"}.get(told.opened, f"{told.opened} times")
    return f"On the way a door opened {times}, in {count} answers."


def _next(told: Feedback) -> str:
    words = escape(told.next_time.words)
    if not told.next_time.kind:
        return words
    return f"When you notice yourself {escape(_doing(told.next_time.kind))}, stop, and try: “{words}”"


def _doing(kind: str) -> str:
    title = _title(kind)
    return DOING.get(kind, title[0].lower() + title[1:])


def _title(kind: str) -> str:
    return next((one.title for one in kinds() if one.id == kind), "") or WITHOUT_TITLE[kind]


def _exchange_html(exchange: Exchange) -> str:
    answer = exchange.answer
    return (
        f'<li><p class="ml-quiet">{escape(exchange.line.speaker)}: “{escape(exchange.line.said)}”</p>'
        f'<p class="rehearse-answer">{_answer_html(answer)}</p>{_good_html(answer)}'
        f"{_advice_html(answer)}{_moved(exchange)}</li>"
    )


def _answer_html(answer: GivenAnswer) -> str:
    if answer.check is not None:
        return f"You: “{heard_html(answer.check)}”"
    said = f"You: “{escape(answer.said)}”, and you called it: " if answer.said else "You, aloud: "
    return f"{said}{escape(DID[answer.named].lower())}"


def _good_html(answer: GivenAnswer) -> str:
    """The good moves with the words in which each was heard."""
    if answer.check is None:
        return ""
    text = answer.check.text
    listed = "".join(
        f"<li><strong>{escape(_title(one.kind))}:</strong> “{escape(text[one.start : one.end])}”</li>"
        for one in answer.check.good
    )
    return f'<ul class="rehearse-good">{listed}</ul>' if listed else ""


def _advice_html(answer: GivenAnswer) -> str:
    listed = "".join(
        f"<li><strong>{escape(_title(kind))}.</strong> {escape(why)} <span>Instead: {escape(instead)}</span></li>"
        for kind, why, instead in advice_on(answer)
    )
    return f'<ul class="rehearse-advice">{listed}</ul>' if listed else ""


def _moved(exchange: Exchange) -> str:
    if exchange.opened:
        return '<p class="rehearse-moved is-opened">Here the client opened.</p>'
    if exchange.closed:
        return '<p class="rehearse-moved">Here the client drew back.</p>'
    return ""
