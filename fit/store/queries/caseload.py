"""The lists of episodes, read from their standings alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, case, func, select

from fit.store.states import Attention, ConsentKind
from fit.store.tables import Client, Consent, Episode, Standing, User, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from fit.store.types import Record

standing = columns_of(Standing)
episode = columns_of(Episode)
client = columns_of(Client)
user = columns_of(User)
consent = columns_of(Consent)

STANDING_CONSENTS = func.sum(case((consent.c.withdrawn_on.is_(None), 1), else_=0))
MAY_BE_RATED = (
    select(func.coalesce(func.count() == 0, True) | (STANDING_CONSENTS > 0))
    .where(
        consent.c.clinic_id == episode.c.clinic_id,
        consent.c.client_id == episode.c.client_id,
        consent.c.kind == ConsentKind.RATINGS.value,
    )
    .correlate(episode)
    .scalar_subquery()
)
"""Never asked, or asked and not withdrawn."""
ROWS = (
    select(
        standing,
        episode.c.age_band,
        client.c.code,
        client.c.display_name,
        user.c.display_name.label("clinician_name"),
        MAY_BE_RATED.label("may_be_rated"),
    )
    .join(episode, and_(episode.c.clinic_id == standing.c.clinic_id, episode.c.id == standing.c.episode_id))
    .join(client, and_(client.c.clinic_id == episode.c.clinic_id, client.c.id == episode.c.client_id))
    .join(user, and_(user.c.clinic_id == standing.c.clinic_id, user.c.id == standing.c.clinician_id))
    .order_by(standing.c.attention, standing.c.open_alerts.desc(), client.c.code)
)


def caseload(connection: Connection, clinic_id: int, clinician_id: int) -> Sequence[Record]:
    """Open episodes of one clinician, what deserves attention first on top."""
    mine = and_(standing.c.clinic_id == clinic_id, standing.c.clinician_id == clinician_id, standing.c.active)
    return connection.execute(ROWS.where(mine)).all()


def flagged(connection: Connection, clinic_id: int, clinician_ids: Sequence[int]) -> Sequence[Record]:
    """Open episodes of several clinicians that need a look."""
    theirs = and_(standing.c.clinic_id == clinic_id, standing.c.clinician_id.in_(clinician_ids), standing.c.active)
    return connection.execute(ROWS.where(theirs, standing.c.attention < Attention.NOTHING.value)).all()


def counts(connection: Connection, clinic_id: int, clinician_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """For each clinician the number of open episodes, and of those that need a look."""
    theirs = and_(standing.c.clinic_id == clinic_id, standing.c.clinician_id.in_(clinician_ids), standing.c.active)
    needing = func.sum(case((standing.c.attention < Attention.NOTHING.value, 1), else_=0))
    query = select(standing.c.clinician_id, func.count(), needing).where(theirs).group_by(standing.c.clinician_id)
    return {row[0]: (row[1], int(row[2])) for row in connection.execute(query)}
