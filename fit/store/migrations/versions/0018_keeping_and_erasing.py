"""Legal holds, the version of the form that a consent was given on, what is withheld, and where an audit begins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

BIG = sa.BigInteger()
MOMENT = sa.DateTime(timezone=True)
LET_GO = "OLD.sequence <= (SELECT sequence FROM audit_start WHERE audit_start.clinic_id = OLD.clinic_id)"
"""Rows before the noted beginning may go: how the chain goes on was noted first."""
ON_SQLITE = (
    "DROP TRIGGER audit_DELETE",
    f"""
    CREATE TRIGGER audit_DELETE BEFORE DELETE ON audit WHEN ({LET_GO}) IS NOT 1
    BEGIN SELECT RAISE(ABORT, 'the audit can only be added to'); END
    """,
)
ON_POSTGRESQL = (
    "DROP TRIGGER audit_only_grows ON audit",
    """
    CREATE TRIGGER audit_only_grows BEFORE UPDATE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()
    """,
    f"""
    CREATE FUNCTION audit_keeps_its_rows() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        IF ({LET_GO}) THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'the audit can only be added to';
    END $$
    """,
    """
    CREATE TRIGGER audit_keeps_its_rows BEFORE DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_keeps_its_rows()
    """,
)


def upgrade() -> None:
    """Add the tables, and the columns with what is so of the rows that are there."""
    op.add_column("consent", sa.Column("form_version", sa.String(60), nullable=False, server_default=sa.text("''")))
    for table in ("transcript", "recording"):
        op.add_column(table, sa.Column("withheld", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "legal_hold",
        sa.Column("clinic_id", BIG, autoincrement=False, nullable=False),
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("client_id", BIG, nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("set_by", BIG, nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.Column("lifted_reason", sa.String(500), nullable=False),
        sa.Column("lifted_by", BIG, nullable=True),
        sa.Column("lifted_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_legal_hold")),
        _link("client_id", "client"),
        _link("set_by", "clinic_user"),
    )
    op.create_index(op.f("ix_legal_hold_clinic_id_client_id"), "legal_hold", ["clinic_id", "client_id"])
    for table in ("debrief", "learning_point"):
        op.create_index(op.f(f"ix_{table}_clinic_id_episode_id"), table, ["clinic_id", "episode_id"])
    op.create_table(
        "audit_start",
        sa.Column("clinic_id", BIG, autoincrement=False, nullable=False),
        sa.Column("sequence", BIG, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", name=op.f("pk_audit_start")),
    )
    for statement in ON_SQLITE if op.get_context().dialect.name == "sqlite" else ON_POSTGRESQL:
        op.execute(statement)


def _link(column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_legal_hold_clinic_id_{column}")
    return sa.ForeignKeyConstraint(["clinic_id", column], [f"{other}.clinic_id", f"{other}.id"], name=name)
