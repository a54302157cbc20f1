"""Repair: plans, own words, private notes, moves and comments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

BIG, TEXT, MOMENT = sa.BigInteger(), sa.Text(), sa.DateTime(timezone=True)
OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Add the tables; there is nothing to fill them with."""
    _plan()
    _words()
    _private_note()
    _move()
    _comment()


def _plan() -> None:
    op.create_table(
        "repair_plan",
        *_keys("clinic_id", "id"),
        *(_link_column(name) for name in ("episode_id", "session_id")),
        sa.Column("alert_id", BIG, nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("dimension", sa.String(30), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=True),
        *(sa.Column(name, TEXT, nullable=False) for name in ("check_by", "agreed_change", "happened", "client_said")),
        sa.Column("talked_at", sa.Integer(), nullable=True),
        _link_column("created_by"),
        sa.Column("created_at", MOMENT, nullable=False),
        _link_column("updated_by"),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_repair_plan")),
        *(_refers("repair_plan", f"{other}_id", other) for other in ("episode", "session", "alert")),
    )
    op.create_index(op.f("ix_repair_plan_clinic_id_episode_id"), "repair_plan", ["clinic_id", "episode_id"])
    op.create_index(
        "uq_repair_plan_open",
        "repair_plan",
        ["clinic_id", "session_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def _words() -> None:
    op.create_table(
        "repair_words",
        *_keys("clinic_id", "plan_id"),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("words", TEXT, nullable=False),
        _link_column("written_by"),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "plan_id", "step", name=op.f("pk_repair_words")),
        _refers("repair_words", "plan_id", "repair_plan"),
    )


def _private_note() -> None:
    op.create_table(
        "repair_private_note",
        *_keys("clinic_id", "plan_id", "author_id"),
        sa.Column("felt", TEXT, nullable=False),
        sa.Column("tells", TEXT, nullable=False),
        sa.Column("shared_with_supervisor", sa.Boolean(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "plan_id", "author_id", name=op.f("pk_repair_private_note")),
        _refers("repair_private_note", "plan_id", "repair_plan"),
        _refers("repair_private_note", "author_id", "clinic_user"),
    )


def _move() -> None:
    op.create_table(
        "repair_move",
        *_keys("clinic_id", "id"),
        _link_column("plan_id"),
        sa.Column("state_before", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        _link_column("moved_by"),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_repair_move")),
        _refers("repair_move", "plan_id", "repair_plan"),
    )
    op.create_index(op.f("ix_repair_move_clinic_id_plan_id"), "repair_move", ["clinic_id", "plan_id"])


def _comment() -> None:
    op.create_table(
        "plan_comment",
        *_keys("clinic_id", "id"),
        _link_column("plan_id"),
        _link_column("author_id"),
        sa.Column("said", TEXT, nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_plan_comment")),
        _refers("plan_comment", "plan_id", "repair_plan"),
        _refers("plan_comment", "author_id", "clinic_user"),
    )
    op.create_index(op.f("ix_plan_comment_clinic_id_plan_id"), "plan_comment", ["clinic_id", "plan_id"])


def _keys(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, BIG, autoincrement=False, nullable=False) for name in names]


def _link_column(name: str) -> sa.Column[int]:
    return sa.Column(name, BIG, nullable=False)


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_clinic_id_{column}")
    return sa.ForeignKeyConstraint(["clinic_id", column], [f"{other}.clinic_id", f"{other}.id"], name=name)
