"""The programmes of a clinic, and which episode belongs to which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, insert, select, update

from fit.store.tables import Programme, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from fit.store.types import Record

__all__ = ["add_programme", "change_programme", "programme_by_id", "programmes"]

programme = columns_of(Programme)


def programmes(connection: Connection, clinic_id: int) -> Sequence[Record]:
    """All programmes of a clinic, retired ones too, by name."""
    rows = connection.execute(select(programme).where(programme.c.clinic_id == clinic_id)).all()
    return sorted(rows, key=lambda row: (row.name.casefold(), row.id))


def programme_by_id(connection: Connection, clinic_id: int, programme_id: int) -> Record | None:
    """The programme of that id."""
    one = and_(programme.c.clinic_id == clinic_id, programme.c.id == programme_id)
    return connection.execute(select(programme).where(one)).first()


def add_programme(connection: Connection, row: dict[str, Any]) -> None:
    """Add a programme."""
    connection.execute(insert(programme), row)


def change_programme(connection: Connection, clinic_id: int, programme_id: int, **changed: object) -> None:
    """Change what is noted of a programme."""
    one = and_(programme.c.clinic_id == clinic_id, programme.c.id == programme_id)
    connection.execute(update(programme).where(one), changed)
