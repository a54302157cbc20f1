"""Whose record a line of the audit is about, indexes to ask by, guards against replacing; opening with a reason.

SQLite runs no trigger for the row that INSERT OR REPLACE takes away: a trigger of its own refuses the insert. The note
of the end may only move on.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

BIG, MOMENT = sa.BigInteger(), sa.DateTime(timezone=True)
INDEXES = (["at"], ["actor_id", "sequence"], ["action", "sequence"], ["episode_id", "sequence"])
GUARDS_ON_SQLITE = (
    """
    CREATE TRIGGER audit_INSERT BEFORE INSERT ON audit
    WHEN EXISTS (SELECT 1 FROM audit WHERE clinic_id = NEW.clinic_id AND sequence = NEW.sequence)
    BEGIN SELECT RAISE(ABORT, 'the audit can only be added to'); END
    """,
    """
    CREATE TRIGGER audit_head_UPDATE BEFORE UPDATE ON audit_head
    WHEN NEW.clinic_id <> OLD.clinic_id OR NEW.sequence <= OLD.sequence
    BEGIN SELECT RAISE(ABORT, 'the end of the audit only moves on'); END
    """,
    """
    CREATE TRIGGER audit_head_DELETE BEFORE DELETE ON audit_head
    BEGIN SELECT RAISE(ABORT, 'the end of the audit only moves on'); END
    """,
    """
    CREATE TRIGGER audit_head_INSERT BEFORE INSERT ON audit_head
    WHEN EXISTS (SELECT 1 FROM audit_head WHERE clinic_id = NEW.clinic_id)
    BEGIN SELECT RAISE(ABORT, 'the end of the audit only moves on'); END
    """,
)
GUARDS_ON_POSTGRESQL = (
    """
    CREATE FUNCTION audit_head_moves_on() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        IF TG_OP = 'UPDATE' AND NEW.clinic_id = OLD.clinic_id AND NEW.sequence > OLD.sequence THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'the end of the audit only moves on';
    END $$
    """,
    """
    CREATE TRIGGER audit_head_moves_on BEFORE UPDATE OR DELETE ON audit_head
    FOR EACH ROW EXECUTE FUNCTION audit_head_moves_on()
    """,
    """
    CREATE TRIGGER audit_head_stays BEFORE TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_head_moves_on()
    """,
)


def upgrade() -> None:
    """Add the column, empty: lines from before it name their record as they always did."""
    op.add_column("audit", sa.Column("episode_id", BIG, nullable=True))
    for columns in INDEXES:
        names = ["clinic_id", *columns]
        op.create_index(op.f(f"ix_audit_{'_'.join(names)}"), "audit", names)
    sqlite = op.get_context().dialect.name == "sqlite"
    for statement in GUARDS_ON_SQLITE if sqlite else GUARDS_ON_POSTGRESQL:
        op.execute(statement)
    _make_openings()


def _make_openings() -> None:
    op.create_table(
        "opening",
        *(sa.Column(name, BIG, autoincrement=False, nullable=False) for name in ("clinic_id", "id")),
        *(sa.Column(name, BIG, nullable=False) for name in ("client_id", "episode_id", "user_id")),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_opening")),
        *(
            _refers("opening", column, other)
            for column, other in (("client_id", "client"), ("episode_id", "episode"), ("user_id", "clinic_user"))
        ),
    )
    by_reader = ["clinic_id", "client_id", "user_id", "until"]
    op.create_index(op.f(f"ix_opening_{'_'.join(by_reader)}"), "opening", by_reader)
    op.create_table(
        "opening_told",
        *(sa.Column(name, BIG, autoincrement=False, nullable=False) for name in ("clinic_id", "user_id", "opening_id")),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("clinic_id", "user_id", "opening_id", name=op.f("pk_opening_told")),
        _refers("opening_told", "opening_id", "opening"),
        _refers("opening_told", "user_id", "clinic_user"),
    )


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_clinic_id_{column}")
    return sa.ForeignKeyConstraint(["clinic_id", column], [f"{other}.clinic_id", f"{other}.id"], name=name)
