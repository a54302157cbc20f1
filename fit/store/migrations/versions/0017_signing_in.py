"""Signing in: second factors, recovery codes, single sign-on, known browsers; web sessions that can be listed.

Sessions that were open before have nothing to be listed by: they end, and everybody signs in once more.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

BIG, MOMENT = sa.BigInteger(), sa.DateTime(timezone=True)
DEMO = "Demo clinic (simulated)"


def upgrade() -> None:
    """Add tables and columns, and mark the demo clinic as what it is."""
    op.execute("DELETE FROM web_session")
    with op.batch_alter_table("web_session") as sessions:
        sessions.add_column(_needed("id", BIG))
        for name, length in (("how", 20), ("source", 64), ("browser", 60)):
            sessions.add_column(_needed(name, sa.String(length)))
    op.create_index("ix_web_session_clinic_id_user_id", "web_session", ["clinic_id", "user_id"])
    op.add_column("clinic", sa.Column("simulated", sa.Boolean(), nullable=False, server_default=sa.false()))
    clinic = sa.table("clinic", sa.column("name", sa.String()), sa.column("simulated", sa.Boolean()))
    op.execute(clinic.update().where(clinic.c.name == DEMO).values(simulated=True))
    op.add_column("handover", _maybe("session_ends_at", MOMENT))
    _add_tickets()
    _add_factors()
    _add_others()


def _add_tickets() -> None:
    op.create_table(
        "sign_in_ticket",
        *_key(),
        _needed("token_hash", sa.String(64)),
        _needed("user_id", BIG),
        _needed("step", sa.String(20)),
        _needed("how", sa.String(20)),
        _needed("expires_at", MOMENT),
        _maybe("sealed_secret", sa.String(200)),
        sa.PrimaryKeyConstraint("clinic_id", "token_hash", name=op.f("pk_sign_in_ticket")),
        _person("sign_in_ticket"),
    )
    op.create_index("ix_sign_in_ticket_clinic_id_user_id", "sign_in_ticket", ["clinic_id", "user_id"])


def _add_factors() -> None:
    op.create_table(
        "second_factor",
        *_key("user_id"),
        _needed("sealed_secret", sa.String(200)),
        _needed("last_step", BIG),
        _needed("code_salt", sa.String(32)),
        _needed("set_at", MOMENT),
        sa.PrimaryKeyConstraint("clinic_id", "user_id", name=op.f("pk_second_factor")),
        _person("second_factor"),
    )
    op.create_table(
        "recovery_code",
        *_key("user_id", "place"),
        _needed("code_hash", sa.String(200)),
        _maybe("used_at", MOMENT),
        sa.PrimaryKeyConstraint("clinic_id", "user_id", "place", name=op.f("pk_recovery_code")),
        _person("recovery_code"),
    )


def _add_others() -> None:
    op.create_table(
        "sign_on_link",
        *_key("user_id"),
        _needed("issuer", sa.String(300)),
        _maybe("subject", sa.String(255)),
        _maybe("email", sa.String(255)),
        _needed("linked_at", MOMENT),
        sa.PrimaryKeyConstraint("clinic_id", "user_id", name=op.f("pk_sign_on_link")),
        _person("sign_on_link"),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_sign_on_link_issuer_subject")),
        sa.UniqueConstraint("issuer", "email", name=op.f("uq_sign_on_link_issuer_email")),
    )
    op.create_table(
        "known_browser",
        *_key("user_id"),
        _needed("browser_hash", sa.String(64)),
        _needed("seen_at", MOMENT),
        sa.PrimaryKeyConstraint("clinic_id", "user_id", "browser_hash", name=op.f("pk_known_browser")),
        _person("known_browser"),
    )


def _key(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, BIG, autoincrement=False, nullable=False) for name in ("clinic_id", *names)]


def _needed(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _maybe(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)


def _person(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_clinic_id_user_id")
    return sa.ForeignKeyConstraint(["clinic_id", "user_id"], ["clinic_user.clinic_id", "clinic_user.id"], name=name)
