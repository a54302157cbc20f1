"""A client's own marks as a calm curve: no number, no tick, no colour that judges; the newest mark stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fit.casework.views import OwnLine

__all__ = ["own_line_address", "own_line_svg"]

WIDTH, HEIGHT = 640, 320
MARGIN: Final = 34
FEWEST_PLACES: Final = 6
"""A young line leaves room for what is still to come."""
MANY: Final = 16
"""From so many marks on they are drawn smaller."""
# as in the client's form: components/rating_line/assets/rating_form.css
ACCENT, MIST, EDGE, SHEET, SOFT = "#0f6b6b", "#d9ebe8", "#e7e0d6", "#fffefb", "#5d6b69"


class Place(NamedTuple):
    """A mark in the drawing."""

    x: float
    y: float


def own_line_address(line: OwnLine, *, right_to_left: bool = False) -> str:
    """Return the drawing as a `data:` address, which the page's content policy and sanitiser let through."""
    return "data:image/svg+xml," + quote(own_line_svg(line, right_to_left=right_to_left), safe=" =:/',")


def own_line_svg(line: OwnLine, *, right_to_left: bool = False) -> str:
    """Draw the line; time runs as the writing does. A session without a mark leaves a gap."""
    places = _places(line.shares, right_to_left=right_to_left)
    radius = 4 if len(places) >= MANY else 8
    marks = "".join(_mark(place, radius) for place in places if place)
    newest = [place for place in places if place][-1]
    body = _ground() + _cutoff(line.cutoff) + _halo(newest) + _path(places) + marks + _newest(newest)
    return f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' fill='none'>{body}</svg>"


def _places(shares: Sequence[float | None], *, right_to_left: bool) -> list[Place | None]:
    step = (WIDTH - 2 * MARGIN) / (max(len(shares), FEWEST_PLACES) - 1)
    across = [MARGIN + step * at for at in range(len(shares))]
    return [
        None if share is None else Place(round(WIDTH - x if right_to_left else x, 1), _height(share))
        for x, share in zip(across, shares, strict=True)
    ]


def _height(share: float) -> float:
    return round(HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * share, 1)


def _ground() -> str:
    return f"<path d='M0 {MARGIN}H{WIDTH}M0 {HEIGHT - MARGIN}H{WIDTH}' stroke='{EDGE}' stroke-width='2'/>"


def _cutoff(share: float | None) -> str:
    if share is None:
        return ""
    dots = "stroke-width='4' stroke-linecap='round' stroke-dasharray='0 12'"
    return f"<path class='cutoff' d='M8 {_height(share):g}H{WIDTH}' stroke='{SOFT}' {dots}/>"


def _path(places: Sequence[Place | None]) -> str:
    steps = "".join(_steps(places))
    return f"<path d='{steps}' stroke='{ACCENT}' stroke-width='5' stroke-linecap='round' stroke-linejoin='round'/>"


def _steps(places: Sequence[Place | None]) -> Iterator[str]:
    for before, here in zip([None, *places], places, strict=False):
        if here:
            yield f"{'L' if before else 'M'}{here.x:g} {here.y:g}"


def _mark(place: Place, radius: int) -> str:
    at = f"cx='{place.x:g}' cy='{place.y:g}'"
    return f"<circle {at} r='{radius}' fill='{SHEET}' stroke='{ACCENT}' stroke-width='4'/>"


def _halo(place: Place) -> str:
    return f"<circle cx='{place.x:g}' cy='{place.y:g}' r='28' fill='{MIST}'/>"


def _newest(place: Place) -> str:
    return f"<circle class='newest' cx='{place.x:g}' cy='{place.y:g}' r='16' fill='{ACCENT}'/>"
