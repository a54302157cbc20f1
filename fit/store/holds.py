"""Legal holds: that nothing of a client's may be erased, who said so, and who lifted it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, insert, select, update

from fit.store.tables import Client, LegalHold, User, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from fit.store.types import Record

__all__ = ["add", "held_clients", "holds_of", "is_held", "lift", "standing"]

hold, client, user = columns_of(LegalHold), columns_of(Client), columns_of(User)
setter, lifter = user.alias("setter"), user.alias("lifter")
WITH_NAMES = (
    select(
        hold,
        client.c.code,
        setter.c.display_name.label("setter_name"),
        lifter.c.display_name.label("lifter_name"),
    )
    .join(client, and_(client.c.clinic_id == hold.c.clinic_id, client.c.id == hold.c.client_id))
    .outerjoin(setter, and_(setter.c.clinic_id == hold.c.clinic_id, setter.c.id == hold.c.set_by))
    .outerjoin(lifter, and_(lifter.c.clinic_id == hold.c.clinic_id, lifter.c.id == hold.c.lifted_by))
)


def is_held(connection: Connection, clinic_id: int, client_id: int) -> bool:
    """Whether nothing of this client's may be erased."""
    mine = and_(hold.c.clinic_id == clinic_id, hold.c.client_id == client_id, hold.c.lifted_at.is_(None))
    return connection.execute(select(hold.c.id).where(mine)).first() is not None


def held_clients(connection: Connection, clinic_id: int) -> frozenset[int]:
    """Clients of whom nothing may be erased."""
    mine = and_(hold.c.clinic_id == clinic_id, hold.c.lifted_at.is_(None))
    return frozenset(connection.execute(select(hold.c.client_id).where(mine)).scalars())


def standing(connection: Connection, clinic_id: int) -> Sequence[Record]:
    """Every hold of the clinic that stands, the oldest first."""
    mine = and_(hold.c.clinic_id == clinic_id, hold.c.lifted_at.is_(None))
    return connection.execute(WITH_NAMES.where(mine).order_by(hold.c.id)).all()


def holds_of(connection: Connection, clinic_id: int, client_id: int) -> Sequence[Record]:
    """Every hold that there was on a client's record, the oldest first."""
    mine = and_(hold.c.clinic_id == clinic_id, hold.c.client_id == client_id)
    return sorted(connection.execute(WITH_NAMES.where(mine)), key=lambda row: row.id)


def add(connection: Connection, row: dict[str, Any]) -> None:
    """Note a hold."""
    connection.execute(insert(hold), row)


def lift(connection: Connection, clinic_id: int, client_id: int, lifted: dict[str, Any]) -> int:
    """Note that the holds on a client's record are lifted; returns how many there were."""
    mine = and_(hold.c.clinic_id == clinic_id, hold.c.client_id == client_id, hold.c.lifted_at.is_(None))
    return connection.execute(update(hold).where(mine), lifted).rowcount
