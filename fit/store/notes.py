"""Session notes and statements of a case formulation as rows. Rows are only added: each is a saved state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, insert, select

from fit.store.tables import FormulationStatement, Session, SessionNote, User, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from fit.store.types import Record

__all__ = ["add_note", "add_statement", "newest_notes", "newest_version", "statements_of", "versions_of"]

note = columns_of(SessionNote)
statement = columns_of(FormulationStatement)
session = columns_of(Session)
user = columns_of(User)
later = note.alias("later")

BY_WHOM = and_(user.c.clinic_id == note.c.clinic_id, user.c.id == note.c.written_by)
NOTES = (
    select(note, session.c.meeting, session.c.occurred_on, user.c.display_name.label("author_name"))
    .join(session, and_(session.c.clinic_id == note.c.clinic_id, session.c.id == note.c.session_id))
    .join(user, BY_WHOM)
)
STATEMENTS = select(statement, user.c.display_name.label("author_name")).join(
    user, and_(user.c.clinic_id == statement.c.clinic_id, user.c.id == statement.c.written_by)
)
OF_THE_SAME = and_(
    later.c.clinic_id == note.c.clinic_id, later.c.session_id == note.c.session_id, later.c.version > note.c.version
)


def add_note(connection: Connection, row: dict[str, Any]) -> None:
    """Keep a state of a note; two of the same version are refused by the table."""
    connection.execute(insert(note), row)


def newest_version(connection: Connection, clinic_id: int, session_id: int) -> Record | None:
    """The note of a session as it stands."""
    mine = and_(note.c.clinic_id == clinic_id, note.c.session_id == session_id)
    return connection.execute(NOTES.where(mine).order_by(note.c.version.desc()).limit(1)).first()


def versions_of(connection: Connection, clinic_id: int, session_id: int) -> Sequence[Record]:
    """All states of the note of a session, the newest first."""
    mine = and_(note.c.clinic_id == clinic_id, note.c.session_id == session_id)
    return sorted(connection.execute(NOTES.where(mine)), key=lambda row: -row.version)


def newest_notes(connection: Connection, clinic_id: int, episode_id: int) -> Sequence[Record]:
    """The notes of an episode as they stand, that of the newest session first."""
    mine = and_(note.c.clinic_id == clinic_id, note.c.episode_id == episode_id)
    standing = NOTES.where(mine, ~exists().where(OF_THE_SAME))
    # Sorted here: asked for the order of the key, SQLite reads all of the clinic instead of sorting a few.
    return sorted(connection.execute(standing), key=lambda row: -row.meeting)


def add_statement(connection: Connection, row: dict[str, Any]) -> None:
    """Keep a state of a statement; two of the same version are refused by the table."""
    connection.execute(insert(statement), row)


def statements_of(connection: Connection, clinic_id: int, episode_id: int) -> Sequence[Record]:
    """All states of all statements of an episode, in the order in which they were written."""
    mine = and_(statement.c.clinic_id == clinic_id, statement.c.episode_id == episode_id)
    return sorted(connection.execute(STATEMENTS.where(mine)), key=lambda row: (row.statement_id, row.version))
