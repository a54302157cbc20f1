"""Conditions that are put together once, for statements that every look at a page sends: the values come with it.

Putting a statement together takes SQLAlchemy longer than SQLite takes to answer it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BindParameter, and_, bindparam

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, FromClause

__all__ = ["CLIENT", "CLINIC", "EPISODE", "PERSON", "PERSONS", "of_episode"]

CLINIC: Final[BindParameter[Any]] = bindparam("clinic")
CLIENT: Final[BindParameter[Any]] = bindparam("client")
EPISODE: Final[BindParameter[Any]] = bindparam("episode")
PERSON: Final[BindParameter[Any]] = bindparam("person")
"""Whose episodes, or who asks."""
PERSONS: Final[BindParameter[Any]] = bindparam("persons", expanding=True)


def of_episode(table: FromClause) -> ColumnElement[bool]:
    """Ask for the rows of one episode: `clinic` and `episode` are given when the statement is sent."""
    return and_(table.c.clinic_id == CLINIC, table.c.episode_id == EPISODE)
