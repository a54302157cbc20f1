"""The numbers behind an alert on one line, each as it is said aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["evidence_said"]

LOST, GAINED = "lost since", "gained since"


def evidence_said(evidence: Mapping[str, object]) -> str:
    """Say names and values, what is unknown left out; a loss below nothing is a gain."""
    return " · ".join(_said(name, str(value)) for name, value in evidence.items() if value is not None)


def _said(name: str, value: str) -> str:
    if name.startswith(LOST) and value.startswith("-"):
        return f"{name.replace(LOST, GAINED, 1)} {value.removeprefix('-')}"
    return f"{name} {value}"
