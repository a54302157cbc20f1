"""Which browser somebody signs in with: what its owner reads of it, and the secret by which it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.door.cookies import value_of
from dashboard.door.identity import address_in

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["KNOWN_COOKIE", "family", "visitor"]

KNOWN_COOKIE: Final = "mendline_known"
LONGEST_SECRET: Final = 100

BROWSERS: Final = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS: Final = (
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
"""Whichever comes first: browsers name each other, and a tablet names the system of a phone."""


def family(user_agent: str) -> str:
    """Return browser and system in words, such as "Firefox on Windows"; no version, nothing that tells two apart."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return " on ".join(part for part in (browser or "A browser", system) if part)


def visitor(request: Request) -> dict[str, str]:
    """Return what casework is told of the browser that somebody signs in with."""
    return {
        "source": address_in(request.scope),
        "browser": family(request.headers.get("user-agent", "")),
        "known": value_of(request, KNOWN_COOKIE)[:LONGEST_SECRET],
    }
