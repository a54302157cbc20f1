"""The record: transcripts, their turns, what was changed in them, the index of words; who recorded a consent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

BIG, TEXT = sa.BigInteger(), sa.Text()


def upgrade() -> None:
    """Add the tables, and the index of words as each database has it."""
    op.add_column("consent", sa.Column("recorded_by", BIG, nullable=True))
    op.add_column("consent", sa.Column("withdrawn_by", BIG, nullable=True))
    _transcript()
    _turn()
    _turn_edit()
    if op.get_bind().dialect.name == "sqlite":
        _index_on_sqlite()
    else:
        _index_on_postgresql()


def _transcript() -> None:
    op.create_table(
        "transcript",
        sa.Column("clinic_id", BIG, autoincrement=False, nullable=False),
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("episode_id", BIG, nullable=False),
        sa.Column("session_id", BIG, nullable=False),
        sa.Column("format", sa.String(40), nullable=False),
        sa.Column("level", sa.String(20), nullable=False),
        sa.Column("from_audio", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(20), nullable=True),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("found_by", BIG, nullable=True),
        sa.Column("imported_by", BIG, nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_transcript")),
        _link("transcript", "episode_id", "episode"),
        _link("transcript", "session_id", "session"),
        sa.UniqueConstraint(
            "clinic_id", "session_id", "content_hash", name=op.f("uq_transcript_clinic_id_session_id_content_hash")
        ),
    )
    op.create_index(op.f("ix_transcript_clinic_id_episode_id"), "transcript", ["clinic_id", "episode_id"])


def _turn() -> None:
    op.create_table(
        "turn",
        sa.Column("clinic_id", BIG, autoincrement=False, nullable=False),
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("transcript_id", BIG, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=True),
        sa.Column("end_ms", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(20), nullable=True),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("words", sa.JSON(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_turn")),
        _link("turn", "transcript_id", "transcript"),
        sa.UniqueConstraint(
            "clinic_id", "transcript_id", "place", name=op.f("uq_turn_clinic_id_transcript_id_place")
        ),
    )


def _turn_edit() -> None:
    op.create_table(
        "turn_edit",
        sa.Column("clinic_id", BIG, autoincrement=False, nullable=False),
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("transcript_id", BIG, nullable=False),
        sa.Column("turn_id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text_before", TEXT, nullable=False),
        sa.Column("label_before", sa.String(200), nullable=False),
        sa.Column("role_before", sa.String(20), nullable=True),
        sa.Column("edited_by", BIG, nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_turn_edit")),
        _link("turn_edit", "turn_id", "turn"),
        _link("turn_edit", "transcript_id", "transcript"),
    )
    for column in ("turn_id", "transcript_id"):
        op.create_index(op.f(f"ix_turn_edit_clinic_id_{column}"), "turn_edit", ["clinic_id", column])


def _link(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["clinic_id", column], [f"{other}.clinic_id", f"{other}.id"], name=op.f(f"fk_{table}_clinic_id_{column}")
    )


def _index_on_sqlite() -> None:
    """Words without the texts, which stand in `turn` already; what is taken out is overwritten at once."""
    op.execute(
        "CREATE VIRTUAL TABLE turn_words USING fts5"
        "(who, text, content='', tokenize=\"unicode61 remove_diacritics 2\")"
    )
    op.execute("INSERT INTO turn_words (turn_words, rank) VALUES ('secure-delete', 1)")


def _index_on_postgresql() -> None:
    op.execute(
        "CREATE TABLE turn_words (clinic_id bigint NOT NULL, turn_id bigint NOT NULL, words tsvector NOT NULL, "
        "PRIMARY KEY (clinic_id, turn_id), "
        "FOREIGN KEY (clinic_id, turn_id) REFERENCES turn (clinic_id, id) ON DELETE CASCADE)"
    )
    op.execute("CREATE INDEX ix_turn_words_words ON turn_words USING gin (words) WITH (fastupdate = off)")
