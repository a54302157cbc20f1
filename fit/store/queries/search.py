"""Search in what was said. Who may see a turn is a condition of the query itself: no other is ever fetched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, cast, column, exists, literal_column, or_, select, table, tuple_
from sqlalchemy.dialects.postgresql import TSQUERY

from fit.store.tables import Client, Episode, Session, Supervision, Transcript, Turn, columns_of
from fit.store.word_index import as_query

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Connection, Select

    from fit.store.types import Record
    from fit.store.word_index import Term

__all__ = ["Asked", "around", "search"]

turn = columns_of(Turn)
transcript = columns_of(Transcript)
session = columns_of(Session)
episode = columns_of(Episode)
client = columns_of(Client)
supervision = columns_of(Supervision)
lite = table("turn_words", column("rowid"))
words = table("turn_words", column("clinic_id"), column("turn_id"), column("words"))

SEEN = (
    turn.c.id,
    turn.c.transcript_id,
    turn.c.place,
    turn.c.start_ms,
    turn.c.role,
    turn.c.label,
    turn.c.text,
    transcript.c.episode_id,
    session.c.meeting,
    session.c.occurred_on,
    client.c.code,
    client.c.display_name,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked for, by whom; None: not narrowed down so."""

    clinic_id: int
    user_id: int
    terms: tuple[Term, ...]
    supervisees: tuple[int, ...] = ()
    """Whose clients this person may see too; whether they still may is looked up in the search."""
    episode_id: int | None = None
    role: str | None = None
    since: date | None = None
    until: date | None = None

    def in_words_of(self, dialect: str) -> str:
        """What the index is asked."""
        return as_query(dialect, self.terms, (self.user_id, *self.supervisees))


def search(connection: Connection, asked: Asked, most: int) -> Sequence[Record]:
    """Turns with all these words, the last one taken in first."""
    query = _on_sqlite(asked) if connection.dialect.name == "sqlite" else _on_postgresql(asked)
    return connection.execute(query.where(*_conditions(asked)).limit(most)).all()


def _on_sqlite(asked: Asked) -> Select[Any]:
    found = literal_column("turn_words").op("MATCH")(bindparam("terms", asked.in_words_of("sqlite")))
    belongs = and_(turn.c.clinic_id == asked.clinic_id, turn.c.id == lite.c.rowid)
    return _joined(select(*SEEN).select_from(lite).join(turn, belongs)).where(found).order_by(lite.c.rowid.desc())


def _on_postgresql(asked: Asked) -> Select[Any]:
    wanted = cast(asked.in_words_of("postgresql"), TSQUERY)
    belongs = and_(turn.c.clinic_id == words.c.clinic_id, turn.c.id == words.c.turn_id)
    found = and_(words.c.clinic_id == asked.clinic_id, words.c.words.op("@@")(wanted))
    return _joined(select(*SEEN).select_from(words).join(turn, belongs)).where(found).order_by(turn.c.id.desc())


def _joined(query: Select[Any]) -> Select[Any]:
    return (
        query.join(
            transcript, and_(transcript.c.clinic_id == turn.c.clinic_id, transcript.c.id == turn.c.transcript_id)
        )
        .join(episode, and_(episode.c.clinic_id == transcript.c.clinic_id, episode.c.id == transcript.c.episode_id))
        .join(session, and_(session.c.clinic_id == transcript.c.clinic_id, session.c.id == transcript.c.session_id))
        .join(client, and_(client.c.clinic_id == episode.c.clinic_id, client.c.id == episode.c.client_id))
    )


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    same = [(transcript.c.episode_id, asked.episode_id), (turn.c.role, asked.role)]
    conditions = [_may_see(asked), *(one == wanted for one, wanted in same if wanted is not None)]
    if asked.since is not None:
        conditions.append(session.c.occurred_on >= asked.since)
    if asked.until is not None:
        conditions.append(session.c.occurred_on <= asked.until)
    return conditions


def _may_see(asked: Asked) -> ColumnElement[bool]:
    own = and_(episode.c.clinic_id == asked.clinic_id, episode.c.clinician_id == asked.user_id)
    if not asked.supervisees:
        return own
    supervised = exists().where(
        supervision.c.clinic_id == asked.clinic_id,
        supervision.c.supervisor_id == asked.user_id,
        supervision.c.clinician_id == episode.c.clinician_id,
    )
    return or_(own, and_(episode.c.clinic_id == asked.clinic_id, supervised))


def around(connection: Connection, clinic_id: int, hits: Sequence[Record]) -> dict[tuple[int, int], Record]:
    """The turns before and after each hit, by transcript and place."""
    places = sorted({(hit.transcript_id, hit.place + step) for hit in hits for step in (-1, 1)})
    if not places:
        return {}
    query = select(turn.c.transcript_id, turn.c.place, turn.c.role, turn.c.label, turn.c.text)
    beside = and_(turn.c.clinic_id == clinic_id, tuple_(turn.c.transcript_id, turn.c.place).in_(places))
    return {(row.transcript_id, row.place): row for row in connection.execute(query.where(beside))}
