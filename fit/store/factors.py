"""Second factors of people, sign-ins that are half done, links to a single sign-on, and browsers that are known.

What may happen once is one conditional write, so that of several at once one wins without waiting for the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, insert, or_, select, update

from fit.store._rows import write_rows
from fit.store.tables import KnownBrowser, RecoveryCode, SecondFactor, SignInTicket, SignOnLink, User, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from fit.store.types import Record

user = columns_of(User)
ticket = columns_of(SignInTicket)
factor = columns_of(SecondFactor)
code = columns_of(RecoveryCode)
sign_on = columns_of(SignOnLink)
known = columns_of(KnownBrowser)

TICKET = select(ticket, user.c.role, user.c.display_name, user.c.sign_in_name, user.c.active).join(
    user, and_(user.c.clinic_id == ticket.c.clinic_id, user.c.id == ticket.c.user_id)
)
LINKED = select(user, sign_on.c.subject, sign_on.c.email).join(
    sign_on, and_(user.c.clinic_id == sign_on.c.clinic_id, user.c.id == sign_on.c.user_id)
)


def add_ticket(connection: Connection, row: dict[str, Any], now: datetime) -> None:
    """Note a sign-in that is half done; those of the same person that nobody finished are forgotten."""
    mine = and_(ticket.c.clinic_id == row["clinic_id"], ticket.c.user_id == row["user_id"])
    connection.execute(delete(ticket).where(mine, ticket.c.expires_at < now))
    connection.execute(insert(ticket), row)


def ticket_of(connection: Connection, clinic_id: int, token_hash: str) -> Record | None:
    """The half-done sign-in of that token, with its person."""
    one = TICKET.where(ticket.c.clinic_id == clinic_id, ticket.c.token_hash == token_hash)
    return connection.execute(one).first()


def seal_in_ticket(connection: Connection, clinic_id: int, token_hash: str, sealed: str) -> None:
    """Keep the secret of a second factor that is being set up."""
    one = and_(ticket.c.clinic_id == clinic_id, ticket.c.token_hash == token_hash)
    connection.execute(update(ticket).where(one).values(sealed_secret=sealed))


def end_ticket(connection: Connection, clinic_id: int, token_hash: str) -> None:
    """Forget one half-done sign-in."""
    connection.execute(delete(ticket).where(ticket.c.clinic_id == clinic_id, ticket.c.token_hash == token_hash))


def end_tickets(connection: Connection, clinic_id: int, user_id: int) -> None:
    """Forget every half-done sign-in of a person."""
    connection.execute(delete(ticket).where(ticket.c.clinic_id == clinic_id, ticket.c.user_id == user_id))


def factor_of(connection: Connection, clinic_id: int, user_id: int) -> Record | None:
    """The second factor of a person."""
    one = select(factor).where(factor.c.clinic_id == clinic_id, factor.c.user_id == user_id)
    return connection.execute(one).first()


def with_factor(connection: Connection, clinic_id: int) -> Sequence[int]:
    """Who of a clinic has a second factor."""
    return connection.execute(select(factor.c.user_id).where(factor.c.clinic_id == clinic_id)).scalars().all()


def set_factor(connection: Connection, row: dict[str, Any], codes: Sequence[str]) -> None:
    """Put a second factor with its recovery codes in force, in the place of any earlier one."""
    clinic_id, user_id = row["clinic_id"], row["user_id"]
    drop_factor(connection, clinic_id, user_id)
    connection.execute(insert(factor), row)
    mine = {"clinic_id": clinic_id, "user_id": user_id, "used_at": None}
    connection.execute(insert(code), [mine | {"place": place, "code_hash": kept} for place, kept in enumerate(codes)])


def drop_factor(connection: Connection, clinic_id: int, user_id: int) -> bool:
    """Take a second factor and its recovery codes away; False when there was none."""
    connection.execute(delete(code).where(code.c.clinic_id == clinic_id, code.c.user_id == user_id))
    gone = delete(factor).where(factor.c.clinic_id == clinic_id, factor.c.user_id == user_id)
    return connection.execute(gone).rowcount > 0


def take_step(connection: Connection, clinic_id: int, user_id: int, step: int) -> bool:
    """Note that the code of this half minute was given; False when it, or a later one, was given before."""
    fresh = and_(factor.c.clinic_id == clinic_id, factor.c.user_id == user_id, factor.c.last_step < step)
    return connection.execute(update(factor).where(fresh).values(last_step=step)).rowcount > 0


def use_code(connection: Connection, clinic_id: int, user_id: int, code_hash: str, now: datetime) -> bool:
    """Use a recovery code up; False when it is none, or was used before."""
    one = and_(code.c.clinic_id == clinic_id, code.c.user_id == user_id, code.c.code_hash == code_hash)
    return connection.execute(update(code).where(one, code.c.used_at.is_(None)).values(used_at=now)).rowcount > 0


def codes_left(connection: Connection, clinic_id: int, user_id: int) -> int:
    """How many recovery codes a person has left."""
    mine = and_(code.c.clinic_id == clinic_id, code.c.user_id == user_id, code.c.used_at.is_(None))
    return len(connection.execute(select(code.c.place).where(mine)).all())


def linked_person(connection: Connection, issuer: str, *, subject: str, email: str) -> Record | None:
    """Who a subject of a provider is here, or, when nobody has that subject, whose e-mail this is."""
    by_subject = connection.execute(LINKED.where(sign_on.c.issuer == issuer, sign_on.c.subject == subject)).first()
    if by_subject is not None or not email:
        return by_subject
    unseen = and_(sign_on.c.issuer == issuer, sign_on.c.email == email, sign_on.c.subject.is_(None))
    return connection.execute(LINKED.where(unseen)).first()


def links(connection: Connection, clinic_id: int) -> Sequence[Record]:
    """Who of a clinic is linked to whom at a provider."""
    return connection.execute(select(sign_on).where(sign_on.c.clinic_id == clinic_id)).all()


def is_linked_elsewhere(connection: Connection, issuer: str, user_id: int, *, subject: str, email: str) -> bool:
    """Whether somebody else is linked to this subject or e-mail already."""
    same = or_(
        and_(sign_on.c.subject == subject, sign_on.c.subject != ""),
        and_(sign_on.c.email == email, sign_on.c.email != ""),
    )
    others = and_(sign_on.c.issuer == issuer, sign_on.c.user_id != user_id, same)
    return connection.execute(select(sign_on.c.user_id).where(others)).first() is not None


def set_link(connection: Connection, row: dict[str, Any]) -> None:
    """Link a person to a subject or an e-mail, in the place of any earlier link."""
    drop_link(connection, row["clinic_id"], row["user_id"])
    connection.execute(insert(sign_on), row)


def note_subject(connection: Connection, clinic_id: int, user_id: int, subject: str) -> None:
    """Note who a person is at the provider, at the first sign-in by e-mail: from then on only that counts."""
    one = and_(sign_on.c.clinic_id == clinic_id, sign_on.c.user_id == user_id)
    connection.execute(update(sign_on).where(one).values(subject=subject))


def drop_link(connection: Connection, clinic_id: int, user_id: int) -> None:
    """End a person's link."""
    connection.execute(delete(sign_on).where(sign_on.c.clinic_id == clinic_id, sign_on.c.user_id == user_id))


def is_known(connection: Connection, clinic_id: int, user_id: int, browser_hash: str) -> bool:
    """Whether this person has signed in in this browser before."""
    one = select(known.c.seen_at).where(
        known.c.clinic_id == clinic_id, known.c.user_id == user_id, known.c.browser_hash == browser_hash
    )
    return connection.execute(one).first() is not None


def know_browser(connection: Connection, clinic_id: int, user_id: int, browser_hash: str, now: datetime) -> None:
    """Note that this person has signed in in this browser."""
    row = {"clinic_id": clinic_id, "user_id": user_id, "browser_hash": browser_hash, "seen_at": now}
    write_rows(connection, known, [row])


def forget_browsers(
    connection: Connection, clinic_id: int, user_id: int, *, seen_before: datetime | None = None
) -> None:
    """Forget all known browsers of a person, or those that were not seen since then."""
    mine = and_(known.c.clinic_id == clinic_id, known.c.user_id == user_id)
    old = mine if seen_before is None else and_(mine, known.c.seen_at < seen_before)
    connection.execute(delete(known).where(old))
