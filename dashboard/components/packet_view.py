"""A supervision packet as it is read: the graph first, then why, the question, what was said, the plan, what came."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.charts.in_words import trend_in_words
from dashboard.charts.overlay import Mark, Overlay
from dashboard.charts.trend import trend
from dashboard.components.chart import draw_chart
from dashboard.components.packet_text import Marker, answers_html, pair_html, text_html
from dashboard.components.screen import screen_palette
from dashboard.words import SEVERITY

if TYPE_CHECKING:
    from fit.assessment import EpisodeAssessment
    from fit.casework.views import PacketPage
    from fit.reports.packet import BeforeAfter, WhyFlagged
    from fit.scales import Score

__all__ = ["draw_after_question", "draw_before_question", "part"]


def part(name: str, heading: str) -> st.delta_generator.DeltaGenerator:
    """Begin a part of the packet with its heading."""
    box = st.container(key=f"packet-part-{name}", gap="small")
    box.header(heading, anchor=False)
    return box


def draw_before_question(page: PacketPage) -> None:
    """Draw the course, and why this session."""
    mark = Marker(page)
    with part("course", "The course"):
        if page.assessment is not None:
            _draw_chart(page.assessment, page.packet.alert)
        for course in page.packet.courses:
            st.html(f'<p class="ml-packet-text"><strong>{escape(course.name)}</strong>: {mark(course.verdict)}</p>')
        if not page.packet.courses:
            st.html('<p class="ml-quiet">No ratings yet.</p>')
    if page.packet.alert is not None:
        _draw_alert(page.packet.alert, mark)


def _draw_chart(one: EpisodeAssessment, alert: WhyFlagged | None) -> None:
    """Draw the ratings without days, events or other raters: a day can tell who somebody is."""
    flag = alert and Mark(meeting=alert.meeting, kind=alert.kind, title=alert.title, look=SEVERITY["act"])
    over = Overlay(marks=(flag,) if flag else ())
    figure = trend(one, over, palette=screen_palette())
    draw_chart(figure, key="packet-course", alt=trend_in_words(one, over))


def _draw_alert(alert: WhyFlagged, mark: Marker) -> None:
    with part("alert", f"Why session {alert.meeting}: {alert.title}"):
        st.html(text_html(alert.why, mark))
        facts = [(one.name, one.value) for one in alert.values]
        published = [("How it is worked out", alert.formula), ("Source", alert.source)]
        with st.expander("The numbers and where they come from", type="compact"):
            st.html(answers_html([*facts, *(one for one in published if one[1])], mark))


def draw_excerpt(page: PacketPage, place: int) -> None:
    """Draw one excerpt: its reason, memory beside record, and the plain fact."""
    one, mark = page.packet.excerpts[place], Marker(page)
    reason = f'<p class="ml-quiet">Why this stretch: {mark(one.reason)}.</p>'
    st.html(reason + pair_html(one, mark))
    st.html(f'<p class="ml-packet-text"><strong>{mark(one.fact)}</strong></p>')


def draw_after_question(page: PacketPage) -> None:
    """Draw how the strain is read, the words, the plan, the talk, what the ratings answered."""
    packet, mark = page.packet, Marker(page)
    if packet.strain:
        read = (
            ("Kind", packet.strain.kind),
            ("What it is about", packet.strain.dimension),
            ("What fell in the session rating", packet.strain.evidence or "No line fell, or none is known."),
        )
        part("strain", "How I read it").html(answers_html(read, mark))
    if packet.script:
        part("script", "What I want to say").html(answers_html(((one.step, one.words) for one in packet.script), mark))
    if packet.plan:
        facts = (
            ("Where it stands", packet.plan.state),
            ("When", packet.plan.when),
            ("The change agreed", packet.plan.agreed_change),
            ("How it is checked", packet.plan.checked_by),
        )
        part("plan", "Plan").html(answers_html(facts, mark))
    _draw_outcome(page, mark)


def _draw_outcome(page: PacketPage, mark: Marker) -> None:
    talk, follow_up = page.packet.talk, page.packet.follow_up
    if talk:
        facts = (
            ("What happened", talk.what_happened),
            ("What the client said", talk.client_said),
            ("The change agreed", talk.change_kept),
        )
        part("talk", "After the talk").html(answers_html(facts, mark))
    if follow_up:
        with part("follow-up", "What the next ratings say"):
            st.html(text_html(follow_up.verdict, mark) + answers_html(map(_compared, follow_up.scores), mark))


def _compared(one: BeforeAfter) -> tuple[str, str]:
    return one.name, f"{_score(one.before)}, then {_score(one.after)}"


def _score(score: Score | None) -> str:
    return "no rating" if score is None else str(score)
