"""One client: how it goes in words, the course of the ratings, and the alerts with their reasons."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.charts.titles import strand_title
from dashboard.clinic import current_clinic
from dashboard.components.about_client import draw_about_client
from dashboard.components.alert_list import draw_alerts
from dashboard.components.attempt import draw_done
from dashboard.components.course import draw_beside_course, draw_course
from dashboard.components.debrief_offer import draw_debrief_offer
from dashboard.components.documents import draw_documents
from dashboard.components.episode_end import draw_after_the_end, draw_ending, draw_reopened
from dashboard.components.episodes import draw_episodes
from dashboard.components.given_out import draw_open_forms
from dashboard.components.goals_section import draw_goals, goals_link_html
from dashboard.components.handed_over import draw_handed_over_note
from dashboard.components.links import links_html, page_link
from dashboard.components.newest_session import beside_the_numbers, draw_newest_session, newest_rating
from dashboard.components.notes_link import notes_links_html
from dashboard.components.opened import draw_emergency_link, draw_opened
from dashboard.components.prompts import draw_prompts
from dashboard.components.rating_steps import draw_rating_steps
from dashboard.components.record_link import record_link_html
from dashboard.components.risk import RISK, draw_risk, has_risk
from dashboard.components.scroll_to import scroll_to
from dashboard.components.seen_with import draw_seen_with, draw_shared_links
from dashboard.components.tags import draw_tags
from dashboard.components.together_link import together_link_html
from dashboard.components.verdicts import draw_verdicts, draw_whys_on_paper
from dashboard.dates import day_said
from dashboard.plain_text import plain
from dashboard.sentences import client_line
from dashboard.words import ENDING, INFORMANT
from fit.casework.clinician import open_client
from fit.errors import AccessDeniedError, InputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.assessment import EpisodeAssessment
    from fit.casework.views import ClientPage

__all__ = ["page"]


def page() -> None:
    """Draw the client that the address names: what cannot wait, the newest numbers, what to say, the course."""
    client = _client_asked_for()
    page_link("All clients", "", icon=":material/arrow_back:")
    if client is None:
        _draw_unknown()
        st.stop()
    is_new = st.query_params.get("new") == "1"
    draw_opened(client)
    draw_done()
    draw_risk(client)
    _draw_head(client)
    draw_shared_links(client)
    draw_handed_over_note(client)
    draw_reopened(client)
    if client.can_hand_over:
        draw_open_forms(client)
    draw_after_the_end(client)
    draw_debrief_offer(client)
    draw_newest_session(client, is_new=is_new)
    if client.assessment is None:
        _draw_no_rating(client)
        if client.other_episodes:
            draw_episodes(client)
        draw_goals(client)
    else:
        _draw_assessed(client, client.assessment, _strand_to_draw(client.strands), is_new=is_new)
    draw_documents(client)
    draw_about_client(client)
    draw_seen_with(client)
    draw_ending(client)


def _draw_assessed(client: ClientPage, leading: EpisodeAssessment, drawn: EpisodeAssessment, *, is_new: bool) -> None:
    """Draw verdicts, then the course with its alerts; right after a rating the prompts come before the course."""
    without = RISK if has_risk(client) else ""
    if is_new:
        draw_prompts(client, without=without)
    else:
        draw_verdicts(drawn)
    with st.container(key="course-and-alerts"):
        course = draw_course(client, drawn, newest=_just_rated(client) if is_new else None)
        draw_alerts(client, leading)
    if is_new:
        draw_verdicts(drawn)
    else:
        draw_prompts(client, without=without)
    draw_goals(client)
    draw_whys_on_paper(drawn)
    draw_beside_course(course)
    if is_new and not has_risk(client):
        scroll_to(("newest-session",), once_for=f"{client.episode.episode_id}-{_rated(drawn)}")


def _just_rated(client: ClientPage) -> int | None:
    """The session whose rating came last; None when what came last was a skip."""
    newest = newest_rating(client)
    return None if newest is None or newest[1].total is None else newest[0].meeting


def _rated(drawn: EpisodeAssessment) -> int:
    """Count the ratings on the chart, so that each new one is scrolled to once."""
    return sum(score is not None for score in (*drawn.outcome, *drawn.alliance))


def _strand_to_draw(strands: Sequence[EpisodeAssessment]) -> EpisodeAssessment:
    """Ask whose ratings to draw, when more than one person rates."""
    if len(strands) == 1:
        return strands[0]
    names = {number: f"{INFORMANT[one.informant]}: {strand_title(one)}" for number, one in enumerate(strands)}
    chosen = st.segmented_control("Whose ratings", names, default=0, required=True, format_func=names.__getitem__)
    return strands[chosen]


def _client_asked_for() -> ClientPage | None:
    episode_id = st.query_params.get("episode", "")
    actor = current_actor()
    try:
        return open_client(current_clinic(), actor, episode_id)
    except (AccessDeniedError, InputError, NotFoundError):
        return None


def _draw_unknown() -> None:
    st.title("No such client here", anchor=False)
    st.markdown("The address names no client of yours. Open the client from your list.")
    draw_emergency_link()


def _draw_head(client: ClientPage) -> None:
    with st.container(
        key="client-head", horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"
    ):
        who = st.container(width="content", gap=None)
        # the steps are sent first: whoever opens this page with a client in the room is waiting for them
        _draw_rating_steps(client)
    with who:
        st.title(plain(client.client_label), anchor=False)
        st.html(f'<p class="ml-quiet">{escape(client_line(client))}</p>')
        with st.container(horizontal=True, vertical_alignment="center", key="client-links"):
            draw_tags(client)
            st.html(links_html(record_link_html(client), goals_link_html(client), notes_links_html(client)))


def _draw_rating_steps(client: ClientPage) -> None:
    if not client.can_hand_over:
        st.html(f'<p class="ml-quiet">{escape(_why_no_rating(client))}</p>{links_html(together_link_html(client))}')
        return
    draw_rating_steps(client)


def _why_no_rating(client: ClientPage) -> str:
    if client.episode.closed_on is not None:
        how = ENDING[client.episode.ending] if client.episode.ending else "Closed"
        return f"{how} on {day_said(client.episode.closed_on)}."
    if not client.can_mark_alerts:
        may = "read and comment here" if client.can_comment else "read here"
        return f"Seen by {client.episode.clinician_name}. You can {may}, not change."
    return "No new ratings: the client has not agreed to them, or has withdrawn it."


def _draw_no_rating(client: ClientPage) -> None:
    kept = beside_the_numbers(client)
    head, text = (
        ("No number yet", "What was answered so far is kept without one.")
        if kept
        else (
            "No rating yet",
            "Hand over the tablet for the first outcome rating.",
        )
    )
    st.html(f'<div class="ml-empty"><h2>{head}</h2><p>{text} The chart begins with the first mark.</p></div>{kept}')
