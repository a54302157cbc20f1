"""Rows of an extract, made of rows of the database: only what fit.interop.extract_tables names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fit.interop.extract_tables import ITEMS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from fit.casework._extract import Told
    from fit.interop.pseudonyms import Pseudonyms
    from fit.store.types import Record

    Row = dict[str, Any]


def episode_row(told: Told, sessions: int) -> Row:
    """An episode as it is told."""
    known = told.known
    return {
        "episode_id": told.number,
        "client_id": told.client,
        "age_band": known.age_band,
        "informants": known.informants,
        "team": known.team,
        "programme": known.programme,
        "ending": known.ending,
        "year": known.year,
        "opened_on": _moved(told.row.opened_on, told),
        "closed_on": _moved(told.row.closed_on, told),
        "sessions": sessions,
    }


def _moved(day: date | None, told: Told) -> date | None:
    return None if day is None else day + told.shift


def _session(row: Record, told: Told, secret: Pseudonyms) -> Row:
    return {
        "session_id": secret.number("session", row.id),
        "episode_id": told.number,
        "meeting": row.meeting,
        "occurred_on": _moved(row.occurred_on, told),
        "below_line": row.below_line,
        "dropped": row.dropped,
    }


def _rating(row: Record, told: Told, secret: Pseudonyms) -> Row:
    same = ("scale", "scale_version", "informant", "status", "skip_reason", "mode")
    return {
        "rating_id": secret.number("rating", row.id),
        "session_id": secret.number("session", row.session_id),
        "episode_id": told.number,
        "total_tenths": row.total,
        **{f"item_{one}_tenths": getattr(row, f"item_{one}") for one in ITEMS},
        **{name: getattr(row, name) for name in same},
    }


def _alert(row: Record, told: Told, secret: Pseudonyms) -> Row:
    same = ("rule", "rule_version", "kind", "severity", "scale", "informant", "state", "talked_at")
    return {
        "alert_id": secret.number("alert", row.id),
        "episode_id": told.number,
        "session_id": secret.number("session", row.session_id),
        "closed_after_days": None if row.closed_at is None else (row.closed_at - row.raised_at).days,
        **{name: getattr(row, name) for name in same},
    }


def _repair(row: Record, told: Told, secret: Pseudonyms) -> Row:
    return {
        "repair_id": secret.number("repair", row.id),
        "episode_id": told.number,
        "session_id": secret.number("session", row.session_id),
        "alert_id": None if row.alert_id is None else secret.number("alert", row.alert_id),
        "said_on": _moved(row.said_on, told),
        **{name: getattr(row, name) for name in ("kind", "dimension", "state", "talked_at")},
    }


ROWS: Mapping[str, Callable[[Record, Told, Pseudonyms], Row]] = {
    "sessions": _session,
    "ratings": _rating,
    "alerts": _alert,
    "repairs": _repair,
}
"""How the row of each table is made."""
