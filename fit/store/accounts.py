"""Who works at the clinic, who supervises whom, and which browsers are signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, insert, select, update

from fit.store.tables import Clinic, Supervision, User, WebSession, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from fit.store.types import Record

clinic = columns_of(Clinic)
user = columns_of(User)
supervision = columns_of(Supervision)
web_session = columns_of(WebSession)

ONE_USER = and_(user.c.clinic_id == bindparam("clinic"), user.c.id == bindparam("user"))
ONE_WEB_SESSION = and_(web_session.c.clinic_id == bindparam("clinic"), web_session.c.token_hash == bindparam("token"))
SIGNED_IN = (
    select(
        web_session.c.user_id,
        web_session.c.last_seen_at,
        web_session.c.expires_at,
        web_session.c.revoked_at,
        user.c.role,
        user.c.display_name,
        user.c.active,
    )
    .join(user, and_(user.c.clinic_id == web_session.c.clinic_id, user.c.id == web_session.c.user_id))
    .where(ONE_WEB_SESSION)
)


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


def begin_web_session(connection: Connection, row: dict[str, Any]) -> None:
    """Note a signed-in browser."""
    connection.execute(insert(web_session), row)


def signed_in(connection: Connection, clinic_id: int, token_hash: str) -> Record | None:
    """The browser of that token with its person, also when it ended."""
    return connection.execute(SIGNED_IN, {"clinic": clinic_id, "token": token_hash}).first()


def touch_web_session(connection: Connection, clinic_id: int, token_hash: str, now: datetime) -> None:
    """Note that a browser is in use; never backwards."""
    connection.execute(
        update(web_session).where(ONE_WEB_SESSION, web_session.c.last_seen_at < now).values(last_seen_at=now),
        {"clinic": clinic_id, "token": token_hash},
    )


def end_web_session(connection: Connection, clinic_id: int, token_hash: str, now: datetime) -> int | None:
    """End a browser's session; returns whose it was, None when there was none to end."""
    standing = and_(ONE_WEB_SESSION, web_session.c.revoked_at.is_(None))
    place = {"clinic": clinic_id, "token": token_hash}
    found = connection.execute(select(web_session.c.user_id).where(standing), place).first()
    if found is None:
        return None
    connection.execute(update(web_session).where(standing).values(revoked_at=now), place)
    user_id: int = found.user_id
    return user_id


def end_all_web_sessions(connection: Connection, clinic_id: int, user_id: int, now: datetime) -> int:
    """End all sessions of a person; returns how many."""
    mine = and_(
        web_session.c.clinic_id == clinic_id, web_session.c.user_id == user_id, web_session.c.revoked_at.is_(None)
    )
    return connection.execute(update(web_session).where(mine).values(revoked_at=now)).rowcount
