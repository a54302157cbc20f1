"""Alerts can be put off to the next session; tags, saved views and the digest; a standing tells what waits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns and tables. What a standing newly tells is right from the next rating of the episode on."""
    op.add_column("alert", sa.Column("talked_at", sa.Integer(), nullable=True))
    op.add_column("alert", sa.Column("snoozed_after", sa.Integer(), nullable=True))
    _add_to_standing("informants", sa.JSON(), sa.text("'[]'"))
    _add_to_standing("unrated_lately", sa.Integer(), sa.text("0"))
    _add_to_standing("waiting_alerts", sa.Integer(), sa.text("0"))
    op.add_column("standing", sa.Column("planned_at", sa.Integer(), nullable=True))
    op.create_table('episode_tag',
    sa.Column('clinic_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('episode_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('tag', sa.String(40), nullable=False),
    sa.ForeignKeyConstraint(['clinic_id', 'episode_id'], ['episode.clinic_id', 'episode.id'], name='fk_episode_tag_clinic_id_episode_id'),
    sa.PrimaryKeyConstraint('clinic_id', 'episode_id', 'tag', name='pk_episode_tag')
    )
    op.create_table('saved_view',
    sa.Column('clinic_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('clinician_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('name', sa.String(40), nullable=False),
    sa.Column('filters', sa.JSON(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['clinic_id', 'clinician_id'], ['clinic_user.clinic_id', 'clinic_user.id'], name='fk_saved_view_clinic_id_clinician_id'),
    sa.PrimaryKeyConstraint('clinic_id', 'clinician_id', 'name', name='pk_saved_view')
    )
    op.create_table('digest_mark',
    sa.Column('clinic_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('clinician_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['clinic_id', 'clinician_id'], ['clinic_user.clinic_id', 'clinic_user.id'], name='fk_digest_mark_clinic_id_clinician_id'),
    sa.PrimaryKeyConstraint('clinic_id', 'clinician_id', name='pk_digest_mark')
    )


def _add_to_standing(name: str, kind: sa.JSON | sa.Integer, start: sa.TextClause) -> None:
    """Add a column that is never empty; the value for the rows that are there is no default of the table."""
    with op.batch_alter_table("standing") as table:
        table.add_column(sa.Column(name, kind, nullable=False, server_default=start))
    with op.batch_alter_table("standing") as table:
        table.alter_column(name, existing_type=kind, server_default=None)
