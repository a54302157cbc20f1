"""Saved views of the caseload: names for ways of looking at it, each clinician's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, func, select

from fit.store._rows import write_rows
from fit.store.tables import SavedView, columns_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

__all__ = ["count_views", "remove_view", "save_view"]

view = columns_of(SavedView)


def save_view(
    connection: Connection,
    clinic_id: int,
    clinician_id: int,
    *,
    name: str,
    filters: Mapping[str, object],
    now: datetime,
) -> None:
    """Keep a view under its name; one of the same name is replaced."""
    row = {"clinic_id": clinic_id, "clinician_id": clinician_id, "name": name, "filters": filters, "saved_at": now}
    write_rows(connection, view, [row])


def count_views(connection: Connection, clinic_id: int, clinician_id: int, *, beside: str) -> int:
    """How many views a clinician has, apart from the one of that name."""
    mine = and_(view.c.clinic_id == clinic_id, view.c.clinician_id == clinician_id, view.c.name != beside)
    return int(connection.execute(select(func.count()).select_from(view).where(mine)).scalar_one())


def remove_view(connection: Connection, clinic_id: int, clinician_id: int, name: str) -> int:
    """Take a view away; returns how many there were."""
    one = and_(view.c.clinic_id == clinic_id, view.c.clinician_id == clinician_id, view.c.name == name)
    return connection.execute(delete(view).where(one)).rowcount
