"""Pictures of a service: change, first against latest, how many sessions it takes; each with its words and table."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from dashboard.charts.dose import dose, dose_in_words
from dashboard.charts.first_and_latest import first_and_latest, first_and_latest_in_words
from dashboard.charts.gains import gains, gains_in_words, named_bins
from dashboard.charts.trend import CONFIG
from dashboard.charts.until import lost_after, until, until_in_words
from dashboard.components.outcome_table import draw_twin
from dashboard.components.outcome_words import ABOUT, why_of
from dashboard.components.screen import screen_palette
from dashboard.components.why import draw_why
from dashboard.words import CHANGE
from fit.casework.views import OutcomesScope
from fit.service.change_spread import Histogram, Pairs, Squares
from fit.service.dose_response import DoseResponse
from fit.service.suppression import Withheld
from fit.service.survival import Incidence, SurvivalCurve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboard.charts.figure import Figure
    from fit.casework.views import OutcomesPage
    from fit.service.episodes import State
    from fit.service.figure import NotAssessable

__all__ = ["draw_change", "draw_courses"]

FEW = "fewer than 5"
IN_SQUARES = (
    "Counted in squares of 5 points, since a dot would be one client. A square is drawn from five episodes on; where "
    "nothing is drawn there may be up to four."
)
CENSORED = (
    "The band is the 95 % interval. A short stroke marks where episodes were not followed further: still open, or "
    "ended before. They count for as long as they were seen."
)
BESIDE = "Dashed: the share that really ended alone, planned endings having come first."


def draw_change(found: OutcomesPage, state: State) -> None:
    """Draw the distribution of change and first against latest ratings of one state of care."""
    told = found.states[state]
    left, right = st.columns(2, gap="large")
    with left:
        st.header("Distribution of change", anchor=False)
        _draw_gains(told.gains, found)
    with right:
        st.header("First against latest rating", anchor=False)
        _draw_pairs(told.pairs, found)


def _draw_gains(gained: Histogram | Withheld | NotAssessable, found: OutcomesPage) -> None:
    if not isinstance(gained, Histogram):
        _draw_nothing(gained)
        return
    _draw(gains(gained, found.reliable_change, screen_palette()), "gains", gains_in_words(gained, _about(found)))
    rows = zip(named_bins(gained), map(_count, gained.counts.tolist()), strict=True)
    draw_twin("Distribution of change", ("Points", "Episodes"), [row for row in rows if row[1] != "0"])


def _draw_pairs(pairs: Pairs | Squares | Withheld | NotAssessable, found: OutcomesPage) -> None:
    if not isinstance(pairs, Pairs | Squares):
        _draw_nothing(pairs)
        return
    drawn = first_and_latest(pairs, found.reliable_change, found.cutoffs, screen_palette())
    _draw(drawn, "pairs", first_and_latest_in_words(pairs, found.reliable_change))
    if isinstance(pairs, Squares):
        st.html(f'<p class="ml-quiet">{IN_SQUARES}</p>')
    told = (
        f"Dashed: a change of {found.reliable_change:g} points, below which it may be chance. Dotted: clinical cutoffs."
    )
    st.html(f'<p class="ml-quiet">{told}</p>')
    head = ("First rating", "Latest rating", "Episodes" if isinstance(pairs, Squares) else "Change")
    draw_twin("First against latest rating", head, _pair_rows(pairs))


def _pair_rows(pairs: Pairs | Squares) -> list[tuple[str, str, str]]:
    if isinstance(pairs, Pairs):
        each = zip(pairs.first.tolist(), pairs.latest.tolist(), pairs.change, strict=True)
        return [(f"{first:.1f}", f"{latest:.1f}", CHANGE[change.value].word) for first, latest, change in each]
    edges = [f"{low} to under {high}" for low, high in zip(pairs.edges[:-1], pairs.edges[1:], strict=True)]
    places = np.argwhere(~np.isnan(pairs.counts)).tolist()
    return [(edges[column], edges[row], f"about {pairs.counts[row][column]:.0f}") for row, column in places]


def draw_courses(found: OutcomesPage) -> None:
    """Draw the curves to reliable improvement and to an unplanned ending, and dose and response."""
    st.header("How many sessions it takes", anchor=False)
    st.html(f'<p class="ml-quiet">{CENSORED}</p>')
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Until reliable improvement", anchor=False)
        _draw_until(found, "time_to_improvement", found.courses.to_improvement, "reliably better")
    with right:
        st.subheader("Until an unplanned ending", anchor=False)
        told = found.courses.ended_alone
        beside = told if isinstance(told, Incidence) else None
        _draw_until(found, "time_to_unplanned_ending", found.courses.to_unplanned, "ended alone", beside)
    st.subheader("Sessions had, and improvement", anchor=False)
    _draw_dose(found)


def _draw_until(
    found: OutcomesPage,
    name: str,
    curve: SurvivalCurve | Withheld | NotAssessable,
    said: str,
    beside: Incidence | None = None,
) -> None:
    if not isinstance(curve, SurvivalCurve):
        _draw_nothing(curve)
        return
    _draw(until(curve, said, screen_palette(), beside), name, until_in_words(curve, said, _about(found)))
    if beside is not None:
        st.html(f'<p class="ml-quiet">{BESIDE}</p>')
    head = ("Session", "Followed", "Happened", "Share so far", "Not followed further")
    draw_twin(f"Sessions until: {said}", head, _steps(curve))
    draw_why(why_of(name, found.policy))


def _steps(curve: SurvivalCurve) -> Iterator[tuple[str, ...]]:
    lost = lost_after(curve)
    yield ("Start", str(curve.n), "0", "0 %", str(lost[0]))
    each = zip(curve.session, curve.at_risk, curve.events, curve.survival, lost[1:], strict=True)
    for session, followed, happened, survival, gone in each:
        yield (str(session), str(followed), str(happened), f"{100 * (1 - survival):.0f} %", str(gone))


def _draw_dose(found: OutcomesPage) -> None:
    told = found.courses.dose
    if not isinstance(told, DoseResponse):
        _draw_nothing(told)
        return
    _draw(dose(told, screen_palette()), "dose", dose_in_words(told, _about(found)))
    st.html('<p class="ml-quiet">Who improves early leaves early: it does not say what more sessions would do.</p>')
    each = zip(told.sessions, told.n, told.share, told.lower, told.upper, strict=True)
    rows = [
        (s, n, FEW if np.isnan(p) else f"{100 * p:.0f} %", f"{100 * low:.0f} to {100 * high:.0f} %")
        for s, n, p, low, high in each
    ]
    draw_twin("Sessions had, and improvement", ("Sessions", "Episodes", "Reliably better", "95 % interval"), rows)
    draw_why(why_of("dose_response", found.policy))


def _about(found: OutcomesPage) -> str:
    """Say that numbers are rounded, where they are."""
    return ABOUT if found.scope is OutcomesScope.CLINIC else ""


def _count(count: float) -> str:
    return FEW if np.isnan(count) else f"{count:.0f}"


def _draw(figure: Figure, key: str, words: str) -> None:
    st.plotly_chart(figure, theme=None, config=CONFIG, key=f"outcomes-{key}", alt=words)
    st.html(f'<p class="ml-picture-words">{escape(words)}</p>')


def _draw_nothing(why: Withheld | NotAssessable) -> None:
    said = "Withheld" if isinstance(why, Withheld) else "Nothing to draw yet"
    st.html(f'<p class="ml-quiet">{said}: {escape(why.reason)}.</p>')
