"""Goals in the client's own words with their ratings; a clinician's own debriefs and learning points."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

BIG = sa.BigInteger()
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    _add_goals()
    _add_learning()


def _add_goals() -> None:
    op.create_table(
        "client_goal",
        *_key("id"),
        _needed("episode_id", BIG),
        _needed("words", sa.String(300)),
        _needed("agreed_on", sa.Date()),
        _needed("state", sa.String(20)),
        _maybe("ended_on", sa.Date()),
        _needed("reason", sa.String(300)),
        _maybe("replaces", BIG),
        _maybe("plan_id", BIG),
        _needed("created_by", BIG),
        _needed("created_at", MOMENT),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_client_goal")),
        _link("client_goal", "episode_id", "episode"),
        _link("client_goal", "replaces", "client_goal"),
        _link("client_goal", "created_by", "clinic_user"),
    )
    op.create_table(
        "goal_rating",
        *_key("id"),
        _needed("goal_id", BIG),
        _needed("episode_id", BIG),
        _needed("rated_on", sa.Date()),
        _needed("mark", sa.SmallInteger()),
        _needed("recorded_by", BIG),
        _needed("recorded_at", MOMENT),
        _maybe("superseded_at", MOMENT),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_goal_rating")),
        _link("goal_rating", "goal_id", "client_goal"),
        _link("goal_rating", "recorded_by", "clinic_user"),
    )
    for table in ("client_goal", "goal_rating"):
        op.create_index(op.f(f"ix_{table}_clinic_id_episode_id"), table, ["clinic_id", "episode_id"])


def _add_learning() -> None:
    op.create_table(
        "debrief",
        *_key("author_id", "episode_id"),
        _needed("earlier", sa.String(4000)),
        _needed("created_at", MOMENT),
        _needed("updated_at", MOMENT),
        sa.PrimaryKeyConstraint("clinic_id", "author_id", "episode_id", name=op.f("pk_debrief")),
        _link("debrief", "episode_id", "episode"),
        _link("debrief", "author_id", "clinic_user"),
    )
    op.create_table(
        "learning_point",
        *_key("id"),
        _needed("author_id", BIG),
        _maybe("episode_id", BIG),
        _needed("said", sa.String(300)),
        _needed("created_at", MOMENT),
        _maybe("tried_at", MOMENT),
        _maybe("shared_at", MOMENT),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_learning_point")),
        _link("learning_point", "author_id", "clinic_user"),
        _link("learning_point", "episode_id", "episode"),
    )
    op.create_index(op.f("ix_learning_point_clinic_id_author_id"), "learning_point", ["clinic_id", "author_id"])


def _key(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, BIG, autoincrement=False, nullable=False) for name in ("clinic_id", *names)]


def _needed(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _maybe(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)


def _link(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_clinic_id_{column}")
    return sa.ForeignKeyConstraint(["clinic_id", column], [f"{other}.clinic_id", f"{other}.id"], name=name)
