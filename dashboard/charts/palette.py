"""The colours of charts, for a light screen, a dark one, and paper.

Lines that are read against each other, and the tones that ask for something, stay apart for colour-blind eyes: a test
simulates their sight. Colour never stands alone: ORS and SRS differ in stroke and point too, tones in shape and word.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from dashboard.words import Tone

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DARK", "FONT_FAMILY", "LIGHT", "Palette", "palette_for"]

FONT_FAMILY = '"Source Sans", "Source Sans 3", "DejaVu Sans", sans-serif'


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """What each part of a chart is painted with."""

    ink: str
    muted: str
    grid: str
    ground: str
    outcome: str
    alliance: str
    other: str
    """Ratings of other people than the one whose ratings lead."""
    expected: str
    band: str
    under_path: str
    """Between the expected path and where a client is off track."""
    tones: Mapping[Tone, str] = field(hash=False)


LIGHT = Palette(
    ink="#1f2a2e",
    muted="#5a666b",
    grid="#e7e1d8",
    ground="#fffdfa",
    outcome="#0f6b6b",
    alliance="#b35a16",
    other="#5b2a86",
    expected="#7f898e",
    band="rgba(15,107,107,0.09)",
    under_path="rgba(122,91,0,0.10)",
    tones=MappingProxyType(
        {
            Tone.URGENT: "#65123f",
            Tone.ACT: "#85260d",
            Tone.WATCH: "#8c6300",
            Tone.CALM: "#2c4a73",
            Tone.GOOD: "#0f6b6b",
            Tone.UNKNOWN: "#5f6a6f",
        }
    ),
)
DARK = Palette(
    ink="#eceae5",
    muted="#a9b3b6",
    grid="#2e3a3e",
    ground="#1b2427",
    outcome="#5cc4bd",
    alliance="#f0a869",
    other="#cf9df5",
    expected="#7d888c",
    band="rgba(92,196,189,0.13)",
    under_path="rgba(223,192,99,0.13)",
    tones=MappingProxyType(
        {
            Tone.URGENT: "#d284c6",
            Tone.ACT: "#e07f5c",
            Tone.WATCH: "#f0df94",
            Tone.CALM: "#8fa8f0",
            Tone.GOOD: "#86dccb",
            Tone.UNKNOWN: "#a9b3b6",
        }
    ),
)


def palette_for(theme: str | None) -> Palette:
    """Return the colours for a screen that calls itself "dark"; light ones for any other."""
    return DARK if theme == "dark" else LIGHT
