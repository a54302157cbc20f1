"""Tables of signing in: browsers that are signed in, second factors, links to a single sign-on, tries that failed."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  SQLModel reads the annotations
from typing import ClassVar

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from fit.store._base import Base, key, link, refers, text


class WebSession(Base, table=True):
    """A signed-in browser. Only the hash of its token is kept; `id` names it where its owner lists and ends it."""

    __tablename__: ClassVar[str] = "web_session"
    __table_args__ = (
        refers("user_id", "clinic_user"),
        Index("ix_web_session_clinic_id_user_id", "clinic_id", "user_id"),
    )

    clinic_id: int = key()
    token_hash: str = Field(max_length=64, primary_key=True)
    user_id: int = link()
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    id: int = link()
    how: str = text(20)
    source: str = text(64)
    browser: str = text(60)


class SignInTicket(Base, table=True):
    """A sign-in that has come half way: the passphrase, or a single sign-on, was right; a code is still to be given.

    It opens nothing. `how` says by what the first half was proved, `sealed_secret` holds a second factor that is being
    set up and not in force yet.
    """

    __tablename__: ClassVar[str] = "sign_in_ticket"
    __table_args__ = (
        refers("user_id", "clinic_user"),
        Index("ix_sign_in_ticket_clinic_id_user_id", "clinic_id", "user_id"),
    )

    clinic_id: int = key()
    token_hash: str = Field(max_length=64, primary_key=True)
    user_id: int = link()
    step: str = text(20)
    how: str = text(20)
    expires_at: datetime
    sealed_secret: str | None = text(200, optional=True)


class SecondFactor(Base, table=True):
    """The secret that a person's device makes codes from, sealed, and the last code that was taken: never again."""

    __tablename__: ClassVar[str] = "second_factor"
    __table_args__ = (refers("user_id", "clinic_user"),)

    clinic_id: int = key()
    user_id: int = key()
    sealed_secret: str = text(200)
    last_step: int = Field(sa_type=BigInteger)
    code_salt: str = text(32)
    set_at: datetime


class RecoveryCode(Base, table=True):
    """A code that stands in for a lost device, once. Hashed as a passphrase is."""

    __tablename__: ClassVar[str] = "recovery_code"
    __table_args__ = (refers("user_id", "clinic_user"),)

    clinic_id: int = key()
    user_id: int = key()
    place: int = key()
    code_hash: str = text(200)
    used_at: datetime | None = None


class SignOnLink(Base, table=True):
    """Who a person is at the provider of the single sign-on. The subject is noted at the first sign-in by e-mail."""

    __tablename__: ClassVar[str] = "sign_on_link"
    __table_args__ = (
        refers("user_id", "clinic_user"),
        UniqueConstraint("issuer", "subject"),
        UniqueConstraint("issuer", "email"),
    )

    clinic_id: int = key()
    user_id: int = key()
    issuer: str = text(300)
    subject: str | None = text(255, optional=True)
    email: str | None = text(255, optional=True)
    linked_at: datetime


class KnownBrowser(Base, table=True):
    """A browser in which a person has signed in before: strangers who guess elsewhere do not keep it waiting."""

    __tablename__: ClassVar[str] = "known_browser"
    __table_args__ = (refers("user_id", "clinic_user"),)

    clinic_id: int = key()
    user_id: int = key()
    browser_hash: str = Field(max_length=64, primary_key=True)
    seen_at: datetime


class Attempt(Base, table=True):
    """Tries that failed, counted for all processes together. `subject` is a hash: of an account, a source."""

    kind: str = Field(max_length=20, primary_key=True)
    subject: str = Field(max_length=64, primary_key=True)
    failures: int
    first_at: datetime
    locked_until: datetime | None = None
