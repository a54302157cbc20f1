"""The trend on a page: the figure with its words for screen readers, and the same numbers as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard.charts.in_words import trend_in_words, trend_table
from dashboard.charts.overlay import Mark, Overlay, Superseded
from dashboard.charts.titles import alliance_title, outcome_title
from dashboard.charts.trend import CONFIG, trend
from dashboard.components.alert_group import GRAVEST_FIRST
from dashboard.components.screen import screen_palette
from dashboard.words import SEVERITY
from fit.casework.views import RatingStatus
from fit.scales import ScaleKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.assessment import EpisodeAssessment
    from fit.casework.views import AlertRow, ClientPage

__all__ = ["draw_course", "overlay_of"]


def draw_course(page: ClientPage, one: EpisodeAssessment) -> None:
    """Draw the trend and, behind one click, its table twin."""
    over = overlay_of(page, one)
    figure = trend(one, over, palette=screen_palette())
    st.plotly_chart(figure, theme=None, config=CONFIG, key="course", alt=trend_in_words(one, over))
    with st.expander("The same numbers as a table"):
        _draw_table(one, over)


def _draw_table(one: EpisodeAssessment, over: Overlay) -> None:
    points = st.column_config.NumberColumn(format="%.1f")
    columns = dict.fromkeys((outcome_title(one), "Expected", alliance_title(one)), points)
    dates = {"Date": st.column_config.DateColumn(format="D MMM YYYY")}
    rows = pd.DataFrame(trend_table(one, over))
    st.dataframe(rows, hide_index=True, column_config=columns | dates, alt="The course, a row a session")


def overlay_of(page: ClientPage, one: EpisodeAssessment) -> Overlay:
    """Gather what lies on the trend: alerts, replaced ratings, days. Alerts are about the leading strand."""
    alerts = sorted(page.alerts, key=_first_drawn) if one is page.assessment else ()
    return Overlay(
        marks=tuple(_mark(alert) for alert in alerts if alert.kind in set(ScaleKind)),
        superseded=tuple(_superseded(page, one)),
        dates={row.meeting: row.occurred_on for row in page.sessions if row.occurred_on is not None},
    )


def _first_drawn(alert: AlertRow) -> tuple[int, bool, int]:
    """By session; of one session what is open before what is done, and the gravest first."""
    return alert.meeting, not alert.state.is_open, GRAVEST_FIRST.index(alert.severity)


def _mark(alert: AlertRow) -> Mark:
    return Mark(
        meeting=alert.meeting,
        kind=ScaleKind(alert.kind),
        title=alert.title.rstrip("."),
        look=SEVERITY[alert.severity],
        is_open=alert.state.is_open,
    )


def _superseded(page: ClientPage, one: EpisodeAssessment) -> Iterator[Superseded]:
    """Find the replaced ratings of the two scales on the chart, given by the person it shows."""
    drawn = {scale.id for scale in (one.outcome_scale, one.alliance_scale) if scale}
    for session in page.sessions:
        for rating in session.ratings:
            is_drawn = rating.scale_id in drawn and rating.informant == one.informant
            if is_drawn and rating.status == RatingStatus.SUPERSEDED and rating.total is not None:
                yield Superseded(meeting=session.meeting, kind=rating.kind, total=rating.total)
