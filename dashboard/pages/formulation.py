"""The case formulation: what the record already knows, each fact with the way to it, and what clinicians say of it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.formulation_alliance import back_explained
from dashboard.components.formulation_facts import NO_FACT, facts_of
from dashboard.components.formulation_statement import draw_statements
from dashboard.components.links import link_html, page_link
from dashboard.components.note_sheet import use_note_sheet
from dashboard.components.opened import draw_opened
from dashboard.components.print_button import print_button
from dashboard.dates import day_said
from dashboard.formulation_words import SECTION
from dashboard.plain_text import plain
from fit.casework.clinician import open_formulation
from fit.casework.views import FormulationSection
from fit.errors import AccessDeniedError, InputError, NotFoundError

if TYPE_CHECKING:
    from dashboard.components.formulation_fact import Fact
    from fit.casework.views import FormulationPage

__all__ = ["page"]

LEAD = (
    "What stands under <strong>From the record</strong> is read from ratings, alerts, repairs and goals at this "
    "moment, each with its day; nothing there is a guess. What you think of it, you write yourself."
)
WHO_READS = (
    "Who reads and writes this: you and your supervisor, each under their own name. No screen, form or print for the "
    "client shows it; it is in the file of all their data, if they ask for that."
)
READ_ONLY = "You can read this, not change it. No screen, form or print for the client shows it."


def page() -> None:
    """Draw the formulation of the episode that the address names, section by section."""
    found = _formulation_asked_for()
    if found is None:
        st.title("Case formulation", anchor=False)
        st.info("Choose a client first; the formulation is reached from the client's page.")
        page_link("Back to your list", "")
        st.stop()
    use_note_sheet()
    query = {"episode": found.client.episode.episode_id}
    with st.container(horizontal=True):
        page_link("To the client's page", "client", query, icon=":material/arrow_back:")
        page_link("Session notes", "notes", query, icon=":material/notes:")
    draw_opened(found.client)
    st.title(f"Case formulation: {plain(found.client.client_label)}", anchor=False)
    who = WHO_READS if found.can_write else READ_ONLY
    as_of = day_said(found.client.as_of)
    st.html(f'<p class="ml-lead">{LEAD}</p><p class="ml-who-reads">{who}</p><p class="ml-as-of">As of {as_of}.</p>')
    for section in FormulationSection:
        _draw_section(found, section)
    print_button("Print")


def _formulation_asked_for() -> FormulationPage | None:
    try:
        return open_formulation(current_clinic(), current_actor(), st.query_params.get("episode", ""))
    except (AccessDeniedError, InputError, NotFoundError):
        return None


def _draw_section(found: FormulationPage, section: FormulationSection) -> None:
    with st.container(key=f"section-{section.value}", gap="small"):
        st.header(SECTION[section], anchor=section.value.replace("_", "-"))
        facts = facts_of(found, section)
        if facts:
            known = "".join(map(_fact_html, facts))
            st.html(f'<p class="ml-as-of">From the record</p><ul class="ml-formulation-facts">{known}</ul>')
        elif section in NO_FACT:
            st.html(f'<p class="ml-quiet">{NO_FACT[section]}</p>')
        if section is FormulationSection.ALLIANCE and (meaning := back_explained(found)):
            st.html(f'<p class="ml-quiet">{escape(meaning)}</p>')
        draw_statements(found, section)


def _fact_html(fact: Fact) -> str:
    as_of = f' <span class="ml-as-of">As of {day_said(fact.as_of)}</span>' if fact.as_of else ""
    way = fact.way
    link = link_html(way.label, way.address, way.query, icon="arrow_forward") if way else ""
    return f"<li><p>{escape(fact.words)}{as_of}</p>{link}</li>"
