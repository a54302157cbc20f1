"""What an extract is made of: the salt that never leaves the clinic, and rows read in pieces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from fit.errors import WrongKeyError
from fit.sealing import is_sealed, keep_key, kept_key
from fit.sealing.file_key import OWNER_ONLY_FOLDER
from fit.store.states import ConsentKind, RatingStatus
from fit.store.tables import Alert, Consent, Episode, Rating, RepairPlan, Session, User, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from fit.store.types import Record

__all__ = ["episodes", "first_days", "informants", "rows_of", "salt_of_extracts", "withdrawn"]

SALT_FILE = "extract.salt"
LAY_OPEN = re.compile("[0-9a-f]{64}")
AT_ONCE = 10_000
"""Rows asked for in one query."""
KEYS_AT_ONCE = 1_000

episode, session, rating = columns_of(Episode), columns_of(Session), columns_of(Rating)
alert, plan = columns_of(Alert), columns_of(RepairPlan)
consent, user = columns_of(Consent), columns_of(User)

OF_EPISODES = {
    "sessions": (session, session.c.meeting),
    "ratings": (rating, rating.c.id),
    "alerts": (alert, alert.c.id),
    "repairs": (plan, plan.c.id),
}
"""The tables that belong to an episode."""


def salt_of_extracts(folder: Path, clinic_key: str) -> bytes:
    """The clinic's salt, sealed by its key; made for the first extract. One that lay open is sealed as it is.

    Raises
    ------
    WrongKeyError
        when another key sealed it, or the file holds no salt.
    """
    file = folder / SALT_FILE
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY_FOLDER)
        return keep_key(file, clinic_key)
    if is_sealed(file):
        return kept_key(file, clinic_key)
    open_salt = file.read_text("ascii", errors="replace").strip()
    if not LAY_OPEN.fullmatch(open_salt):
        raise WrongKeyError(f"{file} holds no salt. Restore it from your copy, or the numbers of extracts change.")
    return keep_key(file, clinic_key, bytes.fromhex(open_salt))


def episodes(connection: Connection, clinic_id: int) -> Sequence[Record]:
    """Every episode with its programme and the team of its clinician, read in the order of the key."""
    both = and_(user.c.clinic_id == episode.c.clinic_id, user.c.id == episode.c.clinician_id)
    facts = select(
        episode.c.id,
        episode.c.client_id,
        episode.c.age_band,
        episode.c.opened_on,
        episode.c.closed_on,
        episode.c.ending,
        episode.c.programme_id,
        user.c.team,
    ).outerjoin(user, both)
    query = facts.where(episode.c.clinic_id == clinic_id).order_by(episode.c.id).limit(AT_ONCE)
    found: list[Record] = []
    after = 0
    while some := connection.execute(query.where(episode.c.id > after)).all():
        found += some
        after = some[-1].id
    return found


def informants(connection: Connection, clinic_id: int, episode_ids: Sequence[int]) -> dict[int, set[str]]:
    """Who rated, or skipped a rating, in each episode."""
    found: dict[int, set[str]] = {one: set() for one in episode_ids}
    query = select(rating.c.episode_id, rating.c.informant).distinct()
    for some in _pieces(episode_ids):
        mine = and_(rating.c.clinic_id == clinic_id, rating.c.episode_id.in_(some), _counts())
        for row in connection.execute(query.where(mine)):
            found[row.episode_id].add(row.informant)
    return found


def first_days(connection: Connection, clinic_id: int, episode_ids: Sequence[int]) -> dict[int, Any]:
    """The first noted day of a session of each episode."""
    query = select(session.c.episode_id, func.min(session.c.occurred_on).label("day")).group_by(session.c.episode_id)
    return {
        row.episode_id: row.day
        for some in _pieces(episode_ids)
        for row in connection.execute(query.where(session.c.clinic_id == clinic_id, session.c.episode_id.in_(some)))
    }


def withdrawn(connection: Connection, clinic_id: int, client_ids: Iterable[int]) -> frozenset[int]:
    """Clients who once agreed to ratings and do not any more."""
    query = select(consent.c.client_id, consent.c.withdrawn_on)
    standing: dict[int, bool] = {}
    for some in _pieces(sorted(client_ids)):
        mine = and_(consent.c.clinic_id == clinic_id, consent.c.client_id.in_(some))
        for row in connection.execute(query.where(mine, consent.c.kind == ConsentKind.RATINGS.value)):
            standing[row.client_id] = standing.get(row.client_id, False) or row.withdrawn_on is None
    return frozenset(client for client, stands in standing.items() if not stands)


def rows_of(connection: Connection, clinic_id: int, table: str, episode_ids: Sequence[int]) -> Sequence[Record]:
    """Rows of a table that belong to these episodes; of ratings those that count or were skipped."""
    columns, order = OF_EPISODES[table]
    found: list[Record] = []
    for some in _pieces(episode_ids):
        mine = and_(columns.c.clinic_id == clinic_id, columns.c.episode_id.in_(some))
        asked = mine if table != "ratings" else and_(mine, _counts())
        found += connection.execute(select(columns).where(asked)).all()
    # Sorted here: asked for the order of the key, SQLite reads all of the clinic instead of sorting a few.
    return sorted(found, key=lambda row: getattr(row, order.name))


def _counts() -> Any:
    return rating.c.status.in_([RatingStatus.ACTIVE.value, RatingStatus.SKIPPED.value])


def _pieces(keys: Sequence[int]) -> list[Sequence[int]]:
    return [keys[first : first + KEYS_AT_ONCE] for first in range(0, len(keys), KEYS_AT_ONCE)]
