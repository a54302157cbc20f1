"""Which browsers are signed in, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, insert, or_, select, update

from fit.store.tables import User, WebSession, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from fit.store.types import Record

user = columns_of(User)
web_session = columns_of(WebSession)

ONE = and_(web_session.c.clinic_id == bindparam("clinic"), web_session.c.token_hash == bindparam("token"))
SIGNED_IN = (
    select(
        web_session.c.user_id,
        web_session.c.last_seen_at,
        web_session.c.expires_at,
        web_session.c.revoked_at,
        web_session.c.id,
        web_session.c.how,
        user.c.role,
        user.c.display_name,
        user.c.active,
    )
    .join(user, and_(user.c.clinic_id == web_session.c.clinic_id, user.c.id == web_session.c.user_id))
    .where(ONE)
)


def begin(connection: Connection, row: dict[str, Any]) -> None:
    """Note a signed-in browser."""
    connection.execute(insert(web_session), row)


def signed_in(connection: Connection, clinic_id: int, token_hash: str) -> Record | None:
    """The browser of that token with its person, also when it ended."""
    return connection.execute(SIGNED_IN, {"clinic": clinic_id, "token": token_hash}).first()


def standing(connection: Connection, clinic_id: int, user_id: int, now: datetime) -> Sequence[Record]:
    """The sessions of a person that were not ended and have not outlived themselves, the newest use first."""
    query = select(web_session).where(_standing_of(clinic_id, user_id), web_session.c.expires_at > now)
    return connection.execute(query.order_by(web_session.c.last_seen_at.desc(), web_session.c.id)).all()


def touch(connection: Connection, clinic_id: int, token_hash: str, now: datetime) -> None:
    """Note that a browser is in use; never backwards."""
    connection.execute(
        update(web_session).where(ONE, web_session.c.last_seen_at < now).values(last_seen_at=now),
        {"clinic": clinic_id, "token": token_hash},
    )


def end(connection: Connection, clinic_id: int, token_hash: str, now: datetime) -> None:
    """End a browser's session; ending it twice changes nothing."""
    still = and_(ONE, web_session.c.revoked_at.is_(None))
    connection.execute(
        update(web_session).where(still).values(revoked_at=now), {"clinic": clinic_id, "token": token_hash}
    )


def end_one(connection: Connection, clinic_id: int, user_id: int, session_id: int, now: datetime) -> int:
    """End the session of that id when it is this person's; returns how many were ended, 0 or 1."""
    one = and_(_standing_of(clinic_id, user_id), web_session.c.id == session_id)
    return connection.execute(update(web_session).where(one).values(revoked_at=now)).rowcount


def end_all(connection: Connection, clinic_id: int, user_id: int, now: datetime, *, but: str = "") -> int:
    """End all sessions of a person, but the one of that token's hash; returns how many."""
    others = and_(_standing_of(clinic_id, user_id), web_session.c.token_hash != but)
    return connection.execute(update(web_session).where(others).values(revoked_at=now)).rowcount


def forget(connection: Connection, clinic_id: int, user_id: int, before: datetime) -> None:
    """Forget where and when a person's sessions were that ended before then."""
    over = or_(web_session.c.revoked_at < before, web_session.c.expires_at < before)
    connection.execute(
        delete(web_session).where(web_session.c.clinic_id == clinic_id, web_session.c.user_id == user_id, over)
    )


def _standing_of(clinic_id: int, user_id: int) -> ColumnElement[bool]:
    return and_(
        web_session.c.clinic_id == clinic_id, web_session.c.user_id == user_id, web_session.c.revoked_at.is_(None)
    )
