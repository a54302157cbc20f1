"""Tables of people: clinics, who works there, who is cared for, what they agreed to, and who did what."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003  SQLModel reads the annotations
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from fit.store._base import Base, added_mark, added_text, key, link, refers, text


class Clinic(Base, table=True):
    """A clinic; each sees only its own records."""

    id: int = key()
    name: str = text(200)
    created_at: datetime
    simulated: bool = added_mark()
    """Founded as the demo: everybody in it is made up. A clinic of its own never becomes one."""


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
    first_passphrase_until: datetime | None = None
    """Until when the passphrase that an administrator handed over opens the choice of an own one; empty: it is own."""
    shortcuts_off: bool = added_mark()
    """No single key does anything on their pages (WCAG 2.1.4)."""


class Supervision(Base, table=True):
    """Who supervises whom."""

    __table_args__ = (refers("supervisor_id", "clinic_user"), refers("clinician_id", "clinic_user"))

    clinic_id: int = key()
    supervisor_id: int = key()
    clinician_id: int = key()


class Client(Base, table=True):
    """A person who gives ratings. `code` is the clinic's own name for the record.

    `birth_date` is empty unless somebody wrote it; then `birth_year` is its year. `contact` is one line, an e-mail
    address or a telephone number for links: Mendline itself sends nothing there.
    """

    __table_args__ = (UniqueConstraint("clinic_id", "code"),)

    clinic_id: int = key()
    id: int = key()
    code: str = text(100)
    display_name: str = text(200)
    birth_year: int | None = None
    language: str = text(20)
    created_at: datetime
    birth_date: date | None = None
    contact: str = added_text(200)


class Consent(Base, table=True):
    """What a client agreed to, from when, until when, and who of the clinic noted it (not known of old ones).

    `form_version` is the clinic's own name of the form that was agreed to; empty where nobody noted it.
    """

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
    form_version: str = added_text(60)


class LegalHold(Base, table=True):
    """That nothing of a client's may be erased: who said so and why, and who lifted it. Never edited."""

    __tablename__: ClassVar[str] = "legal_hold"
    __table_args__ = (
        refers("client_id", "client"),
        refers("set_by", "clinic_user"),
        Index("ix_legal_hold_clinic_id_client_id", "clinic_id", "client_id"),
    )

    clinic_id: int = key()
    id: int = key()
    client_id: int = link()
    reason: str = text(500)
    set_by: int = link()
    set_at: datetime
    lifted_reason: str = text(500)
    lifted_by: int | None = link(optional=True)
    lifted_at: datetime | None = None


class Licence(Base, table=True):
    """That the clinic holds the licence of a scale family's wording: who said so, when, and which statement it was."""

    __table_args__ = (refers("confirmed_by", "clinic_user"),)

    clinic_id: int = key()
    family: str = Field(max_length=40, primary_key=True)
    confirmed_by: int = link()
    confirmed_at: datetime
    statement_version: str = text(20)


class Audit(Base, table=True):
    """Who did what to which record, when; each row carries the hash of the one before.

    `episode_id` is whose record it was, so that one can ask who looked at a client; it is part of the hash where it is
    known. Rows of clinic 0 belong to no clinic: tries to sign in with a name that nobody has, where there are several.
    """

    __table_args__ = (
        Index("ix_audit_clinic_id_at", "clinic_id", "at"),
        Index("ix_audit_clinic_id_actor_id_sequence", "clinic_id", "actor_id", "sequence"),
        Index("ix_audit_clinic_id_action_sequence", "clinic_id", "action", "sequence"),
        Index("ix_audit_clinic_id_episode_id_sequence", "clinic_id", "episode_id", "sequence"),
    )

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
    episode_id: int | None = link(optional=True)


class AuditHead(Base, table=True):
    """Where the audit of a clinic ends, so that a cut-off end is found too."""

    __tablename__: ClassVar[str] = "audit_head"

    clinic_id: int = key()
    sequence: int = link()
    hash: str = text(64)


class AuditStart(Base, table=True):
    """Where the audit of a clinic begins, when older rows were let go by its rule of retention."""

    __tablename__: ClassVar[str] = "audit_start"

    clinic_id: int = key()
    sequence: int = link()
    hash: str = text(64)
