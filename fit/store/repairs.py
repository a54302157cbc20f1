"""Plans of repair as rows, with own words, private notes and moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, insert, select, update

from fit.store._rows import write_rows
from fit.store.asked import CLINIC, PERSONS
from fit.store.tables import (
    Client,
    Episode,
    RepairMove,
    RepairPlan,
    RepairPrivateNote,
    RepairWords,
    Session,
    Standing,
    User,
    columns_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from fit.store.types import Record

__all__ = [
    "add_plan",
    "change_plan",
    "moves_of",
    "note_of",
    "open_plan_of",
    "open_plans_of_clinicians",
    "plan_by_id",
    "plans_of",
    "save_note",
    "save_words",
    "words_of",
]

plan = columns_of(RepairPlan)
words = columns_of(RepairWords)
note = columns_of(RepairPrivateNote)
move = columns_of(RepairMove)
session = columns_of(Session)
episode = columns_of(Episode)
client = columns_of(Client)
standing = columns_of(Standing)
user = columns_of(User)

PLANS = select(plan, session.c.meeting, session.c.occurred_on).join(
    session, and_(session.c.clinic_id == plan.c.clinic_id, session.c.id == plan.c.session_id)
)
WAITING = (
    PLANS.add_columns(client.c.code, client.c.display_name, user.c.display_name.label("clinician_name"))
    .join(episode, and_(episode.c.clinic_id == plan.c.clinic_id, episode.c.id == plan.c.episode_id))
    .join(client, and_(client.c.clinic_id == episode.c.clinic_id, client.c.id == episode.c.client_id))
    .join(user, and_(user.c.clinic_id == episode.c.clinic_id, user.c.id == episode.c.clinician_id))
)
OPEN_PLANS = WAITING.where(
    plan.c.clinic_id == CLINIC,
    plan.c.episode_id.in_(
        select(standing.c.episode_id).where(
            standing.c.clinic_id == CLINIC,
            standing.c.clinician_id.in_(PERSONS),
            standing.c.active,
        )
    ),
    plan.c.ended_at.is_(None),
)
MOVES = select(move, user.c.display_name.label("mover_name")).join(
    user, and_(user.c.clinic_id == move.c.clinic_id, user.c.id == move.c.moved_by)
)


def add_plan(connection: Connection, row: dict[str, Any]) -> None:
    """Begin a plan."""
    connection.execute(insert(plan), row)


def plan_by_id(connection: Connection, clinic_id: int, plan_id: int, *, to_change: bool = False) -> Record | None:
    """The plan of that id, with its session; nobody else changes it meanwhile when it is read to be changed."""
    found = PLANS.where(plan.c.clinic_id == clinic_id, plan.c.id == plan_id)
    return connection.execute(found.with_for_update(of=plan) if to_change else found).first()


def plans_of(connection: Connection, clinic_id: int, episode_ids: Sequence[int]) -> Sequence[Record]:
    """All plans of these episodes in the order in which they were begun."""
    if not episode_ids:
        return ()
    mine = plan.c.episode_id == episode_ids[0] if len(episode_ids) == 1 else plan.c.episode_id.in_(episode_ids)
    # Sorted here: asked for the order of the key, SQLite reads all of the clinic instead of sorting a few.
    return sorted(connection.execute(PLANS.where(plan.c.clinic_id == clinic_id, mine)), key=lambda row: row.id)


def open_plan_of(connection: Connection, clinic_id: int, session_id: int) -> Record | None:
    """The plan about a session that is not ended."""
    mine = and_(plan.c.clinic_id == clinic_id, plan.c.session_id == session_id, plan.c.ended_at.is_(None))
    return connection.execute(select(plan).where(mine)).first()


def open_plans_of_clinicians(connection: Connection, clinic_id: int, clinician_ids: Sequence[int]) -> Sequence[Record]:
    """Plans that are not ended, of the open episodes of these clinicians, the oldest first."""
    theirs = {"clinic": clinic_id, "persons": clinician_ids}
    return sorted(connection.execute(OPEN_PLANS, theirs), key=lambda row: row.id)


def change_plan(connection: Connection, before: Record, changed: dict[str, Any], moved: dict[str, Any] | None) -> int:
    """Change a plan that still has the version of `before`, noting its move if it makes one; returns how many."""
    same = and_(plan.c.clinic_id == before.clinic_id, plan.c.id == before.id, plan.c.version == before.version)
    done = connection.execute(update(plan).where(same), changed | {"version": before.version + 1}).rowcount
    if done and moved is not None:
        connection.execute(insert(move), moved)
    return done


def moves_of(connection: Connection, clinic_id: int, plan_id: int) -> Sequence[Record]:
    """The moves of a plan, the oldest first."""
    mine = and_(move.c.clinic_id == clinic_id, move.c.plan_id == plan_id)
    return sorted(connection.execute(MOVES.where(mine)), key=lambda row: row.id)


def words_of(connection: Connection, clinic_id: int, plan_id: int) -> Sequence[Record]:
    """The clinician's own words, by step."""
    return connection.execute(select(words).where(words.c.clinic_id == clinic_id, words.c.plan_id == plan_id)).all()


def save_words(connection: Connection, row: dict[str, Any]) -> None:
    """Write the words of a step, in place of those that were there."""
    write_rows(connection, words, [row])


def note_of(connection: Connection, clinic_id: int, plan_id: int, author_id: int) -> Record | None:
    """The private note of one author."""
    mine = and_(note.c.clinic_id == clinic_id, note.c.plan_id == plan_id, note.c.author_id == author_id)
    return connection.execute(select(note).where(mine)).first()


def save_note(connection: Connection, row: dict[str, Any]) -> None:
    """Write a private note, in place of the one that was there."""
    write_rows(connection, note, [row])
