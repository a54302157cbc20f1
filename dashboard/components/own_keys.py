"""Single keys on one's own account: whoever speaks to the machine, or is often taken unawares, switches them off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.clinic import current_clinic
from dashboard.components.palette import KEYS_ON, keys_are_on
from fit.casework.access import set_shortcuts

if TYPE_CHECKING:
    from fit.casework.actor import Actor

__all__ = ["draw_own_keys"]

SWITCH = "own-keys"


def draw_own_keys(actor: Actor) -> None:
    """Draw the switch; it holds on every device, from the next page on."""
    st.header("Keys", anchor=False)
    st.toggle(
        "Single keys lead to pages",
        value=keys_are_on(actor),
        key=SWITCH,
        on_change=_switch,
        args=(actor,),
    )
    st.html(
        '<p class="ml-quiet">Such as <kbd>n</kbd> for a new rating or <kbd>?</kbd> for the list of all keys; never '
        "while you type. Switch them off if you speak to your computer. Ctrl K always finds a client or a page.</p>"
    )


def _switch(actor: Actor) -> None:
    on = bool(st.session_state[SWITCH])
    set_shortcuts(current_clinic(), actor, on=on)
    st.session_state[KEYS_ON] = on
