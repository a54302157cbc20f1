"""Who belongs to a couple, a family or a group, changed by who holds one of its people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, done, form_number, saying_why
from dashboard.plain_text import plain
from dashboard.words import SHARED_KIND
from fit.casework.clinician import join_shared_case, leave_shared_case, rename_shared_case

if TYPE_CHECKING:
    from fit.casework.views import SharedPage

__all__ = ["draw_changes"]


def draw_changes(page: SharedPage) -> None:
    """Draw joining, leaving and the name, behind one press."""
    if not page.can_change:
        return
    with st.expander("Who belongs to it, and its name", icon=":material/edit:"):
        _draw_joining(page)
        _draw_leaving(page)
        _draw_name(page)


def _draw_joining(page: SharedPage) -> None:
    if not page.choices:
        return
    names, number = dict(page.choices), form_number("shared-join")
    with st.form(f"shared-join-{number}", border=False, width=FORM_WIDTH):
        chosen = st.selectbox(
            "Who joins, of your clients", names, index=None, format_func=names.__getitem__, key=f"joins-{number}"
        )
        if st.form_submit_button("Let this client join") and chosen is not None:
            with saying_why():
                join_shared_case(current_clinic(), current_actor(), chosen, page.case_id)
                done("shared-join", f"{plain(names[chosen])} belongs to it from today.")


def _draw_leaving(page: SharedPage) -> None:
    names = {one.row.episode_id: one.row.client_label for one in page.people if one.own and one.left_on is None}
    number = form_number("shared-leave")
    with st.form(f"shared-leave-{number}", border=False, width=FORM_WIDTH):
        chosen = st.selectbox("Who leaves", names, index=None, format_func=names.__getitem__, key=f"leaves-{number}")
        day = st.date_input(
            "The last day", page.as_of, max_value=page.as_of, format="DD.MM.YYYY", width=200, key=f"left-{number}"
        )
        if st.form_submit_button("Note that they left") and chosen is not None:
            with saying_why():
                leave_shared_case(current_clinic(), current_actor(), chosen, page.case_id, left_on=day)
                done("shared-leave", f"{plain(names[chosen])} is not part of it any more. The episode goes on.")


def _draw_name(page: SharedPage) -> None:
    with st.form("shared-name", border=False, width=FORM_WIDTH):
        kinds = list(SHARED_KIND)
        kind = st.radio(
            "What it is", kinds, index=kinds.index(page.kind), format_func=SHARED_KIND.__getitem__, horizontal=True
        )
        name = st.text_input("Its name or code", page.name, max_chars=100, autocomplete="off")
        if st.form_submit_button("Keep this name"):
            with saying_why():
                rename_shared_case(current_clinic(), current_actor(), page.case_id, kind=kind, name=name)
                done("shared-name", "The name is kept.")
