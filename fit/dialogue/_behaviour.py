"""What a clinician does in a turn."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Behaviour"]


class Behaviour(StrEnum):
    """Main thing that a clinician does in a turn."""

    QUESTION = "question"
    REFLECTION = "reflection"
    INPUT = "input"
    OTHER = "other"
