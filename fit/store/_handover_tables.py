"""Tables of forms that are given into somebody's hands."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  SQLModel reads the annotations
from typing import ClassVar

from sqlalchemy import Index

from fit.store._base import Base, key, link, refers, text


class Handover(Base, table=True):
    """A form in somebody's hands: on this tablet, by a code, or by a link. Only hashes of its secrets are kept.

    `device_hash` names the browser that holds it; a code or a link belongs to nobody until one device has opened it.
    `session_ends_at` is when the clinician's session would have ended anyway: taking a tablet back makes it no longer.
    """

    __table_args__ = (
        refers("created_by", "clinic_user"),
        Index("uq_handover_token_hash", "clinic_id", "token_hash", unique=True),
        Index("uq_handover_code_hash", "code_hash", unique=True),
    )

    clinic_id: int = key()
    id: int = key()
    way: str = text(20)
    token_hash: str = text(64)
    code_hash: str | None = text(64, optional=True)
    word_hash: str | None = text(200, optional=True)
    device_hash: str | None = text(64, optional=True)
    created_by: int = link()
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    wrong_tries: int = 0
    locked_until: datetime | None = None
    state: str = text(20)
    session_ends_at: datetime | None = None


class HandoverPart(Base, table=True):
    """One scale of a hand-over, for one informant in one session; parts are filled in in the order of `place`."""

    __tablename__: ClassVar[str] = "handover_part"
    __table_args__ = (
        refers("handover_id", "handover"),
        refers("session_id", "session"),
        Index("ix_handover_part_clinic_id_episode_id", "clinic_id", "episode_id"),
    )

    clinic_id: int = key()
    handover_id: int = key()
    place: int = key()
    session_id: int = link()
    episode_id: int = link()
    scale: str = text(40)
    informant: str = text(20)
    rating_id: int | None = link(optional=True)
    answered_at: datetime | None = None
