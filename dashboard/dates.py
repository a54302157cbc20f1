"""How a day is written on every screen of a clinician: "25 Nov 2026"."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fit.errors import InputError

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["MONTHS", "day_said", "moment_said", "month_of", "month_said", "session_said"]

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Written out, so that the machine's own language settings change nothing."""


def day_said(day: date | None, unknown: str = "") -> str:
    """Write a day; `unknown` where nobody noted it."""
    return unknown if day is None else f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def moment_said(at: datetime | None, unknown: str = "") -> str:
    """Write a moment as it was where this machine stands: "25 Nov 2026, 14:03"."""
    if at is None:
        return unknown
    here = at.astimezone()
    return f"{day_said(here.date())}, {here:%H:%M}"


def session_said(meeting: int, day: date | None, today: date) -> str:
    """Name a session with its day: "Session 5, today", "Session 4, 18 Nov 2026"."""
    when = "today" if day == today else day_said(day)
    return f"Session {meeting}, {when}" if when else f"Session {meeting}"


def month_said(first: date) -> str:
    """Write a month: "Nov 2026"."""
    return f"{MONTHS[first.month - 1]} {first.year}"


def month_of(text: str) -> date:
    """Read the first day of a month as it is written in an address or a command.

    Raises
    ------
    InputError
        When it is no month.
    """
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise InputError(f"{text!r} is no month. Write it as 2026-10.") from None
