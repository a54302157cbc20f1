"""The alliance across the caseload: weekly cells by clinician or programme, and the flagged sessions behind one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from fit.policies import Severity
from fit.store.cells import FIGURES, NO_PROGRAMME, cell, programme_cell
from fit.store.queries.bulk import day_number, numbers
from fit.store.states import AlertState
from fit.store.tables import Alert, Client, Episode, Session, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray
    from sqlalchemy import ColumnElement, Connection

    from fit.store.types import Record

    Numbers = NDArray[np.int64]

__all__ = [
    "ANY_PROGRAMME",
    "cells_since",
    "flagged_sessions",
    "programme_weeks",
    "programmes_since",
    "sessions_met",
]

ANY_PROGRAMME = -1
"""No id of a programme, nor of none."""

CONCERN = [severity.value for severity in (Severity.URGENT, Severity.ACT, Severity.WATCH)]
"""What flags a session; good news and notes do not."""

session = columns_of(Session)
episode = columns_of(Episode)
client = columns_of(Client)
alert = columns_of(Alert)


def cells_since(
    connection: Connection, clinic_id: int, clinician_ids: Sequence[int], since: date
) -> Sequence[tuple[int, date, tuple[int, ...]]]:
    """Weeks of these clinicians since a Monday: clinician, week, and what is counted, in the order of FIGURES."""
    query = select(cell.c.clinician_id, cell.c.week, *(cell.c[name] for name in FIGURES))
    mine = and_(cell.c.clinic_id == clinic_id, cell.c.clinician_id.in_(clinician_ids), cell.c.week >= since)
    return [(row[0], row[1], tuple(row[2:])) for row in connection.execute(query.where(mine, cell.c.sessions > 0))]


def programmes_since(
    connection: Connection, clinic_id: int, clinician_ids: Sequence[int], since: date
) -> Sequence[tuple[int, date, tuple[int, ...]]]:
    """Weeks of these clinicians added up by programme: programme, week, and what is counted, as in FIGURES."""
    added = (func.sum(programme_cell.c[name]) for name in FIGURES)
    query = select(programme_cell.c.programme_id, programme_cell.c.week, *added)
    grouped = query.where(*_of_programmes(clinic_id, clinician_ids, since)).group_by(
        programme_cell.c.programme_id, programme_cell.c.week
    )
    return [(row[0], row[1], tuple(map(int, row[2:]))) for row in connection.execute(grouped)]


def programme_weeks(
    connection: Connection, clinic_id: int, clinician_ids: Sequence[int], since: date
) -> Sequence[tuple[int, int, date, tuple[int, ...]]]:
    """Weeks of these clinicians in each programme: programme, clinician, week, and what is counted, as in FIGURES."""
    key = (programme_cell.c.programme_id, programme_cell.c.clinician_id, programme_cell.c.week)
    query = select(*key, *(programme_cell.c[name] for name in FIGURES))
    mine = _of_programmes(clinic_id, clinician_ids, since)
    return [(row[0], row[1], row[2], tuple(row[3:])) for row in connection.execute(query.where(*mine))]


def sessions_met(
    connection: Connection,
    clinic_id: int,
    clinician_ids: Sequence[int],
    first: date,
    last: date,
    programme_ids: Sequence[int] = (),
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Programme, clinician, day and client of every session of these clinicians between two days, as columns.

    Parameters
    ----------
    programme_ids : only sessions of episodes in one of these; none for all
    """
    programme = func.coalesce(episode.c.programme_id, NO_PROGRAMME)
    held = (
        session.c.clinic_id == clinic_id,
        session.c.clinician_id.in_(clinician_ids),
        session.c.occurred_on >= first,
        session.c.occurred_on <= last,
        episode.c.clinic_id == session.c.clinic_id,
        episode.c.id == session.c.episode_id,
        *((programme.in_(programme_ids),) if programme_ids else ()),
    )
    columns = (programme, session.c.clinician_id, day_number(session.c.occurred_on), episode.c.client_id)
    found = numbers(connection, columns, *held)
    return found[0], found[1], found[2], found[3]


def _of_programmes(clinic_id: int, clinician_ids: Sequence[int], since: date) -> tuple[ColumnElement[bool], ...]:
    return (
        programme_cell.c.clinic_id == clinic_id,
        programme_cell.c.clinician_id.in_(clinician_ids),
        programme_cell.c.week >= since,
        programme_cell.c.sessions > 0,
    )


def flagged_sessions(
    connection: Connection,
    clinic_id: int,
    clinician_id: int,
    first: date,
    last: date,
    programme_id: int = ANY_PROGRAMME,
) -> Sequence[Record]:
    """Alerts that ask for something, of sessions that a clinician held between two days; the newest session first.

    An episode may be somebody else's by now: `holder_id` says whose it is.
    """
    held = and_(session.c.clinic_id == clinic_id, session.c.clinician_id == clinician_id)
    when = and_(session.c.occurred_on >= first, session.c.occurred_on <= last)
    asks = and_(alert.c.severity.in_(CONCERN), alert.c.state != AlertState.NO_LONGER_HOLDS.value)
    query = (
        select(
            session.c.id.label("session_id"),
            session.c.episode_id,
            session.c.meeting,
            session.c.occurred_on,
            session.c.alliance_tenths,
            episode.c.clinician_id.label("holder_id"),
            client.c.code,
            client.c.display_name,
            alert.c.title,
            alert.c.severity,
            alert.c.state,
        )
        .join(alert, and_(alert.c.clinic_id == session.c.clinic_id, alert.c.session_id == session.c.id))
        .join(episode, and_(episode.c.clinic_id == session.c.clinic_id, episode.c.id == session.c.episode_id))
        .join(client, and_(client.c.clinic_id == episode.c.clinic_id, client.c.id == episode.c.client_id))
    )
    if programme_id != ANY_PROGRAMME:
        query = query.where(func.coalesce(episode.c.programme_id, NO_PROGRAMME) == programme_id)
    return sorted(connection.execute(query.where(held, when, asks)), key=_newest_first)


def _newest_first(row: Record) -> tuple[int, int, int]:
    return -row.occurred_on.toordinal(), row.episode_id, CONCERN.index(row.severity)
