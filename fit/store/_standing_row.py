"""The summary row of one episode: the latest of everything, and how soon it deserves a look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fit.policies import Severity
from fit.store._standing_columns import UNRATED
from fit.store.held import NOTHING_HELD
from fit.store.resting import rests
from fit.store.states import AlertState, Attention

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fit.store._method import Method
    from fit.store.held import Held
    from fit.store.types import Record

GRAVITY = {severity.value: place for place, severity in enumerate(Severity)}
SHARP_FALL = "sharp_last_fall"
CONCERN = frozenset({Severity.URGENT.value, Severity.ACT.value, Severity.WATCH.value})


def standing_row(
    episode: Record,
    *,
    held: Held,
    meeting_of: Mapping[int, int],
    alerts: Sequence[Record],
    verdicts: Mapping[str, Any],
    method: Method,
) -> dict[str, Any]:
    """Put together the row of an episode, from what the engine says of it and what is noted of its alerts.

    `meeting_of` numbers the sessions of the alerts; of these, only those that are open make a difference.
    """
    return {
        "clinic_id": episode.clinic_id,
        "episode_id": episode.id,
        "clinician_id": episode.clinician_id,
        "active": episode.closed_on is None,
        "sessions": held.sessions,
        "unrated_lately": held.unrated_lately,
        "last_session_on": held.last_on,
        "versions": method.versions,
        "updated_at": method.now,
        **verdicts,
        **_worries(alerts, meeting_of, held.latest, is_lowest=_is_lowest(verdicts)),
    }


def empty_row(episode: Record, method: Method) -> dict[str, Any]:
    """The row of an episode that begins."""
    return standing_row(episode, held=NOTHING_HELD, meeting_of={}, alerts=(), verdicts=UNRATED, method=method)


def _is_lowest(verdicts: Mapping[str, Any]) -> bool:
    """Whether the last outcome rating lies below all that are known before it, the first one too."""
    given = [one for one in (verdicts["intake"], *verdicts["outcome_history"]) if one is not None]
    return len(given) > 1 and given[-1] < min(given[:-1])


def _worries(
    alerts: Sequence[Record], meeting_of: Mapping[int, int], latest: int, *, is_lowest: bool
) -> dict[str, Any]:
    standing = sorted((row for row in alerts if AlertState(row.state).is_open), key=_gravity)
    asked = ((_attention(row, latest, is_lowest=is_lowest), place, row.rule) for place, row in enumerate(standing))
    ranked = sorted(asked, key=lambda one: (one[0].place, one[1]))
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


def _attention(alert: Record, latest: int, *, is_lowest: bool) -> Attention:
    """What an open alert asks for now, `latest` being the episode's last meeting. One that rests asks for nothing."""
    severity = Severity(alert.severity)
    if severity is Severity.URGENT:
        return Attention.URGENT
    if rests(alert, latest):
        return Attention.NOTHING
    if is_lowest and alert.rule == SHARP_FALL:
        return Attention.FALLEN
    if severity is Severity.ACT:
        return Attention.ALLIANCE if alert.kind == "alliance" else Attention.OFF_TRACK
    return Attention.FALLING if severity is Severity.WATCH else Attention.NOTHING
