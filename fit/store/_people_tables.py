"""Tables of people: clinics, who works there, who is cared for, what they agreed to."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003  SQLModel reads the annotations
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from fit.store._base import Base, key, link, refers, text


class Clinic(Base, table=True):
    """A clinic; each sees only its own records."""

    id: int = key()
    name: str = text(200)
    created_at: datetime


class User(Base, table=True):
    """A person of the clinic who can sign in."""

    __tablename__: ClassVar[str] = "clinic_user"
    __table_args__ = (UniqueConstraint("sign_in_name"),)

    clinic_id: int = key()
    id: int = key()
    sign_in_name: str = text(100)
    display_name: str = text(200)
    role: str = text(20)
    team: str = text(100)
    passphrase_hash: str = text(200)
    pin_hash: str | None = text(200, optional=True)
    active: bool
    created_at: datetime


class Supervision(Base, table=True):
    """Who supervises whom."""

    __table_args__ = (refers("supervisor_id", "clinic_user"), refers("clinician_id", "clinic_user"))

    clinic_id: int = key()
    supervisor_id: int = key()
    clinician_id: int = key()


class Client(Base, table=True):
    """A person who gives ratings. `code` is the clinic's own name for the record."""

    __table_args__ = (UniqueConstraint("clinic_id", "code"),)

    clinic_id: int = key()
    id: int = key()
    code: str = text(100)
    display_name: str = text(200)
    birth_year: int | None = None
    language: str = text(20)
    created_at: datetime


class Consent(Base, table=True):
    """What a client agreed to, from when, until when, and who of the clinic noted it (not known of old ones)."""

    __table_args__ = (refers("client_id", "client"), UniqueConstraint("clinic_id", "client_id", "kind", "given_on"))

    clinic_id: int = key()
    id: int = key()
    client_id: int = link()
    kind: str = text(20)
    given_on: date
    withdrawn_on: date | None = None
    recorded_at: datetime
    recorded_by: int | None = link(optional=True)
    withdrawn_by: int | None = link(optional=True)


class Licence(Base, table=True):
    """That the clinic holds the licence of a scale family's wording: who said so, when, and which statement it was."""

    __table_args__ = (refers("confirmed_by", "clinic_user"),)

    clinic_id: int = key()
    family: str = Field(max_length=40, primary_key=True)
    confirmed_by: int = link()
    confirmed_at: datetime
    statement_version: str = text(20)


class WebSession(Base, table=True):
    """A signed-in browser. Only the hash of its token is kept."""

    __tablename__: ClassVar[str] = "web_session"
    __table_args__ = (refers("user_id", "clinic_user"),)

    clinic_id: int = key()
    token_hash: str = Field(max_length=64, primary_key=True)
    user_id: int = link()
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


class Attempt(Base, table=True):
    """Tries that failed, counted for all processes together. `subject` is a hash: of an account, a source."""

    kind: str = Field(max_length=20, primary_key=True)
    subject: str = Field(max_length=64, primary_key=True)
    failures: int
    first_at: datetime
    locked_until: datetime | None = None


class Audit(Base, table=True):
    """Who did what to which record, when; each row carries the hash of the one before."""

    clinic_id: int = key()
    sequence: int = key()
    at: datetime
    actor_id: int | None = link(optional=True)
    role: str = text(20)
    action: str = text(60)
    subject_kind: str = text(40)
    subject_id: str = text(64)
    source: str = text(64)
    previous_hash: str = text(64)
    hash: str = text(64)


class AuditHead(Base, table=True):
    """Where the audit of a clinic ends, so that a cut-off end is found too."""

    __tablename__: ClassVar[str] = "audit_head"

    clinic_id: int = key()
    sequence: int = link()
    hash: str = text(64)
