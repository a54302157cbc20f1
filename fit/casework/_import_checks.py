"""What can be wrong with a row of a file in this clinic, though the file by itself is fine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fit.casework._client_known import reads_like_a_name
from fit.errors import RowProblem
from fit.series import AGE_BANDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from fit.interop.tables_in import RatingsTable
    from fit.store.types import Record

MOST_TOLD = 1_000
HOLDS_CLIENTS = frozenset({"clinician", "supervisor"})
NO_CODE = -1
LONGEST_ID = 100
"""[characters] Longer than any record numbers its episodes; what is longer is another column, or meant to harm."""
SHOWN_OF_AN_ID = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Which rows can be taken, and what is wrong with the others."""

    good: NDArray[np.bool_]
    problems: tuple[RowProblem, ...]
    problem_count: int


def checked(
    table: RatingsTable,
    episodes: Mapping[str, Record],
    people: Mapping[str, Record],
    today: date,
    *,
    codes_alone: bool = False,
) -> Checked:
    """Add this clinic's own objections to those of the reader. `codes_alone`: it takes nobody's name as a code."""
    faults = {
        "code": _no_code(table),
        "name": _a_name(table) if codes_alone else np.zeros(len(table), np.bool_),
        "band": _other_band(table, episodes),
        "clinician": _no_clinician(table, people),
        "date": _in_future(table, today),
    }
    bad = np.any(list(faults.values()), axis=0) & table.good
    told = [_told(table, faults, int(row)) for row in np.flatnonzero(bad)[:MOST_TOLD]]
    problems = sorted([*table.problems, *told], key=lambda problem: problem.line)
    return Checked(
        good=table.good & ~bad,
        problems=tuple(problems[:MOST_TOLD]),
        problem_count=table.problem_count + int(bad.sum()),
    )


def _other_band(table: RatingsTable, episodes: Mapping[str, Record]) -> NDArray[np.bool_]:
    codes = {band.value: code for code, band in enumerate(AGE_BANDS)}
    known = [codes[episodes[key].age_band] if key in episodes else NO_CODE for key in table.episode_ids]
    stored = np.array(known or [NO_CODE], np.int8)[np.maximum(table.episode, 0)]
    given = np.append(table.age_band, np.int8(NO_CODE))[np.maximum(table.episode, 0)]
    other: NDArray[np.bool_] = (stored != NO_CODE) & (stored != given)
    return other


def _no_code(table: RatingsTable) -> NDArray[np.bool_]:
    """Rows whose id is none that a record would have: it becomes the client's code, and stands on every page."""
    odd = [len(one) > LONGEST_ID or not one.isprintable() for one in table.episode_ids]
    found: NDArray[np.bool_] = np.array([*odd, False], np.bool_)[table.episode]
    return found


def _a_name(table: RatingsTable) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = np.array([*map(reads_like_a_name, table.episode_ids), False], np.bool_)[table.episode]
    return found


def _no_clinician(table: RatingsTable, people: Mapping[str, Record]) -> NDArray[np.bool_]:
    if table.clinician is None:
        return np.zeros(len(table), np.bool_)
    names = table.clinician_names
    holds = [name.casefold() in people and people[name.casefold()].role in HOLDS_CLIENTS for name in names]
    return ~np.array([*holds, True])[table.clinician]


def _in_future(table: RatingsTable, today: date) -> NDArray[np.bool_]:
    if table.date is None:
        return np.zeros(len(table), np.bool_)
    late: NDArray[np.bool_] = table.date > np.datetime64(today)
    return late


def _told(table: RatingsTable, faults: Mapping[str, NDArray[np.bool_]], row: int) -> RowProblem:
    line = int(table.line[row])
    if faults["code"][row]:
        what = f"{table.episode_ids[table.episode[row]][:SHOWN_OF_AN_ID]!a} is no number of an episode"
        return RowProblem(line, what, f"Write up to {LONGEST_ID} letters, digits and signs that can be seen.")
    if faults["name"][row]:
        what = "the episode's number reads like a name, and this clinic keeps codes alone"
        return RowProblem(line, what, "Write the code from your records instead.")
    if faults["band"][row]:
        what = f"episode {table.episode_ids[table.episode[row]]} is of another age band in this clinic"
        return RowProblem(line, what, "Use the age band that was noted when the episode began.")
    if faults["clinician"][row]:
        what = f"{table.clinician_names[table.clinician[row]]!r} is no clinician of this clinic"  # type: ignore[index]
        return RowProblem(line, what, "Write a sign-in name from the list of users, or leave the cell empty.")
    what = f"{table.date[row]} lies in the future"  # type: ignore[index]
    return RowProblem(line, what, "Write the day of the session.")
