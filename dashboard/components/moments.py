"""All possible moments of a session, with their reasons; the clinician says what they make of each."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.links import page_link
from dashboard.dialogue_words import MARKER_KIND
from dashboard.plain_text import plain
from dashboard.record_words import clock_said
from dashboard.sentences import counted
from fit.casework.clinician import label_moment
from fit.casework.views import MomentVerdict
from fit.dialogue import RuptureKind
from fit.errors import ConflictError, InputError, NotFoundError

if TYPE_CHECKING:
    from fit.casework.views import HitRate, MomentRow, ReadingPage
    from fit.dialogue import Sign

__all__ = ["draw_moments", "draw_verdict"]

CLEAR, FAIR = 0.75, 0.5
"""Confidence from which a sign is called clear, and fairly clear."""
FEW = 10
"""Answers below which a rate would say more about single moments than about the product."""
OTHER = {RuptureKind.WITHDRAWAL: RuptureKind.CONFRONTATION, RuptureKind.CONFRONTATION: RuptureKind.WITHDRAWAL}
SAID = {
    MomentVerdict.RIGHT: "You found it right.",
    MomentVerdict.WRONG: "You found that it was none.",
    MomentVerdict.OTHER_KIND: "You found that it was of another kind:",
}


def draw_moments(found: ReadingPage) -> None:
    """Draw the moments behind one click: they show words of the session."""
    if not found.moments:
        return
    with st.expander(f"All possible moments ({len(found.moments)}), with their words", key="moments"):
        if found.can_change:
            st.html(f'<p class="ml-quiet">{_how_often(found.hits)}</p>')
        for place, one in enumerate(found.moments, start=1):
            _draw(found, one, place)


def _how_often(hits: HitRate) -> str:
    """Say how often this person found the product right; of few answers only the counts."""
    if not hits.looked_at:
        return "Say of each whether it was one. This page then tells how often the product was right for you."
    said = (
        f"You answered {counted(hits.looked_at, 'possible moment')} so far: {hits.right} right, {hits.other_kind} of "
        f"another kind, {hits.wrong} none"
    )
    if hits.looked_at < FEW:
        return f"{said}: too few to call it a rate."
    return f"{said}: {round(100 * (hits.right + hits.other_kind) / hits.looked_at)} in 100 were worth a look."


def _draw(found: ReadingPage, one: MomentRow, place: int) -> None:
    with st.container(key=f"moment-{place}", border=True, gap="small"):
        st.html(_moment_html(found, one))
        if found.facts:
            query = {"episode": found.episode_id, "transcript": found.facts.transcript_id, "turn": one.turn_id}
            page_link("Open it in the transcript", "transcript", query, icon=":material/subject:")
        if found.can_change:
            draw_verdict(found, one, f"moment-{place}")


def _moment_html(found: ReadingPage, one: MomentRow) -> str:
    moment = one.moment
    turn = found.dialogue.transcript.turns[moment.turn] if found.dialogue else None
    when = (turn and clock_said(turn.start)) or f"turn {moment.turn + 1}"
    signs = "".join(f"<li>{_sign_html(sign, one)}</li>" for sign in moment.signs)
    beside = "".join(f"<li>{escape(reason)}</li>" for reason in moment.reasons)
    return (
        f'<p><strong>{when} · {escape(MARKER_KIND[moment.kind])}</strong> <span class="ml-quiet">strength '
        f'{moment.score:.2f} of 1</span></p><ul class="ml-signs">{signs}{beside}</ul>'
    )


def _sign_html(sign: Sign, one: MomentRow) -> str:
    sure = "clear" if sign.confidence >= CLEAR else "fairly clear" if sign.confidence >= FAIR else "faint"
    return (
        f"Possibly {escape(one.titles[sign.marker].lower())}: <q>{escape(sign.evidence)}</q> "
        f'<span class="ml-quiet">({sure}, {sign.confidence:.2f})</span>'
    )


def draw_verdict(found: ReadingPage, one: MomentRow, where: str) -> None:
    """Draw the three answers to a possible moment, and what was answered; `where` tells one place from another."""
    other = OTHER[one.moment.kind]
    choices = (
        ("Right", MomentVerdict.RIGHT, None),
        (f"Rather {other.value}", MomentVerdict.OTHER_KIND, other),
        ("It was none", MomentVerdict.WRONG, None),
    )
    with st.container(horizontal=True, gap="small", key=f"verdicts-{where}"):
        for label, verdict, kind in choices:
            is_said = one.label is not None and one.label.verdict is verdict
            st.button(
                label,
                key=f"{verdict}-{where}",
                type="primary" if is_said else "secondary",
                icon=":material/check:" if is_said else None,
                on_click=_say,
                args=(found.episode_id, one.turn_id, verdict, kind),
            )
    if one.label is not None:
        kind_said = f" {one.label.kind_given.value}." if one.label.kind_given else ""
        st.html(f'<p class="ml-quiet" role="status">{SAID[one.label.verdict]}{kind_said}</p>')


def _say(episode_id: str, turn_id: str, verdict: MomentVerdict, kind: RuptureKind | None) -> None:
    try:
        label_moment(current_clinic(), current_actor(), episode_id, turn_id, verdict, kind=kind)
    except (ConflictError, InputError, NotFoundError) as refused:
        st.toast(plain(str(refused)))
