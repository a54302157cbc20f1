"""How many sessions it takes: the share to whom it has happened by each session, with what was not seen to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dashboard.charts._plain_ground import ground, line
from dashboard.charts.palette import LIGHT

if TYPE_CHECKING:
    from dashboard.charts.figure import Figure
    from dashboard.charts.palette import Palette
    from fit.service.survival import Incidence, SurvivalCurve

__all__ = ["lost_after", "until", "until_in_words"]


def until(curve: SurvivalCurve, said: str, palette: Palette = LIGHT, beside: Incidence | None = None) -> Figure:
    """Draw the curve as steps with its interval; short strokes mark where episodes were not followed further."""
    session, share = [0, *curve.session.tolist()], [0.0, *(1 - curve.survival).tolist()]
    low, high = [0.0, *_known(1 - curve.upper, share)], [0.0, *_known(1 - curve.lower, share)]
    traces = [
        line(session, low, palette.band, width=0, shape="hv"),
        line(session, high, palette.band, width=0, shape="hv") | {"fill": "tonexty", "fillcolor": palette.band},
        line(session, share, palette.outcome, width=2.5, shape="hv")
        | {"hoverinfo": "x+y", "hovertemplate": f"by session %{{x}}: %{{y:.0%}} {said}<extra></extra>"},
        _strokes(curve, palette),
    ]
    if beside is not None:
        steps = [0, *beside.session.tolist()], [0.0, *beside.share.tolist()]
        traces.append(line(*steps, palette.alliance, width=2, dash="dash", shape="hv"))
    layout = ground(
        palette,
        {"title": {"text": "Session", "standoff": 8}, "rangemode": "tozero", "showgrid": False},
        {"title": {"text": f"Share {said}", "standoff": 8}, "range": [0, 1.02], "tickformat": ".0%"},
    )
    return {"data": traces, "layout": layout}


def _known(ends: Any, share: list[float]) -> list[float]:
    """Where nothing bounds the curve any more, the curve itself."""
    return [own if np.isnan(end) else float(end) for end, own in zip(ends.tolist(), share[1:], strict=True)]


def lost_after(curve: SurvivalCurve) -> list[int]:
    """How many were not followed further, before the first step and after each."""
    left = (curve.at_risk - curve.events).tolist()
    following = [*curve.at_risk.tolist(), 0]
    before = [curve.n, *left]
    return [max(was - then, 0) for was, then in zip(before, following, strict=True)]


def _strokes(curve: SurvivalCurve, palette: Palette) -> dict[str, Any]:
    lost = lost_after(curve)
    session, share = [0, *curve.session.tolist()], [0.0, *(1 - curve.survival).tolist()]
    ends = [*session[1:], session[-1] + 1]
    places = [(at + end) / 2 for at, end in zip(session, ends, strict=True)]
    kept = [place for place, count in enumerate(lost) if count]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [places[one] for one in kept],
        "y": [share[one] for one in kept],
        "marker": {"symbol": "line-ns-open", "size": 11, "color": palette.ink, "line": {"width": 2}},
        "text": [str(lost[one]) for one in kept],
        "hovertemplate": "%{text} not followed further<extra></extra>",
    }


def until_in_words(curve: SurvivalCurve, said: str) -> str:
    """Say how far it had come, and how many were not seen to the end."""
    if not curve.session.size:
        return f"{curve.n} episodes, none {said} as far as they were followed."
    return (
        f"{curve.n} episodes: by session {int(curve.session[-1])} {1 - curve.survival[-1]:.0%} {said}; "
        f"{curve.censored} were not followed to that point."
    )
