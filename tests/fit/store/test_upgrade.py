"""A database of an earlier schema keeps what is in it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, text

from fit.store import comments, handovers, rebuild, schema
from fit.store.ids import new_id

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
BEFORE = """
INSERT INTO clinic (id, name, created_at) VALUES (1, 'Clinic', :now);
INSERT INTO clinic_user (clinic_id, id, sign_in_name, display_name, role, team, passphrase_hash, active, created_at)
    VALUES (1, 2, 'ann', 'Ann', 'clinician', '', 'x', :yes, :now);
INSERT INTO client (clinic_id, id, code, display_name, language, created_at) VALUES (1, 3, 'C1', '', 'en', :now);
INSERT INTO episode (clinic_id, id, client_id, clinician_id, age_band) VALUES (1, 4, 3, 2, 'adult');
INSERT INTO session (clinic_id, id, episode_id, meeting, clinician_id, below_line, dropped)
    VALUES (1, 5, 4, 1, 2, :no, :no);
INSERT INTO handover (clinic_id, token_hash, session_id, episode_id, scale, informant, created_by, created_at,
    expires_at, used_at, rating_id, wrong_pins, state) VALUES (1, 'open', 5, 4, 'ors', 'client', 2, :now, :now, NULL,
    NULL, 2, 'open');
INSERT INTO handover (clinic_id, token_hash, session_id, episode_id, scale, informant, created_by, created_at,
    expires_at, used_at, rating_id, wrong_pins, state) VALUES (1, 'done', 5, 4, 'srs', 'client', 2, :now, :now, :now,
    6, 0, 'done')
"""


def at_revision(connection, revision):
    config = Config()
    config.set_main_option("script_location", str(schema.files(schema.MIGRATIONS)))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


@pytest.fixture
def earlier(database):
    """A database with the tables of the third step and forms that are out."""

    def build(connection):
        for statement in nothing_left(connection):
            connection.execute(text(statement))
        at_revision(connection, "0003")
        values = {"now": NOW, "yes": True, "no": False}
        for statement in BEFORE.split(";"):
            used = {name: value for name, value in values.items() if f":{name}" in statement}
            connection.execute(text(statement), used)

    database.write(build)
    return database


def nothing_left(connection):
    if connection.dialect.name == "postgresql":
        return ["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"]
    tables = [name for name, _ in inspect(connection).get_sorted_table_and_fkc_names() if name]
    # the tables behind the index of words go with it
    others = [f'DROP TABLE "{table}"' for table in reversed(tables) if not table.startswith("turn_words")]
    return ["DROP TABLE turn_words", *others]


def test_forms_that_are_out_while_the_clinic_is_upgraded_stay_open_on_their_tablets(earlier):
    earlier.write(schema.upgrade)
    with earlier.read() as connection:
        out, done = (handovers.handover_by_token(connection, 1, name) for name in ("open", "done"))
        parts = handovers.parts(connection, 1, out.id) + handovers.parts(connection, 1, done.id)
    assert (out.way, out.state, out.wrong_tries, out.device_hash) == ("tablet", "open", 2, None)
    assert (done.state, done.used_at is not None) == ("done", True)
    assert [(part.place, part.scale, part.rating_id, part.answered_at is None) for part in parts] == [
        (0, "ors", None, True),
        (0, "srs", 6, False),
    ]
    assert out.id != done.id < new_id()


def test_before_there_were_programmes_every_week_was_without_one(earlier):
    def build(connection):
        at_revision(connection, "0014")
        counted = "sessions, with_alliance, below_line, drops, sum_tenths, clients, repaired"
        connection.execute(
            text(
                f"INSERT INTO alliance_cell (clinic_id, clinician_id, week, {counted}) "  # noqa: S608  a constant
                "VALUES (1, 2, '2026-03-02', 7, 6, 5, 4, 2301, 3, 1)"
            )
        )
        schema.upgrade(connection)
        return connection.execute(text(f"SELECT programme_id, clinician_id, {counted} FROM programme_cell")).all()  # noqa: S608

    assert [tuple(row) for row in earlier.write(build)] == [(0, 2, 7, 6, 5, 4, 2301, 3, 1)]


PLAN_WITH_A_COMMENT = """
INSERT INTO repair_plan (clinic_id, id, episode_id, session_id, kind, dimension, state, check_by, agreed_change,
    happened, client_said, created_by, created_at, updated_by, updated_at, version)
    VALUES (1, 7, 4, 5, 'both', 'not_sure', 'draft', '', '', '', '', 2, :now, 2, :now, 1);
INSERT INTO plan_comment (clinic_id, id, plan_id, author_id, said, said_at) VALUES (1, 8, 7, 2, 'And then?', :now)
"""


def test_what_was_said_about_plans_is_kept_with_what_is_said_about_alerts(earlier):
    def build(connection):
        at_revision(connection, "0018")
        for statement in PLAN_WITH_A_COMMENT.split(";"):
            connection.execute(text(statement), {"now": NOW})
        schema.upgrade(connection)
        [row] = comments.comments_on_plan(connection, 1, 7)
        off = connection.execute(text("SELECT shortcuts_off FROM clinic_user")).scalar_one()
        return (row.id, row.episode_id, row.alert_id, row.author_id, row.said, row.taken_back_at), bool(off)

    assert earlier.write(build) == ((8, 4, None, 2, "And then?", None), False)


def test_an_upgraded_clinic_waits_for_its_summaries_to_be_worked_out_anew(earlier):
    earlier.write(schema.upgrade)
    with earlier.read() as connection:
        assert rebuild.waiting(connection) == [1]
        kept = connection.execute(text("SELECT comparable, dip, followed, repaired, with_both FROM session")).one()
    assert not any(kept)
