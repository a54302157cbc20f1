"""One person of the clinic: supervision, passphrase, and whether they may sign in."""

from __future__ import annotations

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.links import page_link
from dashboard.components.one_person import draw_person
from fit.casework.administrator import list_users

__all__ = ["page"]


def page() -> None:
    """Draw the person that the address names."""
    people = list_users(current_clinic(), current_actor())
    asked_for = st.query_params.get("person", "")
    page_link("All people", "people", icon=":material/arrow_back:")
    person = next((one for one in people if one.user_id == asked_for), None)
    if person is None:
        st.title("No such person here", anchor=False)
        st.markdown("The address names nobody of this clinic. Open the person from the list.")
    else:
        draw_person(person, people)
