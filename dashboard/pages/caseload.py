"""The clinician's own open episodes: what deserves attention first, on top, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.episode_rows import draw_rows
from dashboard.components.links import go_to
from dashboard.sentences import counted
from dashboard.words import ATTENTION, NOTHING_TODAY
from fit.casework.clinician import open_caseload

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework.views import Attention, Caseload, CaseloadRow

__all__ = ["page"]

FEW = 5
"""Up to so many rows nobody needs a filter."""


def page() -> None:
    """Draw the caseload of the signed-in clinician."""
    caseload = open_caseload(current_clinic(), current_actor())
    if not caseload.rows:
        _draw_empty()
        st.stop()
    _draw_head()
    st.html(f'<p class="ml-lead">{_summary(caseload)}</p>')
    shown = _filtered(caseload.rows) if len(caseload.rows) > FEW else caseload.rows
    if shown:
        draw_rows(shown, key="caseload")
    else:
        st.info("No client fits this filter. Clear the search or choose another status.")


def _draw_head() -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title("Caseload", anchor=False, width="content")
        if st.button("New client", icon=":material/person_add:"):
            go_to("new-client")


def _draw_empty() -> None:
    st.title("Caseload", anchor=False)
    st.html(
        '<div class="ml-empty"><h2>No open episodes yet</h2>'
        "<p>Begin with a new client. Clients also appear here when an administrator gives you imported ones.</p></div>"
    )
    with st.container(horizontal=True, horizontal_alignment="center"):
        if st.button("Add your first client", type="primary", icon=":material/person_add:"):
            go_to("new-client")


def _summary(caseload: Caseload) -> str:
    waiting = len(caseload.needing_attention)
    open_ones = counted(len(caseload.rows), "open episode")
    if waiting == 0:
        return f"<strong>{NOTHING_TODAY}</strong> {open_ones}, and no rating asks for a closer look."
    return f"<strong>{counted(waiting, 'client')} to look at first</strong>, of {open_ones}."


def _filtered(rows: Sequence[CaseloadRow]) -> Sequence[CaseloadRow]:
    with st.container(key="filters", horizontal=True, vertical_alignment="bottom"):
        text = st.text_input("Find a client", placeholder="Name or code", key="caseload-text", width=260)
        status = st.pills("Status", _statuses(rows), format_func=lambda one: ATTENTION[one].word, key="caseload-status")
    return [row for row in rows if _fits(row, text or "", status)]


def _statuses(rows: Sequence[CaseloadRow]) -> list[Attention]:
    return sorted({row.attention for row in rows})


def _fits(row: CaseloadRow, text: str, status: Attention | None) -> bool:
    return text.strip().casefold() in row.client_label.casefold() and status in {None, row.attention}
