"""The practice of this tab: held in memory while it goes on, written nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn

import streamlit as st

from fit.repair import begin_rehearsal

if TYPE_CHECKING:
    from fit.repair import Practice, Rehearsal

__all__ = ["UnderWay", "begin_again", "forget", "go_on_with", "practice_of"]

KEY: Final = "rehearsal"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """A practice, and which look at it this is: each has fields of its own, so that none keeps an old word."""

    practice: Practice
    turn: int
    draft: str = ""


def practice_of(scene: Rehearsal) -> UnderWay:
    """Return the practice of this scene, begun now if there is none."""
    there = st.session_state.get(KEY)
    if isinstance(there, UnderWay) and there.practice.scene.id == scene.id:
        return there
    return _keep(begin_rehearsal(scene))


def begin_again(scene: Rehearsal) -> None:
    """Begin the scene from its first line."""
    _keep(begin_rehearsal(scene))


def go_on_with(practice: Practice, *, draft: str = "") -> NoReturn:
    """Draw the page again with the client's next line; `draft` stands in the field."""
    _keep(practice, draft)
    st.rerun()


def forget() -> None:
    """Drop what was practised; only the count of looks stays, so that fields begin empty."""
    there = st.session_state.get(KEY)
    if isinstance(there, UnderWay):
        st.session_state[KEY] = there.turn


def _keep(practice: Practice, draft: str = "") -> UnderWay:
    st.session_state[KEY] = kept = UnderWay(practice=practice, turn=_turn() + 1, draft=draft)
    return kept


def _turn() -> int:
    there = st.session_state.get(KEY, 0)
    return there.turn if isinstance(there, UnderWay) else int(there)
