"""Until when a passphrase that was handed over lasts: its owner chooses one before anything else opens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the column. Nothing tells which passphrases were handed over before: those that are there stay."""
    op.add_column("clinic_user", sa.Column("first_passphrase_until", sa.DateTime(timezone=True), nullable=True))
