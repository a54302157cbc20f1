"""Writes docs/data_dictionary.md: our words, the columns of the extract and the models of the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fit.interop.anonymity import LEAST
from fit.interop.extract_tables import LEFT_OUT, TABLES, ExtractColumn
from fit.interop.pseudonyms import FEWEST_WEEKS, PLACES
from fit.store.tables import Base

if TYPE_CHECKING:
    from sqlalchemy import Column

DOCS = Path(__file__).parents[2] / "docs"
WORDS, DICTIONARY = DOCS / "data_dictionary_in_words.md", DOCS / "data_dictionary.md"
MADE = "*Made by `python -m tests.house.make_data_dictionary`: our words, and what extract and models say of columns.*"


def dictionary() -> str:
    """The whole page."""
    text = WORDS.read_text("utf-8")
    for place, said in _said().items():
        assert place in text, place
        text = text.replace(place, said)
    title, _, rest = text.partition("\n")
    return f"{title}\n\n{MADE}\n{rest}"


def _said() -> dict[str, str]:
    """What stands in each place of the words."""
    return {
        "<LEAST_WEEKS>": str(FEWEST_WEEKS),
        "<MOST_WEEKS>": str(FEWEST_WEEKS + PLACES - 1),
        "<COMPANY>": str(LEAST),
        "<TABLES>": "".join(_table(name, columns) for name, columns in TABLES.items()).strip(),
        "<LEFT_OUT>": "".join(f"| `{source}` | {why} |\n" for source, why in sorted(LEFT_OUT.items())).strip(),
    }


def model_column(source: str) -> Column[object]:
    """The column of the database that a source names."""
    table, _, name = source.partition(".")
    return Base.metadata.tables[table].columns[name]


def _table(name: str, columns: tuple[ExtractColumn, ...]) -> str:
    lines = "".join(_line(one) for one in columns)
    return (
        f"\n### {name}\n\n`{name}.csv`, `{name}.parquet`\n\n"
        f"| column | what it says | holds | treatment | from | in the database |\n|---|---|---|---|---|---|\n{lines}"
    )


def _line(one: ExtractColumn) -> str:
    column = model_column(one.source)
    maybe = ", may be empty" if column.nullable else ""
    return (
        f"| `{one.name}` | {one.meaning} | {one.kind} | {one.treatment} | `{one.source}` | "
        f"{str(column.type).lower()}{maybe} |\n"
    )


if __name__ == "__main__":
    DICTIONARY.write_text(dictionary(), "utf-8")
