"""The plan: what will be said, when, the one change in the client's words, how both will tell that it helped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
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
from dashboard.dates import day_said
from dashboard.guide_words import STEP_NAME
from fit.casework.clinician import make_plan
from fit.errors import InputError
from fit.repair import PlanState

if TYPE_CHECKING:
    from datetime import date

    from fit.casework.views import RepairPage
    from fit.repair import RepairPlan

__all__ = ["draw_plan", "plan_html"]

PLACE = "plan"
NEXT, DAY = "At the next session", "On a day"
CHECK_BY: Final = "The next ratings."
"""How it is checked unless something else is said: they come anyway."""
LONGEST = 4_000
"""[characters] As the use case takes it."""
BEFORE_THE_TALK = frozenset({PlanState.DRAFT, PlanState.PLANNED})


def draw_plan(found: RepairPage) -> None:
    """Draw the plan to be made, or as it stands where the talk has been or somebody else reads."""
    with st.container(key="repair-plan", gap="small"):
        st.header("The plan", anchor="repair-plan")
        st.html(_said_html(found))
        plan = open_plan(found)
        if not found.can_write or (found.plan is not None and plan is None):
            st.html(plan_html(None if found.plan is None else found.plan.plan))
        elif plan is None or plan.plan.state in BEFORE_THE_TALK:
            _draw_form(found, "Keep the plan" if plan and plan.plan.state is PlanState.PLANNED else "Plan it")
        else:
            st.html(plan_html(plan.plan))
            with st.expander("Plan another talk", key="another-talk"):
                _draw_form(found, "Plan another talk")


def _said_html(found: RepairPage) -> str:
    words = [
        f"<dt>{STEP_NAME[step]}</dt><dd>{escape(one.words)}</dd>" for step, one in found.words.items() if one.words
    ]
    if not words:
        return '<p class="ml-quiet">What will be said: no words are written yet. You can plan without them.</p>'
    return f'<p class="ml-label">What will be said</p><dl class="repair-said">{"".join(words)}</dl>'


def plan_html(plan: RepairPlan | None) -> str:
    """Return the plan as it stands, as names and what stands behind them."""
    if plan is None:
        return '<p class="ml-quiet">There is no plan yet.</p>'
    entries = (
        ("When", NEXT if plan.said_on is None else f"On {day_said(plan.said_on)}"),
        ("The one change, in the client's words", plan.agreed_change or "not agreed yet"),
        ("How it will be checked", plan.check_by or "not said yet"),
    )
    facts = "".join(f"<dt>{name}</dt><dd>{escape(said)}</dd>" for name, said in entries)
    return f'<dl class="ml-facts">{facts}</dl>'


def _draw_form(found: RepairPage, label: str) -> None:
    plan = None if found.plan is None else found.plan.plan
    key = found.session_id
    _draw_when(found, None if plan is None else plan.said_on)
    change = field(f"change-{key}", plan.agreed_change if plan else "")
    st.text_area(
        "The one change, in the client's words (it can wait for the talk)", key=change, height=80, max_chars=LONGEST
    )
    draw_theirs(change)
    check = field(f"check-{key}", (plan and plan.check_by) or CHECK_BY)
    st.text_area("How will you two tell that it helped?", key=check, height=80, max_chars=LONGEST)
    draw_theirs(check)
    st.button(label, key="make-plan", type="primary", on_click=_plan, args=(found,))
    draw_outcome(PLACE)


def _draw_when(found: RepairPage, said_on: date | None) -> None:
    when = field(f"when-{found.session_id}", NEXT if said_on is None else DAY)
    with st.container(horizontal=True, vertical_alignment="bottom", key="repair-when"):
        st.radio("When will you say it?", [NEXT, DAY], horizontal=True, key=when)
        if st.session_state[when] == DAY:
            key = f"day-{found.session_id}"
            st.session_state.setdefault(key, said_on or found.as_of)
            st.date_input("Day", key=key, format="DD/MM/YYYY", width=180)


def _day(found: RepairPage) -> date | None:
    """The day that is chosen; None for the next session.

    Raises
    ------
    InputError
        when a day is wanted and none is given.
    """
    if st.session_state.get(f"when-{found.session_id}") != DAY:
        return None
    day: date | None = st.session_state.get(f"day-{found.session_id}")
    if day is None:
        raise InputError("The day is missing. Choose one, or the next session.")
    return day


def _plan(found: RepairPage) -> None:
    def work() -> None:
        day = _day(found)
        plan_id = begun(found)
        saved = make_plan(
            current_clinic(),
            current_actor(),
            plan_id,
            version=looked_at(plan_id),
            said_on=day,
            check_by=typed(f"check-{found.session_id}"),
            agreed_change=typed(f"change-{found.session_id}"),
        )
        looks_at(plan_id, saved.version)

    deed(PLACE, work, "It is planned, and waits on your caseload until the talk. For now it is done.")
