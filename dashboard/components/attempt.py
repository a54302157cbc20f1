"""Trying what a form asks for: a refusal is said beside it in its own words, and what was typed stays."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import streamlit as st

from dashboard.plain_text import plain
from fit.errors import (
    AccessDeniedError,
    ConflictError,
    InputError,
    NotFoundError,
    SignInError,
    StoreUnavailableError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FORM_WIDTH", "done", "draw_done", "form_number", "say_next", "saying_why"]

FORM_WIDTH = 560
"""[pixels] A form as wide as the page would be hard to read."""
SAID = "said-when-done"


@contextmanager
def saying_why() -> Iterator[None]:
    """Do what stands below; when it is refused, say why right here."""
    try:
        yield
    except (AccessDeniedError, ConflictError, InputError, NotFoundError, SignInError, StoreUnavailableError) as refused:
        st.error(plain(str(refused)))


def done(form: str, said: str) -> NoReturn:
    """Empty this form, and draw the page again with a word on what was done."""
    st.session_state[_number(form)] = form_number(form) + 1
    say_next(said)
    st.rerun()


def say_next(said: str) -> None:
    """Keep a word on what was done for the next look at a page, this one or another."""
    st.session_state[SAID] = said


def draw_done() -> None:
    """Say once what was done before this look at the page."""
    said = st.session_state.pop(SAID, "")
    if said:
        st.success(said)


def form_number(form: str) -> int:
    """Count how often this form was done: part of its widgets' keys, so that the next one begins empty."""
    number: int = st.session_state.get(_number(form), 0)
    return number


def _number(form: str) -> str:
    return f"done-{form}"
