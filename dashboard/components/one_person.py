"""What an administrator changes about one person: supervision, passphrase, and whether they may sign in."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, done, draw_done, form_number, saying_why
from dashboard.components.links import page_link
from dashboard.components.status import status_html
from dashboard.components.supervision_of import draw_supervision_of
from dashboard.words import ACTIVE, ROLE
from fit.casework.administrator import reset_passphrase, set_active

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework.views import UserRow

__all__ = ["draw_person"]


def draw_person(person: UserRow, people: Sequence[UserRow]) -> None:
    """Draw one person with what can be changed."""
    st.title(person.display_name, anchor=False)
    known = (ROLE[person.role], person.team, f"sign-in name {person.sign_in_name}")
    st.html(f'<p class="ml-quiet">{escape(" · ".join(part for part in known if part))}</p>')
    st.html(status_html(ACTIVE[person.active]))
    draw_done()
    if person.user_id == current_actor().user_id:
        st.markdown("This is you. Your own passphrase is changed under your account.")
        page_link("Your account", "account", icon=":material/account_circle:")
        return
    draw_supervision_of(person, people)
    _draw_passphrase(person)
    _draw_active(person)


def _draw_passphrase(person: UserRow) -> None:
    number = form_number("reset")
    with st.form(f"reset-{person.user_id}", width=FORM_WIDTH):
        st.header("New passphrase", anchor=False)
        st.markdown("For somebody who lost theirs. Their sessions end at once. Tell it in person.")
        new = st.text_input(
            "New passphrase", type="password", key=f"reset-{person.user_id}-{number}", autocomplete="new-password"
        )
        if st.form_submit_button("Set this passphrase"):
            with saying_why():
                reset_passphrase(current_clinic(), current_actor(), person.user_id, new)
                done("reset", f"{person.display_name} signs in with the new passphrase from now on.")


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
        done("active", f"{person.display_name} {said}")
