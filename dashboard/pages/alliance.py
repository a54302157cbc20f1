"""The alliance across the caseload: who slipped when, and was it repaired; as far down as one's role goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.alliance_words import MEASURE, ORDER, PERIOD, ROWS, definition_of, period_titled
from dashboard.clinic import current_clinic
from dashboard.components.alliance_heat import draw_heat, draw_heat_file, draw_heat_table
from dashboard.components.flagged_sessions import draw_flagged_sessions
from dashboard.components.paging import of_this_page
from dashboard.components.print_button import print_button
from fit.casework.director import open_alliance_grid
from fit.casework.supervisor import open_flagged_sessions
from fit.casework.views import DrillDown, GridRows
from fit.service.alliance_grid import Measure, Period

if TYPE_CHECKING:
    from fit.casework.views import AllianceGrid
    from fit.service.grid_order import Order

__all__ = ["page"]

STYLE: Final = Path(__file__).parent.parent / "components" / "alliance_heat.css"
ROWS_AT_ONCE: Final = 60
"""More rows would be higher than what one takes in, and slow to draw."""
INSIDE: Final = "alliance-inside"
"""Which team is looked into; it stays when what it was chosen with is no longer drawn."""
TEAM, WHO, WHEN = "alliance-team", "alliance-who", "alliance-when"
"""What is chosen by keyboard: a team, whose sessions, and of when; a tap in the picture sets the same."""


def page() -> None:
    """Draw the grid, and what is behind the cell that was tapped or chosen."""
    st.html(STYLE)
    st.title("Alliance across the caseload", anchor=False)
    grid = _grid_asked_for()
    if not grid.rows and grid.team is None:
        st.html(
            '<div class="ml-empty"><h2>No sessions yet</h2><p>With the first sessions of the clinicians you look '
            "after, this page shows week by week how the alliance goes, and whether dips are repaired.</p></div>"
        )
        st.stop()
    st.html(f"<p>{definition_of(grid)} {_who_sees(grid)}</p>")
    if grid.rows:
        shown = _rows_of_this_page(grid)
        draw_heat(shown, lambda row, column: _look_into(shown, row, column))
        draw_heat_file(grid)
        draw_heat_table(shown)
    if grid.drill_down is DrillDown.TO_SESSIONS:
        _draw_sessions(grid)
    print_button("Print")


def _rows_of_this_page(grid: AllianceGrid) -> AllianceGrid:
    places = of_this_page(range(len(grid.rows)), "alliance", at_once=ROWS_AT_ONCE)
    return grid.only(slice(places[0], places[-1] + 1))


def _grid_asked_for() -> AllianceGrid:
    """Ask for the grid as the controls say; inside of a team the rows are its clinicians."""
    measure, rows, period, order = _draw_controls()
    team = st.session_state.get(INSIDE) if rows == GridRows.TEAMS else None
    inside = GridRows.CLINICIANS if team else rows
    grid = open_alliance_grid(
        current_clinic(), current_actor(), measure=measure, rows=inside, period=period, order=order, team=team
    )
    if rows == GridRows.TEAMS:
        _draw_teams(grid)
    return grid


def _draw_controls() -> tuple[Measure, GridRows, Period, Order]:
    with st.container(key="alliance-controls", horizontal=True, vertical_alignment="bottom"):
        measure = st.selectbox("Show", MEASURE, format_func=MEASURE.__getitem__, key="alliance-measure", width=300)
        order = st.selectbox("Sort by", ORDER, format_func=ORDER.__getitem__, key="alliance-order", width=240)
        rows = st.segmented_control(
            "Rows", ROWS, format_func=ROWS.__getitem__, default=GridRows.CLINICIANS, key="alliance-rows", required=True
        )
        period = st.segmented_control(
            "Columns",
            PERIOD,
            format_func=PERIOD.__getitem__,
            default=Period.MONTH,
            key="alliance-period",
            required=True,
        )
    return measure, rows or GridRows.CLINICIANS, period or Period.MONTH, order


def _draw_teams(grid: AllianceGrid) -> None:
    """Let somebody go into a team without the picture, and out again."""
    teams = sorted({row.team for row in grid.rows} | ({grid.team} if grid.team else set()))
    if grid.team is None:
        words = "Tap it, or choose"
        st.selectbox(
            "Look into a team", teams, index=None, key=TEAM, placeholder=words, on_change=_enter_team, width=300
        )
        return
    st.button("Back to all teams", icon=":material/arrow_back:", on_click=_leave_team)
    st.header(f"Team: {grid.team}", anchor=False)


def _enter_team() -> None:
    st.session_state[INSIDE] = st.session_state[TEAM]


def _leave_team() -> None:
    st.session_state[INSIDE] = None


def _who_sees(grid: AllianceGrid) -> str:
    if grid.exact:
        return "Cells of fewer than ten are hatched: one session would move them much."
    return (
        "Figures are rounded, and those about fewer than five clients are withheld: they would point at somebody. "
        "Teams and months tell more than single weeks. Nobody is ranked: a week is no verdict on a person."
    )


def _look_into(grid: AllianceGrid, row: int, column: int) -> None:
    if grid.by == GridRows.TEAMS:
        st.session_state[INSIDE] = grid.rows[row].key
    else:
        st.session_state[WHO] = grid.rows[row].key
        st.session_state[f"{WHEN}-{grid.period}"] = grid.periods[column]


def _draw_sessions(grid: AllianceGrid) -> None:
    """Draw the flagged sessions of the cell that was tapped, or of whom and when one chooses here."""
    st.header("Sessions behind a cell", anchor=False)
    names = {row.key: row.name for row in grid.rows}
    with st.container(key="alliance-deeper", horizontal=True):
        who = st.selectbox(
            "Clinician", names, index=None, format_func=names.__getitem__, key=WHO, placeholder="Tap a cell", width=260
        )
        when = st.selectbox(
            PERIOD[grid.period].removesuffix("s"),
            grid.periods[::-1],
            index=None,
            format_func=lambda begins: period_titled(begins, grid.period),
            key=f"{WHEN}-{grid.period}",
            placeholder="or choose here",
            width=260,
        )
    if who is None or when is None:
        return
    draw_flagged_sessions(
        open_flagged_sessions(current_clinic(), current_actor(), who, begins=when, period=grid.period)
    )
