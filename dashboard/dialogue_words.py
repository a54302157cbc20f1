"""What belongs to the dialogue is called on screen: kinds of moments, kinds of answers."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from fit.dialogue import RuptureKind

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MARKER_KIND", "RESPONSE"]

MARKER_KIND: Mapping[RuptureKind, str] = MappingProxyType(
    {
        RuptureKind.WITHDRAWAL: "Withdrawal: moves away",
        RuptureKind.CONFRONTATION: "Confrontation: moves against",
    }
)
RESPONSE: Mapping[str, str] = MappingProxyType(
    {
        "validate": "Validated it",
        "thank": "Thanked for it",
        "own_part": "Owned a part",
        "invite": "Invited to look at it together",
        "explore": "Asked to hear more",
        "immediacy": "Named the moment",
        "renegotiate": "Looked at goals or method anew",
        "reflect": "Said it back",
        "explain": "Explained",
        "justify": "Justified",
        "rebut": "Rebutted",
        "interpret_early": "Interpreted early",
        "jargon": "Used jargon",
        "blame": "Gave it back to the client",
        "reassure": "Reassured away",
        "change_subject": "Changed the subject",
        "but_after_validation": "Validated, then said but",
    }
)
