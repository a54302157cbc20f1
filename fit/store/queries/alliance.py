"""The alliance across the caseload: weekly cells by clinician and week, and the flagged sessions behind one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from fit.policies import Severity
from fit.store.cells import FIGURES, cell
from fit.store.states import AlertState
from fit.store.tables import Alert, Client, Episode, Session, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Connection

    from fit.store.types import Record

__all__ = ["cells_since", "flagged_sessions"]

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


def flagged_sessions(
    connection: Connection, clinic_id: int, clinician_id: int, first: date, last: date
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
    return sorted(connection.execute(query.where(held, when, asks)), key=_newest_first)


def _newest_first(row: Record) -> tuple[int, int, int]:
    return -row.occurred_on.toordinal(), row.episode_id, CONCERN.index(row.severity)
