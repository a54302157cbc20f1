"""Labels at the right edge, beside what they name, instead of a legend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.charts._axes import top_of
from dashboard.charts._labels import spread
from dashboard.charts._reference import off_track_now
from dashboard.charts.titles import alliance_title, by_whom, outcome_title

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
    labels = [*_ratings(one, palette), *_references(one, palette), *_others(one, overlay, palette)]
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
    if any(one.alliance):
        yield f"{alliance_title(one)} line {one.alliance_line.points:g}", one.alliance_line.points, palette.alliance
    if one.target is not None:
        yield f"target {one.target:.1f}", one.target, palette.muted
    red = off_track_now(one)
    if red is not None:
        yield f"off track below {red:.1f}", red, palette.muted


def _others(one: EpisodeAssessment, overlay: Overlay, palette: Palette) -> Iterator[Label]:
    """Name the lines of other raters with their last rating, and their cutoff where it is another one."""
    for other in overlay.others:
        by = by_whom(other) or "client"
        for scale, scores in ((other.outcome_scale, other.outcome), (other.alliance_scale, other.alliance)):
            latest = _latest(scores)
            if scale is not None and latest is not None:
                yield f"<b>{scale.title} {by} {latest}</b>", latest.points, palette.other
        if other.clinical_cutoff is not None and other.clinical_cutoff != one.clinical_cutoff:
            yield f"{by} cutoff {other.clinical_cutoff.points:g}", other.clinical_cutoff.points, palette.other


def _own_level(one: EpisodeAssessment, palette: Palette) -> Iterator[Label]:
    """Name the client's own lines by what they were for the last session rating."""
    limits = [limit for limit in one.usual_range_lower if limit is not None]
    for limit in limits[-1:]:
        yield f"own lower limit {limit:.1f}", limit, palette.alliance
    known = [level for level in one.own_levels if level is not None]
    for level in known[-1:]:
        yield f"1 SD below own {level.watch:.1f}", level.watch, palette.alliance
        yield f"2 SD below own {level.rupture:.1f}", level.rupture, palette.alliance


def _latest(scores: Sequence[Score | None]) -> Score | None:
    return next((score for score in reversed(scores) if score is not None), None)


def _annotation(text: str, height: float, colour: str) -> dict[str, object]:
    place = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 10, "y": height, "yanchor": "middle"}
    return {"text": text, **place, "showarrow": False, "align": "left", "font": {"color": colour, "size": TEXT_SIZE}}
