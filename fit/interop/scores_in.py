"""Reads small tables of scores for the published indices: pre and post, or one row a session."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from fit.errors import InputError, RowProblem, TableError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["LongScores", "PrePost", "read_long", "read_pre_post"]

MOST_PROBLEMS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class PrePost:
    """Scores before and after, in the order of the file."""

    ids: tuple[str, ...]
    pre: tuple[float, ...]
    post: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LongScores:
    """A score a row, with its person and session, in the order of the file."""

    ids: tuple[str, ...]
    session: tuple[float, ...]
    score: tuple[float, ...]


def read_pre_post(path: Path) -> PrePost:
    """Read `id,pre,post`.

    Raises
    ------
    TableError
        with every bad row by line: a cell that is no number, an id that stands twice.
    """
    ids, numbers = _read(path, ("pre", "post"), unique=True)
    return PrePost(ids=ids, pre=numbers[0], post=numbers[1])


def read_long(path: Path) -> LongScores:
    """Read `id,session,score`.

    Raises
    ------
    TableError
        with every bad row by line.
    """
    ids, numbers = _read(path, ("session", "score"), unique=False)
    return LongScores(ids=ids, session=numbers[0], score=numbers[1])


def _read(path: Path, columns: tuple[str, str], *, unique: bool) -> tuple[tuple[str, ...], list[tuple[float, ...]]]:
    rows = _rows(path, ("id", *columns))
    problems = [problem for line, row in rows for problem in _problems(line, row, columns)]
    if unique:
        problems += _twice(rows)
    if problems:
        ordered = sorted(problems, key=lambda problem: problem.line)
        raise TableError(path.name, ordered[:MOST_PROBLEMS], len(problems))
    return tuple(row["id"] for _, row in rows), [tuple(float(row[name]) for _, row in rows) for name in columns]


def _rows(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                raise InputError(
                    f"{path.name}: no column {', '.join(missing)}. The header must be {','.join(columns)}."
                )
            rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as wrong:
        raise InputError(f"{path.name}: cannot be read as a UTF-8 CSV file ({wrong}).") from None
    if not rows:
        raise InputError(f"{path.name}: there is no row below the header. Add a row for each person.")
    return rows


def _problems(line: int, row: dict[str, str], columns: tuple[str, str]) -> list[RowProblem]:
    odd = [RowProblem(line, "more fields than the header has", "Write decimals with a point")] if None in row else []
    empty = [] if row["id"].strip() else [RowProblem(line, "no id", "Give every row an id")]
    wrong = [name for name in columns if not _is_number(row[name])]
    return (
        odd + empty + [RowProblem(line, f"{name} {row[name]!r} is not a number", "Write it as 12.5") for name in wrong]
    )


def _is_number(cell: str) -> bool:
    try:
        return isfinite(float(cell))
    except ValueError:
        return False


def _twice(rows: list[tuple[int, dict[str, str]]]) -> list[RowProblem]:
    first: dict[str, int] = {}
    return [
        RowProblem(line, f"id {row['id']!r} stands already in line {first[row['id']]}", "Keep one row a person")
        for line, row in rows
        if first.setdefault(row["id"], line) != line
    ]
