"""On a client's page: with whom the client is seen together, and beginning or joining a couple, family or group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, say_next, saying_why
from dashboard.components.links import go_to, page_link
from dashboard.plain_text import plain
from dashboard.words import SHARED_KIND
from fit.casework.clinician import begin_shared_case, join_shared_case, open_caseload, open_shared_cases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework.views import ClientPage, SharedKind, SharedRow

__all__ = ["draw_seen_with", "draw_shared_links"]

WHAT_IT_IS = (
    "For people who come together. Each keeps an episode of their own and rates for themselves; their page shows them "
    "beside each other, and hands the tablet round."
)


WHO = "Everybody on your list stands here, children and adults; each person keeps an episode of their own."


def draw_shared_links(client: ClientPage) -> None:
    """Lead to the couples, families and groups of this client."""
    for one in client.shared_cases:
        label = f"{SHARED_KIND[one.kind]}: {one.name}"
        page_link(label, "seen-together", {"case": one.case_id}, icon=":material/family_restroom:")


def draw_seen_with(client: ClientPage) -> None:
    """Draw the two ways to say that this client is seen together with others."""
    if not client.can_share:
        return
    label, icon = "Seen together with others", ":material/family_restroom:"
    opened = st.expander(label, icon=icon, key="seen-with", on_change="rerun")
    if not opened.open:
        return
    with opened:
        st.markdown(WHAT_IT_IS)
        mine = {one.case_id for one in client.shared_cases}
        there = [one for one in open_shared_cases(current_clinic(), current_actor()) if one.case_id not in mine]
        if there:
            _draw_joining(client, there)
        _draw_beginning(client)


def _draw_joining(client: ClientPage, there: Sequence[SharedRow]) -> None:
    names = {one.case_id: f"{SHARED_KIND[one.kind]}: {one.name}" for one in there}
    with st.form(f"join-{client.episode.episode_id}", border=False, width=FORM_WIDTH):
        chosen = st.selectbox("Joins", names, index=None, format_func=names.__getitem__)
        if st.form_submit_button("Let this client join") and chosen is not None:
            with saying_why():
                join_shared_case(current_clinic(), current_actor(), client.episode.episode_id, chosen)
                say_next(f"{plain(client.client_label)} belongs to it from today.")
                go_to("seen-together", {"case": chosen})


def _draw_beginning(client: ClientPage) -> None:
    rows = open_caseload(current_clinic(), current_actor()).rows
    others = {row.episode_id: row.client_label for row in rows if row.episode_id != client.episode.episode_id}
    with st.form(f"begin-shared-{client.episode.episode_id}", border=False, width=FORM_WIDTH):
        kind = st.radio("A new one", list(SHARED_KIND), format_func=SHARED_KIND.__getitem__, horizontal=True)
        name = st.text_input("Its name or code", max_chars=100, autocomplete="off", help="As you find it again.")
        chosen = st.multiselect(
            "Who else comes, of your clients", others, format_func=others.__getitem__, select_all=False, help=WHO
        )
        if st.form_submit_button("Begin"):
            with saying_why():
                _begin(client, kind, name, chosen)


def _begin(client: ClientPage, kind: SharedKind, name: str, others: Sequence[str]) -> None:
    place = (current_clinic(), current_actor())
    case_id = begin_shared_case(*place, client.episode.episode_id, kind=kind, name=name)
    for episode_id in others:
        join_shared_case(*place, episode_id, case_id)
    go_to("seen-together", {"case": case_id})
