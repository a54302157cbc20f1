"""Who supervises whom, seen from a supervisor or from a clinician."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, done, saying_why
from fit.casework.actor import Role
from fit.casework.administrator import add_supervision, end_supervision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fit.casework.views import UserRow

__all__ = ["draw_supervision_of"]

HOLDS_CLIENTS = frozenset({Role.CLINICIAN, Role.SUPERVISOR})

NOBODY: Mapping[Role, str] = {
    Role.SUPERVISOR: "Supervises nobody: there is no clinician yet. Add one first.",
    Role.CLINICIAN: "Supervised by nobody: there is no supervisor yet.",
}


def draw_supervision_of(person: UserRow, people: Sequence[UserRow]) -> None:
    """Ask whom a supervisor supervises, and by whom somebody with clients is supervised; other roles have neither."""
    others = [one for one in people if one.user_id != person.user_id]
    if person.role is Role.SUPERVISOR:
        clinicians = _names(one for one in others if one.role in HOLDS_CLIENTS)
        _draw(person, "Supervises", clinicians, set(person.supervises))
    elif person.role is Role.CLINICIAN:
        supervisors = [one for one in others if one.role is Role.SUPERVISOR]
        now = {one.user_id for one in supervisors if person.user_id in one.supervises}
        _draw(person, "Supervised by", _names(supervisors), now)


def _names(people: Iterable[UserRow]) -> dict[str, str]:
    return {one.user_id: one.display_name for one in people}


def _draw(person: UserRow, label: str, names: Mapping[str, str], now: set[str]) -> None:
    if not names:
        st.html(f'<p class="ml-quiet">{NOBODY[person.role]}</p>')
        return
    with st.form(f"supervision-{person.user_id}", width=FORM_WIDTH):
        st.header("Supervision", anchor=False)
        st.markdown("A supervisor sees the clients of these clinicians, first those who need a look.")
        chosen = st.multiselect(label, names, default=sorted(now & set(names)), format_func=names.__getitem__)
        if st.form_submit_button("Save"):
            with saying_why():
                _change(person, set(chosen) - now, now & set(names) - set(chosen))
                done("supervision", "Supervision is as you chose.")


def _change(person: UserRow, begun: set[str], ended: set[str]) -> None:
    clinic, actor = current_clinic(), current_actor()
    for other in begun:
        add_supervision(clinic, actor, *_pair(person, other))
    for other in ended:
        end_supervision(clinic, actor, *_pair(person, other))


def _pair(person: UserRow, other: str) -> tuple[str, str]:
    """Put the supervisor first."""
    return (person.user_id, other) if person.role is Role.SUPERVISOR else (other, person.user_id)
