"""Two texts beside each other: what somebody saved meanwhile, and what stands unsaved in the fields."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.drafting import field_key, put_in_fields, typed_words
from dashboard.dates import moment_said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

__all__ = ["Theirs", "draw_side_by_side", "theirs_by"]

NOTHING = '<span class="ml-quiet">nothing</span>'


class Theirs:
    """What was saved meanwhile: its words by field, the version, and by whom and when it was saved."""

    def __init__(self, words: Mapping[str, str], version: int, by: str) -> None:
        self.words, self.version, self.by = words, version, by


def theirs_by(name: str, at: datetime, *, is_own: bool) -> str:
    """Say who saved it and when; one's own was saved in another window."""
    who = "you, in another window or on another device" if is_own else name
    return f"Saved by {who}, {moment_said(at)}"


def draw_side_by_side(place: str, titles: Mapping[str, str], theirs: Theirs, save_mine: Callable[[], None]) -> None:
    """Draw both texts by field, and three ways on: save mine on top, put both together, leave theirs."""
    mine = typed_words(place, tuple(titles))
    with st.container(key=f"both-{place}", gap="small"):
        st.html(_html(titles, theirs, mine))
        with st.container(horizontal=True):
            st.button("Put theirs under mine", key=f"merge-{place}", on_click=_merge, args=(place, titles, theirs))
            st.button("Save mine on top", key=f"on-top-{place}", on_click=save_mine)
            st.button("Leave theirs, drop mine", key=f"drop-{place}", on_click=_ask, args=(place, theirs))
        if st.session_state.get(_asked(place)) == theirs.version:
            _draw_question(place, theirs)


def _draw_question(place: str, theirs: Theirs) -> None:
    """Ask once more: what is dropped was saved nowhere."""
    st.warning("What you wrote is saved nowhere. Dropped, it cannot be brought back.")
    with st.container(horizontal=True):
        st.button("Drop what I wrote", key=f"drop-sure-{place}", on_click=_take, args=(place, theirs))
        st.button("Keep what I wrote", key=f"drop-not-{place}", on_click=_forget, args=(place,))


def _asked(place: str) -> str:
    return f"drop-asked-{place}"


def _ask(place: str, theirs: Theirs) -> None:
    st.session_state[_asked(place)] = theirs.version


def _forget(place: str) -> None:
    st.session_state.pop(_asked(place), None)


def _html(titles: Mapping[str, str], theirs: Theirs, mine: Mapping[str, str]) -> str:
    rows = "".join(_row(title, theirs.words[name], mine[name]) for name, title in titles.items())
    return (
        '<section class="ml-both" role="status" aria-label="Two versions">'
        "<h2>This was saved meanwhile</h2><p>Nothing is lost: what you wrote is still in the fields "
        "above, and not saved. Both stand here beside each other.</p>"
        '<div class="ml-both-head" aria-hidden="true">'
        f"<span>{escape(theirs.by)}</span><span>Yours, in the fields, not saved</span></div>{rows}</section>"
    )


def _row(title: str, theirs: str, mine: str) -> str:
    is_same = theirs.strip() == mine.strip()
    css, differs = ("same", "the same") if is_same else ("different", "different")
    return (
        f'<div class="ml-both-row ml-both-{css}"><h3>{escape(title)} <span>{differs}</span></h3>'
        f'<div><b class="ml-both-whose">Theirs</b>{_said(theirs)}</div>'
        f'<div><b class="ml-both-whose">Yours</b>{_said(mine)}</div></div>'
    )


def _said(words: str) -> str:
    return f'<p class="ml-written">{escape(words.strip())}</p>' if words.strip() else f"<p>{NOTHING}</p>"


def _merge(place: str, titles: Mapping[str, str], theirs: Theirs) -> None:
    _forget(place)
    mine = typed_words(place, tuple(titles))
    both = {name: _together(mine[name].strip(), theirs.words[name]) for name in titles}
    put_in_fields(place, both, theirs.version, theirs.words)


def _together(mine: str, theirs: str) -> str:
    if theirs in mine:
        return mine
    return theirs if mine in theirs else f"{mine}\n{theirs}"


def _take(place: str, theirs: Theirs) -> None:
    _forget(place)
    for name in theirs.words:
        st.session_state.pop(field_key(place, name), None)
    put_in_fields(place, theirs.words, theirs.version, theirs.words)
