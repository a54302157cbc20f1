"""Licences of wording that a clinic says it holds; who took a rating out, and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the table of licences, and two columns that are empty for what was taken out before."""
    op.add_column("rating", sa.Column("taken_out_by", sa.BigInteger(), nullable=True))
    op.add_column("rating", sa.Column("taken_out_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "licence",
        sa.Column("clinic_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("family", sa.String(40), nullable=False),
        sa.Column("confirmed_by", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("statement_version", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "confirmed_by"],
            ["clinic_user.clinic_id", "clinic_user.id"],
            name="fk_licence_clinic_id_confirmed_by",
        ),
        sa.PrimaryKeyConstraint("clinic_id", "family", name="pk_licence"),
    )
