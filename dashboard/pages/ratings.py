"""Every rating of an episode, also what no longer counts; and taking one out, with the reason, to give it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, done, draw_done, form_number, saying_why
from dashboard.components.links import page_link
from dashboard.components.rating_table import rating_table
from dashboard.dates import day_said
from dashboard.plain_text import plain
from dashboard.sentences import result
from dashboard.shell.menu import menu_of
from dashboard.words import INFORMANT
from fit.casework.clinician import open_client, supersede_rating
from fit.casework.views import RatingStatus
from fit.errors import AccessDeniedError, InputError, NotFoundError

if TYPE_CHECKING:
    from fit.casework.views import ClientPage, RatingRow, SessionRow

__all__ = ["page"]

FORM = "take-out"
NEXT = "rating-taken-out"
"""Which place is free since a rating was taken out: episode, session number, scale."""
LONGEST_REASON = 500


def page() -> None:
    """Draw the table, then what can be corrected."""
    client = _client_asked_for()
    if client is None:
        st.title("All ratings", anchor=False)
        st.info("Choose a client first; the ratings are reached from the client's page.")
        page_link("Back to your list", "")
        st.stop()
    page_link("To the client's page", "client", _query(client), icon=":material/arrow_back:")
    st.title(f"All ratings of {plain(client.client_label)}", anchor=False)
    if not any(session.ratings for session in client.sessions):
        st.html('<div class="ml-empty"><h2>No rating yet</h2><p>They will stand here in order.</p></div>')
        st.stop()
    st.html(rating_table(client.sessions))
    # beside the form, where whoever pressed its button is looking
    draw_done()
    _draw_next(client)
    if client.can_mark_alerts:
        _draw_taking_out(client)


def _client_asked_for() -> ClientPage | None:
    try:
        return open_client(current_clinic(), current_actor(), st.query_params.get("episode", ""))
    except (AccessDeniedError, InputError, NotFoundError):
        return None


def _query(client: ClientPage, **more: str) -> dict[str, str]:
    return {"episode": client.episode.episode_id, **more}


def _draw_taking_out(client: ClientPage) -> None:
    counting = {
        rating.rating_id: (session, rating)
        for session in reversed(client.sessions)
        for rating in session.ratings
        if rating.status is RatingStatus.ACTIVE
    }
    if not counting:
        return
    number = form_number(FORM)
    with st.form(f"{FORM}-{number}", width=FORM_WIDTH):
        st.header("Take a rating out", anchor=False)
        st.markdown("It no longer counts, and stays in the table with your reason. Then the right one can be given.")
        chosen = st.selectbox(
            "Which rating",
            list(counting),
            index=None,
            placeholder="Choose one",
            format_func=lambda rating_id: _named(*counting[rating_id]),
            key=f"which-{number}",
        )
        reason = st.text_input("Reason, without names", key=f"why-{number}", max_chars=LONGEST_REASON)
        if st.form_submit_button("Take it out", type="primary"):
            with saying_why():
                _take_out(client, counting, chosen, reason)


def _take_out(
    client: ClientPage, counting: dict[str, tuple[SessionRow, RatingRow]], chosen: str | None, reason: str
) -> None:
    if chosen is None:
        raise InputError("No rating is chosen. Choose the one that is wrong.")
    supersede_rating(current_clinic(), current_actor(), chosen, reason)
    session, rating = counting[chosen]
    st.session_state[NEXT] = (client.episode.episode_id, session.meeting, rating.scale_id)
    done(FORM, f"{rating.scale_title} of session {session.meeting} no longer counts.")


def _named(session: SessionRow, rating: RatingRow) -> str:
    day = "" if session.occurred_on is None else f", {day_said(session.occurred_on)}"
    who = INFORMANT[rating.informant].lower()
    return f"Session {session.meeting}{day}: {rating.scale_title} {result(rating)} ({who})"


def _draw_next(client: ClientPage) -> None:
    """Offer to fill the place that became free: by keyboard, or by handing over again."""
    episode_id, meeting, scale_id = st.session_state.get(NEXT, ("", 0, ""))
    if episode_id != client.episode.episode_id or not client.can_hand_over:
        return
    with st.container(horizontal=True, gap="small"):
        query = _query(client, scale=scale_id, meeting=str(meeting))
        page_link("Enter a new one", "enter", query, icon=":material/keyboard:")
        if any(line.address == "hand-over" for line in menu_of(current_actor().role)):
            query = _query(client, meeting=str(meeting))
            page_link("Hand over a new one", "hand-over", query, icon=":material/tablet:")
