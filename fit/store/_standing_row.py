"""The summary row of one episode: the latest of everything, and how soon it deserves a look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fit.policies import Severity
from fit.store._standing_columns import UNRATED
from fit.store.resting import rests
from fit.store.states import AlertState, Attention

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from fit.store._method import Method
    from fit.store.types import Record

GRAVITY = {severity.value: place for place, severity in enumerate(Severity)}
CONCERN = frozenset({Severity.URGENT.value, Severity.ACT.value, Severity.WATCH.value})


def standing_row(
    episode: Record,
    *,
    sessions: Sequence[Record],
    unrated: Sequence[Record],
    alerts: Sequence[Record],
    verdicts: Mapping[str, Any],
    method: Method,
) -> dict[str, Any]:
    """Put together the row of an episode, from what the engine says of it and what is noted of its alerts."""
    return {
        "clinic_id": episode.clinic_id,
        "episode_id": episode.id,
        "clinician_id": episode.clinician_id,
        "active": episode.closed_on is None,
        "sessions": len(sessions),
        "unrated_lately": _unrated_lately(sessions, {row.id for row in unrated}),
        "last_session_on": max((row.occurred_on for row in sessions if row.occurred_on), default=None),
        "versions": method.versions,
        "updated_at": method.now,
        **verdicts,
        **_worries(alerts, {row.id: row.meeting for row in sessions}),
    }


def empty_row(episode: Record, method: Method) -> dict[str, Any]:
    """The row of an episode that begins."""
    return standing_row(episode, sessions=(), unrated=(), alerts=(), verdicts=UNRATED, method=method)


def _unrated_lately(sessions: Sequence[Record], unrated: Collection[int]) -> int:
    """How many of the last sessions in a row have no rating at all."""
    rated = [row.meeting for row in sessions if row.id not in unrated]
    return sum(row.meeting > max(rated, default=0) for row in sessions)


def _worries(alerts: Sequence[Record], meeting_of: Mapping[int, int]) -> dict[str, Any]:
    latest = max(meeting_of.values(), default=0)
    standing = sorted((row for row in alerts if AlertState(row.state).is_open), key=_gravity)
    ranked = sorted(((_attention(row, latest), place, row.rule) for place, row in enumerate(standing)))
    attention, _, rule = ranked[0] if ranked else (Attention.NOTHING, 0, None)
    planned = [meeting_of[row.session_id] for row in standing if row.state == AlertState.REPAIR_PLANNED.value]
    return {
        "reasons": list(dict.fromkeys(row.rule for row in standing)),
        "open_alerts": sum(row.severity in CONCERN for row in standing),
        "waiting_alerts": sum(place is not Attention.NOTHING for place, _, _ in ranked),
        "planned_at": max(planned, default=None),
        "attention": attention.value,
        "reason_rule": None if attention is Attention.NOTHING else rule,
    }


def _gravity(alert: Record) -> tuple[int, int]:
    """The gravest first, and of equals the newest."""
    return GRAVITY[alert.severity], -alert.id


def _attention(alert: Record, latest: int) -> Attention:
    """What an open alert asks for now, `latest` being the episode's last meeting. One that rests asks for nothing."""
    severity = Severity(alert.severity)
    if severity is Severity.URGENT:
        return Attention.URGENT
    if rests(alert, latest):
        return Attention.NOTHING
    if severity is Severity.ACT:
        return Attention.ALLIANCE if alert.kind == "alliance" else Attention.OFF_TRACK
    return Attention.FALLING if severity is Severity.WATCH else Attention.NOTHING
