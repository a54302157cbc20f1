"""Patterns over sessions: of one client, and of a clinician's own caseload, for that clinician and their supervisor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._deed import looking
from fit.casework._reading import read_kept, version_of
from fit.casework._reading_rows import as_pattern
from fit.casework._rows import label_of
from fit.casework.actor import Role
from fit.casework.views import PatternsPage, SessionPatternRow
from fit.dialogue import habits_of
from fit.errors import AccessDeniedError
from fit.store import accounts, readings, record
from fit.store.ids import read_id, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.store.types import Connection, Record

READ_AT_ONCE = 5
"""Transcripts that are read while somebody waits: about half a second."""


def open_patterns(clinic: Clinic, actor: Actor, episode_id: str) -> PatternsPage:
    """Patterns over the sessions of one client; of sessions with several transcripts, the newest counts."""
    with looking(clinic, actor, "open_patterns", episode_id=episode_id) as deed:
        rows = _read(clinic, deed, lambda store: readings.patterns_of(store, deed.clinic_id, deed.episode.id))
        return _page(clinic, label_of(deed.episode), rows, episode_id=episode_id)


def open_own_patterns(clinic: Clinic, actor: Actor, clinician_id: str | None = None) -> PatternsPage:
    """Patterns over all sessions of a clinician's caseload: one's own, or that of a clinician whom one supervises.

    Raises
    ------
    AccessDeniedError
        when it is anybody else's.
    """
    with looking(clinic, actor, "open_own_patterns") as deed:
        people = _people(deed, actor)
        whose = deed.user_id if clinician_id is None else read_id(clinician_id)
        if whose not in people:
            raise AccessDeniedError("These patterns are for that clinician and their supervisor alone.")
        rows = _read(clinic, deed, lambda store: readings.patterns_of_holder(store, deed.clinic_id, whose))
        choices = tuple((shown(one), name) for one, name in people.items())
        return _page(clinic, people[whose], rows, clinicians=choices)


def _people(deed: Deed, actor: Actor) -> dict[int, str]:
    """This person, and whom they supervise."""
    own = accounts.user_by_id(deed.connection, deed.clinic_id, deed.user_id)
    known = {} if own is None else {deed.user_id: str(own.display_name)}
    if actor.role is not Role.SUPERVISOR:
        return known
    rows = accounts.supervisees(deed.connection, deed.clinic_id, deed.user_id)
    return known | {row.id: row.display_name for row in rows}


def _read(clinic: Clinic, deed: Deed, ask: Callable[[Connection], Sequence[Record]]) -> Sequence[Record]:
    """What is kept, after a few of those were read that today's rules have not read yet."""
    rows = ask(deed.connection)
    unread = [row for row in rows if row.version != version_of(clinic)][:READ_AT_ONCE]
    for row in unread:
        transcript = record.transcript_by_id(deed.connection, deed.clinic_id, row.transcript_id)
        if transcript is not None:
            read_kept(clinic, deed, transcript)
    if not unread:
        return rows
    with clinic.store.read() as after:  # the deed's own connection sees the store as it was
        return ask(after)


def _page(
    clinic: Clinic,
    title: str,
    rows: Sequence[Record],
    *,
    episode_id: str | None = None,
    clinicians: tuple[tuple[str, str], ...] = (),
) -> PatternsPage:
    newest = {row.session_id: row for row in rows}
    read = [row for row in newest.values() if row.version == version_of(clinic)]
    shown_rows = tuple(_row(row) for row in read)
    unread = [row for row in newest.values() if row.version != version_of(clinic)]
    return PatternsPage(
        title=title,
        episode_id=episode_id,
        rows=shown_rows,
        habits=habits_of([row.pattern for row in shown_rows]),
        unread=len(unread),
        clinicians=clinicians,
    )


def _row(row: Record) -> SessionPatternRow:
    return SessionPatternRow(
        episode_id=shown(row.episode_id),
        session_id=shown(row.session_id),
        client_label=label_of(row),
        meeting=row.meeting,
        occurred_on=row.occurred_on,
        pattern=as_pattern(row.pattern),
    )
