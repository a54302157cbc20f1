"""Service reports that were asked for: made beside the pages, and kept for a while."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

BIG, MOMENT = sa.BigInteger(), sa.DateTime(timezone=True)
WHO = "fk_asked_report_clinic_id_asked_by"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "asked_report",
        *(sa.Column(name, BIG, autoincrement=False, nullable=False) for name in ("clinic_id", "id")),
        sa.Column("asked_by", BIG, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("team", sa.String(length=100), nullable=False),
        sa.Column("programme", sa.String(length=100), nullable=False),
        sa.Column("names", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("why_not", sa.String(length=300), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_asked_report")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "asked_by"], ["clinic_user.clinic_id", "clinic_user.id"], name=op.f(WHO)
        ),
    )
    for column in ("asked_by", "asked_at"):
        op.create_index(op.f(f"ix_asked_report_clinic_id_{column}"), "asked_report", ["clinic_id", column])
    op.create_index(op.f("ix_asked_report_ended_at"), "asked_report", ["ended_at"])
