"""What stands behind "Why this?", as names and texts: for the screen and for paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fit.assessment import Explanation

__all__ = ["why_entries"]


def why_entries(explanation: Explanation) -> tuple[tuple[str, str], ...]:
    """Return names with what stands behind them; what is empty is left out."""
    numbers = "; ".join(f"{name} {_said(value)}" for name, value in explanation.values)
    entries = (
        ("Rule", explanation.rule),
        ("How it is worked out", explanation.formula),
        ("The numbers", numbers),
        ("The line", explanation.line),
        ("Usual next step", explanation.usual_next_step),
        ("Policy", explanation.policy),
        ("Source", explanation.source),
    )
    return tuple((name, text) for name, text in entries if text)


def _said(value: object) -> str:
    """Say a number as it is read aloud: unknown is a word, a computed one has one decimal."""
    if value is None:
        return "not known"
    return f"{value:.1f}" if isinstance(value, float) else str(value)
