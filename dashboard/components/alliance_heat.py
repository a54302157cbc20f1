"""The picture of the alliance grid, its legend, the same as a table, and the file; a tap in it goes a step further."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard.alliance_words import MEASURE, cell_said, grid_in_words, one_row, period_titled
from dashboard.api.alliance import ALLIANCE_CSV
from dashboard.charts.alliance_heat import TOP, alliance_heat, row_height_of
from dashboard.components.screen import screen_palette, screen_theme
from fit.casework.views import CellState, DrillDown

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.charts.alliance_heat import Heat, HeatClass
    from fit.casework.views import AllianceGrid

    Tapped = Callable[[int, int], None]
    """Is told the row and the column of the cell that was tapped."""

__all__ = ["draw_heat", "draw_heat_file", "draw_heat_table"]

NAME_LINE = 17
"""[pixels] height of a line of a row's name, as in the style sheet."""


def draw_heat(grid: AllianceGrid, tapped: Tapped) -> None:
    """Draw the picture and its legend; a tap on a cell is told where there is something behind it."""
    heat = alliance_heat(grid, screen_palette(), dark=screen_theme() == "dark")
    st.html(_legend_html(heat.classes))
    key = f"heat-{grid.by}-{grid.team or ''}-{grid.programme or ''}-{grid.period}-{grid.measure}-{grid.order}"
    leads_on = grid.drill_down is not DrillDown.NO_FURTHER
    st.html(f'<style>[class*="st-key-alliance-picture"] {{ --ml-columns: {len(grid.periods)}; }}</style>')
    with st.container(key=f"alliance-picture-{grid.period}", gap=None):
        st.html(_names_html(grid))
        st.echarts_chart(
            dict(heat.option),
            height=heat.height,
            theme=None,
            key=key,
            alt=grid_in_words(grid),
            on_select=(lambda: _tell(key, heat, tapped)) if leads_on else "ignore",
        )


def _names_html(grid: AllianceGrid) -> str:
    """Names of the rows, which stay in sight where the picture is moved sideways; the table says them to who hears."""
    height = row_height_of(len(grid.rows))
    names = "".join(f"<li><span>{escape(row.name)}</span></li>" for row in grid.rows)
    size = f"--ml-row:{height}px;--ml-above:{TOP[grid.period]}px;--ml-lines:{height // NAME_LINE}"
    return f'<ul class="ml-heat-names" aria-hidden="true" style="{size}">{names}</ul>'


def _tell(key: str, heat: Heat, tapped: Tapped) -> None:
    for group in st.session_state[key]["selection"]["selected"]:
        place = heat.place(str(group["series_id"]), group["data_indices"][0])
        if place is not None:
            tapped(*place)


def _legend_html(classes: tuple[HeatClass, ...]) -> str:
    return f'<ul class="ml-heat-legend">{"".join(map(_entry, classes))}</ul>'


def _entry(one: HeatClass) -> str:
    hatched = ' class="is-hatched"' if one.hatched else ""
    sample = f'<i aria-hidden="true"{hatched} style="background-color:{one.fill};color:{one.ink}">{one.mark}</i>'
    return f"<li>{sample}{escape(one.said)}</li>"


def draw_heat_file(grid: AllianceGrid) -> None:
    """Draw the link to the same grid as a file."""
    asked = {"measure": grid.measure, "rows": grid.by, "period": grid.period, "order": grid.order}
    part = {"team": grid.team, "programme": grid.programme}
    query = urlencode(asked | {name: one for name, one in part.items() if one})
    st.html(
        f'<p class="ml-heat-files"><a href="{ALLIANCE_CSV}?{escape(query)}" download>The same as a table (CSV)</a></p>'
    )


def draw_heat_table(grid: AllianceGrid) -> None:
    """Draw the same as a table: everybody, then a row each, a column a period, the newest first.

    Sent when it is opened: a page draws what it has of it also while nobody sees it.
    """
    table = st.expander("The same as a table", icon=":material/table:", key="alliance-table-open", on_change="rerun")
    if table.open:
        table.dataframe(
            _table(grid),
            height="content",
            alt=f"{MEASURE[grid.measure]}, a row a {one_row(grid)}",
            key="alliance-table",
        )


def _table(grid: AllianceGrid) -> pd.DataFrame:
    newest_first = range(len(grid.periods) - 1, -1, -1)
    columns = {
        period_titled(grid.periods[column], grid.period): [
            "" if states[column] is CellState.NOTHING else cell_said(grid, row, column)
            for row, states in enumerate(grid.states)
        ]
        for column in newest_first
    }
    names = pd.Index([row.name for row in grid.rows], name=one_row(grid).capitalize())
    return pd.DataFrame(columns, index=names)
