"""The colours of charts, for a light screen, a dark one, and paper.

Chosen so that ORS and SRS differ in lightness too: they stay apart in grey print and for colour-blind eyes.
"""

from __future__ import annotations

from dataclasses import dataclass
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
    expected: str
    band: str
    under_path: str
    """Between the expected path and where a client is off track."""
    tones: Mapping[Tone, str]


LIGHT = Palette(
    ink="#1f2a2e",
    muted="#5a666b",
    grid="#e7e1d8",
    ground="#fffdfa",
    outcome="#0f6b6b",
    alliance="#b35a16",
    expected="#6a7479",
    band="rgba(15,107,107,0.09)",
    under_path="rgba(122,91,0,0.10)",
    tones=MappingProxyType(
        {
            Tone.URGENT: "#8c1d4f",
            Tone.ACT: "#9c4210",
            Tone.WATCH: "#7a5b00",
            Tone.CALM: "#4d5b61",
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
    expected="#9aa6aa",
    band="rgba(92,196,189,0.13)",
    under_path="rgba(223,192,99,0.13)",
    tones=MappingProxyType(
        {
            Tone.URGENT: "#f29ac0",
            Tone.ACT: "#f2a777",
            Tone.WATCH: "#dfc063",
            Tone.CALM: "#b4bfc3",
            Tone.GOOD: "#6fcfc8",
            Tone.UNKNOWN: "#a9b3b6",
        }
    ),
)


def palette_for(theme: str | None) -> Palette:
    """Return the colours for a screen that calls itself "dark"; light ones for any other."""
    return DARK if theme == "dark" else LIGHT
