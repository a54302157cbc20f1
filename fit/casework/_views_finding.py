"""Clients as they are found by a few letters."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundClient:
    """An episode of one's own or of a supervisee's, by what it is called."""

    episode_id: str
    client_label: str
    client_code: str
    clinician_name: str
    is_own: bool
    is_closed: bool
    seen_today: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundClients:
    """The first of those who fit, the best first, and how many fit in all."""

    rows: tuple[FoundClient, ...]
    count: int
