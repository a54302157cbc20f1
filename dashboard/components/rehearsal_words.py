"""What only a rehearsal and the card for the session have names for; the rest is in guide_words.py."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from fit.repair import BOTH, WAITED, Openness, RehearsalLength, RuptureKind

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["AFTER", "DID", "ENDED", "LENGTH", "WITHOUT_TITLE"]

AFTER: Final[Mapping[RuptureKind, str]] = MappingProxyType(
    {
        RuptureKind.WITHDRAWAL: "After it went quiet",
        RuptureKind.CONFRONTATION: "After a complaint",
    }
)
"""On the card, which the client may read as well."""
LENGTH: Final[Mapping[RehearsalLength, str]] = MappingProxyType(
    {
        RehearsalLength.FULL: "about ten minutes",
        RehearsalLength.TWO_MINUTES: "two minutes",
    }
)
DID: Final[Mapping[str, str]] = MappingProxyType(
    {
        "thank": "Thanked for it",
        "validate": "Said that it makes sense",
        "own_part": "Named my own part",
        "invite": "Asked to hear more",
        "explore": "Asked how it was",
        "reflect": "Said back what I heard",
        "immediacy": "Named what happens between us",
        "renegotiate": "Asked what should be different",
        "explain": "Explained",
        "justify": "Gave my reasons",
        "rebut": "Corrected",
        "interpret_early": "Said what may lie behind it",
        "jargon": "Used a technical word",
        "blame": "Pointed to the client's part",
        "reassure": "Comforted quickly",
        "but_after_validation": "Understood, and then said but",
        "change_subject": "Moved on",
        BOTH: "Some of both",
        WAITED: "Stayed silent and waited",
    }
)
"""What one mostly did, in the first person of somebody who has just said it aloud."""
WITHOUT_TITLE: Final[Mapping[str, str]] = MappingProxyType({BOTH: "Some of both", WAITED: "Waiting"})
ENDED: Final[Mapping[Openness, str]] = MappingProxyType(
    {
        Openness.OPEN: "The client has opened.",
        Openness.TALKING: "The client is talking with you.",
        Openness.GUARDED: "The client stays careful, and comes again.",
        Openness.CLOSED: "The client kept the door shut today, and has not gone. Go back one answer and try another: "
        "every line here has a way back.",
    }
)
