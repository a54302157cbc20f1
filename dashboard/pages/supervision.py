"""The supervisor's view: supervisees, their clients who need a look, and the packets they share."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import draw_done
from dashboard.components.comments import comments_html, comments_said
from dashboard.components.digest import draw_digest
from dashboard.components.episode_rows import draw_rows
from dashboard.components.handed_over import draw_handed_over
from dashboard.components.opened import draw_emergency_link, draw_openings
from dashboard.components.repair_tasks import draw_repair_tasks
from dashboard.components.shared_packets import draw_shared_packets
from dashboard.plain_text import plain
from dashboard.sentences import counted
from dashboard.words import NOTHING_TODAY
from fit.casework.supervisor import open_shared_packets, open_supervised_plans, open_supervision

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fit.casework.views import CaseloadRow, CommentRow, Supervisee, Supervision

__all__ = ["page"]


def page() -> None:
    """Draw the flagged episodes of one's supervisees, and what they bring to supervision."""
    found = open_supervision(current_clinic(), current_actor())
    st.title("Supervision", anchor=False)
    draw_done()
    draw_handed_over()
    draw_openings()
    if not found.supervisees:
        st.html(
            '<div class="ml-empty"><h2>No supervisees yet</h2>'
            "<p>An administrator notes whom you supervise. Their clients who need a look then appear here.</p></div>"
        )
        st.stop()
    st.html(f'<p class="ml-lead">{_summary(found.rows, found.supervisees)}</p>')
    draw_digest()
    shown = _of_chosen(found.rows, found.supervisees)
    if shown:
        draw_rows(shown, key="supervision", with_clinician=True, below=_below(found))
    plans = open_supervised_plans(current_clinic(), current_actor())
    draw_repair_tasks(plans, title="Repairs under way", with_clinician=True, not_yet_first=True)
    draw_shared_packets(open_shared_packets(current_clinic(), current_actor()))
    _draw_others(sum(person.open_episodes - person.flagged_episodes for person in found.supervisees))
    draw_emergency_link()


def _below(found: Supervision) -> dict[str, Callable[[], None]]:
    return {episode_id: partial(_draw_comments, said) for episode_id, said in found.comments.items() if said}


def _draw_comments(said: Sequence[CommentRow]) -> None:
    """Draw what was said about the alerts of a row; one writes on the client's page, with the alert in sight."""
    with st.expander(comments_said(said), type="compact"):
        st.html(comments_html(said))


def _draw_others(count: int) -> None:
    """Draw behind one click who needs no look: they are read only when somebody asks."""
    if not count:
        return
    opened = st.expander(f"Everybody else: {counted(count, 'open episode')}", key="calm", on_change="rerun")
    if opened.open:
        others = open_supervision(current_clinic(), current_actor(), calm=True).others
        with opened:
            draw_rows(others, key="calm", with_clinician=True)


def _summary(rows: Sequence[CaseloadRow], supervisees: Sequence[Supervisee]) -> str:
    open_ones = counted(sum(person.open_episodes for person in supervisees), "open episode")
    people = counted(len(supervisees), "clinician")
    if not rows:
        return (
            f"<strong>{NOTHING_TODAY}</strong> {open_ones} with {people}, and none asks for a closer look: "
            "a good day to ask what goes well."
        )
    return f"<strong>{counted(len(rows), 'client')} to look at first</strong>, of {open_ones} with {people}."


def _of_chosen(rows: Sequence[CaseloadRow], supervisees: Sequence[Supervisee]) -> Sequence[CaseloadRow]:
    names = {person.name: f"{plain(person.name)} ({person.flagged_episodes})" for person in supervisees}
    if len(names) == 1 or not rows:
        return rows
    chosen = st.pills("Clinician", names, format_func=names.__getitem__, key="supervision-clinician")
    return [row for row in rows if chosen in {None, row.clinician_name}]
