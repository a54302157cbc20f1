"""Working out anew, from the ratings alone, what is summed up with each of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from fit.casework._recording import method_of
from fit.store import accounts, rebuild
from fit.store.looking import looking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from fit.casework._clinic import Clinic
    from fit.store.looking import Look

__all__ = ["Rebuilt", "finish_rebuild", "rebuild_all", "rebuilds_waiting"]

MANY_PIECES = 5
"""20,000 episodes: less is looked at sooner than other processes have begun."""
AT_ONCE = 50
"""[clinicians] whose cells are looked at together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """How much was looked at, and how much of it was wrong and is right now."""

    episodes: int = 0
    wrong: int = 0
    """Rows of the summaries: sessions' shares, standings, cells."""


def rebuild_all(clinic: Clinic, told: Callable[[int], None] = lambda _: None, *, processes: int = 1) -> Rebuilt:
    """Rebuild every clinic of this database; `told` hears how many episodes are done.

    One that was broken off goes on where it was. No alert is raised or closed. More processes than this one look at
    what is large.
    """
    with clinic.store.read() as connection:
        clinic_ids = [row.id for row in accounts.clinics(connection)]
    return _rebuild(clinic, clinic_ids, told, processes)


def finish_rebuild(clinic: Clinic, clinic_id: int) -> Rebuilt:
    """Rebuild one clinic, as an upgrade asked for, or go on where that was broken off."""
    return _rebuild(clinic, [clinic_id], lambda _: None, 1)


def rebuilds_waiting(clinic: Clinic) -> Sequence[int]:
    """Clinics for which an upgrade asked for it, or it was broken off."""
    with clinic.store.read() as connection:
        return rebuild.waiting(connection)


def _rebuild(clinic: Clinic, clinic_ids: list[int], told: Callable[[int], None], processes: int) -> Rebuilt:
    episodes = wrong = 0
    for clinic_id in clinic_ids:
        clinic.store.write(partial(rebuild.begin, clinic_id=clinic_id))
        with clinic.store.read() as connection:
            pieces = rebuild.pieces(connection, clinic_id)
        with looking(clinic.store, processes if len(pieces) >= MANY_PIECES else 1) as look:
            for piece, found in _summaries(clinic, clinic_id, pieces, look):
                episodes, wrong = episodes + len(piece), wrong + found
                told(episodes)
            wrong += _cells(clinic, clinic_id, look)
        clinic.store.write(partial(rebuild.finish, clinic_id=clinic_id))
    return Rebuilt(episodes=episodes, wrong=wrong)


def _summaries(
    clinic: Clinic, clinic_id: int, pieces: Sequence[Sequence[int]], look: Look
) -> Iterator[tuple[Sequence[int], int]]:
    """Put right the shares and standings of the episodes; gives each piece, and how many of its rows were wrong."""
    method = method_of(clinic)
    looked = look(partial(rebuild.wrong_episodes, clinic_id=clinic_id, method=method), pieces)
    for piece, wrong in zip(pieces, looked, strict=True):
        right = partial(rebuild.put_right, clinic_id=clinic_id, piece=piece, looked_wrong=wrong, method=method)
        yield piece, clinic.store.write(right)


def _cells(clinic: Clinic, clinic_id: int, look: Look) -> int:
    with clinic.store.read() as connection:
        users = [row.id for row in accounts.users(connection, clinic_id)]
        everybody = rebuild.clinicians_to_count(connection, clinic_id, users)
    some = [everybody[first : first + AT_ONCE] for first in range(0, len(everybody), AT_ONCE)]
    looked = look(partial(rebuild.wrong_clinicians, clinic_id=clinic_id), some)
    counts = (partial(rebuild.rebuild_cells, clinic_id=clinic_id, clinician_id=one) for one in chain(*looked))
    return sum(clinic.store.write(count) for count in counts)
