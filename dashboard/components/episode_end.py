"""How an episode ends and goes on: handed over, closed, opened again, or a new one begun."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, say_next, saying_why
from dashboard.components.handing_over import draw_handing_over
from dashboard.components.links import go_to
from dashboard.components.second_look import asks_again, chosen_before, draw_second_look, forget, look_again
from dashboard.dates import day_said, moment_said
from dashboard.sentences import counted
from dashboard.words import AGE_BAND, ENDING, ENDING_MEANS
from fit.casework.clinician import begin_episode, close_episode, open_closing, reopen_episode
from fit.errors import InputError

if TYPE_CHECKING:
    from datetime import date

    from fit.casework.views import BeforeClosing, ClientPage, ReopeningRow
    from fit.ratings import Ending
    from fit.scales import AgeBand

__all__ = ["draw_after_the_end", "draw_closing", "draw_ending", "draw_reopened", "draw_reopening"]

GO_ON_OR_BEGIN = (
    "**Open it again** when it was closed by mistake or too early: the same course goes on, and later ratings are read "
    "against its first one. **Begin a new episode** when the client comes back after a time: the new course starts "
    "with its own first rating, and this one stays beside it to compare."
)
STAYS = "Ratings, alerts and the record stay as they are and can be read. It can be opened again."


def draw_ending(client: ClientPage) -> None:
    """Draw the ways in which work with this client ends for oneself: handing over, closing."""
    # what is asked for here is read when somebody opens it, and not with every look at the page
    if client.can_transfer:
        over = st.expander("Hand over to a colleague", icon=":material/move_up:", key="hand-on", on_change="rerun")
        if over.open:
            with over:
                draw_handing_over(client)
    if client.can_close:
        end = st.expander("Close this episode", icon=":material/flag_circle:", key="close-episode", on_change="rerun")
        if end.open:
            with end:
                draw_closing(client.episode.episode_id)


def draw_closing(episode_id: str) -> None:
    """Say what is still open on an episode, and ask how and when it ended."""
    before = open_closing(current_clinic(), current_actor(), episode_id)
    for line in _still_open(before):
        st.markdown(line)
    st.caption(STAYS)
    with st.form(f"close-{episode_id}", border=False, width=FORM_WIDTH):
        ending = st.radio(
            "How did it end?",
            list(ENDING),
            index=None,
            format_func=ENDING.__getitem__,
            captions=[ENDING_MEANS[one] for one in ENDING],
        )
        day = st.date_input(
            "On which day",
            before.as_of,
            min_value=before.earliest,
            max_value=before.as_of,
            format="DD.MM.YYYY",
            width=200,
            help="The last contact, or the day when it was clear that nobody comes any more.",
        )
        if st.form_submit_button("Close this episode"):
            with saying_why():
                _close(episode_id, ending, day)


def _still_open(before: BeforeClosing) -> list[str]:
    """Say what is open now, and what becomes of it."""
    said = []
    if before.alerts:
        said.append(
            f"**{counted(before.alerts, 'alert')}** still open. Closing asks for no answer; they stay readable."
        )
    if before.plans:
        said.append(
            f"**{counted(before.plans, 'repair')}** under way. It leaves the list of repairs and stays in the record."
        )
    if before.forms:
        said.append(f"**{counted(before.forms, 'form')}** given out and not answered. Closing withdraws it.")
    return said or ["Nothing is left open: no alert, no repair under way, no form given out."]


def _close(episode_id: str, ending: Ending | None, day: date) -> None:
    if ending is None:
        raise InputError("Choose first how it ended.")
    withdrawn = close_episode(current_clinic(), current_actor(), episode_id, closed_on=day, ending=ending)
    forms = f" {counted(withdrawn, 'form')} given out before is withdrawn." if withdrawn == 1 else ""
    forms = f" {counted(withdrawn, 'form')} given out before are withdrawn." if withdrawn > 1 else forms
    say_next(f"The episode is closed: {ENDING[ending].lower()} on {day_said(day)}.{forms}")
    st.rerun()


def draw_reopened(client: ClientPage) -> None:
    """Say that an episode was opened again, and how it had been closed."""
    for row in client.reopened[:1]:
        st.html(f'<p class="ml-quiet">{_reopened_said(row)}</p>')


def _reopened_said(row: ReopeningRow) -> str:
    before = f"{ENDING[row.ending].lower()} on {day_said(row.closed_on)}"
    who = f"{escape(row.reopened_by)} on {moment_said(row.reopened_at)}"
    return f"Opened again by {who}: “{escape(row.reason)}”. It had been closed as {before}."


def draw_after_the_end(client: ClientPage) -> None:
    """Draw the two ways on from a closed episode, and what the difference is."""
    if not client.can_reopen:
        return
    with st.expander("The client comes again", icon=":material/restart_alt:"):
        st.markdown(GO_ON_OR_BEGIN)
        again, anew = st.columns(2, gap="large")
        with again:
            draw_reopening(client.episode.episode_id)
        with anew:
            _draw_beginning(client)


def draw_reopening(episode_id: str) -> None:
    """Ask why a closed episode is opened again, and open it."""
    with st.form(f"reopen-{episode_id}"):
        st.html('<h3 class="ml-part">Open it again</h3>')
        reason = st.text_input("Why is it opened again?", max_chars=500, autocomplete="off")
        if st.form_submit_button("Open this episode again"):
            with saying_why():
                reopen_episode(current_clinic(), current_actor(), episode_id, reason=reason)
                say_next("The episode is open again and goes on where it was.")
                st.rerun()


def _draw_beginning(client: ClientPage) -> None:
    chosen = chosen_before(_place(client))
    if asks_again(_place(client)):
        _draw_once_more(client, chosen["band"])
        return
    with st.form(_place(client)):
        st.html('<h3 class="ml-part">Begin a new episode</h3>')
        bands = list(AGE_BAND)
        band = st.selectbox(
            "Age band now",
            bands,
            index=bands.index(chosen.get("band", _band_now(client))),
            format_func=AGE_BAND.__getitem__,
        )
        if st.form_submit_button("Begin a new episode"):
            look_again(_place(client), band=band)


def _place(client: ClientPage) -> str:
    return f"again-{client.episode.episode_id}"


def _draw_once_more(client: ClientPage, band: AgeBand) -> None:
    whom = f"{client.client_label}, {AGE_BAND[band].lower()}"
    told = (
        f"A new episode begins today: {whom}. The next rating is its first one.",
        "This episode stays closed beside it, with all its ratings.",
        "The new one cannot be taken away again: it can only be closed.",
    )
    draw_second_look(_place(client), told, "Yes, begin the new episode", lambda: _begin(client, band))


def _begin(client: ClientPage, band: AgeBand) -> None:
    code = client.episode.client_code
    new = begin_episode(current_clinic(), current_actor(), code=code, age_band=band, seen_before=True)
    forget(_place(client))
    say_next("A new episode begins. What was known of the client is kept.")
    go_to("client", {"episode": new})


def _band_now(client: ClientPage) -> AgeBand:
    year = client.episode.birth_year
    return client.episode.age_band if year is None else current_clinic().age_band_of(year)
