"""Episodes, sessions, ratings, alerts, standings, hand-overs, imports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""

    op.create_table(
        "alliance_cell",
        sa.Column("clinic_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("clinician_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("with_alliance", sa.Integer(), nullable=False),
        sa.Column("below_line", sa.Integer(), nullable=False),
        sa.Column("drops", sa.Integer(), nullable=False),
        sa.Column("sum_tenths", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "clinician_id", "week", name="pk_alliance_cell"),
    )
    op.create_table(
        "import_batch",
        sa.Column("clinic_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("imported_by", sa.BigInteger(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rows_good", sa.Integer(), nullable=False),
        sa.Column("rows_bad", sa.Integer(), nullable=False),
        sa.Column("new_ratings", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "id", name="pk_import_batch"),
    )
    op.create_table(
        "episode",
        sa.Column("clinic_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("clinician_id", sa.BigInteger(), nullable=True),
        sa.Column("age_band", sa.String(20), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("ending", sa.String(20), nullable=True),
        sa.Column("import_key", sa.String(100), nullable=True),
        sa.ForeignKeyConstraint(
            ["clinic_id", "client_id"], ["client.clinic_id", "client.id"], name="fk_episode_clinic_id_client_id"
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "clinician_id"],
            ["clinic_user.clinic_id", "clinic_user.id"],
            name="fk_episode_clinic_id_clinician_id",
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name="pk_episode"),
        sa.UniqueConstraint("clinic_id", "import_key", name="uq_episode_clinic_id_import_key"),
    )
    op.create_index("ix_episode_clinic_id_client_id", "episode", ["clinic_id", "client_id"], unique=False)
    op.create_table(
        "session",
        sa.Column("clinic_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("episode_id", sa.BigInteger(), nullable=False),
        sa.Column("meeting", sa.Integer(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("clinician_id", sa.BigInteger(), nullable=True),
        sa.Column("alliance_tenths", sa.SmallInteger(), nullable=True),
        sa.Column("below_line", sa.Boolean(), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "clinician_id"],
            ["clinic_user.clinic_id", "clinic_user.id"],
            name="fk_session_clinic_id_clinician_id",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "episode_id"], ["episode.clinic_id", "episode.id"], name="fk_session_clinic_id_episode_id"
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name="pk_session"),
        sa.UniqueConstraint("clinic_id", "episode_id", "meeting", name="uq_session_clinic_id_episode_id_meeting"),
    )
    op.create_table(
        "standing",
        sa.Column("clinic_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("episode_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("clinician_id", sa.BigInteger(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("last_session_on", sa.Date(), nullable=True),
        sa.Column("outcome_scale", sa.String(40), nullable=False),
        sa.Column("alliance_scale", sa.String(40), nullable=False),
        sa.Column("outcome_latest", sa.SmallInteger(), nullable=True),
        sa.Column("alliance_latest", sa.SmallInteger(), nullable=True),
        sa.Column("outcome_history", sa.JSON(), nullable=False),
        sa.Column("alliance_history", sa.JSON(), nullable=False),
        sa.Column("intake", sa.SmallInteger(), nullable=True),
        sa.Column("gain", sa.SmallInteger(), nullable=True),
        sa.Column("change", sa.String(20), nullable=False),
        sa.Column("track", sa.String(20), nullable=False),
        sa.Column("expected", sa.Float(), nullable=True),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("signals", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("open_alerts", sa.Integer(), nullable=False),
        sa.Column("attention", sa.SmallInteger(), nullable=False),
        sa.Column("reason_rule", sa.String(60), nullable=True),
        sa.Column("versions", sa.String(200), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "episode_id"], ["episode.clinic_id", "episode.id"], name="fk_standing_clinic_id_episode_id"
        ),
        sa.PrimaryKeyConstraint("clinic_id", "episode_id", name="pk_standing"),
    )
    op.create_index(
        "ix_standing_clinic_id_clinician_id_active", "standing", ["clinic_id", "clinician_id", "active"], unique=False
    )
    op.create_table(
        "alert",
        sa.Column("clinic_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("episode_id", sa.BigInteger(), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.String(60), nullable=False),
        sa.Column("rule_version", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("severity", sa.String(20), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("why", sa.String(1000), nullable=False),
        sa.Column("source", sa.String(500), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("scale", sa.String(40), nullable=False),
        sa.Column("scale_version", sa.String(20), nullable=False),
        sa.Column("informant", sa.String(20), nullable=False),
        sa.Column("policy", sa.String(60), nullable=False),
        sa.Column("policy_version", sa.String(20), nullable=False),
        sa.Column("trajectory", sa.String(60), nullable=False),
        sa.Column("trajectory_version", sa.String(20), nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["clinic_id", "session_id"], ["session.clinic_id", "session.id"], name="fk_alert_clinic_id_session_id"
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name="pk_alert"),
        sa.UniqueConstraint(
            "clinic_id",
            "session_id",
            "rule",
            "scale",
            "informant",
            name="uq_alert_clinic_id_session_id_rule_scale_informant",
        ),
    )
    op.create_index("ix_alert_clinic_id_episode_id", "alert", ["clinic_id", "episode_id"], unique=False)
    op.create_table(
        "handover",
        sa.Column("clinic_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("episode_id", sa.BigInteger(), nullable=False),
        sa.Column("scale", sa.String(40), nullable=False),
        sa.Column("informant", sa.String(20), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rating_id", sa.BigInteger(), nullable=True),
        sa.Column("wrong_pins", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "created_by"],
            ["clinic_user.clinic_id", "clinic_user.id"],
            name="fk_handover_clinic_id_created_by",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "session_id"], ["session.clinic_id", "session.id"], name="fk_handover_clinic_id_session_id"
        ),
        sa.PrimaryKeyConstraint("clinic_id", "token_hash", name="pk_handover"),
    )
    op.create_table(
        "rating",
        sa.Column("clinic_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("episode_id", sa.BigInteger(), nullable=False),
        sa.Column("scale", sa.String(40), nullable=False),
        sa.Column("scale_version", sa.String(20), nullable=False),
        sa.Column("informant", sa.String(20), nullable=False),
        sa.Column("total", sa.SmallInteger(), nullable=True),
        sa.Column("item_1", sa.SmallInteger(), nullable=True),
        sa.Column("item_2", sa.SmallInteger(), nullable=True),
        sa.Column("item_3", sa.SmallInteger(), nullable=True),
        sa.Column("item_4", sa.SmallInteger(), nullable=True),
        sa.Column("item_5", sa.SmallInteger(), nullable=True),
        sa.Column("item_6", sa.SmallInteger(), nullable=True),
        sa.Column("item_7", sa.SmallInteger(), nullable=True),
        sa.Column("item_8", sa.SmallInteger(), nullable=True),
        sa.Column("item_9", sa.SmallInteger(), nullable=True),
        sa.Column("item_10", sa.SmallInteger(), nullable=True),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("superseded_reason", sa.String(500), nullable=False),
        sa.Column("superseded_by", sa.BigInteger(), nullable=True),
        sa.Column("mode", sa.String(20), nullable=False),
        sa.Column("line_length_px", sa.Float(), nullable=True),
        sa.Column("calibrated", sa.Boolean(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.BigInteger(), nullable=True),
        sa.Column("idempotency_key", sa.String(100), nullable=True),
        sa.ForeignKeyConstraint(
            ["clinic_id", "session_id"], ["session.clinic_id", "session.id"], name="fk_rating_clinic_id_session_id"
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name="pk_rating"),
        sa.UniqueConstraint("clinic_id", "idempotency_key", name="uq_rating_clinic_id_idempotency_key"),
    )
    op.create_index("ix_rating_clinic_id_episode_id", "rating", ["clinic_id", "episode_id"], unique=False)
    op.create_index(
        "uq_rating_active",
        "rating",
        ["clinic_id", "session_id", "scale", "informant"],
        unique=True,
        sqlite_where=sa.text("status = 'active'"),
        postgresql_where=sa.text("status = 'active'"),
    )
