"""The ground a course is drawn on: both axes, the band round the first rating, room for labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.charts.palette import FONT_FAMILY
from fit.scales import Informant

if TYPE_CHECKING:
    from dashboard.charts.overlay import Overlay
    from dashboard.charts.palette import Palette
    from fit.assessment import EpisodeAssessment

__all__ = ["HEIGHT", "chance_band", "last_session_drawn", "layout", "rates_sessions", "top_of"]

HEIGHT = 410
"""Pixels."""
ROOM_ABOVE, ROOM_BELOW = 1.5 / 40, 1.0 / 40
"""Shares of the axis: a little room so that the lowest and the highest rating are not cut."""
COARSE, FINE = 10, 5
"""Points from one number on the axis to the next: on the 40 points of most scales, and on a shorter one."""
AHEAD = 3
"""Sessions drawn beyond the last one: as far as the engine says the expected path."""
USUAL_TOP = 40.0
"""Points: of session ratings, as long as none was given."""
RIGHT, RIGHT_WITH_MORE, FOOT, FOOT_WITH_DATES = 128, 142, 64, 96
"""Pixels."""


def last_session_drawn(one: EpisodeAssessment, overlay: Overlay) -> int:
    """Return the last session on the x axis."""
    others = (meeting for other in overlay.others for meeting in other.meetings)
    seen = max((*one.meetings, *others, *(point.meeting for point in overlay.superseded)), default=0)
    return seen + AHEAD


def rates_sessions(one: EpisodeAssessment) -> bool:
    """Say whether session ratings belong on this chart: they were given, or go with the client's outcome scale."""
    if one.alliance_scale is not None or one.outcome_scale is None:
        return True
    return one.informant is Informant.CLIENT and one.outcome_scale.family == "ors"


def top_of(one: EpisodeAssessment) -> float:
    """Return the highest point that the ratings of this chart can reach."""
    outcome = 0.0 if one.outcome_scale is None else one.outcome_scale.maximum.points
    alliance = one.alliance_scale.maximum.points if one.alliance_scale else USUAL_TOP
    return max(outcome, alliance if rates_sessions(one) else 0.0)


def chance_band(one: EpisodeAssessment, palette: Palette) -> list[dict[str, object]]:
    """Shade the band round the first rating in which a change cannot be told from chance."""
    if one.intake is None or one.reliable_change is None:
        return []
    low, high = one.intake.points - one.reliable_change.points, one.intake.points + one.reliable_change.points
    edges = {"y0": max(low, 0.0), "y1": min(high, top_of(one)), "x0": 0, "x1": 1, "xref": "paper"}
    name = f"within {one.reliable_change.points:g} points of the first rating: may be chance"
    return [{"type": "rect", **edges, "name": name, "fillcolor": palette.band, "line": {"width": 0}, "layer": "below"}]


def layout(one: EpisodeAssessment, overlay: Overlay, last: int, palette: Palette) -> dict[str, object]:
    """Return axes, margins and type."""
    axis = {"showline": False, "zeroline": False, "fixedrange": True, "ticks": "", "gridcolor": palette.grid}
    top = top_of(one)
    title = {
        "text": f"{'Session, by its day' if overlay.with_dates else 'Session'}{_path_name(one, palette)}",
        "standoff": 8,
    }
    return {
        "height": HEIGHT,
        "margin": {
            "l": 30,
            "r": RIGHT_WITH_MORE if overlay.others or overlay.with_own_level else RIGHT,
            "t": 10,
            "b": FOOT_WITH_DATES if overlay.with_dates else FOOT,
        },
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT_FAMILY, "size": 14, "color": palette.ink},
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"font": {"family": FONT_FAMILY, "size": 14}, "align": "left"},
        "dragmode": False,
        "xaxis": {**axis, **_sessions(last), "showgrid": False, "title": title},
        "yaxis": {**axis, "range": [-top * ROOM_BELOW, top * (1 + ROOM_ABOVE)], "tickvals": _numbers(top)},
    }


def _numbers(top: float) -> list[int]:
    return list(range(0, int(top) + 1, COARSE if top >= USUAL_TOP else FINE))


def _path_name(one: EpisodeAssessment, palette: Palette) -> str:
    """Name the set behind the expected path inside the picture: it must not be lost in print."""
    if not one.expected_path:
        return ""
    return (
        f'<br><span style="color:{palette.muted};font-size:13px">dotted: expected path ({one.curve_set_label})</span>'
    )


def _sessions(last: int) -> dict[str, object]:
    return {"range": [0.5, last + 0.5], "dtick": _step(last), "tick0": 1}


def _step(last: int) -> int:
    """Sessions from one number on the axis to the next."""
    few, some = 14, 30
    return 1 if last <= few else 2 if last <= some else 5
