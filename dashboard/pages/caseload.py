"""The clinician's own episodes: what is new, then what deserves attention first, on top, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import draw_done
from dashboard.components.caseload_filter import asks_for_closed, clear_filter, draw_filter
from dashboard.components.digest import draw_digest
from dashboard.components.episode_rows import draw_rows
from dashboard.components.handed_over import draw_handed_over
from dashboard.components.links import go_to
from dashboard.components.opened import draw_emergency_link, draw_openings
from dashboard.components.repair_tasks import draw_repair_tasks
from dashboard.sentences import counted
from dashboard.words import NOTHING_TODAY
from fit.casework.clinician import open_caseload, open_repair_tasks
from fit.ratings import Ending

if TYPE_CHECKING:
    from fit.casework.views import Caseload

__all__ = ["page"]

FEW = 5
"""Up to so many rows nobody needs a filter."""
ORDER = (
    "In this order: what cannot wait, a sharp fall to the lowest so far, a loss beyond chance, the alliance, "
    "off track, what to keep an eye on. Of equals first whose life is harder, then the lowest rating or the greatest "
    "loss."
)
"""As `fit.store.places` and the caseload's query have it; docs/decisions/0010 says why."""


def page() -> None:
    """Draw the caseload of the signed-in clinician."""
    caseload = open_caseload(current_clinic(), current_actor(), closed=asks_for_closed())
    if not caseload.rows and not caseload.closed_count:
        draw_done()
        _draw_empty()
        st.stop()
    _draw_head()
    draw_done()
    draw_handed_over()
    draw_openings()
    draw_digest()
    draw_repair_tasks(open_repair_tasks(current_clinic(), current_actor()), title="Repairs under way")
    summary = st.container()
    shown = draw_filter(caseload) if _is_long(caseload) else caseload.rows
    narrowed = _narrowed(len(shown), len(caseload.rows))
    summary.html(f'<p class="ml-lead">{_summary(caseload)}{narrowed}</p>{_order(caseload)}')
    if shown:
        draw_rows(shown, key="caseload")
    elif caseload.rows:
        st.info("No client fits this filter. Clear the search, choose another status, or begin again.")
        st.button("Show all open episodes", icon=":material/filter_alt_off:", on_click=clear_filter)
    draw_emergency_link()


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


def _is_long(caseload: Caseload) -> bool:
    return len(caseload.rows) > FEW or caseload.closed_count > 0 or bool(caseload.tags)


def _narrowed(shown: int, rows: int) -> str:
    """Say how many of the rows are left by what was chosen."""
    return "" if shown == rows else f" {shown} of {rows} shown."


def _look_back(caseload: Caseload) -> str:
    """Say where one can look back, when an ending came unplanned."""
    unplanned = any(row.ending is Ending.UNPLANNED for row in caseload.rows)
    return " Where one ended unplanned, you can look back on it from the client's page." if unplanned else ""


def _order(caseload: Caseload) -> str:
    """Say in which order they stand, where several ask for a look."""
    return f'<p class="ml-quiet">{ORDER}</p>' if len(caseload.needing_attention) > 1 else ""


def _summary(caseload: Caseload) -> str:
    if caseload.closed:
        return f"{counted(len(caseload.rows), 'closed episode')}, the last one first.{_look_back(caseload)}"
    waiting = len(caseload.needing_attention)
    open_ones = counted(len(caseload.rows), "open episode")
    if not caseload.rows:
        return "No open episode. Those that are closed are kept here."
    if waiting == 0:
        return f"<strong>{NOTHING_TODAY}</strong> {open_ones}, and no rating asks for a closer look."
    return f"<strong>{counted(waiting, 'client')} to look at first</strong>, of {open_ones}."
