"""Clinics, people, consent, web sessions, audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


NO_CHANGE_ON_SQLITE = """
CREATE TRIGGER audit_{deed} BEFORE {deed} ON audit
BEGIN SELECT RAISE(ABORT, 'the audit can only be added to'); END
"""
NO_CHANGE_ON_POSTGRESQL = (
    """
    CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit can only be added to'; END $$
    """,
    """
    CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()
    """,
)


def upgrade() -> None:
    """Make the tables; the audit refuses to be changed."""
    _make_tables()
    if op.get_context().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(NO_CHANGE_ON_SQLITE.format(deed=deed))
    else:
        for statement in NO_CHANGE_ON_POSTGRESQL:
            op.execute(statement)


def _make_tables() -> None:

    op.create_table('attempt',
    sa.Column('kind', sa.String(20), nullable=False),
    sa.Column('subject', sa.String(64), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('first_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('locked_until', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('kind', 'subject', name='pk_attempt')
    )
    op.create_table('audit',
    sa.Column('clinic_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('sequence', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.BigInteger(), nullable=True),
    sa.Column('role', sa.String(20), nullable=False),
    sa.Column('action', sa.String(60), nullable=False),
    sa.Column('subject_kind', sa.String(40), nullable=False),
    sa.Column('subject_id', sa.String(64), nullable=False),
    sa.Column('source', sa.String(64), nullable=False),
    sa.Column('previous_hash', sa.String(64), nullable=False),
    sa.Column('hash', sa.String(64), nullable=False),
    sa.PrimaryKeyConstraint('clinic_id', 'sequence', name='pk_audit')
    )
    op.create_table('audit_head',
    sa.Column('clinic_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('sequence', sa.BigInteger(), nullable=False),
    sa.Column('hash', sa.String(64), nullable=False),
    sa.PrimaryKeyConstraint('clinic_id', name='pk_audit_head')
    )
    op.create_table('client',
    sa.Column('clinic_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('code', sa.String(100), nullable=False),
    sa.Column('display_name', sa.String(200), nullable=False),
    sa.Column('birth_year', sa.Integer(), nullable=True),
    sa.Column('language', sa.String(20), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('clinic_id', 'id', name='pk_client'),
    sa.UniqueConstraint('clinic_id', 'code', name='uq_client_clinic_id_code')
    )
    op.create_table('clinic',
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('name', sa.String(200), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name='pk_clinic')
    )
    op.create_table('clinic_user',
    sa.Column('clinic_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('sign_in_name', sa.String(100), nullable=False),
    sa.Column('display_name', sa.String(200), nullable=False),
    sa.Column('role', sa.String(20), nullable=False),
    sa.Column('team', sa.String(100), nullable=False),
    sa.Column('passphrase_hash', sa.String(200), nullable=False),
    sa.Column('pin_hash', sa.String(200), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('clinic_id', 'id', name='pk_clinic_user'),
    sa.UniqueConstraint('sign_in_name', name='uq_clinic_user_sign_in_name')
    )
    op.create_table('consent',
    sa.Column('clinic_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('client_id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.String(20), nullable=False),
    sa.Column('given_on', sa.Date(), nullable=False),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['clinic_id', 'client_id'], ['client.clinic_id', 'client.id'], name='fk_consent_clinic_id_client_id'),
    sa.PrimaryKeyConstraint('clinic_id', 'id', name='pk_consent'),
    sa.UniqueConstraint('clinic_id', 'client_id', 'kind', 'given_on', name='uq_consent_clinic_id_client_id_kind_given_on')
    )
    op.create_table('supervision',
    sa.Column('clinic_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('supervisor_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('clinician_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.ForeignKeyConstraint(['clinic_id', 'clinician_id'], ['clinic_user.clinic_id', 'clinic_user.id'], name='fk_supervision_clinic_id_clinician_id'),
    sa.ForeignKeyConstraint(['clinic_id', 'supervisor_id'], ['clinic_user.clinic_id', 'clinic_user.id'], name='fk_supervision_clinic_id_supervisor_id'),
    sa.PrimaryKeyConstraint('clinic_id', 'supervisor_id', 'clinician_id', name='pk_supervision')
    )
    op.create_table('web_session',
    sa.Column('clinic_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('token_hash', sa.String(64), nullable=False),
    sa.Column('user_id', sa.BigInteger(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['clinic_id', 'user_id'], ['clinic_user.clinic_id', 'clinic_user.id'], name='fk_web_session_clinic_id_user_id'),
    sa.PrimaryKeyConstraint('clinic_id', 'token_hash', name='pk_web_session')
    )
