"""A new client: what has to be known before the first rating, and nothing more."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, saying_why
from dashboard.components.client_facts import CONTACT_HELP
from dashboard.components.form_words import LANGUAGES
from dashboard.components.links import go_to, page_link
from dashboard.components.programmes import draw_programme_choice
from dashboard.words import AGE_BAND
from fit.casework.clinician import begin_episode, list_programmes
from fit.errors import InputError

if TYPE_CHECKING:
    from fit.casework import Clinic
    from fit.scales import AgeBand

__all__ = ["page"]

EARLIEST = date(1990, 1, 1)
"""A consent to ratings of this kind cannot be older: there were none."""


def page() -> None:
    """Ask for a new client, and open the client's page."""
    clinic, actor = current_clinic(), current_actor()
    page_link("All clients", "", icon=":material/arrow_back:")
    st.title("New client", anchor=False)
    st.html('<p class="ml-lead">What has to be known before the first rating: a code and the age band.</p>')
    # no form of Streamlit's: the age band follows the birth year while it is filled in
    with st.container(border=True, width=FORM_WIDTH, key="new-client"):
        known = _draw_who() | _draw_age(clinic) | _draw_programme() | _draw_consent(clinic)
        if st.button("Begin with this client", type="primary"):
            with saying_why():
                episode_id = begin_episode(clinic, actor, **_complete(known))
                go_to("client", {"episode": episode_id})


def _draw_who() -> dict[str, Any]:
    with st.container(horizontal=True):
        code = st.text_input("Code", help="Short, from your own records.", max_chars=40, autocomplete="off", width=200)
        name = ""
        if not current_clinic().settings.codes_alone:
            name = st.text_input("Name or initials", placeholder="may stay empty", max_chars=100, autocomplete="off")
    contact = st.text_input("E-mail or telephone, for links", placeholder="may stay empty", help=CONTACT_HELP)
    return {"code": code, "display_name": name, "contact": contact}


def _draw_age(clinic: Clinic) -> dict[str, Any]:
    with st.container(horizontal=True):
        year = st.number_input("Birth year", value=None, step=1, format="%d", placeholder="such as 1990", width=200)
        language = st.selectbox("Language", LANGUAGES, format_func=LANGUAGES.__getitem__, help=LANGUAGE_HELP)
    suggested = _suggested(clinic, year)
    # another key for another suggestion: a choice made by hand stays until the birth year suggests differently
    band = st.segmented_control(
        "Age band",
        AGE_BAND,
        default=suggested,
        required=suggested is not None,
        format_func=AGE_BAND.__getitem__,
        key=f"age-band-{suggested}",
    )
    if suggested is not None:
        st.caption("By the age reached this year. Choose another one if the birthday is still ahead.")
    return {"birth_year": year, "language": language, "age_band": band}


LANGUAGE_HELP = "In which the client reads. A form that is not there in this language yet is shown in English."


def _suggested(clinic: Clinic, year: int | None) -> AgeBand | None:
    return None if year is None else clinic.age_band_of(year)


def _draw_programme() -> dict[str, Any]:
    """Ask for the programme, in a clinic that has any; it can be changed on the client's page."""
    programmes = [one for one in list_programmes(current_clinic(), current_actor()) if one.active]
    return {"programme_id": draw_programme_choice(programmes, "new-programme") if programmes else None}


def _draw_consent(clinic: Clinic) -> dict[str, Any]:
    given_on = st.date_input(
        "Consent to ratings given on",
        value=None,
        min_value=EARLIEST,
        max_value=clinic.today(),
        format="DD.MM.YYYY",
        help="Leave it empty until the client was asked. Ask before the first rating.",
        width=240,
    )
    seen_before = st.checkbox("I had this client before, under the same code")
    return {"consent_given_on": given_on, "seen_before": seen_before}


def _complete(known: dict[str, Any]) -> dict[str, Any]:
    if known["age_band"] is None:
        raise InputError("The age band is missing. Write the birth year, or choose the age band.")
    return known
