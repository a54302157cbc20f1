"""Licences of wording that a clinic said it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, insert, select

from fit.store.tables import Licence, User, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from fit.store.types import Record

licence = columns_of(Licence)
user = columns_of(User)

CONFIRMED = select(licence, user.c.display_name).join(
    user, and_(user.c.clinic_id == licence.c.clinic_id, user.c.id == licence.c.confirmed_by)
)


def licences(connection: Connection, clinic_id: int) -> Sequence[Record]:
    """Every family the clinic holds the licence of, with the name of who said so."""
    return connection.execute(CONFIRMED.where(licence.c.clinic_id == clinic_id).order_by(licence.c.family)).all()


def holds_licence(connection: Connection, clinic_id: int, family: str) -> bool:
    """Whether the clinic said that it holds the licence of that family."""
    one = and_(licence.c.clinic_id == clinic_id, licence.c.family == family)
    return connection.execute(select(licence.c.family).where(one)).first() is not None


def add_licence(connection: Connection, row: dict[str, Any]) -> None:
    """Note that the clinic holds a licence."""
    connection.execute(insert(licence), row)
