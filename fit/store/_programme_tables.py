"""Tables of programmes: what a clinic offers, and the alliance grid of each."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003  SQLModel reads the annotations
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from fit.store._base import Base, key, link, text


class Programme(Base, table=True):
    """A programme of the clinic. One that is retired takes nobody new; its episodes stay in it."""

    __table_args__ = (UniqueConstraint("clinic_id", "name"),)

    clinic_id: int = key()
    id: int = key()
    name: str = text(100)
    active: bool
    created_at: datetime


class ProgrammeCell(Base, table=True):
    """What of a clinician's week belongs to episodes of one programme; 0 stands for episodes without one.

    The sums are those of AllianceCell. Its own table, since a client with two episodes in a week is one client of the
    clinician, and one of each programme.
    """

    __tablename__: ClassVar[str] = "programme_cell"

    clinic_id: int = key()
    clinician_id: int = key()
    week: date = Field(primary_key=True)
    programme_id: int = key()
    clients: int
    sessions: int
    with_alliance: int
    comparable: int
    below_line: int
    drops: int
    sum_tenths: int = link()
    sum_squares: int = link()
    dips: int
    followed: int
    repaired: int
    with_both: int
