"""A standing knows the last dip of the alliance, and whether the ratings since have answered it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add three columns; they are empty until the next rating of the episode is saved."""
    op.add_column("standing", sa.Column("dip_meeting", sa.Integer(), nullable=True))
    op.add_column("standing", sa.Column("repair", sa.String(20), nullable=True))
    op.add_column("standing", sa.Column("repaired_meeting", sa.Integer(), nullable=True))
