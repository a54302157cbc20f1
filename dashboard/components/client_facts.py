"""What is known of a client beside the ratings, set right by who holds the client: as little as the clinic needs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, say_next, saying_why
from fit.casework.clinician import change_client

if TYPE_CHECKING:
    from fit.casework.views import ClientPage

__all__ = ["CONTACT_HELP", "draw_client_facts"]

CONTACT_HELP = (
    "Mendline sends nothing by itself. Where you make a link for this client, it stands beside it, to open your own "
    "mail or messages with."
)
EARLIEST = date(1900, 1, 1)
GAVE_WAY = " The birth date lay in another year than the new birth year, and is taken away."
NAME_KEPT = "A name is kept from before. This clinic keeps codes alone: it can be taken away, and not written anew."


def draw_client_facts(client: ClientPage) -> None:
    """Draw the form with what is known, and what changing it means."""
    facts = client.episode
    st.html('<h3 class="ml-part">Set right what is known</h3>')
    with st.form(f"facts-{facts.client_id}", border=False, width=FORM_WIDTH):
        code = st.text_input(
            "Code",
            facts.client_code,
            max_chars=40,
            autocomplete="off",
            help="Files of past ratings find the client by their own number, not by this code.",
        )
        name, kept = _draw_name(client)
        with st.container(horizontal=True):
            year = st.number_input("Birth year", value=facts.birth_year, step=1, format="%d", width=200)
            day = st.date_input(
                "Birth date, if it is needed",
                facts.birth_date,
                min_value=EARLIEST,
                max_value=client.as_of,
                format="DD.MM.YYYY",
                width=240,
                help="With a date, the year is taken from it.",
            )
        contact = st.text_input("E-mail or telephone, for links", facts.contact, max_chars=200, help=CONTACT_HELP)
        if st.form_submit_button("Keep this"):
            with saying_why():
                _change(client, code=code, name=name, kept=kept, year=year, day=day, contact=contact)


def _draw_name(client: ClientPage) -> tuple[str | None, bool]:
    """Ask for the name, or where codes alone are kept, whether one from before is taken away; and whether it stays."""
    facts = client.episode
    name = "" if facts.client_label == facts.client_code else facts.client_label
    if not current_clinic().settings.codes_alone:
        return st.text_input("Name or initials (may stay empty)", name, max_chars=100, autocomplete="off"), False
    if not name:
        return None, True
    st.markdown(NAME_KEPT)
    return "", not st.checkbox("Take the name away")


def _change(
    client: ClientPage, *, code: str, name: str | None, kept: bool, year: int | None, day: date | None, contact: str
) -> None:
    facts = client.episode
    year_changed, day_changed = year != facts.birth_year, day != facts.birth_date
    # of the two, what was typed anew counts; both typed anew must agree
    gives_way = year_changed and not day_changed and day is not None and year not in {None, day.year}
    change_client(
        current_clinic(),
        current_actor(),
        facts.episode_id,
        code=code,
        display_name=None if kept else name,
        birth_year=None if day is not None and not year_changed else year,
        birth_date=None if gives_way else day,
        contact=contact,
    )
    say_next(f"What is known of the client is kept.{GAVE_WAY if gives_way else ''}")
    st.rerun()
