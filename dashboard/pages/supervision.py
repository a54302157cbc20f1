"""The supervisor's view: supervisees, their clients who need a look, and the packets they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.episode_rows import draw_rows
from dashboard.components.repair_tasks import draw_repair_tasks
from dashboard.components.shared_packets import draw_shared_packets
from dashboard.sentences import counted
from dashboard.words import NOTHING_TODAY
from fit.casework.supervisor import open_shared_packets, open_supervised_plans, open_supervision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework.views import CaseloadRow, Supervisee

__all__ = ["page"]


def page() -> None:
    """Draw the flagged episodes of one's supervisees, and what they bring to supervision."""
    found = open_supervision(current_clinic(), current_actor())
    st.title("Supervision", anchor=False)
    if not found.supervisees:
        st.html(
            '<div class="ml-empty"><h2>No supervisees yet</h2>'
            "<p>An administrator notes whom you supervise. Their clients who need a look then appear here.</p></div>"
        )
        st.stop()
    st.html(f'<p class="ml-lead">{_summary(found.rows, found.supervisees)}</p>')
    plans = open_supervised_plans(current_clinic(), current_actor())
    draw_repair_tasks(plans, title="Repairs under way", with_clinician=True)
    draw_shared_packets(open_shared_packets(current_clinic(), current_actor()))
    shown = _of_chosen(found.rows, found.supervisees)
    if shown:
        draw_rows(shown, key="supervision", with_clinician=True)


def _summary(rows: Sequence[CaseloadRow], supervisees: Sequence[Supervisee]) -> str:
    open_ones = counted(sum(person.open_episodes for person in supervisees), "open episode")
    people = counted(len(supervisees), "clinician")
    if not rows:
        return f"<strong>{NOTHING_TODAY}</strong> {open_ones} with {people}, and none asks for a closer look."
    return f"<strong>{counted(len(rows), 'client')} to look at</strong>, of {open_ones} with {people}."


def _of_chosen(rows: Sequence[CaseloadRow], supervisees: Sequence[Supervisee]) -> Sequence[CaseloadRow]:
    names = {person.name: f"{person.name} ({person.flagged_episodes})" for person in supervisees}
    if len(names) == 1 or not rows:
        return rows
    chosen = st.pills("Clinician", names, format_func=names.__getitem__, key="supervision-clinician")
    return [row for row in rows if chosen in {None, row.clinician_name}]
