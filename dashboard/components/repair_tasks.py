"""Plans of repair that wait, as tasks: whose client, about which session, what is open."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.links import page_link
from dashboard.components.repair_answer import answer_look
from dashboard.dates import day_said
from dashboard.sentences import counted
from fit.repair import Answer, PlanState, WhyUnknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework.views import RepairTask

__all__ = ["draw_repair_tasks", "task_said"]

AT_ONCE = 3
"""Tasks that are shown before the rest goes behind a click: a list of clients stands below."""


def draw_repair_tasks(
    tasks: Sequence[RepairTask], *, title: str, with_clinician: bool = False, not_yet_first: bool = False
) -> None:
    """Draw the tasks, what is to be planned or said first; nothing where there is none.

    `not_yet_first` puts on top what the ratings answer "not yet": two may see what one cannot.
    """
    if not tasks:
        return
    in_order = sorted(tasks, key=lambda task: (not (not_yet_first and _is_not_yet(task)), _place(task)))
    with st.container(key="repair-tasks", gap=None):
        st.html(f'<h2 class="ml-digest-head">{escape(title)}</h2>')
        _draw(in_order[:AT_ONCE], 0, with_clinician=with_clinician)
        if in_order[AT_ONCE:]:
            with st.expander(f"{counted(len(in_order) - AT_ONCE, 'more repair')}", type="compact"):
                _draw(in_order[AT_ONCE:], AT_ONCE, with_clinician=with_clinician)


def _draw(tasks: Sequence[RepairTask], first: int, *, with_clinician: bool) -> None:
    for number, task in enumerate(tasks, start=first):
        with st.container(
            key=f"digest-line-repair-{number}", horizontal=True, vertical_alignment="center", gap="small"
        ):
            page_link(task.client_label, "repair", {"episode": task.episode_id, "plan": task.plan_id}, icon="")
            whose = f"{task.clinician_name}: " if with_clinician else ""
            st.html(f'<p class="ml-digest-line">{escape(whose + task_said(task))}</p>')


def _place(task: RepairTask) -> int:
    if task.state in {PlanState.DRAFT, PlanState.PLANNED}:
        return 0
    return 2 if _waits_for_a_rating(task) else 1


def _is_not_yet(task: RepairTask) -> bool:
    return task.talked_at is not None and task.follow_up is not None and task.follow_up.answer is Answer.NOT_YET


def _waits_for_a_rating(task: RepairTask) -> bool:
    """Whether nothing can be done before a rating comes."""
    has_talked = task.state not in {PlanState.DRAFT, PlanState.PLANNED}
    return has_talked and (task.follow_up is None or task.follow_up.why_unknown is WhyUnknown.NO_RATING_SINCE)


def task_said(task: RepairTask) -> str:
    """Say what waits: "Repair planned after session 5: to be talked about at the next session."."""
    if task.state is PlanState.DRAFT:
        return f"Repair begun after session {task.meeting}: not planned yet."
    if task.state is PlanState.PLANNED:
        return f"Repair planned after session {task.meeting}: {_when(task)}."
    if _waits_for_a_rating(task) or task.follow_up is None:
        return f"Repair after session {task.meeting}: talked about, waits for the next rating."
    return f"Repair after session {task.meeting}: the ratings answer “{answer_look(task.follow_up).word.lower()}”."


def _when(task: RepairTask) -> str:
    if task.is_late:
        return f"it was for {day_said(task.said_on)}. How did it go"
    if task.said_on is not None:
        return f"to be talked about on {day_said(task.said_on)}"
    return "to be talked about at the next session"
