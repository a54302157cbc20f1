"""How a person signs in, as an administrator sees and changes it: second factor, and the link to a single sign-on."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, done, form_number, saying_why
from fit.casework.administrator import link_sign_on, reset_second_factor
from fit.casework.views import SeenHow
from fit.errors import InputError

if TYPE_CHECKING:
    from fit.casework.views import UserRow

__all__ = ["draw_own_sign_on", "draw_sign_in_of"]


def draw_sign_in_of(person: UserRow) -> None:
    """Draw second factor and single sign-on of a colleague."""
    _draw_factor(person)
    draw_own_sign_on(person)


def _draw_factor(person: UserRow) -> None:
    with st.container(border=True, width=FORM_WIDTH, key="card-factor"):
        st.header("Second factor", anchor=False)
        if not person.has_second_factor:
            st.markdown("Not set up yet. " + _when(person))
            return
        st.markdown(
            "Set up. For somebody who lost both device and recovery codes: see that it is really them who ask, then "
            "reset it. Their sessions end at once. " + _when(person)
        )
        chosen = st.radio("How did you see that it is them?", SEEN, index=None, format_func=SEEN.__getitem__)
        if st.button("Reset the second factor"):
            with saying_why():
                reset_second_factor(current_clinic(), current_actor(), person.user_id, seen=_said(chosen))
                done("factor", f"The second factor of {person.display_name} is reset.")


SEEN: Final = {
    SeenHow.IN_PERSON: "I met them in person",
    SeenHow.CALLED_BACK: "I called them at the number that the clinic has of them",
}


def _said(chosen: SeenHow | None) -> SeenHow:
    if chosen is None:
        raise InputError("Say first how you saw that it is them: whoever calls can say a name.")
    return chosen


def _when(person: UserRow) -> str:
    if person.needs_second_factor:
        return "It is set up at the next sign-in, before anything else can be reached."
    return "Everybody can set one up under Your account."


def draw_own_sign_on(person: UserRow) -> None:
    """Ask who a person is at the provider, where the clinic has one."""
    if current_clinic().settings.sign_on is None:
        return
    number = form_number("sign-on")
    with st.form(f"sign-on-{person.user_id}", width=FORM_WIDTH):
        st.header("Single sign-on", anchor=False)
        st.html(f'<p class="ml-quiet">{_linked(person)}</p>')
        email = st.text_input("E-mail at the provider", key=f"email-{person.user_id}-{number}", autocomplete="off")
        subject = st.text_input("or subject (sub)", key=f"subject-{person.user_id}-{number}", autocomplete="off")
        st.caption("Leave both empty to end the link.")
        if st.form_submit_button("Save the link"):
            with saying_why():
                link_sign_on(current_clinic(), current_actor(), person.user_id, subject=subject, email=email)
                done("sign-on", "The link is as you set it.")


def _linked(person: UserRow) -> str:
    if not person.linked_to:
        return "Not linked: signs in with name and passphrase."
    return f"Linked to <strong>{escape(person.linked_to)}</strong>."
