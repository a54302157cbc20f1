"""The main figures year by year: whether it is better or worse than before, read across instead of remembered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.outcome_filters import MOST, STATES
from dashboard.components.outcome_table import table_html
from dashboard.components.outcome_words import beside_others
from fit.service.definitions import definition
from fit.service.episodes import State

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fit.casework.views import OutcomesFilter, OutcomesPage

    Opened = Callable[[OutcomesFilter], OutcomesPage]

__all__ = ["draw_years", "years_of"]

HOW = (
    "By the year in which care began, each as it is told under Began in. Where the intervals in brackets overlap, the "
    "difference may be chance. Of the newest year the long treatments are still open: compare closed ones with care."
)
TOO_MANY = "With two filters set years cannot be told apart as well: figures could point at somebody. Set one to All."
NO_YEARS = "All care began in one year: there is nothing yet to set beside it."


def years_of(found: OutcomesPage) -> tuple[str, ...]:
    """Years in which care began, the oldest first: the choices without a quarter or month."""
    return tuple(sorted(one for one in found.choices.periods if one.isdigit()))


def draw_years(found: OutcomesPage, state: State, names: Sequence[str], opened: Opened) -> None:
    """Draw these figures for one state of care, a column a year; nothing is told that the choice does not tell."""
    st.header("Year by year", anchor=False)
    years, others = years_of(found), replace(found.chosen, period=None)
    if others.count >= MOST or len(years) < 2:  # noqa: PLR2004  one alone has nothing beside it
        st.html(f'<p class="ml-quiet">{TOO_MANY if others.count >= MOST else NO_YEARS}</p>')
        return
    pages = [opened(replace(others, period=year)) for year in years]
    told = [page.states.get(state, page.states[State.ALL]).figures.figures for page in pages]
    apart = all(state in page.states for page in pages)
    rows = [(definition(name).title, *(beside_others(figures[name]) for figures in told)) for name in names]
    st.html(f"<p><b>How care stands: {STATES[state if apart else State.ALL]}.</b></p>")
    st.html(table_html("Year by year", ("Figure", *years), rows))
    st.html(f'<p class="ml-quiet">{HOW}</p>')
