"""What an administrator changes about one person: supervision, passphrase, and whether they may sign in."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, done, draw_done, form_number, saying_why
from dashboard.components.first_passphrase import draw_first_passphrase, keep_to_show
from dashboard.components.held_clients import draw_held_clients
from dashboard.components.links import page_link
from dashboard.components.person_sign_in import draw_own_sign_on, draw_sign_in_of
from dashboard.components.status import status_html
from dashboard.components.supervision_of import draw_supervision_of
from dashboard.dates import moment_said
from dashboard.plain_text import plain
from dashboard.words import ACTIVE, ROLE
from fit.casework.actor import Role
from fit.casework.administrator import change_person, reset_passphrase, set_active

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from fit.casework.views import UserRow

__all__ = ["draw_person"]


def draw_person(person: UserRow, people: Sequence[UserRow]) -> None:
    """Draw one person with what can be changed."""
    st.title(plain(person.display_name), anchor=False)
    known = (ROLE[person.role], person.team, f"sign-in name {person.sign_in_name}")
    st.html(f'<p class="ml-quiet">{escape(" · ".join(part for part in known if part))}</p>')
    st.html(status_html(ACTIVE[person.active]))
    draw_done()
    draw_first_passphrase()
    _draw_about(person)
    if person.user_id == current_actor().user_id:
        st.markdown("This is you. Your own passphrase is changed under your account.")
        page_link("Your account", "account", icon=":material/account_circle:")
        draw_own_sign_on(person)
        return
    draw_supervision_of(person, people)
    draw_held_clients(person)
    _draw_passphrase(person)
    draw_sign_in_of(person)
    _draw_active(person)


def _draw_about(person: UserRow) -> None:
    """Ask for the name, the team and the role, and say what another role brings with it."""
    number = form_number("about-person")
    with st.form(f"about-{person.user_id}-{number}", width=FORM_WIDTH):
        st.header("Name, team and role", anchor=False)
        name = st.text_input("Name, as others read it", person.display_name, key=f"about-name-{number}", max_chars=100)
        team = st.text_input("Team (may stay empty)", person.team, key=f"about-team-{number}", max_chars=100)
        role = st.selectbox(
            "Role", list(Role), index=list(Role).index(person.role), format_func=ROLE.__getitem__, key=f"role-{number}"
        )
        st.html(f'<ul class="ml-quiet">{"".join(f"<li>{escape(one)}</li>" for one in ANOTHER_ROLE)}</ul>')
        if st.form_submit_button("Save name, team and role"):
            with saying_why():
                place, wanted = (current_clinic(), current_actor(), person.user_id), role or person.role
                changed = change_person(*place, display_name=name, team=team, role=wanted)
                done("about-person", f"{plain(changed.display_name)}: {ROLE[changed.role].lower()}{_in_team(changed)}.")


def _in_team(person: UserRow) -> str:
    return f", {plain(person.team)}" if person.team else ", in no team"


ANOTHER_ROLE = (
    "Clients stay with this person, with everything that was noted.",
    "In figures by team all their clients, past ones too, count in the new team.",
    "With another role all their sessions end at once; they sign in anew and find other pages.",
    "Who holds clients or ever did stays clinician or supervisor; another role needs a second sign-in name.",
    "Who is a supervisor no more supervises nobody from then on. The only administrator stays one.",
)


def _draw_passphrase(person: UserRow) -> None:
    with st.container(border=True, width=FORM_WIDTH, key="card-passphrase"):
        st.header("New passphrase", anchor=False)
        if person.first_passphrase_until is not None:
            st.markdown(_not_chosen_yet(person.first_passphrase_until))
        st.markdown(
            "For somebody who lost theirs: see that it is really them who ask. One is made and shown to you once, to "
            "hand over. Their sessions and the passphrase they had end at once."
        )
        if st.button("Make a new passphrase"):
            with saying_why():
                first = reset_passphrase(current_clinic(), current_actor(), person.user_id)
                keep_to_show(person, first)
                done("reset", f"{plain(person.display_name)} has a new first passphrase.")


def _not_chosen_yet(until: datetime) -> str:
    if until <= current_clinic().now():
        return "**The one that was handed over has run out** before they chose their own. Make a new one."
    return f"They have not chosen their own yet. The one that was handed over lasts until {moment_said(until)}."


def _draw_active(person: UserRow) -> None:
    with st.container(border=True, width=FORM_WIDTH, key="card-active"):
        st.header("Signing in", anchor=False)
        if person.active:
            st.markdown("For somebody who leaves, or is away. All their sessions end at once; nothing is deleted.")
        else:
            st.markdown("This person cannot sign in. What they did is kept.")
        if st.button("Let this person sign in no more" if person.active else "Let this person sign in again"):
            _set_active(person, active=not person.active)


def _set_active(person: UserRow, *, active: bool) -> None:
    said = "can sign in again." if active else "cannot sign in any more."
    with saying_why():
        set_active(current_clinic(), current_actor(), person.user_id, active=active)
        done("active", f"{plain(person.display_name)} {said}")
