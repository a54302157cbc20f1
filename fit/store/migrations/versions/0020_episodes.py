"""Episodes handed to a colleague or opened again, shared cases, and a client's birth date and contact."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

BIG = sa.BigInteger()
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables and the columns; nothing is known yet of the rows that are there."""
    op.add_column("client", sa.Column("birth_date", sa.Date(), nullable=True))
    op.add_column("client", sa.Column("contact", sa.String(200), nullable=False, server_default=sa.text("''")))
    op.create_table(
        "episode_transfer",
        *_keys("clinic_id", "id"),
        sa.Column("episode_id", BIG, nullable=False),
        sa.Column("from_id", BIG, nullable=True),
        sa.Column("to_id", BIG, nullable=False),
        sa.Column("note", sa.String(1_000), nullable=False),
        sa.Column("made_by", BIG, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_episode_transfer")),
        _link("episode_transfer", "episode_id", "episode"),
        *(_link("episode_transfer", column, "clinic_user") for column in ("from_id", "to_id", "made_by")),
    )
    _index("episode_transfer", "episode_id")
    _index("episode_transfer", "to_id", "seen_at")
    op.create_table(
        "episode_reopening",
        *_keys("clinic_id", "id"),
        sa.Column("episode_id", BIG, nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("ending", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("reopened_by", BIG, nullable=False),
        sa.Column("reopened_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_episode_reopening")),
        _link("episode_reopening", "episode_id", "episode"),
        _link("episode_reopening", "reopened_by", "clinic_user"),
    )
    _index("episode_reopening", "episode_id")
    _add_shared()


def _add_shared() -> None:
    op.create_table(
        "shared_case",
        *_keys("clinic_id", "id"),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("created_by", BIG, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_shared_case")),
        _link("shared_case", "created_by", "clinic_user"),
    )
    op.create_table(
        "shared_member",
        *_keys("clinic_id", "case_id", "episode_id"),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("clinic_id", "case_id", "episode_id", name=op.f("pk_shared_member")),
        _link("shared_member", "case_id", "shared_case"),
        _link("shared_member", "episode_id", "episode"),
    )
    _index("shared_member", "episode_id")


def _keys(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, BIG, autoincrement=False, nullable=False) for name in names]


def _link(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_clinic_id_{column}")
    return sa.ForeignKeyConstraint(["clinic_id", column], [f"{other}.clinic_id", f"{other}.id"], name=name)


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_clinic_id_{'_'.join(columns)}"), table, ["clinic_id", *columns])
