"""The people of the clinic: who works here, in which role, who may sign in, and who supervises whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import draw_done
from dashboard.components.first_passphrase import draw_first_passphrase
from dashboard.components.new_person import draw_new_person
from dashboard.components.people_rows import draw_people
from dashboard.components.programmes import draw_programmes
from dashboard.components.unassigned import draw_unassigned
from dashboard.sentences import counted
from dashboard.words import ROLE
from fit.casework.actor import Role
from fit.casework.administrator import list_programmes, list_unassigned, list_users

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework.views import UserRow

__all__ = ["page"]


def page() -> None:
    """Draw everybody of the clinic."""
    people = list_users(current_clinic(), current_actor())
    st.title("People", anchor=False)
    draw_done()
    draw_first_passphrase()
    alone = len(people) == 1
    if alone:
        _draw_empty()
    else:
        st.html(f'<p class="ml-lead">{_summary(people)}</p>')
    draw_new_person(expanded=alone)
    draw_programmes(list_programmes(current_clinic(), current_actor()))
    draw_unassigned(list_unassigned(current_clinic(), current_actor()), people)
    draw_people(people)


def _draw_empty() -> None:
    st.html(
        '<div class="ml-empty"><h2>Nobody but you yet</h2>'
        "<p>Add the clinicians first. Each of them then adds their own clients.</p></div>"
    )


def _summary(people: Sequence[UserRow]) -> str:
    active = [person for person in people if person.active]
    numbers = {role: sum(person.role is role for person in active) for role in Role}
    told = [counted(number, ROLE[role].lower()) for role, number in numbers.items() if number]
    gone = len(people) - len(active)
    return f"{', '.join(told)}." + (f" {counted(gone, 'person', 'people')} cannot sign in." if gone else "")
