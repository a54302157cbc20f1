"""Days as a client of that language writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.locale._languages import languages, spoken

if TYPE_CHECKING:
    from datetime import date


def spoken_date(day: date, language: str) -> str:
    """The day in words: 25 November 2026, 25. November 2026, 2026年11月25日."""
    from babel.dates import format_date

    return format_date(day, format="long", locale=languages()[spoken(language)].dates)
