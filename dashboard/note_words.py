"""What belongs to session notes is called on screen, and who reads them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FIELD", "HELP", "WHO_READS", "who_reads"]

FIELD: Final[Mapping[str, str]] = MappingProxyType(
    {
        "talked_about": "What was talked about",
        "observed": "What I saw and heard",
        "assessment": "How I understand it",
        "plan": "Plan",
    }
)
HELP: Final[Mapping[str, str]] = MappingProxyType(
    {
        "talked_about": "In a few words, as the client would say it.",
        "observed": "What anybody in the room could have seen.",
        "assessment": "Your reading of it, also where you are not sure.",
        "plan": "What you will do, ask or look at next.",
    }
)
WHO_READS: Final = (
    "Who reads this: you, and your supervisor. So does whoever holds this client after you, and a colleague who opens "
    "the client in an emergency; you are told of that. No screen, form or print for "
    "the client shows it; it is in the file of all their data, if they ask for that."
)
APART: Final = (
    "What you felt yourself has its own place: the private note in the repair guide, which only you see unless you "
    "share it."
)


def who_reads(*, own: bool) -> str:
    """Say who reads the notes; of somebody else's client, what this person may do."""
    return (
        f"{WHO_READS} {APART}"
        if own
        else "You can read these notes, not change them. No screen, form or print for the client shows them."
    )
