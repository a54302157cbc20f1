"""Programmes: what they are called, which episode belongs to which, and the alliance grid of each.

No episode belongs to one yet, so that the cells without a programme are those of all.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

BIG = sa.BigInteger()
COUNTS = ("clients", "sessions", "with_alliance", "comparable", "below_line", "drops")
FATES = ("dips", "followed", "repaired", "with_both")
FIGURES = (*COUNTS, "sum_tenths", "sum_squares", *FATES)


def upgrade() -> None:
    """Add the tables and the column, and count all that there is as without a programme."""
    op.create_table(
        "programme",
        *(sa.Column(name, BIG, autoincrement=False, nullable=False) for name in ("clinic_id", "id")),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_programme")),
        sa.UniqueConstraint("clinic_id", "name", name=op.f("uq_programme_clinic_id_name")),
    )
    op.add_column("episode", sa.Column("programme_id", BIG, nullable=True))
    op.create_table(
        "programme_cell",
        *(sa.Column(name, BIG, autoincrement=False, nullable=False) for name in ("clinic_id", "clinician_id")),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("programme_id", BIG, autoincrement=False, nullable=False),
        *(sa.Column(name, BIG if name.startswith("sum") else sa.Integer(), nullable=False) for name in FIGURES),
        sa.PrimaryKeyConstraint("clinic_id", "clinician_id", "week", "programme_id", name=op.f("pk_programme_cell")),
    )
    kept = f"clinic_id, clinician_id, week, {', '.join(FIGURES)}"
    op.execute(f"INSERT INTO programme_cell (programme_id, {kept}) SELECT 0, {kept} FROM alliance_cell")  # noqa: S608  # nosec B608: names of ours
