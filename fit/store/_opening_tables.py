"""Tables of clients opened with a reason by somebody outside their care, and who is told of it.

The reason is words of a person and may tell of the client: it stands here, for those who care for the client, and never
in the audit.
"""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  SQLModel reads the annotations
from typing import ClassVar

from sqlalchemy import Index

from fit.store._base import Base, key, link, refers, text

LONGEST_REASON = 500


class Opening(Base, table=True):
    """Somebody outside the care relation may read this client until then. `episode_id` is the one that was in care."""

    __table_args__ = (
        refers("client_id", "client"),
        refers("episode_id", "episode"),
        refers("user_id", "clinic_user"),
        Index("ix_opening_clinic_id_client_id_user_id_until", "clinic_id", "client_id", "user_id", "until"),
    )

    clinic_id: int = key()
    id: int = key()
    client_id: int = link()
    episode_id: int = link()
    user_id: int = link()
    reason: str = text(LONGEST_REASON)
    at: datetime
    until: datetime


class OpeningTold(Base, table=True):
    """Who is told that a client was opened: those in charge at that moment. `seen_at` is empty until they saw it."""

    __tablename__: ClassVar[str] = "opening_told"
    __table_args__ = (refers("opening_id", "opening"), refers("user_id", "clinic_user"))

    clinic_id: int = key()
    user_id: int = key()
    opening_id: int = key()
    seen_at: datetime | None = None
