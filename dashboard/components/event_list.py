"""What happened beside the ratings: the letters of the chart in words, and the form to note something."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import done, draw_done, form_number, saying_why
from dashboard.components.folded import folded
from dashboard.dates import day_said
from dashboard.words import EVENT
from fit.casework.clinician import add_event, remove_event

if TYPE_CHECKING:
    from dashboard.charts.overlay import Overlay
    from fit.casework.views import ClientPage, EventRow

__all__ = ["draw_event_form", "event_list"]

LONGEST = 200
ON_A_DAY = "On a day"


def event_list(over: Overlay) -> str:
    """Return the events by letter, as they stand on the chart."""
    lines = "".join(
        f"<li><b>{letter}</b><span>{escape(f'{flag.when} · {flag.kind}: {flag.said}')}</span></li>"
        for letter, flag in over.lettered()
    )
    return f'<ul class="ml-events" aria-label="What happened beside the ratings">{lines}</ul>'


def draw_event_form(page: ClientPage) -> None:
    """Draw the form to note what happened, and to take off what was noted by mistake."""
    draw_done()
    whose = page.episode.episode_id
    with folded("Note an event: medication, life, a change of clinician", f"event-{whose}") as is_drawn:
        if is_drawn:
            _draw_adding(page)
    if page.events:
        with folded("Take an event off the course", f"event-off-{whose}") as is_drawn:
            if is_drawn:
                _draw_removing(page)


def _draw_adding(page: ClientPage) -> None:
    number = form_number("event")
    with st.form(f"event-{number}", border=False):
        kind = st.selectbox("What kind", list(EVENT), format_func=EVENT.__getitem__, key=f"event-kind-{number}")
        places = [ON_A_DAY, *(f"Session {session.meeting}" for session in reversed(page.sessions))]
        place = st.selectbox("When", places, key=f"event-place-{number}")
        day = st.date_input(
            "Which day", page.as_of, max_value=page.as_of, format="DD.MM.YYYY", key=f"event-day-{number}"
        )
        said = st.text_input("In a few words", max_chars=LONGEST, key=f"event-said-{number}")
        if st.form_submit_button("Note it", type="primary"):
            meeting = None if place == ON_A_DAY else int(place.removeprefix("Session "))
            with saying_why():
                add_event(
                    current_clinic(),
                    current_actor(),
                    page.episode.episode_id,
                    kind=kind,
                    said=said,
                    occurred_on=day if meeting is None else None,
                    meeting=meeting,
                )
                done("event", "Noted on the course.")


def _draw_removing(page: ClientPage) -> None:
    number = form_number("event-off")
    with st.form(f"event-off-{number}", border=False):
        row = st.selectbox("Which one", page.events, format_func=_named, key=f"event-off-which-{number}")
        reason = st.text_input("Why", max_chars=LONGEST, key=f"event-off-why-{number}")
        if st.form_submit_button("Take it off"):
            with saying_why():
                remove_event(current_clinic(), current_actor(), row.event_id, reason)
                done("event-off", "Taken off the course; it stays in the history.")


def _named(row: EventRow) -> str:
    when = f"Session {row.meeting}" if row.meeting is not None else day_said(row.occurred_on)
    return f"{when} · {EVENT[row.kind]}: {row.said}"
