"""Programmes of the clinic: made, renamed and retired by the administrator, and to which an episode belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._deed import Deed, doing, looking
from fit.casework.views import ProgrammeRow
from fit.errors import ConflictError, InputError, NotFoundError
from fit.store import care, cells, programmes
from fit.store.ids import new_id, read_id, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.store.types import Record

NO_PROGRAMME = "No programme"
"""What an episode in none is called, beside the names of programmes."""
MOST_LETTERS = 60


def list_programmes(clinic: Clinic, actor: Actor) -> tuple[ProgrammeRow, ...]:
    """All programmes by name, retired ones too."""
    with looking(clinic, actor, "list_programmes") as deed:
        rows = programmes.programmes(deed.connection, deed.clinic_id)
    return tuple(map(programme_row, rows))


def programme_row(row: Record) -> ProgrammeRow:
    """A programme as it is shown."""
    return ProgrammeRow(programme_id=shown(row.id), name=row.name, active=row.active)


def add_programme(clinic: Clinic, actor: Actor, name: str) -> ProgrammeRow:
    """Add a programme; when there is one of that name, nothing is changed.

    Raises
    ------
    InputError
        when the name cannot be.
    ConflictError
        when a retired one has that name.
    """
    wanted = _name(name)

    def work(deed: Deed) -> ProgrammeRow:
        there = _named(deed, wanted)
        if there is not None and not there.active:
            raise ConflictError(f"There was a programme {there.name!r}. Let it take clients again instead.")
        if there is None:
            row = {"clinic_id": deed.clinic_id, "id": new_id(), "name": wanted}
            programmes.add_programme(deed.connection, row | {"active": True, "created_at": deed.now})
            there = _named(deed, wanted)
        assert there is not None  # noqa: S101  it was written a moment ago
        deed.about("programme", shown(there.id))
        return programme_row(there)

    return doing(clinic, actor, "add_programme", work)


def rename_programme(clinic: Clinic, actor: Actor, programme_id: str, name: str) -> None:
    """Give a programme another name; it is the same programme, with all that is in it.

    Raises
    ------
    InputError
        when the name cannot be.
    ConflictError
        when another programme has that name.
    """
    wanted = _name(name)

    def work(deed: Deed) -> None:
        one, there = _one(deed, programme_id), _named(deed, wanted)
        if there is not None and there.id != one.id:
            raise ConflictError(f"There is a programme {there.name!r} already. Choose another name.")
        programmes.change_programme(deed.connection, deed.clinic_id, one.id, name=wanted)

    doing(clinic, actor, "rename_programme", work)


def set_programme_active(clinic: Clinic, actor: Actor, programme_id: str, *, active: bool) -> None:
    """Let a programme take clients, or no more; the episodes in it stay in it and are counted."""

    def work(deed: Deed) -> None:
        one = _one(deed, programme_id)
        programmes.change_programme(deed.connection, deed.clinic_id, one.id, active=active)

    doing(clinic, actor, "set_programme_active", work)


def set_programme(clinic: Clinic, actor: Actor, episode_id: str, programme_id: str | None) -> None:
    """Let an episode belong to a programme, or to none; its sessions, also those held before, are counted there.

    Raises
    ------
    InputError
        when the programme takes nobody new.
    """

    def work(deed: Deed) -> None:
        care.lock_episode(deed.connection, deed.clinic_id, deed.episode.id)
        now = deed.episode.programme_id
        if programme_id != (None if now is None else shown(now)):
            wanted = chosen_programme(deed, programme_id)
            cells.move_to_programme(deed.connection, deed.clinic_id, deed.episode.id, wanted)

    doing(clinic, actor, "set_programme", work, episode_id=episode_id)


def chosen_programme(deed: Deed, programme_id: str | None) -> int | None:
    """The programme that an episode is to belong to; None for none.

    Raises
    ------
    InputError
        when it takes nobody new.
    """
    if programme_id is None:
        return None
    found = programmes.programme_by_id(deed.connection, deed.clinic_id, read_id(programme_id))
    if found is None or not found.active:
        raise InputError("This programme takes no clients here. Choose one from the list.")
    chosen: int = found.id
    return chosen


def names_of(deed: Deed) -> Mapping[int, str]:
    """Name of every programme of the clinic, in their order, and of none."""
    rows = programmes.programmes(deed.connection, deed.clinic_id)
    return {row.id: row.name for row in rows} | {cells.NO_PROGRAMME: NO_PROGRAMME}


def _one(deed: Deed, programme_id: str) -> Record:
    found = programmes.programme_by_id(deed.connection, deed.clinic_id, read_id(programme_id))
    if found is None:
        raise NotFoundError("There is no such programme in this clinic. Choose one from the list.")
    deed.about("programme", programme_id)
    return found


def _named(deed: Deed, name: str) -> Record | None:
    rows = programmes.programmes(deed.connection, deed.clinic_id)
    return next((row for row in rows if row.name.casefold() == name.casefold()), None)


def _name(given: str) -> str:
    name = " ".join(given.split())
    if not name or len(name) > MOST_LETTERS or not name.isprintable():
        raise InputError(f"{name[:MOST_LETTERS]!r} is no name of a programme. Write 1 to {MOST_LETTERS} letters.")
    if name.casefold() == NO_PROGRAMME.casefold():
        raise InputError(f"{NO_PROGRAMME!r} is what clients in no programme are called. Choose another name.")
    return name
