"""No cell of ours is run by a spreadsheet, and no number is broken by that; and no writer of CSV goes another way."""

from __future__ import annotations

import ast
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fit.interop.spreadsheet import guarded, guarded_texts

ROOT = Path(__file__).parents[3]
WRITERS = {"writer", "DictWriter", "write_csv", "CSVWriter", "to_csv", "to_excel", "download_button"}
OWN_NUMBERS_ALONE = {
    "fit/casework/_demo_files.py": "a table of the made-up clinic, to be read back",
    "fit/casework/demo.py": "the ratings of the made-up clinic, to be read back",
    "fit/interop/simulated_out.py": "simulated episodes: ids and words of ours",
}
RUN = (
    "=1+1",
    "=cmd|'/c calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "=",
    "-",
    "+x",
    "-3.2a",
    "\uff1d1",
    "\uff20x",
)
KEPT = ("-3.2", "+4", "-3,2", "12", "0", "", "plain", "a=b", " =1", "\u22123.2", "2026-01-05", "Ø")


@pytest.mark.parametrize("cell", RUN)
def test_what_a_spreadsheet_would_run_is_said_as_text(cell):
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", [*KEPT, -3.2, -4, 0, True])
def test_numbers_and_words_stay_as_they_are(cell):
    assert guarded(cell) is cell


def test_what_is_not_known_is_empty():
    assert guarded(None) == ""


@settings(deadline=None)
@given(st.lists(st.one_of(st.sampled_from([*RUN, *KEPT]), st.text(max_size=6), st.none()), max_size=20))
def test_a_column_is_guarded_as_its_cells_are(cells):
    told = guarded_texts(pa.chunked_array([pa.array(cells, pa.string())])).to_pylist()
    assert told == [None if cell is None else guarded(cell) for cell in cells]


def writers_in(path):
    """Names of what writes a table in this file."""
    tree = ast.parse(path.read_text("utf-8"))
    return {
        node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and hasattr(node.func, "attr")
    } & WRITERS


def test_every_writer_of_csv_guards_its_cells():
    found = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for folder in ("fit", "dashboard")
        for path in (ROOT / folder).rglob("*.py")
        if writers_in(path)
    }
    assert len(found) >= 7, "the writers were not found"
    unguarded = {name for name, text in found.items() if "from fit.interop.spreadsheet import" not in text}
    assert unguarded == set(OWN_NUMBERS_ALONE)
