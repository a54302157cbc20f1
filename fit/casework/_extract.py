"""The analysts' door: what happened, without who it was. Numbers are salted, days moved, rare combinations hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fit.casework._clinic_key import clinic_key
from fit.casework._deed import doing
from fit.casework._extract_rows import ROWS, episode_row
from fit.casework._sealed_exports import kept_where
from fit.casework._views_report import Extracted
from fit.interop.anonymity import OPEN, Known, checked, made_rare_less_exact
from fit.interop.extract_out import extract_files
from fit.interop.pseudonyms import Pseudonyms, yearless_shift
from fit.store import extracts
from fit.store.ids import read_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, timedelta
    from pathlib import Path

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.interop.anonymity import Anonymity
    from fit.interop.extract_out import ExtractFiles
    from fit.store.types import Connection, Record

EPISODES_AT_ONCE = 1_000
"""Whose rows are held at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An episode as it may leave: its row, as what it is known, its number for the client, and how its days move."""

    row: Record
    known: Known
    number: str
    client: str
    shift: timedelta


def extract_records(clinic: Clinic, actor: Actor, folder: Path) -> Extracted:
    """Write the whole clinic without identities into a folder that is not there yet. Every extract is audited.

    In the clinic's data folder nothing lies open: there its files are sealed, each with `.sealed` behind its name.

    Raises
    ------
    InputError
        when nobody would have company, or the folder cannot be written; then nothing is there.
    """
    doing(clinic, actor, "extract_records", lambda _: None)
    clinic_id = read_id(actor.clinic_id)
    salt = extracts.salt_of_extracts(clinic.settings.folder, clinic_key(clinic.settings))
    secret = Pseudonyms(salt=salt, clinic_id=clinic_id)
    with clinic.store.read() as connection:
        rows = _agreed(connection, clinic_id)
        first_days = _first_days(connection, clinic_id, rows)
        found = made_rare_less_exact(_known(connection, clinic_id, rows, secret, first_days))
        told = _told(rows, found, secret, first_days)
        checked(one.known for one in told)
        with extract_files(folder, kept_where(clinic.settings, folder)) as files:
            for some in _blocks(told):
                _write(connection, clinic_id, files, some, secret)
    return Extracted(
        rows=files.rows,
        smallest_group=found.smallest,
        left_out=found.left_out,
        less_exact=found.less_exact,
    )


def _agreed(connection: Connection, clinic_id: int) -> Sequence[Record]:
    """Episodes of all but those who withdrew their consent to ratings."""
    rows = extracts.episodes(connection, clinic_id)
    gone = extracts.withdrawn(connection, clinic_id, {row.client_id for row in rows})
    return [row for row in rows if row.client_id not in gone]


def _first_days(connection: Connection, clinic_id: int, rows: Sequence[Record]) -> dict[int, date | None]:
    """When each episode began: as noted, or by its first session, or else when it ended."""
    by_session = extracts.first_days(connection, clinic_id, [row.id for row in rows])
    return {row.id: row.opened_on or by_session.get(row.id) or row.closed_on for row in rows}


def _known(
    connection: Connection,
    clinic_id: int,
    rows: Sequence[Record],
    secret: Pseudonyms,
    first_days: Mapping[int, date | None],
) -> dict[Any, Known]:
    rated = extracts.informants(connection, clinic_id, [row.id for row in rows])
    return {
        row.id: Known(
            client=row.client_id,
            age_band=row.age_band,
            informants="+".join(sorted(rated[row.id])),
            team=secret.number("team", row.team) if row.team else "",
            programme=secret.number("programme", row.programme_id) if row.programme_id else "",
            ending=row.ending or OPEN,
            year=_year(first_days[row.id], secret.shift(row.client_id)),
        )
        for row in rows
    }


def _year(first: date | None, shift: timedelta) -> str:
    return "" if first is None else str((first + shift).year)


def _told(
    rows: Sequence[Record], found: Anonymity, secret: Pseudonyms, first_days: Mapping[int, date | None]
) -> list[Told]:
    """What leaves, in an order that says nothing of when it was written."""
    told = [
        Told(
            row=row,
            known=found.told[row.id],
            number=secret.number("episode", row.id),
            client=_client(row, found, secret),
            shift=_shift(row, found, secret, first_days[row.id]),
        )
        for row in rows
        if row.id in found.told
    ]
    return sorted(told, key=lambda one: one.number)


def _shift(row: Record, found: Anonymity, secret: Pseudonyms, first: date | None) -> timedelta:
    """By the client's secret weeks; where the year is not told, so that all such episodes begin in the same week."""
    if found.told[row.id].year or first is None:
        return secret.shift(row.client_id)
    return yearless_shift(first)


def _client(row: Record, found: Anonymity, secret: Pseudonyms) -> str:
    """The client's number; one of the episode's own where their episodes together are rare, or its days move alone."""
    if row.id in found.alone or not found.told[row.id].year:
        return secret.number("client of the episode", row.id)
    return secret.number("client", row.client_id)


def _blocks(told: Sequence[Told]) -> Iterator[Sequence[Told]]:
    for first in range(0, len(told), EPISODES_AT_ONCE):
        yield told[first : first + EPISODES_AT_ONCE]


def _write(
    connection: Connection, clinic_id: int, files: ExtractFiles, told: Sequence[Told], secret: Pseudonyms
) -> None:
    by_id = {one.row.id: one for one in told}
    place = {one.row.id: number for number, one in enumerate(told)}
    held = dict.fromkeys(by_id, 0)
    for table, made in ROWS.items():
        rows = extracts.rows_of(connection, clinic_id, table, list(by_id))
        rows = sorted(rows, key=lambda row: place[row.episode_id])
        files.add(table, [made(row, by_id[row.episode_id], secret) for row in rows])
        if table == "sessions":
            for row in rows:
                held[row.episode_id] += 1
    files.add("episodes", [episode_row(one, held[one.row.id]) for one in told])
