"""Choices that stay while somebody looks at another page: what is not drawn, Streamlit forgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["begin_with", "forget", "keep", "put_back"]

KEPT: Final = "kept-{}"
"""No widget has this key, so that it stays as long as the session does; nothing of it is in an address."""


def put_back(key: str, among: Collection[Any] | None = None) -> None:
    """Before a choice is drawn, choose what was chosen when the page was left, if that is still offered."""
    kept = st.session_state.get(KEPT.format(key))
    if kept is not None and key not in st.session_state and (among is None or kept in among):
        st.session_state[key] = kept


def begin_with(key: str, usual: Any, among: Collection[Any] | None = None) -> None:
    """Before a choice is drawn that has no default of its own, choose what was kept, or what is usual."""
    put_back(key, among)
    st.session_state.setdefault(key, usual)


def keep(*keys: str) -> None:
    """After choices were drawn, note what is chosen."""
    for key in keys:
        if key in st.session_state:
            st.session_state[KEPT.format(key)] = st.session_state[key]


def forget(*keys: str) -> None:
    """Take back what was chosen, and what was kept of it."""
    for key in keys:
        st.session_state.pop(key, None)
        st.session_state.pop(KEPT.format(key), None)
