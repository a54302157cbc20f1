"""Writes a small table of any kind as CSV, whole or not at all."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from fit.interop._whole_file import whole_file
from fit.interop.spreadsheet import guarded_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

__all__ = ["write_rows"]


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write header and rows to a file that appears only when it is complete."""
    with whole_file(path) as file:
        text = io.TextIOWrapper(file, "utf-8", newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(map(guarded_row, rows))
        text.detach()
