"""`mendline key place` and `key rotate` on a clinic of its own."""

from __future__ import annotations

import pytest

from dashboard.cli import main
from fit.casework import Settings, open_clinic


def told(capsys, word="place"):
    with pytest.raises(SystemExit) as ended:
        main(["key", word])
    assert not ended.value.code
    return capsys.readouterr()


def test_where_the_key_is_comes_with_advice_when_the_data_lie_there_too(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MENDLINE_DATA", str(tmp_path / "clinic"))
    open_clinic(Settings.from_environment()).close()
    said = told(capsys)
    assert str(tmp_path / "clinic" / "clinic.key") in said.out
    assert said.err.startswith("Advice: The key lies in the same folder as the data that it opens")

    (tmp_path / "clinic" / "clinic.key").rename(tmp_path / "clinic.key")
    monkeypatch.setenv("MENDLINE_KEY_FILE", str(tmp_path / "clinic.key"))
    assert told(capsys).err == ""


def test_a_new_key_is_told_with_what_restores_have_set_aside(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MENDLINE_DATA", str(tmp_path / "clinic"))
    open_clinic(Settings.from_environment()).close()
    assert "The old one opens nothing any more.\n" in told(capsys, "rotate").out
    aside = tmp_path / "clinic" / "set_aside" / "2026-03-02"
    aside.mkdir(parents=True)
    said = told(capsys, "rotate").out
    assert "opens nothing any more, but what restores have set aside. Delete it when you are sure:\n" in said
    assert f"  {aside}\n" in said
