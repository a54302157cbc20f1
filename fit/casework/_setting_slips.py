"""Settings that can be read and are wrong all the same: what was forgotten, and what was misspelt."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fit.casework._setting_names import nearest_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.casework.settings import Settings

__all__ = ["advice_on_settings", "misspelt", "placeholder"]

NOBODYS = ("example", "invalid", "example.com", "example.org", "example.net")
"""Names that stand for others in texts, and that nobody ever has (RFC 2606)."""


def advice_on_settings(settings: Settings) -> Iterator[str]:
    """Say what was probably forgotten or misspelt; a server starts with it all the same."""
    for said, remedy in (*placeholder(settings), *misspelt(settings)):
        yield f"{said} {remedy}"


def placeholder(settings: Settings) -> Iterator[tuple[str, str]]:
    """What is wrong and what to do when the address is still that of the sample file, or another that stands for one.

    Clients would be given links and pictures to scan that lead nowhere, and nobody in the clinic would see it.
    """
    host = _host(settings.address)
    if host and any(f".{host}".endswith(f".{name}") for name in NOBODYS):
        yield (
            f"MENDLINE_ADDRESS names {host}, which only stands for a name: links for clients lead nowhere.",
            "Give the address that tablets open, where the settings are, and start the server again.",
        )


def misspelt(settings: Settings) -> Iterator[tuple[str, str]]:
    """What is wrong and what to do for each name that no setting has. Its value is never told: it may be a key."""
    for name in settings.unknown_names:
        near = nearest_name(name)
        meant = f"Did you mean {near}? Else take it away" if near else "Take it away"
        yield f"{name} is no setting, so it changes nothing.", f"{meant}; docs/settings.md lists all settings."


def _host(address: str) -> str:
    """The name of the machine in an address, also where `https://` was left out; empty where there is none."""
    try:
        host = urlsplit(address if "://" in address else f"//{address}").hostname
    except ValueError:
        return ""
    return (host or "").rstrip(".").lower()
