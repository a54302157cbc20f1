"""Where the expected path comes from, to be said wherever clients are held against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fit.trajectory import CurveSet

__all__ = ["path_said"]


def path_said(curves: CurveSet) -> str:
    """Say what clients are held against: simulated clients, until a clinic has fitted its own path."""
    if curves.is_simulated:
        return (
            "The expected path is simulated until a clinic fits its own: it comes from simulated clients, not from "
            "yours, so that on track and off track are a first guess and no result."
        )
    return f"The expected path is that of the curve set in use: {curves.label}."
