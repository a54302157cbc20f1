"""The whole clinic's episodes through the one engine, clinician by clinician; what is unchanged is not read again."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from fit.alerts import rules
from fit.assessment import assess
from fit.casework._recording import method_of
from fit.ratings import Ending
from fit.series import AGE_BANDS, Series
from fit.service.assessed import episodes_of
from fit.service.episodes import ENDINGS, OPEN, UNKNOWN, Care, Episodes
from fit.store import accounts, audit
from fit.store.queries import outcomes as queries
from fit.store.ratings import history

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.store.types import Record

EPISODES_AT_ONCE = 5_000
"""Whose ratings are held at a time."""
BANDS = [band.value for band in AGE_BANDS]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicEpisodes:
    """Every episode that somebody holds: its row in the record, the engine's columns in the same order, and tags."""

    staff: Mapping[int, Record]
    rows: tuple[Record, ...]
    episodes: Episodes
    tagged: Mapping[str, set[int]]


def read_clinic(clinic: Clinic, deed: Deed) -> ClinicEpisodes:
    """Read everything that figures are worked out from; nothing, as long as the audit knows of no deed since.

    Every write has its line in the audit, in the same transaction. It is asked for first: what was read after it can
    only be newer.
    """
    until = audit.last_sequence(deed.connection, deed.clinic_id)
    known = clinic.outcomes.get(deed.clinic_id)
    if known is not None and known[0] == until:
        found: ClinicEpisodes = known[1]
        return found
    fresh = _read_clinic(clinic, deed)
    clinic.outcomes[deed.clinic_id] = (until, fresh)
    return fresh


def _read_clinic(clinic: Clinic, deed: Deed) -> ClinicEpisodes:
    staff = {person.id: person for person in accounts.users(deed.connection, deed.clinic_id)}
    by_clinician: dict[int, list[Record]] = {}
    for row in queries.episodes_of(deed.connection, deed.clinic_id, list(staff)):
        by_clinician.setdefault(row.clinician_id, []).append(row)
    blocks = [_assessed(clinic, deed, who, tuple(rows)) for who, rows in by_clinician.items()]
    nobody = [_read(clinic, deed, ())] if not blocks else []
    all_rows = tuple(row for rows in by_clinician.values() for row in rows)
    return ClinicEpisodes(
        staff=staff,
        rows=all_rows,
        episodes=_together([*blocks, *nobody]),
        tagged=queries.tagged(deed.connection, deed.clinic_id, [row.id for row in all_rows]),
    )


def _assessed(clinic: Clinic, deed: Deed, clinician_id: int, rows: tuple[Record, ...]) -> Episodes:
    """One clinician's episodes; assessed anew only when a row of theirs has changed, as every rating changes it."""
    place = (deed.clinic_id, clinician_id)
    known = clinic.assessed.get(place)
    if known is not None and known[0] == rows:
        found: Episodes = known[1]
        return found
    some = (rows[first : first + EPISODES_AT_ONCE] for first in range(0, len(rows), EPISODES_AT_ONCE))
    fresh = _together([_read(clinic, deed, block) for block in some])
    clinic.assessed[place] = (rows, fresh)
    return fresh


def _read(clinic: Clinic, deed: Deed, rows: Sequence[Record]) -> Episodes:
    method, ids = method_of(clinic), [row.id for row in rows]
    series = Series.of(history(deed.connection, deed.clinic_id, ids).ratings)
    began = queries.first_days(deed.connection, deed.clinic_id, ids)
    return episodes_of(assess(series, method.policy, method.curves, rules()), _care(rows, began))


def _care(rows: Sequence[Record], began: Mapping[int, date | None]) -> Care:
    return Care(
        client=np.array([row.client_id for row in rows], np.int64),
        clinician=np.array([row.clinician_id for row in rows], np.int64),
        age_band=np.array([BANDS.index(row.age_band) for row in rows], np.int8),
        ending=np.array([_ending(row) for row in rows], np.int8),
        sessions=np.array([row.sessions for row in rows], np.int32),
        days=np.array([_days(began.get(row.id), row.last_session_on) for row in rows], np.int32),
    )


def _ending(row: Record) -> int:
    return int(OPEN) if row.closed_on is None else ENDINGS.index(Ending(row.ending))


def _days(first: date | None, last: date | None) -> int:
    return UNKNOWN if first is None or last is None else (last - first).days


def _together(blocks: Sequence[Episodes]) -> Episodes:
    """One after the other."""
    if len(blocks) == 1:
        return blocks[0]
    columns = {one.name: np.concatenate([getattr(block, one.name) for block in blocks]) for one in fields(Episodes)}
    return Episodes(**columns)
