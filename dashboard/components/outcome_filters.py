"""Which episodes are counted: chosen above the figures, never more filters at once than keep everybody safe."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.components.kept_choices import begin_with, forget, keep, put_back
from dashboard.dates import month_said
from dashboard.words import AGE_BAND, INFORMANT
from fit.casework.views import OutcomesFilter, OutcomesScope
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
    "programme": "Programme",
    "age_band": "Age band",
    "informant": "Rated by",
    "tag": "Tag",
}
KEY, STATE = "outcomes-{}", "outcomes-state"
EVERY = ""
"""In a choice: no filter. Not None, which Streamlit takes for nothing chosen yet."""
NARROW, WIDE = 180, 430
"""[pixels] The period of a service report has a long name."""
MOST = MOST_FILTERS - 1
BESIDE_NO_REPORT = ("age_band", "informant", "tag")
"""A service report is of all, of a team or of a programme."""
AS_REPORTED = (
    "These are the figures of the service report, worked out in the same way: episodes that were open at some "
    "time in {month} or the eleven months before, as they stood on the last day of {month}. What was rated or ended "
    "since does not count."
)
NOT_AS_REPORTED = (
    "Counted as things stand today: all episodes, or those that began in the period you choose. The service report "
    "counts those that were open at some time in its twelve months, as they stood on the last day; for its very "
    "figures choose “As in the service report” under "
    "Began in."
)
ENOUGH = f"{MOST} filters at once: with more, a figure could point at somebody. Set one back to All to choose another."
TOGETHER = (
    " Open and closed episodes are counted together here, since told apart they could point at somebody too. With one "
    "filter they are told apart."
)


COLLEAGUES = (
    " Colleagues stand beside your own figures under All alone here: told apart by how care stands too, they could "
    "point at somebody."
)


def chosen_filters() -> OutcomesFilter:
    """Return what was chosen on this page; beside the period of a service report only what a report may be of."""
    for one in fields(OutcomesFilter):
        put_back(KEY.format(one.name))
    chosen = OutcomesFilter(
        **{one.name: st.session_state.get(KEY.format(one.name)) or None for one in fields(OutcomesFilter)}
    )
    if chosen.report_month is None:
        return chosen
    forget(*(KEY.format(name) for name in BESIDE_NO_REPORT))
    return replace(chosen, **dict.fromkeys(BESIDE_NO_REPORT))


def forget_filters() -> None:
    """Take all filters off: what was chosen is not offered any more."""
    forget(*(KEY.format(one.name) for one in fields(OutcomesFilter)))


def draw_filters(found: OutcomesPage) -> None:
    """Draw a choice for each filter there is something to choose of; with two set the others rest."""
    with st.container(horizontal=True, key="outcome-filters", vertical_alignment="bottom"):
        for name, label in LABELS.items():
            _draw_choice(name, label, found)
    keep(*(KEY.format(name) for name in LABELS))
    if (month := found.chosen.report_month) is not None:
        st.html(f'<p class="ml-quiet">{AS_REPORTED.format(month=month_said(month))}</p>')
    elif found.scope is OutcomesScope.CLINIC:
        st.html(f'<p class="ml-quiet">{NOT_AS_REPORTED}</p>')
    if found.chosen.count >= MOST and month is None:
        st.html(f'<p class="ml-quiet">{ENOUGH}{_counted_together(found)}</p>')


def _counted_together(found: OutcomesPage) -> str:
    """Say what is not told apart by how care stands."""
    if len(found.states) == 1:
        return TOGETHER
    return COLLEAGUES if found.others is not None and len(found.others) == 1 else ""


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
        width=WIDE if name == "period" and found.scope is OutcomesScope.CLINIC else NARROW,
        disabled=chosen is None
        and (found.chosen.count >= MOST or (found.chosen.report_month is not None and name in BESIDE_NO_REPORT)),
    )


def _word(name: str) -> Callable[[Any], str]:
    words: dict[str, Any] = {"age_band": AGE_BAND, "informant": INFORMANT}

    def said(value: Any) -> str:
        if value == EVERY:
            return "All"
        if name == "period" and (month := OutcomesFilter(period=value).report_month) is not None:
            return f"As in the service report: twelve months to {month_said(month)}"
        return str(words[name][value]) if name in words else str(value)

    return said


def chosen_state(found: OutcomesPage) -> State:
    """Ask how care stands of those who are looked at; of all, where the states are not told apart."""
    if len(found.states) == 1:
        return State.ALL
    begin_with(STATE, State.ALL, STATES)
    asked = st.segmented_control("How care stands", list(STATES), format_func=STATES.__getitem__, key=STATE)
    keep(STATE)
    return asked or State.ALL
