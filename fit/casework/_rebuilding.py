"""Working out anew, from the ratings alone, what is summed up with each of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from fit.casework._recording import method_of
from fit.store import accounts, rebuild

if TYPE_CHECKING:
    from collections.abc import Callable

    from fit.casework._clinic import Clinic

__all__ = ["Rebuilt", "finish_rebuilds", "rebuild_all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """How much was looked at, and how much of it was wrong and is right now."""

    episodes: int = 0
    wrong: int = 0
    """Rows of the summaries: sessions' shares, standings, cells."""


def rebuild_all(clinic: Clinic, told: Callable[[int], None] = lambda _: None) -> Rebuilt:
    """Rebuild every clinic of this database; `told` hears how many episodes are done.

    One that was broken off goes on where it was. No alert is raised or closed.
    """
    with clinic.store.read() as connection:
        clinic_ids = [row.id for row in accounts.clinics(connection)]
    return _rebuild(clinic, clinic_ids, told)


def finish_rebuilds(clinic: Clinic) -> Rebuilt:
    """Rebuild what an upgrade asked for, or what was broken off."""
    with clinic.store.read() as connection:
        clinic_ids = list(rebuild.waiting(connection))
    return _rebuild(clinic, clinic_ids, lambda _: None)


def _rebuild(clinic: Clinic, clinic_ids: list[int], told: Callable[[int], None]) -> Rebuilt:
    episodes = wrong = 0
    for clinic_id in clinic_ids:
        while found := _next(clinic, clinic_id):
            episodes, wrong = episodes + found[0], wrong + found[1]
            told(episodes)
        wrong += _cells(clinic, clinic_id)
        clinic.store.write(partial(rebuild.finish, clinic_id=clinic_id))
    return Rebuilt(episodes=episodes, wrong=wrong)


def _next(clinic: Clinic, clinic_id: int) -> tuple[int, int] | None:
    following = partial(rebuild.rebuild_next, clinic_id=clinic_id, method=method_of(clinic))
    done, wrong = clinic.store.write(following)
    return (done, wrong) if done else None


def _cells(clinic: Clinic, clinic_id: int) -> int:
    with clinic.store.read() as connection:
        users = [row.id for row in accounts.users(connection, clinic_id)]
        clinicians = rebuild.clinicians_to_count(connection, clinic_id, users)
    counts = (partial(rebuild.rebuild_cells, clinic_id=clinic_id, clinician_id=one) for one in clinicians)
    return sum(clinic.store.write(count) for count in counts)
