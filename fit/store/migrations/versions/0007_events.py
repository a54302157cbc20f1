"""What happened in a client's life or treatment, beside the ratings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the table of events."""
    op.create_table(
        "episode_event",
        sa.Column("clinic_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("episode_id", sa.BigInteger(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=True),
        sa.Column("meeting", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("said", sa.String(200), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_reason", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_episode_event")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "episode_id"],
            ["episode.clinic_id", "episode.id"],
            name=op.f("fk_episode_event_clinic_id_episode_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "created_by"],
            ["clinic_user.clinic_id", "clinic_user.id"],
            name=op.f("fk_episode_event_clinic_id_created_by"),
        ),
    )
    op.create_index(op.f("ix_episode_event_clinic_id_episode_id"), "episode_event", ["clinic_id", "episode_id"])
