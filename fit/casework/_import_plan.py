"""What a file of past ratings would add to the database: rows ready to be written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from fit.casework._import_checks import checked
from fit.ratings import Mode
from fit.scales import scale
from fit.series import AGE_BANDS, INFORMANTS, MISSING
from fit.store import imports
from fit.store.ids import new_id
from fit.store.ratings import item_columns
from fit.store.states import RatingStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from fit.errors import RowProblem
    from fit.interop.tables_in import RatingsTable
    from fit.store.types import Connection

UNKNOWN = -1
DEFAULT_LANGUAGE = "en"

Place = tuple[int, int, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who takes the file, when, and to whom its new episodes go when the file does not say."""

    clinic_id: int
    user_id: int
    now: datetime
    today: date
    clinician_id: int | None
    codes_alone: bool = False
    """The clinic takes nobody's name as a code."""


@dataclass(slots=True, kw_only=True)
class Plan:
    """The rows to write, and what is wrong with the others."""

    problems: tuple[RowProblem, ...]
    problem_count: int
    rows_good: int
    known_ratings: int = 0
    differing_lines: list[int] = field(default_factory=list)
    clients: list[dict[str, Any]] = field(default_factory=list)
    episodes: list[dict[str, Any]] = field(default_factory=list)
    sessions: list[dict[str, Any]] = field(default_factory=list)
    ratings: list[dict[str, Any]] = field(default_factory=list)

    @property
    def causes(self) -> dict[int, int]:
        """For each episode that gets ratings the last of them."""
        return {row["episode_id"]: row["id"] for row in self.ratings}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """One good row of the file."""

    line: int
    key: str
    band: str
    meeting: int
    scale: str
    informant: str
    total: int
    items: list[int]
    day: date | None
    clinician: str | None


def plan_of(connection: Connection, table: RatingsTable, asked: Asked) -> Plan:
    """Compare the file with what is there already."""
    keys = table.episode_ids
    episodes = imports.episodes_by_key(connection, asked.clinic_id, keys)
    names = [name.casefold() for name in table.clinician_names]
    people = imports.users_by_name(connection, asked.clinic_id, names)
    found = checked(table, episodes, people, asked.today, codes_alone=asked.codes_alone)
    plan = Plan(problems=found.problems, problem_count=found.problem_count, rows_good=int(found.good.sum()))
    stored_ids = [row.id for row in episodes.values()]
    filling = _Filling(
        plan=plan,
        asked=asked,
        clients=imports.clients_by_code(connection, asked.clinic_id, keys),
        episodes={key: (row.id, row.clinician_id) for key, row in episodes.items()},
        people={name: row.id for name, row in people.items()},
        sessions={
            place: (row.id, row.occurred_on)
            for place, row in imports.sessions_of(connection, asked.clinic_id, stored_ids).items()
        },
        rated=imports.totals_rated(connection, asked.clinic_id, stored_ids),
    )
    for given in _rows(table, found.good):
        filling.add(given)
    return plan


def _rows(table: RatingsTable, good: np.ndarray[Any, np.dtype[np.bool_]]) -> Iterator[_Given]:
    rows = np.flatnonzero(good)
    days = [None] * len(rows) if table.date is None else table.date[rows].astype("datetime64[D]").tolist()
    who = [UNKNOWN] * len(rows) if table.clinician is None else table.clinician[rows].tolist()
    items = [[]] * len(rows) if table.items is None else table.items[rows].tolist()
    numbers = (table.line, table.episode, table.session, table.scale, table.informant, table.total)
    columns = (column[rows].tolist() for column in numbers)
    for line, episode, session, scale_code, informant, total, answers, day, clinician in zip(
        *columns, items, days, who, strict=True
    ):
        yield _Given(
            line=line,
            key=table.episode_ids[episode],
            band=AGE_BANDS[table.age_band[episode]].value,
            meeting=session,
            scale=table.scale_ids[scale_code],
            informant=INFORMANTS[informant].value,
            total=total,
            items=answers,
            day=day,
            clinician=None if clinician == UNKNOWN else table.clinician_names[clinician].casefold(),
        )


@dataclass(slots=True, kw_only=True)
class _Filling:
    """Fills a plan row by row; knows what is in the database and what the plan holds so far."""

    plan: Plan
    asked: Asked
    clients: dict[str, int]
    episodes: dict[str, tuple[int, int | None]]
    people: dict[str, int]
    sessions: dict[tuple[int, int], tuple[int, date | None]]
    rated: dict[Place, set[int]]

    def add(self, given: _Given) -> None:
        """Plan what this row adds."""
        episode_id, clinician_id = self.episodes.get(given.key) or self._episode(given)
        place = (episode_id, given.meeting, given.scale, given.informant)
        if place in self.rated:
            self.plan.known_ratings += 1
            if given.total not in self.rated[place]:
                self.plan.differing_lines.append(given.line)
            return
        session = self.sessions.get((episode_id, given.meeting)) or self._session(given, episode_id, clinician_id)
        self.rated[place] = {given.total}
        self.plan.ratings.append(self._rating(given, episode_id, *session))

    def _episode(self, given: _Given) -> tuple[int, int | None]:
        named = None if given.clinician is None else self.people[given.clinician]
        episode = (new_id(), self.asked.clinician_id if named is None else named)
        row: dict[str, Any] = {"clinic_id": self.asked.clinic_id, "id": episode[0], "client_id": self._client(given)}
        row |= {"clinician_id": episode[1], "age_band": given.band, "opened_on": given.day}
        self.plan.episodes.append(row | {"closed_on": None, "ending": None, "import_key": given.key})
        self.episodes[given.key] = episode
        return episode

    def _client(self, given: _Given) -> int:
        if given.key not in self.clients:
            self.clients[given.key] = new_id()
            row = {"clinic_id": self.asked.clinic_id, "id": self.clients[given.key], "code": given.key}
            row |= {"display_name": "", "birth_year": None, "language": DEFAULT_LANGUAGE}
            self.plan.clients.append(row | {"created_at": self.asked.now})
        return self.clients[given.key]

    def _session(self, given: _Given, episode_id: int, clinician_id: int | None) -> tuple[int, date | None]:
        session = (new_id(), given.day)
        row: dict[str, Any] = {"clinic_id": self.asked.clinic_id, "id": session[0], "episode_id": episode_id}
        row |= {"meeting": given.meeting, "occurred_on": given.day, "clinician_id": clinician_id}
        self.plan.sessions.append(row)
        self.sessions[episode_id, given.meeting] = session
        return session

    def _rating(self, given: _Given, episode_id: int, session_id: int, day: date | None) -> dict[str, Any]:
        return {
            "clinic_id": self.asked.clinic_id,
            "id": new_id(),
            "session_id": session_id,
            "episode_id": episode_id,
            "scale": given.scale,
            "scale_version": scale(given.scale).version,
            "informant": given.informant,
            "total": given.total,
            **item_columns(None if tenths == MISSING else tenths for tenths in given.items),
            "status": RatingStatus.ACTIVE.value,
            "superseded_reason": "",
            "superseded_by": None,
            "mode": Mode.IMPORTED.value,
            "line_length_px": None,
            "calibrated": False,
            "occurred_on": day,
            "recorded_at": self.asked.now,
            "recorded_by": self.asked.user_id,
            "idempotency_key": None,
        }
