"""What the other layers need to name of the database's library, and nothing more."""

from __future__ import annotations

from typing import Any, TypeAlias

from sqlalchemy import Connection, Row

__all__ = ["Connection", "Record"]

Record: TypeAlias = Row[*tuple[Any, ...]]
"""A row of columns with names, as a query gives it."""
