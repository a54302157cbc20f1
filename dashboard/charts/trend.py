"""One client's course: ORS and SRS over the sessions, with every line they are read against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.charts._axes import HEIGHT, chance_band, last_session_drawn, layout, rates_sessions, top_of
from dashboard.charts._calendar import by_the_calendar
from dashboard.charts._marks import event_lines, event_names, marks_of
from dashboard.charts._ratings import ratings_of
from dashboard.charts._reference import reference_lines
from dashboard.charts._side_labels import side_labels
from dashboard.charts.overlay import Overlay
from dashboard.charts.palette import LIGHT

if TYPE_CHECKING:
    from dashboard.charts.figure import Figure
    from dashboard.charts.palette import Palette
    from fit.assessment import EpisodeAssessment

__all__ = ["HEIGHT", "rates_sessions", "trend"]


def trend(one: EpisodeAssessment, overlay: Overlay | None = None, *, palette: Palette = LIGHT) -> Figure:
    """Draw both ratings on one axis as long as their scales, with the lines they are read against, and alerts."""
    over = overlay or Overlay()
    last = last_session_drawn(one, over)
    lines = [*reference_lines(one, over, last, palette), *event_lines(over, top_of(one), palette)]
    labels = [*side_labels(one, over, palette), *event_names(over, top_of(one), palette)]
    ground = layout(one, over, last, palette) | {"annotations": labels, "shapes": chance_band(one, palette)}
    figure = {"data": [*lines, *ratings_of(one, over, palette), *marks_of(one, over, palette)], "layout": ground}
    return by_the_calendar(figure, over) if over.with_dates else figure
