"""The table of service reports that were asked for, each with its file once it is made."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003  SQLModel reads the annotations
from typing import ClassVar

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field

from fit.store._base import Base, key, link, refers, text


class AskedReport(Base, table=True):
    """The report of a month, of all, of a team or of a programme, as it was asked for; no client stands in it.

    `file` is empty until it is made, and `why_not` says why it could not be. `tries` counts how often it was begun.
    """

    __tablename__: ClassVar[str] = "asked_report"
    __table_args__ = (
        refers("asked_by", "clinic_user"),
        Index("ix_asked_report_clinic_id_asked_by", "clinic_id", "asked_by"),
        Index("ix_asked_report_clinic_id_asked_at", "clinic_id", "asked_at"),
        Index("ix_asked_report_ended_at", "ended_at"),
    )

    clinic_id: int = key()
    id: int = key()
    asked_by: int = link()
    asked_at: datetime
    month: date
    team: str = text(100)
    programme: str = text(100)
    names: bool
    tries: int
    ended_at: datetime | None = None
    why_not: str = text(300)
    file: bytes | None = Field(default=None, sa_type=LargeBinary, nullable=True)
