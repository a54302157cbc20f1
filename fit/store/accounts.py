"""Who works at the clinic, and who supervises whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, insert, select, update

from fit.store.tables import Clinic, Session, Standing, Supervision, User, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from fit.store.types import Record

clinic = columns_of(Clinic)
user = columns_of(User)
supervision = columns_of(Supervision)
session = columns_of(Session)
standing = columns_of(Standing)

ONE_USER = and_(user.c.clinic_id == bindparam("clinic"), user.c.id == bindparam("user"))


def clinics(connection: Connection) -> Sequence[Record]:
    """All clinics of this installation, the oldest first."""
    return connection.execute(select(clinic).order_by(clinic.c.id)).all()


def clinic_by_id(connection: Connection, clinic_id: int) -> Record | None:
    """The clinic of that id."""
    return connection.execute(select(clinic).where(clinic.c.id == clinic_id)).first()


def add_clinic(connection: Connection, row: dict[str, Any]) -> None:
    """Add a clinic."""
    connection.execute(insert(clinic), row)


def user_by_name(connection: Connection, sign_in_name: str) -> Record | None:
    """The person of that sign-in name, in whichever clinic."""
    return connection.execute(select(user).where(user.c.sign_in_name == sign_in_name)).first()


def user_by_id(connection: Connection, clinic_id: int, user_id: int) -> Record | None:
    """The person of that id."""
    return connection.execute(select(user).where(ONE_USER), {"clinic": clinic_id, "user": user_id}).first()


def users(connection: Connection, clinic_id: int) -> Sequence[Record]:
    """All people of a clinic, by name."""
    return connection.execute(
        select(user).where(user.c.clinic_id == clinic_id).order_by(user.c.display_name, user.c.id)
    ).all()


def add_user(connection: Connection, row: dict[str, Any]) -> None:
    """Add a person."""
    connection.execute(insert(user), row)


def change_user(connection: Connection, clinic_id: int, user_id: int, **changed: object) -> None:
    """Change what is noted of a person."""
    connection.execute(update(user).where(user.c.clinic_id == clinic_id, user.c.id == user_id), changed)


def ever_held(connection: Connection, clinic_id: int, user_id: int) -> bool:
    """Whether a person holds an episode, open or closed, or held a session."""
    for table in (standing, session):
        mine = and_(table.c.clinic_id == clinic_id, table.c.clinician_id == user_id)
        if connection.execute(select(table.c.episode_id).where(mine).limit(1)).first() is not None:
            return True
    return False


def supervisions(connection: Connection, clinic_id: int) -> Sequence[Record]:
    """Who supervises whom in a clinic."""
    return connection.execute(select(supervision).where(supervision.c.clinic_id == clinic_id)).all()


def supervises(connection: Connection, clinic_id: int, supervisor_id: int, clinician_id: int) -> bool:
    """Whether one supervises the other."""
    found = select(supervision.c.clinician_id).where(
        supervision.c.clinic_id == clinic_id,
        supervision.c.supervisor_id == supervisor_id,
        supervision.c.clinician_id == clinician_id,
    )
    return connection.execute(found).first() is not None


def supervisees(connection: Connection, clinic_id: int, supervisor_id: int) -> Sequence[Record]:
    """The clinicians whom this person supervises, by name."""
    both = and_(user.c.clinic_id == supervision.c.clinic_id, user.c.id == supervision.c.clinician_id)
    return connection.execute(
        select(user.c.id, user.c.display_name)
        .join(supervision, both)
        .where(supervision.c.clinic_id == clinic_id, supervision.c.supervisor_id == supervisor_id)
        .order_by(user.c.display_name, user.c.id)
    ).all()


def supervised(connection: Connection, clinic_id: int) -> set[int]:
    """Ids of all whom somebody active supervises."""
    both = and_(user.c.clinic_id == supervision.c.clinic_id, user.c.id == supervision.c.supervisor_id)
    return set(
        connection.execute(
            select(supervision.c.clinician_id)
            .join(user, both)
            .where(supervision.c.clinic_id == clinic_id, user.c.active)
            .distinct()
        ).scalars()
    )


def supervisors(connection: Connection, clinic_id: int, clinician_id: int) -> Sequence[Record]:
    """Who supervises this person, by name."""
    both = and_(user.c.clinic_id == supervision.c.clinic_id, user.c.id == supervision.c.supervisor_id)
    return connection.execute(
        select(user.c.id, user.c.display_name)
        .join(supervision, both)
        .where(supervision.c.clinic_id == clinic_id, supervision.c.clinician_id == clinician_id)
        .order_by(user.c.display_name, user.c.id)
    ).all()


def set_supervision(connection: Connection, clinic_id: int, supervisor_id: int, clinician_id: int, *, on: bool) -> bool:
    """Begin or end a supervision; False when it was so already."""
    if supervises(connection, clinic_id, supervisor_id, clinician_id) == on:
        return False
    keys = {"clinic_id": clinic_id, "supervisor_id": supervisor_id, "clinician_id": clinician_id}
    if on:
        connection.execute(insert(supervision), keys)
    else:
        connection.execute(delete(supervision).filter_by(**keys))
    return True
