"""Which episodes are counted: chosen above the figures, never more filters at once than keep everybody safe."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.words import AGE_BAND, INFORMANT
from fit.casework.views import OutcomesFilter
from fit.service.episodes import State
from fit.service.suppression import MOST_FILTERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from fit.casework.views import OutcomesPage

__all__ = ["STATES", "chosen_filters", "chosen_state", "draw_filters", "forget_filters"]

STATES = {
    State.ALL: "All",
    State.OPEN: "Open",
    State.CLOSED: "Closed",
    State.PLANNED: "Ended as planned",
    State.UNPLANNED: "Ended unplanned",
}
LABELS = {
    "period": "Began in",
    "team": "Team",
    "age_band": "Age band",
    "informant": "Rated by",
    "tag": "Tag",
}
KEY = "outcomes-{}"
EVERY = ""
"""In a choice: no filter. Not None, which Streamlit takes for nothing chosen yet."""
MOST = MOST_FILTERS - 1


def chosen_filters() -> OutcomesFilter:
    """Return what was chosen on this page."""
    return OutcomesFilter(
        **{one.name: st.session_state.get(KEY.format(one.name)) or None for one in fields(OutcomesFilter)}
    )


def forget_filters() -> None:
    """Take all filters off: what was chosen is not offered any more."""
    for one in fields(OutcomesFilter):
        st.session_state.pop(KEY.format(one.name), None)


def draw_filters(found: OutcomesPage) -> None:
    """Draw a choice for each filter there is something to choose of; with two set the others rest."""
    with st.container(horizontal=True, key="outcome-filters", vertical_alignment="bottom"):
        for name, label in LABELS.items():
            _draw_choice(name, label, found)
    if found.chosen.count >= MOST:
        st.html(
            f'<p class="ml-quiet">{MOST} filters at once, beside how care stands: with more, a figure could point at '
            "somebody. Set one back to All to choose another.</p>"
        )


def _draw_choice(name: str, label: str, found: OutcomesPage) -> None:
    offered = getattr(found.choices, f"{name}s")
    chosen = getattr(found.chosen, name)
    if len(offered) < 2 and chosen is None:  # noqa: PLR2004  one alone leaves nothing to choose
        return
    st.selectbox(
        label,
        [EVERY, *offered],
        format_func=_word(name),
        key=KEY.format(name),
        width=180,
        disabled=chosen is None and found.chosen.count >= MOST,
    )


def _word(name: str) -> Callable[[Any], str]:
    words: dict[str, Any] = {"age_band": AGE_BAND, "informant": INFORMANT}

    def said(value: Any) -> str:
        if value == EVERY:
            return "All"
        return str(words[name][value]) if name in words else str(value)

    return said


def chosen_state() -> State:
    """Ask how care stands of those who are looked at."""
    asked = st.segmented_control(
        "How care stands", list(STATES), format_func=STATES.__getitem__, default=State.ALL, key="outcomes-state"
    )
    return asked or State.ALL
