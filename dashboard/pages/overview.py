"""The director's view: the service in figures, and no client."""

from __future__ import annotations

from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.counts import draw_counts
from dashboard.components.links import page_link
from dashboard.path_words import path_said
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
    _draw_counts(found)
    _draw_way_on()


def _summary(found: Overview) -> str:
    few = f"fewer than {found.smallest_group}"
    held, ended = (
        few if count is None else f"about {count:,}" for count in (found.open_episodes, found.closed_episodes)
    )
    return (
        f"<strong>{held[:1].upper()}{held[1:]} open</strong> and {ended} closed episodes. Counts are rounded to the "
        f"nearest five; a count of fewer than {found.smallest_group}, or of nobody, is withheld: it would point at "
        "somebody."
    )


def _draw_counts(found: Overview) -> None:
    first, second = st.columns(2, gap="large")
    with first:
        draw_counts("Change since the first rating", "Episodes", _worded(found.by_change, CHANGE))
        draw_counts("How care ended", "Episodes", {ENDING[each]: count for each, count in found.by_ending.items()})
    with second:
        draw_counts("Open episodes against the expected path", "Episodes", _worded(found.by_track, TRACK))
        st.html(f'<p class="ml-quiet">{escape(path_said(current_clinic().curves))}</p>')
        draw_counts("Open alerts", "Alerts", _worded(found.open_alerts, SEVERITY))


def _worded(counts: Mapping[Verdict, int | None], looks: Mapping[str, Look]) -> dict[str, int | None]:
    """Name each count by its word on screen, what is not known last."""
    return {looks[each].word: counts[each] for each in sorted(counts, key=lambda one: one == "not_assessable")}


def _draw_way_on() -> None:
    st.header("Alliance, week by week", anchor=False)
    page_link("Alliance across the caseload", "alliance", icon=":material/grid_on:")
