"""What is behind a cell of the alliance grid: the flagged sessions of one supervisee in that week, month or quarter."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from fit.casework._alliance_grid import DAYS_TO_THURSDAY, supervised
from fit.casework._deed import looking
from fit.casework._programmes import names_of
from fit.casework._rows import label_of
from fit.casework.views import AlertState, FlaggedSession, FlaggedSessions
from fit.errors import AccessDeniedError, NotFoundError
from fit.scales import Score
from fit.service.alliance_grid import Period
from fit.store import accounts
from fit.store.cells import monday
from fit.store.ids import read_id, shown
from fit.store.queries.alliance import ANY_PROGRAMME, flagged_sessions

if TYPE_CHECKING:
    from datetime import date

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.store.types import Record

__all__ = ["open_flagged_sessions"]

A_MONTH_AND_MORE, A_QUARTER_AND_MORE = timedelta(days=31), timedelta(days=92)
"""From the first of one: always a day in the next, since no quarter is longer and no next month shorter than that."""


def open_flagged_sessions(
    clinic: Clinic, actor: Actor, clinician_id: str, *, begins: date, period: Period, programme: str | None = None
) -> FlaggedSessions:
    """Sessions with an alert that a supervisee, or oneself, held in a period, of one programme or of all.

    Parameters
    ----------
    begins : first day of the period, as the grid names it

    Raises
    ------
    AccessDeniedError
        when this clinician is not under one's supervision.
    NotFoundError
        when there is no programme of that name.
    """
    first, last = days_of(begins, period)
    with looking(clinic, actor, "open_flagged_sessions", about=("clinician", clinician_id)) as deed:
        person = _supervisee(deed, read_id(clinician_id))
        of_programme = ANY_PROGRAMME if programme is None else _programme(deed, programme)
        rows = flagged_sessions(deed.connection, deed.clinic_id, person.id, first, last, of_programme)
        mine = supervised(deed)
    sessions = [list(found) for _, found in groupby(rows, key=lambda row: row.session_id)]
    seen = [found for found in sessions if found[0].holder_id in mine]
    return FlaggedSessions(
        clinician_id=clinician_id,
        clinician_name=person.display_name,
        first=first,
        last=last,
        sessions=tuple(map(_flagged, seen)),
        elsewhere=len(sessions) - len(seen),
    )


def days_of(begins: date, period: Period) -> tuple[date, date]:
    """First and last day of a period of the grid: whole weeks; others have those whose Thursday is theirs."""
    if period == Period.WEEK:
        return begins, begins + timedelta(days=6)
    length = A_MONTH_AND_MORE if period == Period.MONTH else A_QUARTER_AND_MORE
    following = (begins + length).replace(day=1)
    first, after = (monday(one - timedelta(days=DAYS_TO_THURSDAY) + timedelta(days=6)) for one in (begins, following))
    return first, after - timedelta(days=1)


def _supervisee(deed: Deed, clinician_id: int) -> Record:
    person = accounts.user_by_id(deed.connection, deed.clinic_id, clinician_id)
    if person is None or person.id not in supervised(deed):
        raise AccessDeniedError("This is nobody under your supervision. Choose somebody from your list.")
    return person


def _programme(deed: Deed, name: str) -> int:
    found = [programme_id for programme_id, known in names_of(deed).items() if known == name]
    if not found:
        raise NotFoundError("There is no programme of that name any more. Choose one from the list.")
    return found[0]


def _flagged(rows: list[Record]) -> FlaggedSession:
    first, states = rows[0], [AlertState(row.state) for row in rows]
    return FlaggedSession(
        episode_id=shown(first.episode_id),
        session_id=shown(first.session_id),
        client_label=label_of(first),
        meeting=first.meeting,
        occurred_on=first.occurred_on,
        alliance=None if first.alliance_tenths is None else Score(first.alliance_tenths),
        alerts=tuple(dict.fromkeys(row.title for row in rows)),
        state=next((one for one in states if one.is_open), states[0]),
    )
