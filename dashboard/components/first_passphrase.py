"""A passphrase to hand over, shown to the administrator this once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.attempt import FORM_WIDTH
from dashboard.dates import moment_said
from dashboard.plain_text import plain

if TYPE_CHECKING:
    from fit.casework.views import FirstPassphrase, UserRow

__all__ = ["draw_first_passphrase", "keep_to_show"]

TO_SHOW = "first-passphrase-to-show"


def keep_to_show(person: UserRow, first: FirstPassphrase) -> None:
    """Keep it for the next look at this page, and no longer."""
    st.session_state[TO_SHOW] = (person.display_name, person.sign_in_name, first)


def draw_first_passphrase() -> None:
    """Show what was just made, once: the next look at the page has it no more."""
    name, sign_in_name, first = st.session_state.pop(TO_SHOW, ("", "", None))
    if first is None:
        return
    with st.container(border=True, width=FORM_WIDTH, key="card-first-passphrase"):
        st.header(f"First passphrase of {plain(name)}", anchor=False)
        st.markdown("**It is shown this once.** Write it down and hand it over in person, or read it out on the phone.")
        st.code(first.words, language=None)
        st.markdown(
            f"With it and the sign-in name {plain(sign_in_name)} they choose their own passphrase, until "
            f"{moment_said(first.until)}. It opens nothing else. Lost, or too late? Make a new one on their page."
        )
