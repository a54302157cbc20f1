"""How colours look to people who see them otherwise, and how far apart two colours are.

Simulation: Machado, Oliveira & Fernandes 2009, IEEE Transactions on Visualization and Computer Graphics 15(6),
1291-1298, doi:10.1109/TVCG.2009.113, matrices of severity 1.0 on linear RGB. Distance: CIE 1976 L*a*b* (D65).
Contrast: WCAG 2.2, relative luminance.
"""

from __future__ import annotations

import re

AS_IT_IS = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
SIGHT = {
    "everybody": AS_IT_IS,
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
WHITE = (0.95047, 1.0, 1.08883)
LUMINANCE = (0.2126, 0.7152, 0.0722)
TRANSLUCENT = re.compile(r"rgba\((\d+),\s*(\d+),\s*(\d+),\s*([\d.]+)\)")


def linear(colour):
    """From "#rrggbb" to linear RGB, 0 to 1."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def seen(colour, matrix):
    """Linear RGB as somebody of this sight sees it."""
    return [min(max(value, 0.0), 1.0) for value in times(matrix, linear(colour))]


def times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def lab(rgb):
    x, y, z = (_bent(value / white) for value, white in zip(times(TO_XYZ, rgb), WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _bent(value):
    return value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116


def distance(one, other, sight="everybody"):
    """Difference of two colours for somebody of this sight; 2.3 is just noticeable side by side."""
    pair = [lab(seen(colour, SIGHT[sight])) for colour in (one, other)]
    return sum((a - b) ** 2 for a, b in zip(*pair, strict=True)) ** 0.5


def contrast(one, other):
    lights = sorted(sum(w * part for w, part in zip(LUMINANCE, linear(colour), strict=True)) for colour in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def over(translucent, ground):
    """The colour that a translucent one gives on a ground."""
    *rgb, share = (float(part) for part in TRANSLUCENT.fullmatch(translucent).groups())
    below = [int(ground[place : place + 2], 16) for place in (1, 3, 5)]
    mixed = [round(share * top + (1 - share) * under) for top, under in zip(rgb, below, strict=True)]
    return "#" + "".join(f"{part:02x}" for part in mixed)
