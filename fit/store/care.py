"""Clients, what they agreed to, their episodes and sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, insert, select, update

from fit.store.asked import CLIENT, CLINIC, EPISODE
from fit.store.tables import Client, Consent, Episode, Programme, Session, Standing, User, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Connection, Table

    from fit.store.types import Record

client = columns_of(Client)
consent = columns_of(Consent)
episode = columns_of(Episode)
programme = columns_of(Programme)
session = columns_of(Session)
standing = columns_of(Standing)
user = columns_of(User)

EPISODE_FACTS = (
    select(
        episode,
        client.c.code,
        client.c.display_name,
        client.c.birth_year,
        client.c.birth_date,
        client.c.contact,
        client.c.language,
        user.c.display_name.label("clinician_name"),
        programme.c.name.label("programme_name"),
    )
    .join(client, and_(client.c.clinic_id == episode.c.clinic_id, client.c.id == episode.c.client_id))
    .outerjoin(programme, and_(programme.c.clinic_id == episode.c.clinic_id, programme.c.id == episode.c.programme_id))
    .outerjoin(user, and_(user.c.clinic_id == episode.c.clinic_id, user.c.id == episode.c.clinician_id))
)
FACTS_OF_ONE = EPISODE_FACTS.where(episode.c.clinic_id == CLINIC, episode.c.id == EPISODE)
FACTS_OF_CLIENT = EPISODE_FACTS.where(episode.c.clinic_id == CLINIC, episode.c.client_id == CLIENT)

recorder, withdrawer = user.alias("recorder"), user.alias("withdrawer")
CONSENTS = (
    select(
        consent,
        recorder.c.display_name.label("recorder_name"),
        withdrawer.c.display_name.label("withdrawer_name"),
    )
    .outerjoin(recorder, and_(recorder.c.clinic_id == consent.c.clinic_id, recorder.c.id == consent.c.recorded_by))
    .outerjoin(
        withdrawer, and_(withdrawer.c.clinic_id == consent.c.clinic_id, withdrawer.c.id == consent.c.withdrawn_by)
    )
    .where(consent.c.clinic_id == CLINIC, consent.c.client_id == CLIENT)
    .order_by(consent.c.given_on, consent.c.id)
)


def add(connection: Connection, table: Table, rows: dict[str, Any] | Sequence[dict[str, Any]]) -> None:
    """Add one row or many."""
    if rows:
        connection.execute(insert(table), rows)


def episode_facts(connection: Connection, clinic_id: int, episode_id: int) -> Record | None:
    """An episode with its client and clinician."""
    return connection.execute(FACTS_OF_ONE, {"clinic": clinic_id, "episode": episode_id}).first()


def lock_episode(connection: Connection, clinic_id: int, episode_id: int) -> None:
    """Let nobody else write to this episode until the transaction ends (PostgreSQL; SQLite has one writer)."""
    if connection.dialect.name == "postgresql":
        one = and_(episode.c.clinic_id == clinic_id, episode.c.id == episode_id)
        connection.execute(select(episode.c.id).where(one).with_for_update()).all()


def client_by_code(connection: Connection, clinic_id: int, code: str) -> Record | None:
    """The client of that code."""
    return connection.execute(select(client).where(client.c.clinic_id == clinic_id, client.c.code == code)).first()


def set_language(connection: Connection, clinic_id: int, client_id: int, language: str) -> None:
    """Note in which language a client reads."""
    one = and_(client.c.clinic_id == clinic_id, client.c.id == client_id)
    connection.execute(update(client).where(one), {"language": language})


def change_client(connection: Connection, clinic_id: int, client_id: int, **changed: object) -> None:
    """Set right what is known of a client."""
    one = and_(client.c.clinic_id == clinic_id, client.c.id == client_id)
    connection.execute(update(client).where(one), changed)


def episodes_of(connection: Connection, clinic_id: int, client_id: int) -> Sequence[Record]:
    """All episodes of a client, whosesoever they are."""
    return connection.execute(
        select(episode).where(episode.c.clinic_id == clinic_id, episode.c.client_id == client_id)
    ).all()


def episodes_with_names(connection: Connection, clinic_id: int, client_id: int) -> Sequence[Record]:
    """All episodes of a client, whosesoever they are, with whose they are."""
    return connection.execute(FACTS_OF_CLIENT, {"clinic": clinic_id, "client": client_id}).all()


def episode_by_import_key(connection: Connection, clinic_id: int, import_key: str) -> Record | None:
    """The episode that was imported under that key."""
    one = and_(episode.c.clinic_id == clinic_id, episode.c.import_key == import_key)
    return connection.execute(select(episode).where(one)).first()


def close_episode(connection: Connection, clinic_id: int, episode_id: int, *, closed_on: date, ending: str) -> None:
    """Note how and when an episode ended."""
    one = and_(episode.c.clinic_id == clinic_id, episode.c.id == episode_id)
    connection.execute(update(episode).where(one), {"closed_on": closed_on, "ending": ending})
    mine = and_(standing.c.clinic_id == clinic_id, standing.c.episode_id == episode_id)
    connection.execute(update(standing).where(mine), {"active": False})


def assign_episode(connection: Connection, clinic_id: int, episode_id: int, clinician_id: int) -> None:
    """Give an episode to a clinician; sessions held before stay where they were."""
    one = and_(episode.c.clinic_id == clinic_id, episode.c.id == episode_id)
    connection.execute(update(episode).where(one), {"clinician_id": clinician_id})
    mine = and_(standing.c.clinic_id == clinic_id, standing.c.episode_id == episode_id)
    connection.execute(update(standing).where(mine), {"clinician_id": clinician_id})


def session_by_id(connection: Connection, clinic_id: int, session_id: int) -> Record | None:
    """The session of that id."""
    return connection.execute(
        select(session).where(session.c.clinic_id == clinic_id, session.c.id == session_id)
    ).first()


def session_on(connection: Connection, clinic_id: int, episode_id: int, day: date) -> Record | None:
    """The last session of an episode on that day."""
    mine = and_(session.c.clinic_id == clinic_id, session.c.episode_id == episode_id, session.c.occurred_on == day)
    return connection.execute(select(session).where(mine).order_by(session.c.meeting.desc())).first()


def session_by_meeting(connection: Connection, clinic_id: int, episode_id: int, meeting: int) -> Record | None:
    """The session of an episode with that number."""
    mine = and_(session.c.clinic_id == clinic_id, session.c.episode_id == episode_id, session.c.meeting == meeting)
    return connection.execute(select(session).where(mine)).first()


def last_session(connection: Connection, clinic_id: int, episode_id: int) -> Record | None:
    """The session with the highest meeting number."""
    mine = and_(session.c.clinic_id == clinic_id, session.c.episode_id == episode_id)
    return connection.execute(select(session).where(mine).order_by(session.c.meeting.desc()).limit(1)).first()


def last_day(connection: Connection, clinic_id: int, episode_id: int) -> date | None:
    """The day of the latest session, as far as days were noted; None when there is none."""
    mine = and_(session.c.clinic_id == clinic_id, session.c.episode_id == episode_id)
    found: date | None = connection.execute(select(func.max(session.c.occurred_on)).where(mine)).scalar()
    return found


def consents(connection: Connection, clinic_id: int, client_id: int) -> Sequence[Record]:
    """All that a client agreed to and withdrew, oldest first, with who noted it where that is known."""
    return connection.execute(CONSENTS, {"clinic": clinic_id, "client": client_id}).all()


def withdraw_consent(connection: Connection, clinic_id: int, client_id: int, kind: str, day: date, by: int) -> int:
    """Note that a client withdrew; returns how many consents stood."""
    standing_ones = and_(
        consent.c.clinic_id == clinic_id,
        consent.c.client_id == client_id,
        consent.c.kind == kind,
        consent.c.withdrawn_on.is_(None),
    )
    return connection.execute(update(consent).where(standing_ones), {"withdrawn_on": day, "withdrawn_by": by}).rowcount


def count_episodes(connection: Connection, clinic_id: int, *, active: bool) -> int:
    """How many episodes are open, or closed."""
    ended = episode.c.closed_on.is_(None) if active else episode.c.closed_on.is_not(None)
    counted = select(func.count()).select_from(episode).where(episode.c.clinic_id == clinic_id, ended)
    return int(connection.execute(counted).scalar_one())
