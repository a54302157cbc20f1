"""Cells of CSV files that no spreadsheet takes for a formula. Every writer of CSV passes its texts through here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

__all__ = ["guarded", "guarded_row", "guarded_texts"]

FORMULA: Final = r"^[=+\-@\t\r\n＝＋－＠]"  # noqa: RUF001 - the wide letters are meant
"""Spreadsheets take a cell that begins so for a formula and run it; the wide signs where wide letters are written."""

NUMBER: Final = r"^[+\-]?[0-9]+([.,][0-9]+)?$"
"""What a spreadsheet reads as a plain number, such as -3.2, runs nothing and stays as it is."""

SAID_AS_TEXT: Final = "'"

_formula, _number = re.compile(FORMULA), re.compile(NUMBER, re.ASCII)


def guarded(cell: object) -> object:
    """Return a cell that no spreadsheet runs: words that begin like a formula get an apostrophe before them.

    Numbers stay numbers, also those that are written as text; what is not known is left empty.
    """
    if cell is None:
        return ""
    if isinstance(cell, str) and _formula.match(cell) and not _number.fullmatch(cell):
        return f"{SAID_AS_TEXT}{cell}"
    return cell


def guarded_row(cells: Iterable[object]) -> list[object]:
    """Return a row of cells that no spreadsheet runs."""
    return [guarded(cell) for cell in cells]


def guarded_texts(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Do the same to a whole column of texts."""
    runs = pc.and_not(pc.match_substring_regex(texts, FORMULA), pc.match_substring_regex(texts, NUMBER))
    return pc.if_else(runs, pc.binary_join_element_wise(SAID_AS_TEXT, texts, ""), texts)
