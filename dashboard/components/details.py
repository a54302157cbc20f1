"""What stands behind a click within a piece of HTML: there at once, and no message of its own to the page."""

from __future__ import annotations

from html import escape

__all__ = ["details_html"]


def details_html(label: str, inside: str) -> str:
    """Return a label that opens what is `inside`, which is HTML; on paper it is open."""
    return f'<details class="ml-details"><summary>{escape(label)}</summary><div>{inside}</div></details>'
