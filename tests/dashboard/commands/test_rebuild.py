"""`mendline rebuild` on a clinic of its own."""

from __future__ import annotations

import shutil

import pytest
from sqlalchemy import update

from dashboard.cli import main
from fit.casework import Settings, open_clinic
from fit.store.tables import AllianceCell, columns_of
from tests.dashboard.serving.small_clinic import make_small_clinic


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The data folder of a small clinic, as the environment names it."""
    made = tmp_path / "clinic"
    make_small_clinic(made)
    monkeypatch.setenv("MENDLINE_DATA", str(made))
    yield made
    shutil.rmtree(made)


def told(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["rebuild"])
    assert not ended.value.code
    return capsys.readouterr().out


def test_it_says_that_nothing_was_wrong(folder, capsys):
    said = told(capsys)
    assert said.startswith("3 episodes looked at in ")
    assert said.endswith("Nothing was wrong.\n")


def test_it_says_how_much_was_wrong_and_a_second_time_nothing_is(folder, capsys):
    clinic = open_clinic(Settings(folder=folder))
    clinic.store.write(lambda connection: connection.execute(update(columns_of(AllianceCell)).values(drops=7)))
    with clinic.store.read() as connection:
        cells = len(connection.execute(columns_of(AllianceCell).select()).all())
    clinic.close()
    assert f"{cells} rows were wrong and are right now." in told(capsys)
    assert "Nothing was wrong." in told(capsys)
