"""Documents of sections: tables go on over pages under their names, no row is cut, nothing hangs over the edge."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from fit.errors import InputError
from fit.reports.document import Document, Facts, Section, Table, Text, document

LONG = 200


def made(*blocks, lead=()):
    section = Section(heading="A section", blocks=blocks)
    return Document(title="A title", author="A clinic", lead=lead, sections=(section,), foot="Page {number} of {of}")


def pages(doc):
    return [page.extract_text() for page in PdfReader(io.BytesIO(document(doc))).pages]


def test_the_names_of_the_columns_stand_on_every_page_of_a_table():
    rows = tuple((str(number), f"said {number}") for number in range(LONG))
    told = pages(made(Table(names=("Number", "Words"), shares=(1, 3), rows=rows)))
    assert len(told) > 2
    assert all("Number" in page and "Words" in page for page in told)
    assert [f"said {number}" for number in range(LONG) if not any(f"said {number}" in page for page in told)] == []


def test_a_row_of_several_lines_stays_whole():
    rows = tuple((f"begin{number}", f"{'word ' * 60}end{number}") for number in range(40))
    for page in pages(made(Table(names=("A", "B"), shares=(1, 1), rows=rows))):
        for number in range(40):
            assert (f"begin{number} " in page) == (f"end{number}\n" in f"{page}\n"), number


def test_a_row_longer_than_a_page_goes_on_under_the_names_again():
    told = pages(made(Table(names=("Left", "Right"), shares=(1, 1), rows=(("a", "word " * 4000), ("b", "last")))))
    assert len(told) > 3
    assert all("Left" in page for page in told)
    assert "last" in told[-1]


def test_a_heading_goes_with_what_it_heads():
    told = pages(made(*(Facts(entries=(("name", "value " * 30),)) for _ in range(60)), Text(said="x", leads=True)))
    assert "A section" in told[0]


def test_a_table_whose_rows_do_not_fit_its_names_is_refused():
    with pytest.raises(InputError, match="2 cells"):
        Table(names=("A", "B"), shares=(1, 1), rows=(("only one",),))
