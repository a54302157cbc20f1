"""The two ways in which a client shows that the working relation is strained."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["RuptureKind"]


class RuptureKind(StrEnum):
    """How the client shows the strain. A session can hold both."""

    WITHDRAWAL = "withdrawal"
    CONFRONTATION = "confrontation"
