"""Readings of transcripts, what clinicians make of moments, and how they remember them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

BIG = sa.BigInteger()


def upgrade() -> None:
    """Add the three tables."""
    op.create_table(
        "reading",
        *_keys("reading"),
        sa.Column("transcript_id", BIG, nullable=False),
        sa.Column("version", sa.String(100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pattern", sa.JSON(), nullable=False),
        sa.Column("contents", sa.JSON(), nullable=False),
        _link("reading", "transcript"),
        sa.UniqueConstraint("clinic_id", "transcript_id", name=op.f("uq_reading_clinic_id_transcript_id")),
    )
    op.create_table(
        "moment_label",
        *_keys("moment_label"),
        sa.Column("transcript_id", BIG, nullable=False),
        sa.Column("turn_id", BIG, nullable=False),
        sa.Column("marker", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("kind_given", sa.String(20), nullable=True),
        sa.Column("labelled_by", BIG, nullable=False),
        sa.Column("labelled_at", sa.DateTime(timezone=True), nullable=False),
        _link("moment_label", "transcript"),
        _link("moment_label", "turn"),
        sa.UniqueConstraint(
            "clinic_id", "turn_id", "labelled_by", name=op.f("uq_moment_label_clinic_id_turn_id_labelled_by")
        ),
    )
    op.create_table(
        "memory",
        *_keys("memory"),
        sa.Column("episode_id", BIG, nullable=False),
        sa.Column("session_id", BIG, nullable=False),
        sa.Column("transcript_id", BIG, nullable=True),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", BIG, nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        *(_link("memory", other) for other in ("episode", "session", "transcript")),
    )
    for table, column in (
        ("moment_label", "transcript_id"),
        ("moment_label", "labelled_by"),
        ("memory", "session_id"),
        ("memory", "transcript_id"),
    ):
        op.create_index(op.f(f"ix_{table}_clinic_id_{column}"), table, ["clinic_id", column])


def _keys(table: str) -> tuple[sa.Column[int], sa.Column[int], sa.PrimaryKeyConstraint]:
    return (
        sa.Column("clinic_id", BIG, autoincrement=False, nullable=False),
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f(f"pk_{table}")),
    )


def _link(table: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_clinic_id_{other}_id")
    return sa.ForeignKeyConstraint(["clinic_id", f"{other}_id"], [f"{other}.clinic_id", f"{other}.id"], name=name)
