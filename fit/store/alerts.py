"""Alerts as rows: raised once, answered by later ratings, never closed silently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, func, insert, select, update

from fit.policies import Severity
from fit.scales import Score
from fit.store._answers import is_overtaken, outcome_of
from fit.store.ids import new_id
from fit.store.states import AlertState
from fit.store.tables import Alert as AlertTable
from fit.store.tables import columns_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from fit.alerts import Alert
    from fit.assessment import EpisodeAssessment
    from fit.store.ratings import Place
    from fit.store.types import Record

__all__ = ["Found", "Key", "alert_by_id", "change_alert", "found_in", "reconcile", "stored", "waiting_since"]

SET_BY_RATINGS = frozenset({AlertState.ANSWERED, AlertState.TAKEN_UP, AlertState.NO_LONGER_HOLDS})
SETTLED = SET_BY_RATINGS - {AlertState.TAKEN_UP}
"""What is over; an alert that a newer one takes up is not."""
WAITING = tuple(one.value for one in (Severity.URGENT, Severity.ACT, Severity.WATCH))
"""What asks for a look."""
OPEN = tuple(sorted(state.value for state in AlertState if state.is_open))
AS_FOUND = (
    "rule",
    "rule_version",
    "kind",
    "title",
    "line",
    "why",
    "source",
    "next_step",
    "policy",
    "policy_version",
    "trajectory",
    "trajectory_version",
    "scale",
    "scale_version",
)

PAST = "From past ratings, imported together with later ones"
"""Why an alert was closed from the start."""
STATE_COLUMNS = (
    "clinic_id",
    "id",
    "episode_id",
    "session_id",
    "rule",
    "scale",
    "informant",
    "kind",
    "severity",
    "state",
    "answered_by",
    "talked_at",
    "snoozed_after",
)

alert = columns_of(AlertTable)
Key = tuple[int, int, str, str, str]
"""Episode, meeting, rule, scale, informant: the same alert is not raised twice."""
STATES = select(*(alert.c[name] for name in STATE_COLUMNS))
MOVE = (
    update(alert)
    .where(alert.c.clinic_id == bindparam("clinic"), alert.c.id == bindparam("alert"))
    .values(state=bindparam("new_state"), answered_by=bindparam("by"), closed_at=bindparam("at"), snoozed_after=None)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An alert that the engine finds today, and the rating that answers it or raises it anew if one does."""

    alert: Alert
    informant: str
    answered_by: int | None
    by_newer: bool
    """That rating raises the same alert anew."""
    overtaken: bool
    """Later sessions were rated."""


def found_in(
    one: EpisodeAssessment, alerts: Iterable[Alert], episode_id: int, ids: Mapping[Place, int]
) -> Iterable[tuple[Key, Found]]:
    """The alerts of one strand with what answers them."""
    signals = {(signal.rule.id, signal.session): signal for signal in one.signals}
    for each in alerts:
        signal = signals[each.rule, each.meeting]
        outcome = outcome_of(one, signal, each.severity)
        answer = None if outcome is None else _rating_at(one, outcome.meeting, each.kind, episode_id, ids)
        key = (episode_id, each.meeting, each.rule, each.scale, one.informant.value)
        overtaken = is_overtaken(one, signal)
        yield (
            key,
            Found(
                alert=each,
                informant=one.informant.value,
                answered_by=answer,
                by_newer=outcome is not None and outcome.by_newer,
                overtaken=overtaken,
            ),
        )


def _rating_at(
    one: EpisodeAssessment, meeting: int, kind: str, episode_id: int, ids: Mapping[Place, int]
) -> int | None:
    """The rating of that meeting, of the kind the alert is about, or else the other one."""
    beside = (one.outcome_scale, one.alliance_scale)
    for scale in beside if kind == "outcome" else beside[::-1]:
        if scale is not None and (place := (episode_id, meeting, scale.id, one.informant.value)) in ids:
            return ids[place]
    return None


def stored(
    connection: Connection, clinic_id: int, episode_ids: Sequence[int], *, only_open: bool = False
) -> Sequence[Record]:
    """All alerts of these episodes with their states, in the order of raising; without the texts."""
    mine = alert.c.episode_id == episode_ids[0] if len(episode_ids) == 1 else alert.c.episode_id.in_(episode_ids)
    asked = STATES.where(alert.c.clinic_id == clinic_id, mine)
    if only_open:
        asked = asked.where(alert.c.state.in_(OPEN))
    # Sorted here: asked for the order of the key, SQLite reads all alerts of the clinic instead of sorting a few.
    return sorted(connection.execute(asked), key=lambda row: row.id)


def reconcile(
    connection: Connection,
    clinic_id: int,
    *,
    rows: Mapping[Key, Record],
    found: Mapping[Key, Found],
    session_ids: Mapping[tuple[int, int], int],
    causes: Mapping[int, int],
    now: datetime,
    imported: bool = False,
) -> None:
    """Raise what is new, mark what later ratings answered, and what no longer holds; touch nothing a person closed.

    Of `imported` ratings only the newest are work: what they say of sessions long followed by others is kept closed.
    """
    new = [
        _row(clinic_id, key, one, session_ids, now, imported=imported) for key, one in found.items() if key not in rows
    ]
    if new:
        connection.execute(insert(alert), new)
    moves = [move for key, row in rows.items() if (move := _move(row, found.get(key), causes.get(key[0]), now))]
    if moves:
        connection.execute(MOVE, moves)


def _row(
    clinic_id: int, key: Key, one: Found, session_ids: Mapping[tuple[int, int], int], now: datetime, *, imported: bool
) -> dict[str, Any]:
    said = {name: getattr(one.alert, name) for name in AS_FOUND}
    state = _first_state(one, imported=imported)
    return said | {
        "clinic_id": clinic_id,
        "id": new_id(),
        "episode_id": key[0],
        "session_id": session_ids[key[0], key[1]],
        "severity": one.alert.severity.value,
        "evidence": {name: _plain(value) for name, value in one.alert.evidence.items() if value is not None},
        "informant": one.informant,
        "state": state.value,
        "reason": PAST if state is AlertState.CLOSED else "",
        "answered_by": one.answered_by,
        "raised_at": now,
        "closed_at": None if state.is_open else now,
    }


def _first_state(one: Found, *, imported: bool) -> AlertState:
    if one.answered_by is not None:
        return AlertState.TAKEN_UP if one.by_newer else AlertState.ANSWERED
    return AlertState.CLOSED if imported and one.overtaken else AlertState.NEW


def _plain(value: Score | float | str | None) -> float | str | None:
    return value.points if isinstance(value, Score) else value


def _move(row: Record, found: Found | None, cause: int | None, now: datetime) -> dict[str, Any] | None:
    """What becomes of a stored alert; None when nothing does."""
    state = AlertState(row.state)
    if state is AlertState.CLOSED:
        return None
    new, by = _state_now(state, row.answered_by, found, cause)
    if (new, by) == (state, row.answered_by):
        return None
    closed_at = None if new.is_open else now
    return {"clinic": row.clinic_id, "alert": row.id, "new_state": new.value, "by": by, "at": closed_at}


def _state_now(
    state: AlertState, answered_by: int | None, found: Found | None, cause: int | None
) -> tuple[AlertState, int | None]:
    if found is None:
        return AlertState.NO_LONGER_HOLDS, answered_by if state is AlertState.NO_LONGER_HOLDS else cause
    if found.answered_by is not None:
        return AlertState.TAKEN_UP if found.by_newer else AlertState.ANSWERED, found.answered_by
    return (AlertState.NEW, None) if state in SET_BY_RATINGS else (state, None)


def alert_by_id(connection: Connection, clinic_id: int, alert_id: int) -> Record | None:
    """The alert of that id."""
    return connection.execute(select(alert).where(alert.c.clinic_id == clinic_id, alert.c.id == alert_id)).first()


def waiting_since(connection: Connection, clinic_id: int, episode_ids: Sequence[int]) -> dict[int, datetime]:
    """For each of these episodes, since when its oldest alert waits that nobody has looked at; notes do not wait."""
    new = and_(alert.c.state == AlertState.NEW.value, alert.c.severity.in_(WAITING))
    theirs = and_(alert.c.clinic_id == clinic_id, alert.c.episode_id.in_(episode_ids), new)
    query = select(alert.c.episode_id, func.min(alert.c.raised_at)).where(theirs).group_by(alert.c.episode_id)
    return {row[0]: row[1] for row in connection.execute(query)}


def change_alert(connection: Connection, clinic_id: int, alert_id: int, **changed: str | int | datetime | None) -> None:
    """Note what a person did about an alert."""
    one = and_(alert.c.clinic_id == clinic_id, alert.c.id == alert_id)
    connection.execute(update(alert).where(one), changed)
