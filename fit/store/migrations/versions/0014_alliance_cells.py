"""The alliance grid: clients, squares, dips and repairs in each week; clinics whose summaries are to be worked out anew.

What the new columns hold only the engine can say. Until `mendline rebuild`, or the next start of the server, has worked
it out, every clinic is marked as waiting for it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

BIG = sa.BigInteger()
CELL = ("clients", "comparable", "sum_squares", "dips", "followed", "repaired", "with_both")
SESSION = ("comparable", "dip", "followed", "repaired", "with_both")
BY_CLINICIAN = ["clinic_id", "clinician_id", "occurred_on"]


def upgrade() -> None:
    """Add the columns, empty, and mark every clinic."""
    for name in CELL:
        kind = BIG if name == "sum_squares" else sa.Integer()
        op.add_column("alliance_cell", sa.Column(name, kind, nullable=False, server_default=sa.text("0")))
    for name in SESSION:
        op.add_column("session", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(op.f("ix_session_clinic_id_clinician_id_occurred_on"), "session", BY_CLINICIAN)
    op.create_table(
        "rebuild",
        sa.Column("clinic_id", BIG, autoincrement=False, nullable=False),
        sa.Column("done_to", BIG, nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", name=op.f("pk_rebuild")),
    )
    op.execute("INSERT INTO rebuild (clinic_id, done_to) SELECT id, 0 FROM clinic")

