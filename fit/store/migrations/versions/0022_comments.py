"""Comments on alerts beside those on plans, in one table; and whether single keys do something for a person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

BIG, MOMENT = sa.BigInteger(), sa.DateTime(timezone=True)
LINKS = (("episode_id", "episode"), ("alert_id", "alert"), ("plan_id", "repair_plan"), ("author_id", "clinic_user"))
MOVED = """
INSERT INTO comment (clinic_id, id, episode_id, alert_id, plan_id, author_id, said, said_at, taken_back_at)
SELECT plan_comment.clinic_id, plan_comment.id, repair_plan.episode_id, NULL, plan_comment.plan_id,
       plan_comment.author_id, plan_comment.said, plan_comment.said_at, NULL
FROM plan_comment
JOIN repair_plan ON repair_plan.clinic_id = plan_comment.clinic_id AND repair_plan.id = plan_comment.plan_id
"""


def upgrade() -> None:
    """Add the table, and move into it what was said about plans; nobody has switched single keys off yet."""
    op.create_table(
        "comment",
        *(sa.Column(name, BIG, autoincrement=False, nullable=False) for name in ("clinic_id", "id")),
        sa.Column("episode_id", BIG, nullable=False),
        sa.Column("alert_id", BIG, nullable=True),
        sa.Column("plan_id", BIG, nullable=True),
        sa.Column("author_id", BIG, nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("taken_back_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_comment")),
        *(_refers(column, other) for column, other in LINKS),
    )
    for column in ("episode_id", "plan_id", "said_at"):
        op.create_index(op.f(f"ix_comment_clinic_id_{column}"), "comment", ["clinic_id", column])
    op.execute(MOVED)
    op.drop_table("plan_comment")
    op.add_column("clinic_user", sa.Column("shortcuts_off", sa.Boolean(), nullable=False, server_default=sa.false()))


def _refers(column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_comment_clinic_id_{column}")
    return sa.ForeignKeyConstraint(["clinic_id", column], [f"{other}.clinic_id", f"{other}.id"], name=name)
