"""Who is behind a Streamlit page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.clinic import current_clinic
from dashboard.door.identity import COOKIE
from dashboard.door.paths import SIGN_IN

if TYPE_CHECKING:
    from fit.casework.actor import Actor

__all__ = ["actor_behind_this_page", "current_actor"]


def current_actor(*, in_use: bool = True) -> Actor:
    """Return the person who is looking at this page; without a session, show the way to sign in and stop.

    Looked up again on every run: the cookie that Streamlit shows is the one this page was opened with. A part of a page
    that runs by itself is not `in_use`: it keeps nobody's session alive.
    """
    actor = actor_behind_this_page(in_use=in_use)
    if actor is None:
        _show_signed_out()
        st.stop()
    return actor


def actor_behind_this_page(*, in_use: bool = True) -> Actor | None:
    """Return who is signed in behind this page, None when the session is over. Tests of pages replace this one."""
    from fit.casework import access

    actor = access.actor_of(current_clinic(), st.context.cookies.get(COOKIE, ""), in_use=in_use)
    return actor if actor is not None and _is_who_the_gate_let_in(actor) else None


def _is_who_the_gate_let_in(actor: Actor) -> bool:
    return st.user.get("user_id") == actor.user_id and st.user.get("role") == actor.role.value


def _show_signed_out() -> None:
    st.title("You are signed out")
    st.write("This page was left alone for long, or signed out on another screen. Nothing you sent was lost.")
    st.link_button("Sign in", SIGN_IN, type="primary")
