"""Session notes and statements of case formulations, each saved state of them a row."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

BIG, TEXT, MOMENT = sa.BigInteger(), sa.Text(), sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables; there is nothing to fill them with."""
    op.create_table(
        "session_note",
        *_keys(),
        *_links("episode_id", "session_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("talked_about", "observed", "assessment", "plan")),
        sa.Column("brought_back", sa.Integer(), nullable=True),
        *_links("written_by"),
        sa.Column("written_at", MOMENT, nullable=False),
        *_held("session_note", "session_id"),
        _refers("session_note", "session_id", "session"),
    )
    op.create_table(
        "formulation_statement",
        *_keys(),
        *_links("episode_id", "statement_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(30), nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("evidence_kind", sa.String(20), nullable=True),
        sa.Column("evidence_id", BIG, nullable=True),
        sa.Column("evidence_place", sa.Integer(), nullable=True),
        sa.Column("set_aside", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        *_links("written_by"),
        sa.Column("written_at", MOMENT, nullable=False),
        *_held("formulation_statement", "statement_id"),
    )
    for table in ("session_note", "formulation_statement"):
        op.create_index(op.f(f"ix_{table}_clinic_id_episode_id"), table, ["clinic_id", "episode_id"])


def _keys() -> list[sa.Column[int]]:
    return [sa.Column(name, BIG, autoincrement=False, nullable=False) for name in ("clinic_id", "id")]


def _links(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, BIG, nullable=False) for name in names]


def _held(table: str, one: str) -> list[sa.Constraint]:
    """Its key, one row for each version, and the links that both tables have."""
    return [
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("clinic_id", one, "version", name=op.f(f"uq_{table}_clinic_id_{one}_version")),
        _refers(table, "episode_id", "episode"),
        _refers(table, "written_by", "clinic_user"),
    ]


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_clinic_id_{column}")
    return sa.ForeignKeyConstraint(["clinic_id", column], [f"{other}.clinic_id", f"{other}.id"], name=name)
