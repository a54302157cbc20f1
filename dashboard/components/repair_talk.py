"""After the talk: what happened, what the client said, and whether the one change is kept."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.repair_moves import move
from dashboard.components.repair_writing import (
    begun,
    deed,
    draw_outcome,
    draw_theirs,
    field,
    looked_at,
    looks_at,
    open_plan,
    typed,
)
from fit.casework.clinician import record_talk
from fit.repair import PlanState

if TYPE_CHECKING:
    from fit.casework.views import RepairPage, RepairPlanRow
    from fit.repair import RepairPlan

__all__ = ["draw_talk"]

PLACE = "talk"
LONGEST = 4_000
"""[characters] As the use case takes it."""
TALKED = frozenset({PlanState.TALKED, PlanState.CHANGE_KEPT, PlanState.CHANGE_NOT_KEPT})


def draw_talk(found: RepairPage) -> None:
    """Draw the note of the talk: open once it is planned, behind a click before; as it stands for who only reads."""
    plan = open_plan(found)
    with st.container(key="repair-talk", gap="small"):
        st.header("After the talk", anchor="repair-talk")
        if not found.can_write or (found.plan is not None and plan is None):
            st.html(_talk_html(None if found.plan is None else found.plan.plan))
        elif plan is None or plan.plan.state is PlanState.DRAFT:
            with st.expander("It has been talked about already", key="talk-already"):
                _draw_form(found)
        else:
            _draw_form(found)
            _draw_kept(plan)


def _talk_html(plan: RepairPlan | None) -> str:
    if plan is None or plan.talked_at is None:
        return '<p class="ml-quiet">No talk is noted yet.</p>'
    entries = (
        ("Noted after", f"session {plan.talked_at}"),
        ("What happened", plan.happened),
        ("What the client said", plan.client_said or "not noted"),
    )
    facts = "".join(f"<dt>{name}</dt><dd>{escape(said)}</dd>" for name, said in entries)
    return f'<dl class="ml-facts">{facts}</dl>'


def _draw_form(found: RepairPage) -> None:
    plan = None if found.plan is None else found.plan.plan
    fields = (
        ("happened", "What happened?", plan.happened if plan else ""),
        ("client-said", "What did the client say?", plan.client_said if plan else ""),
        ("agreed", "The one change you agreed, in the client's words", plan.agreed_change if plan else ""),
    )
    for name, label, kept in fields:
        key = field(f"{name}-{found.session_id}", kept)
        st.text_area(label, key=key, height=90, max_chars=LONGEST)
        draw_theirs(key)
    said = "Keep the note" if plan and plan.state in TALKED else "Note the talk"
    st.button(said, key="record-talk", type="primary", on_click=_record, args=(found,))
    draw_outcome(PLACE)


def _record(found: RepairPage) -> None:
    def work() -> None:
        plan_id = begun(found)
        happened, client_said, agreed = (
            typed(f"{name}-{found.session_id}") for name in ("happened", "client-said", "agreed")
        )
        saved = record_talk(
            current_clinic(),
            current_actor(),
            plan_id,
            version=looked_at(plan_id),
            happened=happened,
            client_said=client_said,
            agreed_change=agreed,
        )
        looks_at(plan_id, saved.version)

    deed(PLACE, work, "The talk is noted. The next ratings answer.")


def _draw_kept(plan: RepairPlanRow) -> None:
    """Ask whether the change is kept, once there was a talk with a change agreed in it."""
    if plan.plan.state not in TALKED or not plan.plan.agreed_change:
        return
    st.html(f"<p>The one change: “{escape(plan.plan.agreed_change)}”. Is it kept so far?</p>")
    choices = ((PlanState.CHANGE_KEPT, "It is kept"), (PlanState.CHANGE_NOT_KEPT, "Not yet"))
    with st.container(horizontal=True, gap="small", key="change-kept"):
        for state, label in choices:
            is_said = plan.plan.state is state
            st.button(
                label,
                key=f"to-{state}",
                icon=":material/check:" if is_said else None,
                disabled=is_said,
                on_click=move,
                args=(plan.plan_id, state),
            )
