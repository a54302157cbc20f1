"""The way to the page that measures a screen once, so that lines on it are ten centimetres long."""

from __future__ import annotations

from typing import Final

__all__ = ["CALIBRATE"]

CALIBRATE: Final = (
    '<p class="ml-quiet ml-next"><a href="/k/calibrate" target="_blank" rel="noopener">Make the lines on this screen '
    "10 cm long</a> (once for each device, with a bank card)</p>"
)
