"""A course by the calendar: sessions stand as far apart as their days do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dashboard.dates import MONTHS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from dashboard.charts.figure import Figure
    from dashboard.charts.overlay import Overlay

__all__ = ["by_the_calendar"]

USUAL_GAP = 7.0
"""Days from one session to the next, where only one has a day."""
NARROWEST = 1 / 16
"""Share of the axis that one label needs at least; on a narrow screen they are turned."""


def by_the_calendar(figure: Figure, overlay: Overlay) -> Figure:
    """Move everything that stands at a session to its day; nothing moves where no session has a day."""
    axis = figure["layout"]["xaxis"]
    first, last = axis["range"]
    if not overlay.dates:
        return figure
    numbers = list(range(int(first), int(last) + 2))
    days = _days(overlay.dates, numbers)

    def place(session: float) -> float:
        return round(float(np.interp(session, numbers, days)), 2)

    for trace in figure["data"]:
        trace["x"] = [place(x) for x in trace["x"]]
    for note in figure["layout"]["annotations"]:
        if note.get("xref") != "paper":
            note["x"] = place(note["x"])
    labelled = _labelled(sorted(overlay.dates), place(first), place(last), days, numbers)
    axis |= {"range": [place(first), place(last)], "tickvals": [place(one) for one in labelled]}
    axis |= {"ticktext": _said(labelled, overlay.dates), "autotickangles": [0, 90]}
    return figure


def _days(dates: Mapping[int, date], numbers: Sequence[int]) -> list[float]:
    """Return the day of each session, counted from the first that has one; others lie between, or a usual gap on."""
    known = sorted(dates)
    days = [float((dates[number] - dates[known[0]]).days) for number in known]
    gap = days[-1] / (known[-1] - known[0]) if len(known) > 1 else USUAL_GAP
    inside = np.interp(numbers, known, days)
    before = np.minimum(np.asarray(numbers) - known[0], 0) * (gap or USUAL_GAP)
    after = np.maximum(np.asarray(numbers) - known[-1], 0) * (gap or USUAL_GAP)
    return [float(day) for day in inside + before + after]


def _labelled(
    known: Sequence[int], left: float, right: float, days: Sequence[float], numbers: Sequence[int]
) -> list[int]:
    """Choose whose day is written: the last one always, then as many before it as have room."""
    chosen: list[int] = []
    at = dict(zip(numbers, days, strict=True))
    for number in reversed(known):
        if not chosen or at[chosen[-1]] - at[number] >= NARROWEST * (right - left):
            chosen.append(number)
    return chosen[::-1]


def _said(labelled: Sequence[int], dates: Mapping[int, date]) -> list[str]:
    """Write number and day; the year under the first one, and where another begins."""
    said = []
    for place, number in enumerate(labelled):
        day = dates[number]
        is_new = place == 0 or dates[labelled[place - 1]].year != day.year
        said.append(f"{number}<br>{day.day} {MONTHS[day.month - 1]}" + (f"<br>{day.year}" if is_new else ""))
    return said
