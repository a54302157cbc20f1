"""The director's view: the service in figures, the alliance week by week, and no client."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

import pandas as pd
import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.counts import WITHHELD, draw_counts
from dashboard.words import CHANGE, ENDING, SEVERITY, TRACK
from fit.casework.director import open_overview

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from dashboard.words import Look
    from fit.casework.views import AllianceCell, Overview

__all__ = ["page"]

WEEKS_SHOWN = 12
NONE_GIVEN = "\N{EN DASH}"
Verdict = TypeVar("Verdict", bound=StrEnum)


def page() -> None:
    """Draw the aggregates of the service."""
    found = open_overview(current_clinic(), current_actor())
    st.title("Overview", anchor=False)
    st.html(f'<p class="ml-lead">{_summary(found)}</p>')
    if found.open_episodes + found.closed_episodes == 0:
        st.stop()
    _draw_counts(found)
    _draw_weeks(found)


def _summary(found: Overview) -> str:
    counts = f"<strong>{found.open_episodes} open</strong> and {found.closed_episodes} closed episodes."
    return f"{counts} Figures about fewer than {found.smallest_group} are withheld: they would point at somebody."


def _draw_counts(found: Overview) -> None:
    first, second = st.columns(2, gap="large")
    with first:
        draw_counts("Change since the first rating", "Episodes", _worded(found.by_change, CHANGE))
        draw_counts("How care ended", "Episodes", {ENDING[each]: count for each, count in found.by_ending.items()})
    with second:
        draw_counts("Open episodes against the expected path", "Episodes", _worded(found.by_track, TRACK))
        draw_counts("Open alerts", "Alerts", _worded(found.open_alerts, SEVERITY))


def _worded(counts: Mapping[Verdict, int | None], looks: Mapping[str, Look]) -> dict[str, int | None]:
    """Name each count by its word on screen, what is not known last."""
    return {looks[each].word: counts[each] for each in sorted(counts, key=lambda one: one == "not_assessable")}


def _draw_weeks(found: Overview) -> None:
    st.header("Alliance, week by week", anchor=False)
    if not found.cells:
        st.html('<p class="ml-quiet">No session ratings in the last year.</p>')
        return
    measure = st.selectbox("Show", MEASURES, key="overview-measure", width=360)
    st.dataframe(
        _weeks(found.cells, MEASURES[measure]), alt=f"{measure}, a row a week, a column a clinician", height="content"
    )
    st.caption(f"The last {WEEKS_SHOWN} weeks with sessions. Weeks begin on Monday. A week is no verdict on a person.")


def _weeks(cells: Iterable[AllianceCell], said: Callable[[AllianceCell], str]) -> pd.DataFrame:
    long = pd.DataFrame([{"Week": cell.week, "Clinician": cell.clinician_name, "said": said(cell)} for cell in cells])
    table = long.pivot_table(index="Week", columns="Clinician", values="said", aggfunc="first", fill_value=NONE_GIVEN)
    return table.sort_index(ascending=False).head(WEEKS_SHOWN)


def _share(part: int | None, whole: int | None) -> str:
    if part is None or whole is None:
        return WITHHELD
    return f"{100 * part / whole:.0f} %" if whole else NONE_GIVEN


def _number(value: object) -> str:
    return WITHHELD if value is None else str(value)


MEASURES: Mapping[str, Callable[[AllianceCell], str]] = {
    "Mean session rating": lambda cell: _number(cell.mean),
    "Session ratings below the line": lambda cell: _share(cell.below_line, cell.with_alliance),
    "Falls since the session before": lambda cell: _share(cell.drops, cell.with_alliance),
    "Sessions with a session rating": lambda cell: _share(cell.with_alliance, cell.sessions),
    "Sessions": lambda cell: _number(cell.sessions),
}
"""What a cell can show, by its name on screen."""
