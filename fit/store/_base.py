"""What all tables have in common: constraint names, keys that start with the clinic, short column words."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, ForeignKeyConstraint, Integer, MetaData, SmallInteger, Table, false
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(column_1_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Base(SQLModel):
    """Root of the tables, with constraint names that are the same on every database."""

    metadata = MetaData(naming_convention=NAMES)


def key() -> Any:
    """A part of the primary key that the application makes."""
    return Field(sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})


def link(*, optional: bool = False) -> Any:
    """The key of a record in another table."""
    if optional:
        return Field(default=None, sa_type=BigInteger, nullable=True)
    return Field(sa_type=BigInteger)


def tenths(*, optional: bool = False) -> Any:
    """A score in whole tenths."""
    if optional:
        return Field(default=None, sa_type=SmallInteger, nullable=True)
    return Field(sa_type=SmallInteger)


def text(length: int, *, optional: bool = False) -> Any:
    """A text of bounded length."""
    if optional:
        return Field(default=None, max_length=length, nullable=True)
    return Field(max_length=length)


def added_mark() -> Any:
    """A yes or no that came later to a table; no in the rows that were there."""
    return Field(default=False, sa_type=Boolean, sa_column_kwargs={"server_default": false()})


def added_text(length: int) -> Any:
    """A text that came later to a table; empty in the rows that were there."""
    return Field(default="", max_length=length, sa_column_kwargs={"server_default": sql("''")})


def added_sum(*, large: bool = False) -> Any:
    """A sum that came later to a table; nothing yet in the rows that were there."""
    return Field(default=0, sa_type=BigInteger if large else Integer, sa_column_kwargs={"server_default": sql("0")})


def refers(column: str, table: str, key_column: str = "id") -> ForeignKeyConstraint:
    """A link that never leaves the clinic."""
    return ForeignKeyConstraint(["clinic_id", column], [f"{table}.clinic_id", f"{table}.{key_column}"])


def columns_of(model: type[SQLModel]) -> Table:
    """The plain table behind a model, for queries that return column rows."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table
