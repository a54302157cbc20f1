"""Episodes and plans of a whole clinic, for figures of a service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from fit.store.queries import bulk
from fit.store.tables import RepairPlan, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Connection

    from fit.store.queries.bulk import EpisodeColumns
    from fit.store.types import Record

plan = columns_of(RepairPlan)

AT_ONCE = 10_000
"""Rows asked for in one query."""


def episodes_between(connection: Connection, clinic_id: int, since: date, until: date) -> EpisodeColumns:
    """Episodes of the clinic that were open at some time between two days; those of an unknown beginning too.

    They stand by client and key.
    """
    found = bulk.episodes(connection, clinic_id)
    begun = found.opened_on <= until.toordinal()  # the day that nobody noted is 0
    there = begun & ((found.closed_on == bulk.NOT_THERE) | (found.closed_on >= since.toordinal()))
    order = np.lexsort((found.id, found.client))
    return found.only(order[there[order]])


def plans(connection: Connection, clinic_id: int) -> Sequence[Record]:
    """Episode, state and making of every repair plan; in the order of the key, so that no query reads everybody's."""
    query = select(plan.c.id, plan.c.episode_id, plan.c.state, plan.c.created_at).where(plan.c.clinic_id == clinic_id)
    found: list[Record] = []
    after = 0
    while some := connection.execute(query.where(plan.c.id > after).order_by(plan.c.id).limit(AT_ONCE)).all():
        found += some
        after = some[-1].id
    return found
