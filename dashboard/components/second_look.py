"""A step that is hard to take back: first what will happen is said in words, and a second press does it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final, NoReturn

import streamlit as st

from dashboard.components.attempt import saying_why

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["asks_again", "chosen_before", "draw_second_look", "forget", "look_again"]

NOTHING: Final[Mapping[str, Any]] = {}


def look_again(place: str, **chosen: Any) -> NoReturn:
    """Keep what was chosen, and draw the page again: it asks now."""
    st.session_state[_key(place)] = (True, chosen)
    st.rerun()


def asks_again(place: str) -> bool:
    """Whether something waits here for the second press."""
    asks, _ = st.session_state.get(_key(place), (False, NOTHING))
    return bool(asks)


def chosen_before(place: str) -> Mapping[str, Any]:
    """What was chosen here: for the question, and for the form again when it was not wanted yet."""
    _, chosen = st.session_state.get(_key(place), (False, NOTHING))
    found: Mapping[str, Any] = chosen
    return found


def draw_second_look(place: str, told: Sequence[str], yes: str, do: Callable[[], None]) -> None:
    """Say what will happen, and do it when it is wanted still; `do` may lead to another page."""
    with st.container(border=True, key=_key(place)):
        st.html("".join(f"<p>{escape(line)}</p>" for line in told))
        with st.container(horizontal=True):
            wanted = st.button(yes, key=f"{_key(place)}-yes", type="primary")
            st.button("Not yet", key=f"{_key(place)}-no", on_click=_put_off, args=(place,))
        if wanted:
            with saying_why():
                do()


def forget(place: str) -> None:
    """Ask no more, and begin with nothing chosen: it was done."""
    st.session_state.pop(_key(place), None)


def _put_off(place: str) -> None:
    st.session_state[_key(place)] = (False, chosen_before(place))


def _key(place: str) -> str:
    return f"second-look-of-{place}"
