"""The director's view: the service in figures, and no client."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.counts import draw_counts
from dashboard.components.links import page_link
from dashboard.words import CHANGE, ENDING, SEVERITY, TRACK
from fit.casework.director import open_overview

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.words import Look
    from fit.casework.views import Overview

__all__ = ["page"]

Verdict = TypeVar("Verdict", bound=StrEnum)


def page() -> None:
    """Draw the aggregates of the service."""
    found = open_overview(current_clinic(), current_actor())
    st.title("Overview", anchor=False)
    st.html(f'<p class="ml-lead">{_summary(found)}</p>')
    if found.open_episodes + found.closed_episodes == 0:
        st.stop()
    _draw_counts(found)
    _draw_way_on()


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


def _draw_way_on() -> None:
    st.header("Alliance, week by week", anchor=False)
    page_link("Alliance across the caseload", "alliance", icon=":material/grid_on:")
