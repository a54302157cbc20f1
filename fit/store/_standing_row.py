"""The summary row of one episode: the latest of everything, and how soon it deserves a look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fit.assessment import SHARP_FALL, gravity
from fit.policies import Severity
from fit.store._standing_columns import UNRATED
from fit.store.held import NOTHING_HELD
from fit.store.resting import waits
from fit.store.states import AlertState, Attention

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fit.store._method import Method
    from fit.store.held import Held
    from fit.store.types import Record

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
        **_worries(alerts, meeting_of, held.latest, fallen=_has_fallen(verdicts)),
    }


def empty_row(episode: Record, method: Method) -> dict[str, Any]:
    """The row of an episode that begins."""
    return standing_row(episode, held=NOTHING_HELD, meeting_of={}, alerts=(), verdicts=UNRATED, method=method)


def _has_fallen(verdicts: Mapping[str, Any]) -> bool:
    """Whether the last outcome rating itself is a sharp fall, and lies below all that are known before it."""
    given = [one for one in (verdicts["intake"], *verdicts["outcome_history"]) if one is not None]
    return SHARP_FALL in verdicts["signals"] and len(given) > 1 and given[-1] < min(given[:-1])


def _worries(alerts: Sequence[Record], meeting_of: Mapping[int, int], latest: int, *, fallen: bool) -> dict[str, Any]:
    standing = [row for row in alerts if AlertState(row.state).is_open]
    waiting = [row for row in standing if waits(row, latest)]
    fallen = fallen and any(row.rule == SHARP_FALL for row in waiting)

    def place(row: Record) -> tuple[int | bool, ...]:
        meeting = meeting_of[row.session_id]
        return gravity(row.rule, row.severity, meeting, fallen=fallen, waits=waits(row, latest))

    asked = (_attention(row, fallen=fallen) for row in waiting)
    leading = min(waiting, key=place, default=None)
    planned = [meeting_of[row.session_id] for row in standing if row.state == AlertState.REPAIR_PLANNED.value]
    return {
        "reasons": list(dict.fromkeys(row.rule for row in sorted(standing, key=place))),
        "open_alerts": sum(row.severity in CONCERN for row in standing),
        "waiting_alerts": len(waiting),
        "planned_at": max(planned, default=None),
        "attention": min(asked, key=lambda one: one.place, default=Attention.NOTHING).value,
        "reason_rule": None if leading is None else leading.rule,
    }


def _attention(alert: Record, *, fallen: bool) -> Attention:
    """What an alert that waits asks for."""
    severity = Severity(alert.severity)
    if severity is Severity.URGENT:
        return Attention.URGENT
    if fallen and alert.rule == SHARP_FALL:
        return Attention.FALLEN
    if severity is Severity.ACT:
        return Attention.ALLIANCE if alert.kind == "alliance" else Attention.OFF_TRACK
    return Attention.FALLING
