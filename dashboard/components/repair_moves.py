"""A plan's way from state to state: closing it, setting it aside, taking it up again, and what it went through."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.repair_writing import deed, draw_outcome, looked_at, looks_at, typed
from dashboard.dates import moment_said
from dashboard.guide_words import STATE
from fit.casework.clinician import set_plan_state
from fit.repair import MOVES, PlanState, WhyUnknown

if TYPE_CHECKING:
    from fit.casework.views import PlanMove, RepairPage, RepairPlanRow

__all__ = ["draw_moves", "move"]

PLACE = "moves"
LONGEST = 500
"""[characters] Said in a few words."""
AGAIN = {PlanState.ANSWERED: PlanState.TALKED, PlanState.SET_ASIDE: PlanState.DRAFT}
"""Where a plan that is ended goes when it is taken up again."""
SAID = {
    PlanState.DRAFT: "It is a draft again.",
    PlanState.TALKED: "It is open again.",
    PlanState.CHANGE_KEPT: "Noted: the change is kept.",
    PlanState.CHANGE_NOT_KEPT: "Noted. That happens; it is worth asking what got in the way.",
    PlanState.ANSWERED: "Closed: the ratings have answered.",
    PlanState.SET_ASIDE: "It is set aside, and can be taken up again.",
}


def move(plan_id: str, state: PlanState, reason: str = "") -> None:
    """Say where the plan stands now; the field of the reason is named, where one is needed."""

    def work() -> None:
        place = (current_clinic(), current_actor(), plan_id, state)
        saved = set_plan_state(*place, version=looked_at(plan_id), reason=typed(reason) if reason else "")
        looks_at(plan_id, saved.version)

    if deed(PLACE, work, SAID.get(state, "")) and reason:
        st.session_state[reason] = ""


def draw_moves(found: RepairPage) -> None:
    """Draw the steps that are open to this plan, and its way so far."""
    row = found.plan
    if row is None:
        return
    with st.container(key="repair-moves", gap="small"):
        draw_outcome(PLACE)
        if found.can_write:
            _draw_steps(row)
        _draw_way(found.moves)


def _draw_steps(row: RepairPlanRow) -> None:
    ahead = MOVES[row.plan.state]
    if PlanState.ANSWERED in ahead and _has_an_answer(row):
        answered = "The ratings have answered: close this plan"
        st.button(answered, key="to-answered", on_click=move, args=(row.plan_id, PlanState.ANSWERED))
    if row.plan.state is PlanState.PLANNED:
        st.button("Back to a draft", key="to-draft", on_click=move, args=(row.plan_id, PlanState.DRAFT))
    if PlanState.SET_ASIDE in ahead:
        _draw_with_reason(row, PlanState.SET_ASIDE, "Set it aside, with a reason", "Set it aside")
    if row.plan.state.is_ended:
        _draw_with_reason(row, AGAIN[row.plan.state], "Take it up again, with a reason", "Take it up again")


def _has_an_answer(row: RepairPlanRow) -> bool:
    return row.follow_up is not None and row.follow_up.why_unknown is not WhyUnknown.NO_RATING_SINCE


def _draw_with_reason(row: RepairPlanRow, state: PlanState, title: str, label: str) -> None:
    key = f"reason-{row.plan_id}-{state}"
    with st.expander(title, type="compact", key=f"with-{state}"):
        st.text_area("Why? A few words are enough.", key=key, height=80, max_chars=LONGEST)
        st.button(label, key=f"do-{state}", on_click=move, args=(row.plan_id, state, key))


def _draw_way(moves: tuple[PlanMove, ...]) -> None:
    if not moves:
        return
    with st.expander(f"How this plan went ({len(moves)})", type="compact", key="repair-way"):
        st.html(f'<ol class="repair-list">{"".join(map(_move_html, moves))}</ol>')


def _move_html(one: PlanMove) -> str:
    reason = f": {one.reason.rstrip('.')}" if one.reason else ""
    return f"<li>{STATE[one.state]}{escape(reason)}, {moment_said(one.moved_at)}, {escape(one.moved_by)}</li>"
