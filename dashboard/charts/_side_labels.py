"""Labels at the right edge, beside what they name, instead of a legend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.charts._axes import rates_sessions, top_of
from dashboard.charts._labels import spread
from dashboard.charts._reference import off_track_points
from dashboard.charts.titles import alliance_title, outcome_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dashboard.charts.overlay import Overlay
    from dashboard.charts.palette import Palette
    from fit.assessment import EpisodeAssessment
    from fit.scales import Score

    Label = tuple[str, float, str]

__all__ = ["side_labels"]

GAP, HIGHEST = 2.2 / 40, 40.5 / 40
"""Shares of the axis: from one label to the next, one line of text at the chart's height; and where the last may be."""
TEXT_SIZE = 13


def side_labels(one: EpisodeAssessment, overlay: Overlay, palette: Palette) -> list[dict[str, object]]:
    """Name every line that is there, at its own height, without one label lying on another."""
    labels = [*_ratings(one, palette), *_references(one, palette)]
    if overlay.with_own_level:
        labels += _own_level(one, palette)
    top = top_of(one)
    heights = spread([height for _, height, _ in labels], gap=GAP * top, lowest=0.0, highest=HIGHEST * top)
    return [_annotation(text, y, colour) for (text, _, colour), y in zip(labels, heights, strict=True)]


def _ratings(one: EpisodeAssessment, palette: Palette) -> Iterator[Label]:
    outcome = (outcome_title(one), one.outcome, palette.outcome)
    for name, scores, colour in (outcome, (alliance_title(one), one.alliance, palette.alliance)):
        latest = _latest(scores)
        if latest is not None:
            yield f"<b>{name} {latest}</b>", latest.points, colour


def _references(one: EpisodeAssessment, palette: Palette) -> Iterator[Label]:
    if one.clinical_cutoff is not None:
        yield f"cutoff {one.clinical_cutoff.points:g}", one.clinical_cutoff.points, palette.outcome
    if rates_sessions(one):
        yield f"{alliance_title(one)} line {one.alliance_line.points:g}", one.alliance_line.points, palette.alliance
    if one.target is not None:
        yield f"target {one.target:.1f}", one.target, palette.muted
    off_track = off_track_points(one, "red")
    if len(off_track) > 1:
        yield f"off track {off_track[-1][1]:.1f}", off_track[-1][1], palette.muted


def _own_level(one: EpisodeAssessment, palette: Palette) -> Iterator[Label]:
    known = [level for level in one.own_levels if level is not None]
    for level in known[-1:]:
        yield f"own watch {level.watch:.1f}", level.watch, palette.alliance
        yield f"own rupture {level.rupture:.1f}", level.rupture, palette.alliance


def _latest(scores: Sequence[Score | None]) -> Score | None:
    return next((score for score in reversed(scores) if score is not None), None)


def _annotation(text: str, height: float, colour: str) -> dict[str, object]:
    place = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 10, "y": height, "yanchor": "middle"}
    return {"text": text, **place, "showarrow": False, "align": "left", "font": {"color": colour, "size": TEXT_SIZE}}
