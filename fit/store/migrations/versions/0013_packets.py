"""Supervision packets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

BIG, MOMENT = sa.BigInteger(), sa.DateTime(timezone=True)
WITHOUT_A_PLAN = sa.text("plan_id IS NULL")


def upgrade() -> None:
    """Add the table; there is nothing to fill it with."""
    op.create_table(
        "packet",
        *(sa.Column(name, BIG, autoincrement=False, nullable=False) for name in ("clinic_id", "id")),
        *(sa.Column(name, BIG, nullable=False) for name in ("episode_id", "session_id")),
        sa.Column("plan_id", BIG, nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("excerpts", sa.JSON(), nullable=True),
        sa.Column("with_memory", sa.Boolean(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("shared_with_supervisor_at", MOMENT, nullable=True),
        sa.Column("updated_by", BIG, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_packet")),
        *(_refers(column, other) for column, other in LINKS),
        sa.UniqueConstraint("clinic_id", "plan_id", name=op.f("uq_packet_clinic_id_plan_id")),
    )
    op.create_index(op.f("ix_packet_clinic_id_episode_id"), "packet", ["clinic_id", "episode_id"])
    op.create_index(
        "uq_packet_without_plan",
        "packet",
        ["clinic_id", "session_id"],
        unique=True,
        sqlite_where=WITHOUT_A_PLAN,
        postgresql_where=WITHOUT_A_PLAN,
    )


LINKS = (("episode_id", "episode"), ("session_id", "session"), ("plan_id", "repair_plan"))


def _refers(column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_packet_clinic_id_{column}")
    return sa.ForeignKeyConstraint(["clinic_id", column], [f"{other}.clinic_id", f"{other}.id"], name=name)
