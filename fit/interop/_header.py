"""The first line of a table of ratings: which column says what."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from difflib import get_close_matches
from io import StringIO
from typing import TYPE_CHECKING

from fit.interop._problems import UnreadableError
from fit.interop._text_blocks import Block
from fit.scales import scales

if TYPE_CHECKING:
    from collections.abc import Sequence

REQUIRED = ("episode_id", "age_band", "session", "scale", "total")
OPTIONAL = ("date", "informant", "clinician")

LONGEST_HEADER_BYTES = 1 << 16
# The names of a few hundred columns.

MISSPELT_FROM = 0.8
# Share of letters in common (difflib) from which an unknown name is taken for a slip: "totl", "sesion", "goal".


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The columns of a table: a name for each place, those that are read, those that are not."""

    names: tuple[str, ...]
    items: tuple[str, ...]
    ignored: tuple[str, ...]

    @property
    def read(self) -> tuple[str, ...]:
        """Columns that are read, in the order in which their faults are told."""
        return tuple(name for name in (*REQUIRED, *OPTIONAL, *self.items) if name in self.names)


def item_ids() -> tuple[str, ...]:
    """Ids of the items of all scales; scales share ids, so each stands once."""
    return tuple(dict.fromkeys(item.id for scale in scales().values() if scale.scored for item in scale.items))


def read_header(first: Block) -> tuple[Header, Block]:
    """Read the header off the first block; give it with the rest of the block.

    Raises
    ------
    UnreadableError
        when a column is missing, doubled or misspelt, or columns are not separated by commas.
    """
    head = StringIO(first.text[:LONGEST_HEADER_BYTES].decode("utf-8", "replace"), newline="")
    reader = csv.reader(head)
    written = next((row for row in reader if row), [])
    header = header_of([name.strip().lower() for name in written])
    rest = first.text.split(b"\n", reader.line_num)[-1]
    return header, Block(rest, first.first_line + reader.line_num)


def header_of(written: Sequence[str]) -> Header:
    """Say which of the written names are read; refuse names as `read_header` does."""
    _check_separator(written)
    known = (*REQUIRED, *OPTIONAL, *item_ids())
    _check_names(written, known)
    names = tuple(name if name in known else f"ignored {place}" for place, name in enumerate(written))
    items = tuple(name for name in item_ids() if name in written)
    return Header(names=names, items=items, ignored=tuple(name for name in written if name not in known))


def _check_separator(written: Sequence[str]) -> None:
    for separator, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if len(written) == 1 and separator in written[0]:
            remedy = "Save it with commas between the columns and points in the numbers"
            raise UnreadableError(1, f"the columns are separated by {name}", remedy)


def _check_names(written: Sequence[str], known: Sequence[str]) -> None:
    absent = [name for name in known if name not in written]
    for name in written:
        if name and written.count(name) > 1 and name in known:
            raise UnreadableError(1, f"the column {name} stands there twice", "Remove one of the two")
        likely = get_close_matches(name, absent, 1, MISSPELT_FROM) if name not in known else []
        if likely:
            remedy = f"Write {likely[0]}, or choose a name that does not resemble it"
            raise UnreadableError(1, f"the column {name} is unknown", remedy)
    missing = [name for name in REQUIRED if name not in written]
    if missing:
        what = f"column {missing[0]} is" if len(missing) == 1 else f"columns {', '.join(missing)} are"
        raise UnreadableError(1, f"the {what} missing", f"The first line must name the columns {','.join(REQUIRED)}")
