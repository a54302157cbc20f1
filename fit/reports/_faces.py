"""Five faces of our own, from very happy to very sad, drawn with a few strokes."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

BENDS: Final = MappingProxyType({"very_happy": 0.62, "happy": 0.3, "so_so": 0.0, "sad": -0.3, "very_sad": -0.62})
"""How far the mouth hangs below its corners, in radii; below zero it stands above them."""


def draw_face(canvas: Canvas, face: str, x: float, y: float, radius: float) -> None:
    """Draw one face around the point x, y."""
    canvas.setLineWidth(1.6)
    canvas.setStrokeGray(0)
    canvas.setFillGray(0)
    canvas.setLineCap(1)
    canvas.circle(x, y, radius, stroke=1, fill=0)
    for side in (-1, 1):
        canvas.circle(x + side * 0.34 * radius, y + 0.25 * radius, 0.09 * radius, stroke=0, fill=1)
    bend = BENDS[face] * radius
    corner = y - 0.32 * radius + bend / 2
    half = 0.48 * radius
    canvas.bezier(x - half, corner, x - half / 2, corner - bend, x + half / 2, corner - bend, x + half, corner)
