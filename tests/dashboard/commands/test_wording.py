"""mendline wording check says what a folder of packs holds, and what is wrong with it."""

from __future__ import annotations

import pytest

from dashboard.cli import main
from tests.fit.scales.packs import CHOICES, LINES, changed, write_pack


def check(folder):
    with pytest.raises(SystemExit) as ended:
        main(["wording", "check", str(folder)])
    return ended.value.code


def test_good_packs_are_listed_by_scale_and_language(tmp_path, capsys):
    for pack in (LINES, changed(LINES, language="da"), CHOICES):
        write_pack(tmp_path, pack)
    assert check(tmp_path) == 0
    assert capsys.readouterr().out.splitlines() == ["gad7: fr", "ors: da, de"]


def test_a_mistake_ends_with_an_error_that_names_file_key_and_remedy(tmp_path, capsys):
    write_pack(tmp_path, CHOICES)
    write_pack(tmp_path, changed(LINES, items__social=None))
    assert check(tmp_path) == 2
    said = capsys.readouterr()
    assert said.out.splitlines() == ["gad7: fr"]
    assert "ors.de.toml: items.social is missing. Write [items.social] with its words." in said.err


def test_an_empty_folder_and_a_missing_one_are_told_apart(tmp_path, capsys):
    assert check(tmp_path) == 0
    assert capsys.readouterr().out == "No pack can be used here.\n"
    assert check(tmp_path / "nowhere") == 2
    assert "There is no folder" in capsys.readouterr().err
