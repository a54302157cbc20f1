"""Who is behind a Streamlit page."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.clinic import current_clinic
from dashboard.door.identity import COOKIE, HOST_COOKIE, SOURCE_HEADER, session_mark
from dashboard.door.paths import SIGN_IN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fit.casework.actor import Actor

__all__ = ["actor_behind_this_page", "current_actor", "looked_up_once", "token_of_this_page"]


def current_actor(*, in_use: bool = True) -> Actor:
    """Return the person who is looking at this page; without a session, show the way to sign in and stop.

    Looked up again on every run: the cookie that Streamlit shows is the one this page was opened with. A part of a page
    that runs by itself is not `in_use`: it keeps nobody's session alive.
    """
    kept = _of_this_run.get()
    actor = (kept and kept.actor) or actor_behind_this_page(in_use=in_use)
    if actor is None:
        _show_signed_out()
        st.stop()
    if kept is not None:
        kept.actor = actor
    return actor


@contextmanager
def looked_up_once() -> Iterator[None]:
    """Look the person up once while a page is drawn; the next run, and what runs by itself, looks again."""
    before = _of_this_run.set(_Kept())
    try:
        yield
    finally:
        _of_this_run.reset(before)


@dataclass(slots=True)
class _Kept:
    actor: Actor | None = None


_of_this_run: ContextVar[_Kept | None] = ContextVar("of this run", default=None)


def actor_behind_this_page(*, in_use: bool = True) -> Actor | None:
    """Return who is signed in behind this page, None when the session is over. Tests of pages replace this one."""
    from fit.casework import access

    let_in = _let_in()
    actor = access.actor_of(current_clinic(), _token(let_in), in_use=in_use)
    if actor is None or (let_in.get("user_id"), let_in.get("role")) != (actor.user_id, actor.role.value):
        return None
    return replace(actor, source=st.context.headers.get(SOURCE_HEADER, ""))


def token_of_this_page() -> str:
    """Return the token of the session that the gate let in: of two cookies the one that it saw.

    Tests of pages replace this one.
    """
    return _token(_let_in())


def _token(let_in: Mapping[str, object]) -> str:
    tokens = [st.context.cookies.get(name, "") for name in (HOST_COOKIE, COOKIE)]
    return next((token for token in tokens if session_mark(token) == let_in.get("session")), "")


def _let_in() -> Mapping[str, object]:
    """Whom the gate let in. All at once: at each look Streamlit searches the disk for a file of secrets."""
    return st.user.to_dict()


def _show_signed_out() -> None:
    st.title("You are signed out")
    st.write("This page was left alone for long, or signed out on another screen. Nothing you sent was lost.")
    st.link_button("Sign in", SIGN_IN, type="primary")
