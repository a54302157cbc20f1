"""How many sessions it takes: the share to whom it has happened by each session, with what was not seen to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dashboard.charts._plain_ground import ground, line, shares, whole_numbers
from dashboard.charts.palette import LIGHT

if TYPE_CHECKING:
    from dashboard.charts.figure import Figure
    from dashboard.charts.palette import Palette
    from fit.service.survival import Incidence, SurvivalCurve

__all__ = ["lost_after", "until", "until_in_words"]


def until(curve: SurvivalCurve, said: str, palette: Palette = LIGHT, beside: Incidence | None = None) -> Figure:
    """Draw the curve as steps with its interval; short strokes mark where episodes were not followed further."""
    session, share = _steps(curve)
    low = _drawn_on([0.0, *_known(1 - curve.upper, share)])
    high = _drawn_on([0.0, *_known(1 - curve.lower, share)])
    share = _drawn_on(share)
    session.append(session[-1] + 1)
    traces = [
        line(session, low, palette.band, width=0, shape="hv"),
        line(session, high, palette.band, width=0, shape="hv") | {"fill": "tonexty", "fillcolor": palette.band},
        line(session, share, palette.outcome, width=2.5, shape="hv")
        | {"hoverinfo": "x+y", "hovertemplate": f"by session %{{x}}: %{{y:.0%}} {said}<extra></extra>"},
        _strokes(curve, palette),
    ]
    if beside is not None:
        steps = [0, *beside.session.tolist(), session[-1]], _drawn_on([0.0, *beside.share.tolist()])
        traces.append(line(*steps, palette.alliance, width=2, dash="dash", shape="hv"))
    layout = ground(
        palette,
        whole_numbers("Session", session[-1]),
        shares(f"Share {said}"),
    )
    return {"data": traces, "layout": layout}


def _known(ends: Any, share: list[float]) -> list[float]:
    """Where nothing bounds the curve any more, the curve itself."""
    return [own if np.isnan(end) else float(end) for end, own in zip(ends.tolist(), share[1:], strict=True)]


def _steps(curve: SurvivalCurve) -> tuple[list[int], list[float]]:
    return [0, *curve.session.tolist()], [0.0, *(1 - curve.survival).tolist()]


def _drawn_on(values: list[float]) -> list[float]:
    """One session beyond the last step, so that it is seen."""
    return [*values, values[-1]]


def lost_after(curve: SurvivalCurve) -> list[int]:
    """How many were not followed further, before the first step and after each."""
    left = (curve.at_risk - curve.events).tolist()
    following = [*curve.at_risk.tolist(), 0]
    before = [curve.n, *left]
    return [max(was - then, 0) for was, then in zip(before, following, strict=True)]


def _strokes(curve: SurvivalCurve, palette: Palette) -> dict[str, Any]:
    lost = lost_after(curve)
    session, share = _steps(curve)
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


def until_in_words(curve: SurvivalCurve, said: str, about: str = "") -> str:
    """Say how far it had come, and how many were not seen to the end."""
    if not curve.session.size:
        return f"{about}{curve.n} episodes, none {said} as far as they were followed."
    return (
        f"Of {about}{curve.n} episodes, {100 * (1 - curve.survival[-1]):.0f}\N{NO-BREAK SPACE}% {said} by session "
        f"{int(curve.session[-1])}; {about}{curve.censored} were not seen to such a point."
    )
