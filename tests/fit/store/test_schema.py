"""The steps that make the tables."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, Table, create_engine, select, text

from fit.errors import SchemaError, StoreError
from fit.store import schema
from fit.store.database import open_postgresql, open_sqlite
from fit.store.tables import Base, Standing, columns_of


def not_the_index_of_words(name, kind, parents):
    """Each database has its own kind of index, which no model can say; `test_word_index.py` is about it."""
    return not (kind == "table" and name.startswith("turn_words"))


def not_what_links_are_made_of(thing, name, kind, reflected, compared_to):
    """PostgreSQL shows a link to a table in partitions once more for each partition."""
    return not (kind == "foreign_key_constraint" and thing.elements[0].target_fullname.startswith("by_clinic."))


def test_steps_and_models_agree(database):
    def differences(connection):
        asked = {"compare_type": True, "compare_server_default": True, "include_name": not_the_index_of_words}
        asked |= {"include_object": not_what_links_are_made_of}
        context = MigrationContext.configure(connection, opts=asked)
        return compare_metadata(context, Base.metadata)

    assert database.write(differences) == []


def test_the_newest_step_is_the_one_that_alembic_names():
    directory = ScriptDirectory(str(schema.files(schema.MIGRATIONS)))
    assert schema.revisions()[-1] == directory.get_current_head()
    assert set(schema.revisions()) == {script.revision for script in directory.walk_revisions()}


def test_upgrading_again_changes_nothing(database):
    database.write(schema.upgrade)


def test_a_standing_that_was_there_before_keeps_its_numbers_and_tells_nothing_new(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'old.db'}", module=sqlcipher)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(schema.files(schema.MIGRATIONS)))
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        old = Table("standing", MetaData(), autoload_with=connection)
        known = {"clinic_id": 1, "episode_id": 2, "attention": 2, "open_alerts": 3}
        known |= {"updated_at": datetime(2026, 3, 2, tzinfo=UTC)}
        known |= {"active": True, "sessions": 4, "outcome_scale": "ors", "alliance_scale": "srs", "versions": "x"}
        known |= {key: [] for key in ("outcome_history", "alliance_history", "signals", "reasons")}
        connection.execute(old.insert(), known | {"change": "unchanged", "track": "red"})
        schema.upgrade(connection)
        row = connection.execute(select(columns_of(Standing))).one()
    engine.dispose()
    assert (row.clinic_id, row.episode_id, row.attention, row.open_alerts) == (1, 2, 2, 3)
    assert (row.informants, row.unrated_lately, row.waiting_alerts, row.planned_at) == ([], 0, 0, None)


def test_a_database_of_a_newer_mendline_is_refused_with_words(place):
    database = open_sqlite(*place)
    database.write(lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    database.close()
    with pytest.raises(SchemaError, match=r"schema 9999.*Install the newer Mendline"):
        open_sqlite(*place)


def test_keys_of_all_that_belongs_to_a_clinic_begin_with_the_clinic():
    others = {"clinic", "attempt"}
    for table in Base.metadata.sorted_tables:
        if table.name not in others:
            assert next(iter(table.primary_key.columns)).name == "clinic_id", table.name


def test_links_never_leave_the_clinic():
    for table in Base.metadata.sorted_tables:
        for link in table.foreign_key_constraints:
            assert link.column_keys[0] == "clinic_id", (table.name, link.name)


def test_a_server_that_does_not_answer_is_told_in_words():
    with pytest.raises(StoreError, match="could not be used"):
        open_postgresql("postgresql+psycopg://nobody@127.0.0.1:1/nothing?connect_timeout=1")
