"""Pictures of a service: change, first against latest, how many sessions it takes; each with its words and table."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from dashboard.charts.dose import dose, dose_in_words, is_worth_drawing
from dashboard.charts.first_and_latest import first_and_latest, first_and_latest_in_words
from dashboard.charts.gains import gains, gains_in_words, named_bins
from dashboard.charts.until import share_of, until, until_in_words
from dashboard.components.chart import draw_chart
from dashboard.components.outcome_table import draw_twin
from dashboard.components.outcome_words import ABOUT, Reader, why_of
from dashboard.components.screen import screen_palette
from dashboard.components.why import draw_why
from dashboard.words import CHANGE
from fit.casework.views import OutcomesScope
from fit.service.change_spread import Histogram, Pairs, Squares
from fit.service.dose_response import DoseResponse
from fit.service.followed import FEWEST_FOLLOWED
from fit.service.published_curves import SeenSoFar
from fit.service.suppression import LEAST_COUNT, TOO_FEW, Withheld
from fit.service.survival import Incidence, SurvivalCurve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboard.charts.figure import Figure
    from fit.casework.views import OutcomesPage
    from fit.service.episodes import State
    from fit.service.figure import NotAssessable

__all__ = ["draw_change", "draw_courses"]

LOST_AGAIN = (
    "This says who had become reliably better at some time, as if all others had gone on. It is not the share who are "
    "better now or were at the end, which stands at the top of the page and may be lower: some lost it again, and "
    "others left before."
)
SEEN_AT_SOME_TIME = (
    "This says who was seen to be reliably better at some time. It is not the share who are better now or were at the "
    "end, which stands at the top of the page: some lost it again."
)
FEW = f"fewer than {LEAST_COUNT}"
IN_SQUARES = (
    "Counted in squares of 5 points, since a dot would be one client. A square is drawn from eight episodes of five "
    "clients on; where nothing is drawn there may be some."
)
DOSE_TOO_FEW = (
    "Too few episodes to draw this yet: a picture needs three numbers of sessions at least, each with so many closed "
    "episodes that the share is known to within half of the scale. What there is stands in the table below."
)
NO_SQUARE = (
    f"Counted in squares of 5 points by 5, since a dot would be one client. No square holds {LEAST_COUNT} episodes of "
    "five clients yet, so that none can be drawn."
)
NO_BAR = (
    f"How they have changed cannot be told from so few: no five points of change hold {LEAST_COUNT} episodes of five "
    "clients, so that there is no bar to draw."
)
STATES_TOGETHER = (
    "How care stands is not asked here: open and ended episodes are followed together, whatever is chosen above. Open "
    "ones alone, or those that ended in one way alone, would be picked by the very thing that is counted."
)
EXACT = (
    f"Each line ends where fewer than {FEWEST_FOLLOWED} episodes are still followed, since beyond that one client "
    "moves it far (Pocock, Clayton & Altman 2002 advise to stop where few are left). The band is the 95 % interval."
)
ROUNDED = (
    f"From rounded counts of all these episodes: the line begins where {LEAST_COUNT} are seen and ends where fewer "
    f"than {FEWEST_FOLLOWED} are still followed. Who was not followed so long counts as not yet, so it is the least "
    "that can be said. The band is the 95 % interval."
)
BESIDE = (
    "Solid: the share that really ended unplanned, planned endings having come first (Aalen-Johansen). Dashed: what it "
    "would be if nobody ended as planned and all others stayed (Kaplan-Meier); it is higher, and not what happened."
)


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
    if not np.nansum(gained.counts):
        st.html(f'<p class="ml-quiet">{NO_BAR}</p>')
        return
    _draw(gains(gained, found.reliable_change, screen_palette()), "gains", gains_in_words(gained, _about(found)))
    rows = zip(named_bins(gained), map(_count, gained.counts.tolist()), strict=True)
    draw_twin("Distribution of change", ("Points", "Episodes"), [row for row in rows if row[1] != "0"])


def _draw_pairs(pairs: Pairs | Squares | Withheld | NotAssessable, found: OutcomesPage) -> None:
    if not isinstance(pairs, Pairs | Squares):
        _draw_nothing(pairs)
        return
    if isinstance(pairs, Squares) and np.isnan(pairs.counts).all():
        st.html(f'<p class="ml-quiet">{NO_SQUARE}</p>')
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
    how = ROUNDED if found.scope is OutcomesScope.CLINIC else EXACT
    st.html(f'<p class="ml-quiet">{STATES_TOGETHER}</p><p class="ml-quiet">{how}</p>')
    told = found.courses
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Until reliable improvement", anchor=False)
        _draw_until(found, "time_to_improvement", told.to_improvement, "become reliably better")
    with right:
        st.subheader("Until an unplanned ending", anchor=False)
        beside = told.to_unplanned if isinstance(told.to_unplanned, SurvivalCurve) else None
        _draw_until(found, "time_to_unplanned_ending", told.ended_alone, "ended unplanned", beside)
    st.subheader("Sessions had, and improvement", anchor=False)
    _draw_dose(found)


def _draw_until(
    found: OutcomesPage,
    name: str,
    course: SurvivalCurve | Incidence | SeenSoFar | Withheld | NotAssessable,
    said: str,
    beside: SurvivalCurve | None = None,
) -> None:
    if not isinstance(course, SurvivalCurve | Incidence | SeenSoFar):
        _draw_nothing(course)
        return
    _draw(until(course, said, screen_palette(), beside), name, until_in_words(course, said))
    if beside is not None:
        st.html(f'<p class="ml-quiet">{BESIDE}</p>')
    if name == "time_to_improvement":
        st.html(f'<p class="ml-quiet">{LOST_AGAIN if isinstance(course, SurvivalCurve) else SEEN_AT_SOME_TIME}</p>')
    draw_twin(f"Sessions until: {said}", *_table_of(course, beside))
    draw_why(why_of(name, found.policy, Reader.of(found)))


def _table_of(
    course: SurvivalCurve | Incidence | SeenSoFar, beside: SurvivalCurve | None
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    columns: dict[str, Iterable[object]] = {"Session": course.session}
    if isinstance(course, SeenSoFar):
        columns |= {"Still followed, about": course.followed, "Seen so far, about": course.happened}
    else:
        columns |= {"Followed": course.at_risk} if isinstance(course, SurvivalCurve) else {}
        columns |= {"Happened": course.events}
    columns["Share so far"] = _percents(course)
    if beside is not None:
        columns["If nobody ended as planned"] = _percents(beside)
    rows = zip(*(map(str, column) for column in columns.values()), strict=True)
    return tuple(columns), list(rows)


def _percents(course: SurvivalCurve | Incidence | SeenSoFar) -> list[str]:
    return [f"{100 * one:.0f} %" for one in share_of(course)]


def _draw_dose(found: OutcomesPage) -> None:
    told = found.courses.dose
    if not isinstance(told, DoseResponse):
        _draw_nothing(told)
        return
    if is_worth_drawing(told):
        _draw(dose(told, screen_palette()), "dose", dose_in_words(told, _about(found)))
        st.html('<p class="ml-quiet">Who improves early leaves early: it does not say what more sessions would do.</p>')
    else:
        st.html(f'<p class="ml-quiet">{DOSE_TOO_FEW} {escape(dose_in_words(told, _about(found)))}</p>')
    each = zip(told.sessions, told.n, told.share, told.lower, told.upper, strict=True)
    rows = [
        (s, n, FEW if np.isnan(p) else f"{100 * p:.0f} %", f"{100 * low:.0f} to {100 * high:.0f} %")
        for s, n, p, low, high in each
    ]
    draw_twin("Sessions had, and improvement", ("Sessions", "Episodes", "Reliably better", "95 % interval"), rows)
    draw_why(why_of("dose_response", found.policy, Reader.of(found)))


def _about(found: OutcomesPage) -> str:
    """Say that numbers are rounded, where they are."""
    return ABOUT if found.scope is OutcomesScope.CLINIC else ""


def _count(count: float) -> str:
    return FEW if np.isnan(count) else f"{count:.0f}"


def _draw(figure: Figure, key: str, words: str) -> None:
    draw_chart(figure, key=f"outcomes-{key}", alt=words)
    st.html(f'<p class="ml-picture-words">{escape(words)}</p>')


def _draw_nothing(why: Withheld | NotAssessable) -> None:
    said = "None or too few" if why == TOO_FEW else "Withheld" if isinstance(why, Withheld) else "Nothing to draw yet"
    st.html(f'<p class="ml-quiet">{said}: {escape(why.reason)}.</p>')
