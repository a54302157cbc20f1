"""Words and feeling that do not fit together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.dialogue._rupture import RuptureKind
from fit.dialogue.markers._marker import marker

if TYPE_CHECKING:
    from fit.dialogue.markers._marker import Hit, Scene


@marker(
    kind=RuptureKind.WITHDRAWAL,
    definition="The client tells something painful with a smile or a flat voice, so that one does not feel it.",
    not_assessable="Face and voice are not in a text. Listen to the sound, or ask.",
)
def content_affect_split(_scene: Scene) -> Hit | None:
    """Words and feeling that do not fit together."""
    return None
