"""The card for the session: what to say in three steps, on one calm screen or sheet, without the client's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.card import draw_card
from dashboard.components.links import page_link
from dashboard.components.print_button import print_button
from dashboard.locale import FALLBACK, spoken
from fit.casework.clinician import open_repair
from fit.errors import AccessDeniedError, InputError, NotFoundError
from fit.repair import Dimension, Listener, RuptureKind, Setting
from fit.repair.card import make_card

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.repair import Step

__all__ = ["page"]

Word = TypeVar("Word", RuptureKind, Dimension, Listener, Setting)
NO_OWN_WORDS: Final[Mapping[Step, str]] = {}


def page() -> None:
    """Draw the card that the address describes: kind, dimension, listener, setting, language; nothing of a client."""
    kind = _asked("kind", RuptureKind)
    if kind is None:
        _draw_nothing()
        st.stop()
    draw(kind, own_words=_own_words())


def _own_words() -> Mapping[Step, str]:
    """What the clinician wrote in the plan that the address names; a card without a plan has none."""
    episode, plan = st.query_params.get("episode", ""), st.query_params.get("plan", "")
    if not plan:
        return NO_OWN_WORDS
    try:
        found = open_repair(current_clinic(), current_actor(), episode, plan_id=plan)
    except (AccessDeniedError, InputError, NotFoundError):
        return NO_OWN_WORDS
    return {step: one.words for step, one in found.words.items() if one.words}


def draw(kind: RuptureKind, *, own_words: Mapping[Step, str]) -> None:
    """Draw the card for a kind of rupture, with the clinician's own words where a plan holds some."""
    draw_card(
        make_card(
            current_clinic().scripts[kind],
            dimension=_asked("dimension", Dimension) or Dimension.NOT_SURE,
            listener=_asked("listener", Listener) or Listener.ADULT,
            setting=_asked("setting", Setting) or Setting.INDIVIDUAL,
            own_words=own_words,
            language=spoken(st.query_params.get("language", FALLBACK)),
        )
    )
    with st.container(horizontal=True, key="card-ways"):
        print_button("Print")
        page_link("Practise it first", "rehearse", _asked_for_rehearsal(), icon=":material/forum:")
        _draw_way_back()


def _draw_way_back() -> None:
    """Lead back to the plan that the card came from, or to the list."""
    query = {name: st.query_params[name] for name in ("episode", "plan") if name in st.query_params}
    if "plan" in query:
        page_link("Back to the repair", "repair", query, icon=":material/arrow_back:")
    else:
        page_link("All clients", "", icon=":material/arrow_back:")


def _asked(name: str, words: type[Word]) -> Word | None:
    asked = st.query_params.get(name, "")
    return words(asked) if asked in set(words) else None


def _asked_for_rehearsal() -> dict[str, str]:
    return {
        name: st.query_params[name]
        for name in ("kind", "dimension", "listener", "episode", "plan")
        if name in st.query_params
    }


def _draw_nothing() -> None:
    st.title("Card for the session", anchor=False)
    st.markdown("The address names no kind of rupture. Open the card from a repair, which knows what it is about.")
    page_link("All clients", "", icon=":material/arrow_back:")
