"""Couples, families and groups: which episodes belong together, and what their people rated on which day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, insert, select, update

from fit.store.asked import of_episode
from fit.store.states import RatingStatus
from fit.store.tables import Client, Episode, Rating, SharedCase, SharedMember, Standing, User, columns_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from fit.store.types import Record

__all__ = [
    "add_case",
    "add_member",
    "case_by_id",
    "cases_of_clinicians",
    "cases_of_episode",
    "change_case",
    "members_of",
    "ratings_of",
    "set_left",
]

client = columns_of(Client)
episode = columns_of(Episode)
member = columns_of(SharedMember)
rating = columns_of(Rating)
shared = columns_of(SharedCase)
standing = columns_of(Standing)
user = columns_of(User)
CASES_OF_EPISODE = (
    select(shared)
    .join(member, and_(member.c.clinic_id == shared.c.clinic_id, member.c.case_id == shared.c.id))
    .where(of_episode(member), member.c.left_on.is_(None))
)

MEMBERS = (
    select(
        member.c.case_id,
        member.c.joined_on,
        member.c.left_on,
        episode,
        client.c.code,
        client.c.display_name,
        client.c.birth_year,
        user.c.display_name.label("clinician_name"),
    )
    .join(episode, and_(episode.c.clinic_id == member.c.clinic_id, episode.c.id == member.c.episode_id))
    .join(client, and_(client.c.clinic_id == episode.c.clinic_id, client.c.id == episode.c.client_id))
    .outerjoin(user, and_(user.c.clinic_id == episode.c.clinic_id, user.c.id == episode.c.clinician_id))
)


def add_case(connection: Connection, row: dict[str, Any]) -> None:
    """Begin a couple, a family or a group."""
    connection.execute(insert(shared), row)


def case_by_id(connection: Connection, clinic_id: int, case_id: int) -> Record | None:
    """The couple, family or group of that id."""
    return connection.execute(select(shared).where(shared.c.clinic_id == clinic_id, shared.c.id == case_id)).first()


def change_case(connection: Connection, clinic_id: int, case_id: int, **changed: object) -> None:
    """Call it otherwise."""
    connection.execute(update(shared).where(shared.c.clinic_id == clinic_id, shared.c.id == case_id), changed)


def add_member(connection: Connection, row: dict[str, Any]) -> None:
    """Let an episode belong to it."""
    connection.execute(insert(member), row)


def set_left(
    connection: Connection, clinic_id: int, case_id: int, episode_id: int, *, joined_on: date, left_on: date | None
) -> None:
    """Note until when an episode belonged to it, or that it belongs to it again."""
    one = and_(member.c.clinic_id == clinic_id, member.c.case_id == case_id, member.c.episode_id == episode_id)
    connection.execute(update(member).where(one), {"joined_on": joined_on, "left_on": left_on})


def members_of(connection: Connection, clinic_id: int, case_ids: Collection[int]) -> Sequence[Record]:
    """Every episode that belongs or belonged to these, with its client and clinician, in the order of joining."""
    if not case_ids:
        return ()
    mine = and_(member.c.clinic_id == clinic_id, member.c.case_id.in_(sorted(case_ids)))
    return sorted(connection.execute(MEMBERS.where(mine)), key=lambda row: (row.joined_on, row.id))


def cases_of_clinicians(connection: Connection, clinic_id: int, clinician_ids: Sequence[int]) -> Sequence[Record]:
    """Couples, families and groups to which an episode of one of these clinicians belongs now."""
    theirs = select(standing.c.episode_id).where(
        standing.c.clinic_id == clinic_id, standing.c.clinician_id.in_(clinician_ids)
    )
    mine = and_(member.c.clinic_id == clinic_id, member.c.episode_id.in_(theirs), member.c.left_on.is_(None))
    ids = set(connection.execute(select(member.c.case_id).where(mine)).scalars())
    query = select(shared).where(shared.c.clinic_id == clinic_id, shared.c.id.in_(sorted(ids)))
    return sorted(connection.execute(query), key=lambda row: (row.name.casefold(), row.id)) if ids else ()


def cases_of_episode(connection: Connection, clinic_id: int, episode_id: int) -> Sequence[Record]:
    """Couples, families and groups to which this episode belongs now."""
    return sorted(
        connection.execute(CASES_OF_EPISODE, {"clinic": clinic_id, "episode": episode_id}), key=lambda row: row.id
    )


def ratings_of(connection: Connection, clinic_id: int, episode_ids: Collection[int], since: date) -> Sequence[Record]:
    """Ratings that these people gave of themselves since that day, and that count; each with its day."""
    if not episode_ids:
        return ()
    mine = and_(
        rating.c.clinic_id == clinic_id,
        rating.c.episode_id.in_(sorted(episode_ids)),
        rating.c.occurred_on >= since,
        rating.c.status == RatingStatus.ACTIVE.value,
        rating.c.informant == "client",
    )
    asked = (rating.c.episode_id, rating.c.occurred_on, rating.c.scale, rating.c.total)
    return sorted(connection.execute(select(*asked).where(mine)), key=lambda row: (row.occurred_on, row.episode_id))
