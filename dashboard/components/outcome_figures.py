"""The figures of a service in groups: each with its number, interval, definition, and what others found beside it."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.charts.address import svg_address
from dashboard.charts.interval import HEIGHT, WIDTH, interval_picture
from dashboard.clinic import current_clinic
from dashboard.components.links import page_link
from dashboard.components.outcome_table import table_html
from dashboard.components.outcome_words import AS_CONTEXT, CONTEXT, Reader, context_of, said_of, why_of
from dashboard.components.screen import screen_palette
from dashboard.components.why import draw_why
from dashboard.path_words import path_said
from dashboard.words import AGE_BAND, INFORMANT
from fit.service.definitions import MEASURED_BY_PATH, definition

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.components.outcome_words import Said
    from fit.assessment import Explanation
    from fit.casework.views import OutcomesPage
    from fit.service.episodes import State
    from fit.service.figure import Answer
    from fit.service.suppression import Published

__all__ = ["GROUPS", "draw_figure", "draw_figures"]

GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "How clients have changed": (
            "reliably_better",
            "recovered",
            "improved",
            "unchanged",
            "reliably_worse",
            "deteriorated",
            "harmed",
            "reached_session_target",
            "reached_target",
        ),
        "How far": (
            "intake_mean",
            "latest_mean",
            "gain_mean",
            "raw_effect_size",
            "severity_adjusted_effect_size",
            "relative_effect_size",
        ),
        "How care ends": ("unplanned", "unplanned_in_green", "unplanned_out_of_green"),
        "The working alliance": (
            "alliance_first_mean",
            "alliance_last_mean",
            "alliance_below_line",
            "alliance_drops",
            "repaired",
            "undecided_dips",
        ),
        "Who is counted, and how completely": (
            "clients",
            "episodes",
            "sessions_mean",
            "sessions_median",
            "days_mean",
            "days_median",
            "sessions_with_both",
        ),
    }
)
"""Figures that are read together, by the title over them."""
REPAIRED_HERE = (
    "Counted here: single dips of the episodes chosen above, over all of their time, once three more ratings are "
    "known. What works here counts ruptures of the whole time instead, and Alliance counts single dips by the period "
    "in which they came, so that the three numbers differ."
)


def draw_figures(found: OutcomesPage, state: State) -> None:
    """Draw every group for one state of care."""
    figures = found.states[state].figures.figures
    others = found.others[state].figures if found.others and state in found.others else {}
    st.html(f'<p class="ml-quiet">{AS_CONTEXT}</p>')
    for title, names in GROUPS.items():
        st.header(title, anchor=False)
        for name in names:
            _draw_one(found, name, figures[name], others.get(name))
            if name == "repaired":
                page_link("What works here: ruptures and repairs of the whole time", "repairs")
    _draw_parts(found, state)


def _draw_one(found: OutcomesPage, name: str, figure: Answer | Published, others: Published | None) -> None:
    """Draw a figure, and colleagues' beside it; these are worked out in another way, which is told too."""
    whys = [why_of(name, found.policy, Reader.of(found))]
    if others is not None:
        rounded = why_of(name, "", Reader(exact=False))
        whys.append(replace(rounded, title=f"Colleagues together: {rounded.title}"))
    draw_figure(name, figure, whys, others, _said_beside(name))


def _said_beside(name: str) -> str:
    """Say beside the figure by which yardstick it is measured, which repairs it counts, or how it misleads alone."""
    said = path_said(current_clinic().curves) if name in MEASURED_BY_PATH else definition(name).beside
    said = REPAIRED_HERE if name == "repaired" else said
    return f'<p class="ml-context">{escape(said)}</p>' if said else ""


def draw_figure(
    name: str,
    figure: Answer | Published,
    whys: Sequence[Explanation],
    others: Published | None = None,
    after: str = "",
) -> None:
    """Draw one figure with its definition behind a click, colleagues' and others' beside it, and HTML `after` it."""
    with st.container(key=f"figure-{name.replace('_', '-')}", gap=None):
        st.html(_line(name, said_of(figure), None if others is None else said_of(others)) + after)
        draw_why(*whys)


def _line(name: str, said: Said, others: Said | None) -> str:
    beside = "" if others is None else f"Colleagues together: {others.value}, {others.rests_on}"
    context = "".join(f"<p class='ml-context'><b>{CONTEXT}:</b> {escape(text)}</p>" for text, _ in context_of(name))
    quiet = f'<p class="ml-figure-n">{escape(beside)}</p>' if beside else ""
    return (
        f'<div class="ml-figure"><p>{escape(definition(name).title)}</p>'
        f'<div><p class="ml-figure-value">{escape(said.value)}</p>'
        f'<p class="ml-figure-n">{escape(said.rests_on)}</p>{quiet}</div>{_picture(said)}</div>{context}'
    )


def _picture(said: Said) -> str:
    """Return the share on its line; the words beside it say the same, so that it needs none of its own."""
    if said.share is None:
        return ""
    drawn = svg_address(interval_picture(*said.share, screen_palette()))
    return f'<img src="{drawn}" width="{WIDTH}" height="{HEIGHT}" alt="">'


def _draw_parts(found: OutcomesPage, state: State) -> None:
    """Draw what is told by age band and by informant, as one small table each."""
    figures = found.states[state].figures
    st.header("By age band and by who rated", anchor=False)
    bands = [
        (AGE_BAND[band], said_of(told["clients"]).value, said_of(told["intake_mean"]).value)
        for band, told in figures.by_age_band.items()
    ]
    who = [(INFORMANT[one], said_of(told).value) for one, told in figures.informants.items()]
    st.html(
        table_html("By age band", ("Age band", "Clients", "First rating, mean"), bands)
        + table_html("By who rated", ("Who rated", "Episodes"), who)
    )
