"""What is known of a strained session before anybody decides anything: alerts, lines, stretches, what was tried."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.flagged_by import alert_html
from dashboard.components.links import page_link
from dashboard.guide_words import ABOUT, ANSWER, KIND_SEEN, LINE, STATE
from dashboard.record_words import clock_said
from dashboard.sentences import counted
from fit.assessment import gravity
from fit.policies import Severity
from fit.repair import Answer

if TYPE_CHECKING:
    from fit.casework.views import AlertRow, RepairPage, RepairPlanRow
    from fit.excerpts import Excerpt
    from fit.repair import ItemFall

__all__ = ["draw_known"]


def draw_known(found: RepairPage) -> None:
    """Draw what flags the session, where its words are, and what was tried before."""
    with st.container(key="repair-known", gap="small"):
        st.header("What is known", anchor=False)
        flags = sorted((one for one in found.alerts if one.severity is not Severity.GOOD), key=_gravity)
        st.html("".join(map(alert_html, flags)) or "<p>No alert points at this session.</p>")
        st.html(_falls_html(found) + _excerpts_html(found))
        query = {"episode": found.episode_id, "session": found.session_id}
        page_link(_words_said(found), "reading", query, icon=":material/history:")
        _draw_earlier(found)


def _gravity(alert: AlertRow) -> tuple[int, ...]:
    """Where an alert stands whatever became of it."""
    return gravity(alert.rule, alert.severity, alert.meeting)


def _falls_html(found: RepairPage) -> str:
    if not found.falls:
        return '<p class="ml-quiet">No line of the session rating fell, or only its total is known.</p>'
    is_first = any(fall.before is None for fall in found.falls)
    said = "; ".join(map(_fall, found.falls))
    return f"<p>{'Low lines' if is_first else 'Lines that fell, the deepest first'}: {escape(said)}.</p>"


def _fall(fall: ItemFall) -> str:
    before = "" if fall.before is None else f" ({fall.before} before)"
    return f"{LINE[fall.item].lower()} {fall.now}{before}"


def _excerpts_html(found: RepairPage) -> str:
    if not found.excerpts:
        why = "; ".join(f"{one.what}: {one.reason}" for one in found.not_assessable if one.what == "markers")
        missing = f" ({why})" if why else ""
        said = f"No stretch stands out{missing}" if found.transcript_id else "There is no transcript of this session"
        return f'<p class="ml-quiet">{escape(said)}.</p>'
    return f'<ul class="repair-list">{"".join(map(_excerpt_html, found.excerpts))}</ul>'


def _excerpt_html(one: Excerpt) -> str:
    when = f" at {clock_said(one.start)}" if one.start is not None else ""
    return f"<li>{escape(one.heading)}{when}</li>"


def _words_said(found: RepairPage) -> str:
    return "See what was said" if found.excerpts else "Look back at the session"


def _draw_earlier(found: RepairPage) -> None:
    if not found.earlier:
        st.html('<p class="ml-quiet">Nothing was tried before with this client.</p>')
        return
    with st.expander(f"Tried before ({counted(len(found.earlier), 'plan')})", type="compact"):
        for one in found.earlier:
            st.html(f'<p class="repair-earlier">{escape(_tried(one))}</p>')
            page_link(
                f"Open the plan of session {one.meeting}",
                "repair",
                {"episode": found.episode_id, "plan": one.plan_id},
            )


def _tried(one: RepairPlanRow) -> str:
    read = f"{KIND_SEEN[one.plan.kind].lower()}, {ABOUT[one.plan.dimension].lower()}"
    return f"Session {one.meeting}: {read}. {STATE[one.plan.state]}. {_worked(one)}"


def _worked(one: RepairPlanRow) -> str:
    if one.plan.talked_at is None:
        return "There was no talk noted."
    answer = Answer.UNKNOWN if one.follow_up is None else one.follow_up.answer
    at = f" at session {one.follow_up.repaired_at}" if one.follow_up and one.follow_up.repaired_at else ""
    return f"What the ratings said: {ANSWER[answer].lower()}{at}."
