"""Rows of people: each is one big link to what can be changed about that person."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.links import linked_row_html, rows_html
from dashboard.components.paging import of_this_page
from dashboard.components.status import status_html
from dashboard.words import ACTIVE, ROLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fit.casework.views import UserRow

__all__ = ["draw_people"]


def draw_people(people: Sequence[UserRow]) -> None:
    """Draw everybody, those who may sign in first."""
    names = {person.user_id: person.display_name for person in people}
    ordered = sorted(people, key=lambda person: not person.active)
    with st.container(key="rows-people"):
        st.html(rows_html(_row_html(person, names) for person in of_this_page(ordered, "people")))


def _row_html(person: UserRow, names: Mapping[str, str]) -> str:
    return linked_row_html(person.display_name, "person", {"person": person.user_id}, _seen_html(person, names))


def _seen_html(person: UserRow, names: Mapping[str, str]) -> str:
    return (
        '<div class="ml-people">'
        f'<p class="ml-about"><strong aria-hidden="true">{escape(person.display_name)}</strong>'
        f"<span>{escape(person.sign_in_name)}</span></p>"
        f'<p class="ml-does">{ROLE[person.role]}{_team(person)}{_supervises(person, names)}</p>'
        f"{status_html(ACTIVE[person.active])}</div>"
    )


def _team(person: UserRow) -> str:
    return f" · {escape(person.team)}" if person.team else ""


def _supervises(person: UserRow, names: Mapping[str, str]) -> str:
    known = sorted(names[user_id] for user_id in person.supervises if user_id in names)
    return f"<span>supervises {escape(', '.join(known))}</span>" if known else ""
