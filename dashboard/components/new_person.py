"""The form that adds a person to the clinic."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import done, form_number, saying_why
from dashboard.components.first_passphrase import keep_to_show
from dashboard.plain_text import plain
from dashboard.words import ROLE, ROLE_DOES
from fit.casework.actor import Role
from fit.casework.administrator import add_user

__all__ = ["draw_new_person"]

FORM = "new-person"
WIDE = 760
"""[pixels] Two fields beside each other."""
HANDS_OVER = frozenset({Role.CLINICIAN, Role.SUPERVISOR})
PIN_HELP = "Takes the tablet back from a client. Better left empty: it can be set under Your account."


def draw_new_person(*, expanded: bool) -> None:
    """Draw the form, open when there is nobody else yet."""
    number = form_number(FORM)
    with st.expander("Add a person", icon=":material/person_add:", expanded=expanded, key=f"add-person-{number}"):
        role = _draw_role(number)
        # no form of Streamlit's: what is asked for follows the role
        with st.container(width=WIDE):
            known = _draw_fields(role, number)
            if st.button("Add this person", type="primary"):
                with saying_why():
                    added = add_user(current_clinic(), current_actor(), role=role, **known)
                    if added.first is not None:
                        keep_to_show(added, added.first)
                    done(FORM, f"{plain(added.display_name)} can sign in now, as {plain(added.sign_in_name)}.")


def _draw_role(number: int) -> Role:
    role = st.segmented_control(
        "Role", list(Role), default=Role.CLINICIAN, required=True, format_func=ROLE.__getitem__, key=f"role-{number}"
    )
    st.caption(ROLE_DOES[role])
    return Role(role)


def _draw_fields(role: Role, number: int) -> dict[str, Any]:
    """Ask for the rest; the same keys for every role, so that nothing typed is lost when the role changes."""
    left, right = st.columns(2)
    with left:
        name = st.text_input("Name, as others read it", key=f"name-{number}", autocomplete="off")
        team = st.text_input("Team", placeholder="may stay empty", key=f"team-{number}", autocomplete="off")
        pin = _hidden("PIN (may stay empty)", f"pin-{number}", PIN_HELP) if role in HANDS_OVER else ""
    with right:
        sign_in = st.text_input("Sign-in name", placeholder="first.last", key=f"sign-in-{number}", autocomplete="off")
        st.caption("A first passphrase is made for them and shown to you once, to hand over.")
    return {"display_name": name, "sign_in_name": sign_in, "team": team, "pin": pin or None}


def _hidden(label: str, key: str, about: str) -> str:
    return st.text_input(label, type="password", key=key, help=about, autocomplete="new-password")
