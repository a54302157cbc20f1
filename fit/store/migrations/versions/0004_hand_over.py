"""A form may be on this tablet or on another device, hold several scales, and be skipped with a reason."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from fit.store.ids import new_id

revision = "0004"
down_revision = "0003"

KEPT = ("clinic_id", "token_hash", "created_by", "created_at", "expires_at", "used_at", "locked_until", "state")
"""Columns that stay as they were."""


def upgrade() -> None:
    """Take the forms that are out along; each becomes a form on its tablet with one part."""
    connection = op.get_bind()
    earlier = sa.Table("handover", sa.MetaData(), autoload_with=connection)
    rows = connection.execute(sa.select(earlier)).mappings().all()
    op.drop_table("handover")
    handover, part = _handover(), _part()
    for row in rows:
        handover_id = new_id()
        own = {"id": handover_id, "way": "tablet", "wrong_tries": row["wrong_pins"]}
        connection.execute(sa.insert(handover), own | {name: row[name] for name in KEPT})
        connection.execute(sa.insert(part), _part_row(row, handover_id))
    op.add_column("rating", sa.Column("skip_reason", sa.String(20), nullable=True))


def _part_row(row: sa.RowMapping, handover_id: int) -> dict[str, object]:
    same = {name: row[name] for name in ("clinic_id", "session_id", "episode_id", "scale", "informant", "rating_id")}
    return same | {"handover_id": handover_id, "place": 0, "answered_at": row["used_at"]}


def _handover() -> sa.Table:
    table = op.create_table(
        "handover",
        sa.Column("clinic_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("way", sa.String(20), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=True),
        sa.Column("word_hash", sa.String(200), nullable=True),
        sa.Column("device_hash", sa.String(64), nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "created_by"],
            ["clinic_user.clinic_id", "clinic_user.id"],
            name="fk_handover_clinic_id_created_by",
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name="pk_handover"),
    )
    op.create_index("uq_handover_token_hash", "handover", ["clinic_id", "token_hash"], unique=True)
    op.create_index("uq_handover_code_hash", "handover", ["code_hash"], unique=True)
    return table


def _part() -> sa.Table:
    table = op.create_table(
        "handover_part",
        sa.Column("clinic_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("handover_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("episode_id", sa.BigInteger(), nullable=False),
        sa.Column("scale", sa.String(40), nullable=False),
        sa.Column("informant", sa.String(20), nullable=False),
        sa.Column("rating_id", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["clinic_id", "handover_id"], ["handover.clinic_id", "handover.id"], name="fk_handover_part_clinic_id_handover_id"
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "session_id"], ["session.clinic_id", "session.id"], name="fk_handover_part_clinic_id_session_id"
        ),
        sa.PrimaryKeyConstraint("clinic_id", "handover_id", "place", name="pk_handover_part"),
    )
    op.create_index("ix_handover_part_clinic_id_episode_id", "handover_part", ["clinic_id", "episode_id"])
    return table
