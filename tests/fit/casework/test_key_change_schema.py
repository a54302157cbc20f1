"""A new key for tables of another version: refused before anything is written, whatever database holds them."""

from __future__ import annotations

import shutil
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, text

from fit.casework import Settings, machine, open_clinic
from fit.casework._clinic_key import clinic_key, key_place
from fit.errors import SchemaError, StoreError, WrongKeyError
from fit.sealing import FileKey, new_key, opens, sealed_file, wrap_for
from fit.store import rekeying, schema
from fit.store._sqlite import writing_engine
from tests.fit.store.postgres import fresh_database, name_of

CONTENT = b"a report that lies in the data folder"
EARLIER, KNOWN, NEWER = schema.revisions()[-2], schema.revisions()[-1], "9999"
REFUSED = {
    NEWER: rf"The database has schema {NEWER}; this Mendline knows up to {KNOWN}\. Install the newer Mendline again",
    EARLIER: rf"The database has schema {EARLIER}; .* {KNOWN}\. Start the server once .* Nothing was changed\.$",
}


@pytest.fixture
def on_sqlite(founded, tmp_path):
    shutil.copytree(founded[0], tmp_path / "clinic")
    return with_a_file(Settings(folder=tmp_path / "clinic"))


@pytest.fixture
def on_postgresql(founded_on_postgresql, tmp_path):
    url = fresh_database(name_of(founded_on_postgresql[0]))
    (tmp_path / "clinic").mkdir()
    return with_a_file(Settings(folder=tmp_path / "clinic", database_url=url))


@pytest.fixture(params=["on_sqlite", "on_postgresql"])
def settings(request):
    """A closed clinic on each kind of database, with a file that its key opens."""
    return request.getfixturevalue(request.param)


def with_a_file(settings):
    with sealed_file(settings.folder / "report.sealed", clinic_key(settings)) as file:
        file.write(CONTENT)
    return settings


@contextmanager
def tables(settings, key=None):
    """The tables, to be changed behind everybody's back."""
    key = key or clinic_key(settings)
    engine = (
        create_engine(settings.database_url) if settings.database_url else writing_engine(settings.database_file, key)
    )
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def bring_to(settings, version, key=None):
    with tables(settings, key) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


def rotate(settings, steps=None):
    said = [] if steps is None else steps
    return machine.change_key(settings, said.append, servers_are_stopped=bool(settings.database_url))


def on_disk(settings):
    """Every file of the data folder and what is in it, but for the lock that is held meanwhile."""
    files = (one for one in settings.folder.rglob("*") if one.is_file() and one.suffix != ".lock")
    return {one.name: one.read_bytes() for one in files}


def is_refused_untouched(settings, error, match):
    before, steps = on_disk(settings), []
    with pytest.raises(error, match=match):
        rotate(settings, steps)
    return on_disk(settings) == before and steps == []


def is_under_a_new_key(settings, old):
    new = clinic_key(settings)
    opened = [opens(settings.folder / "report.sealed", key) for key in (old, new)]
    return new != old and opened == [False, True] and key_place(settings).next() is None


@pytest.mark.parametrize("version", [NEWER, EARLIER])
def test_tables_of_another_version_are_refused_before_anything_is_written(settings, version):
    old = clinic_key(settings)
    bring_to(settings, version)
    assert is_refused_untouched(settings, SchemaError, REFUSED[version])
    assert key_place(settings).next() is None
    bring_to(settings, KNOWN)
    rotate(settings)
    assert is_under_a_new_key(settings, old)
    open_clinic(settings).close()


def test_a_change_that_has_begun_is_finished_with_earlier_tables_and_not_with_newer_ones(settings):
    """No server opens in between, so nothing else would bring the tables up to date."""
    old = clinic_key(settings)
    FileKey(path=settings.key_file).make_next()
    bring_to(settings, NEWER)
    assert is_refused_untouched(settings, SchemaError, REFUSED[NEWER])
    bring_to(settings, EARLIER)
    rotate(settings)
    assert is_under_a_new_key(settings, old)


def test_a_key_that_is_given_in_the_environment_is_no_change_that_has_begun(settings):
    old, new = clinic_key(settings), new_key()
    settings.key_file.unlink()
    given = {"MENDLINE_DATA": str(settings.folder), "MENDLINE_KEY": old, "MENDLINE_KEY_NEW": new}
    both = Settings.from_environment(given | {"MENDLINE_DATABASE_URL": settings.database_url})
    bring_to(both, EARLIER)
    assert is_refused_untouched(both, SchemaError, r"without MENDLINE_KEY_NEW")
    wrap_for(both.folder / "report.sealed", old, new)  # broken off here by an earlier Mendline
    rotate(both)
    assert [opens(both.folder / "report.sealed", key) for key in (old, new)] == [False, True]
    rotate(both)  # said again while the environment is as it was


def test_a_database_that_the_new_key_opens_already_is_asked_too(on_sqlite):
    old = clinic_key(on_sqlite)
    new = FileKey(path=on_sqlite.key_file).make_next()
    wrap_for(on_sqlite.folder / "report.sealed", old, new)
    rekeying.rekey(on_sqlite.database_file, old, new)
    bring_to(on_sqlite, NEWER, new)
    assert is_refused_untouched(on_sqlite, SchemaError, REFUSED[NEWER])
    bring_to(on_sqlite, KNOWN, new)
    rotate(on_sqlite)
    assert is_under_a_new_key(on_sqlite, old)


def test_a_key_that_opens_nothing_is_not_changed(on_sqlite):
    on_sqlite.key_file.unlink()
    FileKey(path=on_sqlite.key_file).make()
    assert is_refused_untouched(on_sqlite, WrongKeyError, "does not open")


def test_a_database_without_tables_is_not_the_clinics(on_postgresql):
    elsewhere = Settings(folder=on_postgresql.folder, database_url=fresh_database())
    assert is_refused_untouched(elsewhere, SchemaError, r"no tables of a clinic.*MENDLINE_DATABASE_URL.*changed\.$")


def test_a_database_that_does_not_answer_is_refused(tmp_path):
    settings = Settings(folder=tmp_path / "clinic", database_url=f"postgresql+psycopg://x@/x?host={tmp_path}")
    settings.folder.mkdir()
    assert is_refused_untouched(with_a_file(settings), StoreError, "could not be read")
