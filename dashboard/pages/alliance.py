"""The alliance across the caseload: who slipped when, and was it repaired; as far down as one's role goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.alliance_words import MEASURE, ORDER, PERIOD, ROWS, cell_said, definition_of, period_titled
from dashboard.clinic import current_clinic
from dashboard.components.alliance_heat import draw_heat, draw_heat_file, draw_heat_table
from dashboard.components.flagged_sessions import FOUND, draw_flagged_sessions
from dashboard.components.focus_in import focus_in
from dashboard.components.kept_choices import begin_with, keep, put_back
from dashboard.components.links import page_link
from dashboard.components.outcome_words import why_of_cell
from dashboard.components.paging import of_this_page
from dashboard.components.print_button import print_button
from dashboard.components.why import draw_why
from dashboard.plain_text import plain
from fit.casework.actor import Role
from fit.casework.director import open_alliance_grid
from fit.casework.supervisor import open_flagged_sessions
from fit.casework.views import CellState, DrillDown, GridRows
from fit.service.alliance_grid import Measure, Period

if TYPE_CHECKING:
    from fit.casework.views import AllianceGrid
    from fit.service.grid_order import Order

__all__ = ["page"]

STYLE: Final = Path(__file__).parent.parent / "components" / "alliance_heat.css"
ROWS_AT_ONCE: Final = 60
"""More rows would be higher than what one takes in, and slow to draw."""
INSIDE: Final = "alliance-inside-{}"
"""Which team or programme is looked into; it stays when what it was chosen with is no longer drawn."""
SHOW, SORT, BY, COLUMNS = "alliance-measure", "alliance-order", "alliance-rows", "alliance-period"
PART, WHO, WHEN = "alliance-{}", "alliance-who", "alliance-when"
"""What is chosen by keyboard: a team or programme, whose sessions, and of when; a tap in the picture sets the same."""
TAPS: Final = "alliance-taps"
"""How often a cell was tapped: each time what is behind it comes into sight, which stands below the screen else."""
FIRST_SEEN: Final = {True: (GridRows.TEAMS, Period.QUARTER), False: (GridRows.CLINICIANS, Period.MONTH)}
"""What a director begins with, to whom little is told of small groups and short times; and everybody else."""
ONE: Final = {GridRows.TEAMS: "team", GridRows.PROGRAMMES: "programme"}
"""Rows with clinicians inside."""
HATCHED: Final = (
    "Hatched are cells of few, means whose interval reaches across the line, and shares whose interval is wider than a "
    "colour."
)
THURSDAYS: Final = "A week belongs to the month, and the quarter, in which its Thursday lies."
"""So that March may begin on the second."""
TOLD: Final = frozenset({CellState.SHOWN, CellState.UNCERTAIN, CellState.FEW_HITS})


def page() -> None:
    """Draw the grid, and what is behind the cell that was tapped or chosen."""
    st.html(STYLE)
    st.title("Alliance across the caseload", anchor=False)
    grid = _grid_asked_for()
    if not grid.rows and grid.team is None and grid.programme is None:
        st.html(
            '<div class="ml-empty"><h2>No sessions yet</h2><p>With the first sessions of the clinicians you look '
            "after, this page shows week by week how the alliance goes, and whether dips are repaired.</p></div>"
        )
        st.stop()
    st.html(f"<p>{definition_of(grid)}</p>")
    if grid.measure is Measure.REPAIRED:
        page_link("What works here: ruptures and repairs of the whole time", "repairs")
    if _goes_no_further(grid):
        st.html(
            '<div class="ml-empty"><h2>Too few to tell clinicians apart</h2><p>Within this programme every clinician '
            "sees fewer than five clients, or could be worked out from the others. The figures of the programme as a "
            "whole are as far as this goes.</p></div>"
        )
    elif grid.rows:
        shown = _rows_of_this_page(grid)
        draw_heat(shown, lambda row, column: _look_into(shown, row, column))
        st.html(f"<p>{_who_sees(grid)}</p>")
        if not grid.exact:
            draw_why(why_of_cell(MEASURE[grid.measure], grid.measure))
        draw_heat_file(grid)
        draw_heat_table(shown)
    if grid.drill_down is DrillDown.TO_SESSIONS:
        _draw_sessions(grid)
    print_button("Print")


def _goes_no_further(grid: AllianceGrid) -> bool:
    """Whether all of a programme's cells are withheld by clinician."""
    return bool(grid.rows) and grid.programme is not None and not any(TOLD.intersection(row) for row in grid.states)


def _rows_of_this_page(grid: AllianceGrid) -> AllianceGrid:
    """Everybody together first, on every page."""
    places = of_this_page(range(len(grid.rows)), "alliance", at_once=ROWS_AT_ONCE)
    return grid.only(slice(places[0], places[-1] + 1)).complete()


def _grid_asked_for() -> AllianceGrid:
    """Ask for the grid as the controls say; inside of a team or programme the rows are its clinicians."""
    measure, rows, period, order = _draw_controls()
    inside = st.session_state.get(INSIDE.format(rows)) if rows in ONE else None
    grid = open_alliance_grid(
        current_clinic(),
        current_actor(),
        measure=measure,
        rows=GridRows.CLINICIANS if inside else rows,
        period=period,
        order=order,
        **({ONE[rows]: inside} if inside else {}),
    )
    if rows in ONE:
        _draw_way_in(grid, rows, inside)
    return grid


def _draw_controls() -> tuple[Measure, GridRows, Period, Order]:
    _take_measure_from_address()
    usual_rows, usual_period = FIRST_SEEN[current_actor().role is Role.DIRECTOR]
    put_back(SHOW, MEASURE)
    put_back(SORT, ORDER)
    begin_with(BY, usual_rows, ROWS)
    begin_with(COLUMNS, usual_period, PERIOD)
    with st.container(key="alliance-controls", horizontal=True, vertical_alignment="bottom"):
        measure = st.selectbox("Show", MEASURE, format_func=MEASURE.__getitem__, key=SHOW, width=300)
        order = st.selectbox("Sort by", ORDER, format_func=ORDER.__getitem__, key=SORT, width=240)
        rows = st.segmented_control("Rows", ROWS, format_func=ROWS.__getitem__, key=BY, required=True)
        period = st.segmented_control("Columns", PERIOD, format_func=PERIOD.__getitem__, key=COLUMNS, required=True)
    keep(SHOW, SORT, BY, COLUMNS)
    return measure, rows or usual_rows, period or usual_period, order


def _take_measure_from_address() -> None:
    """Begin with the measure that the link asked for; what is chosen here afterwards stays."""
    asked = st.query_params.get("measure")
    if asked in set(Measure) and "alliance-measure" not in st.session_state:
        st.session_state["alliance-measure"] = Measure(asked)


def _draw_way_in(grid: AllianceGrid, rows: GridRows, inside: str | None) -> None:
    """Let somebody go into a team or programme without the picture, and out again."""
    one = ONE[rows]
    if inside is None:
        names = sorted(row.key for row in grid.rows)
        st.selectbox(
            f"Look into a {one}",
            names,
            index=None,
            key=PART.format(one),
            placeholder="Tap it, or choose",
            on_change=lambda: _enter(rows, st.session_state[PART.format(one)]),
            width=300,
        )
        return
    st.button(f"Back to all {one}s", icon=":material/arrow_back:", on_click=lambda: _enter(rows, None))
    st.header(f"{one.capitalize()}: {plain(inside)}", anchor=False)


def _enter(rows: GridRows, name: str | None) -> None:
    st.session_state[INSIDE.format(rows)] = name


def _who_sees(grid: AllianceGrid) -> str:
    if grid.exact:
        return f"{HATCHED} {THURSDAYS}"
    return (
        "Figures are rounded, and those about fewer than five clients, or made of counts of fewer than eight, are "
        "withheld: they would point at somebody. "
        "Of a mean of few ratings rounding leaves a range alone, and where that reaches across the line, no side of it "
        "is claimed; its colour is that of its end nearer the line. "
        "Teams, programmes and quarters tell more than clinicians and weeks. "
        f"Nobody is ranked: a week is no verdict on a person. {HATCHED} {THURSDAYS}"
    )


def _look_into(grid: AllianceGrid, row: int, column: int) -> None:
    if not grid.rows[row].key:
        return  # everybody together: nobody's cell
    if grid.by in ONE:
        _enter(grid.by, grid.rows[row].key)
    else:
        st.session_state[WHO] = grid.rows[row].key
        st.session_state[f"{WHEN}-{grid.period}"] = grid.periods[column]
        st.session_state[TAPS] = st.session_state.get(TAPS, 0) + 1


def _draw_sessions(grid: AllianceGrid) -> None:
    """Draw the flagged sessions of the cell that was tapped, or of whom and when one chooses here."""
    st.header("Sessions behind a cell", anchor=False)
    names = {row.key: row.name for row in grid.rows}
    put_back(WHO, names)
    put_back(f"{WHEN}-{grid.period}", grid.periods)
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
    keep(WHO, f"{WHEN}-{grid.period}")
    if who is None or when is None:
        return
    draw_flagged_sessions(
        open_flagged_sessions(
            current_clinic(), current_actor(), who, begins=when, period=grid.period, programme=grid.programme
        ),
        f"{MEASURE[grid.measure]}: {cell_said(grid, list(names).index(who), grid.periods.index(when))}",
    )
    if taps := st.session_state.get(TAPS):
        focus_in(FOUND, f"alliance-tap-{taps}", part="[role=status]")
