"""Recordings that wait to be written down or are kept; by what a transcript was made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

BIG = sa.BigInteger()


def upgrade() -> None:
    """Add the table, and the column for the recogniser."""
    op.add_column("transcript", sa.Column("made_by", sa.String(500), nullable=True))
    op.create_table(
        "recording",
        sa.Column("clinic_id", BIG, autoincrement=False, nullable=False),
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("episode_id", BIG, nullable=False),
        sa.Column("session_id", BIG, nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("put_by", BIG, nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("transcript_id", BIG, nullable=True),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_recording")),
        *(_link(f"{other}_id", other) for other in ("episode", "session", "transcript")),
        sa.UniqueConstraint("number", name=op.f("uq_recording_number")),
    )
    for column in ("episode_id", "transcript_id"):
        op.create_index(op.f(f"ix_recording_clinic_id_{column}"), "recording", ["clinic_id", column])


def _link(column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_recording_clinic_id_{column}")
    return sa.ForeignKeyConstraint(["clinic_id", column], [f"{other}.clinic_id", f"{other}.id"], name=name)
