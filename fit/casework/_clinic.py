"""The opened application: database, policy, curves, clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fit.policies import load_policy, policy
from fit.scales import Packs, load_packs
from fit.store.database import Database, open_postgresql, open_sqlite
from fit.trajectory import curve_set, load_curve_set

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from fit.casework.settings import Settings
    from fit.policies import Policy
    from fit.scales import AgeBand
    from fit.trajectory import CurveSet

FILE_SUFFIX = ".toml"


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """What every use case works on. One in a process, used by all its threads."""

    settings: Settings
    store: Database
    policy: Policy
    curves: CurveSet
    packs: Packs = field(default_factory=Packs)
    """The wording packs as they were when the server started."""
    clock: Callable[[], datetime] = _now
    viewed: dict[tuple[str, str, str], datetime] = field(default_factory=dict)
    """When somebody's look at a record was last audited, so that redrawing a page adds no line."""

    def now(self) -> datetime:
        """The moment, in UTC."""
        return self.clock()

    def today(self) -> date:
        """The day, where this machine stands."""
        return self.now().astimezone().date()

    def age_band_of(self, birth_year: int) -> AgeBand:
        """Age band of who was born in that year, by the age reached this year; clinicians may choose another one."""
        return self.policy.age_band(self.today().year - birth_year)

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()


def opened(settings: Settings, clock: Callable[[], datetime] | None) -> Clinic:
    """Open everything the settings name."""
    rules = load_policy(Path(settings.policy)) if settings.policy.endswith(FILE_SUFFIX) else policy(settings.policy)
    by_file = settings.curves.endswith(FILE_SUFFIX)
    curves = load_curve_set(Path(settings.curves)) if by_file else curve_set(settings.curves)
    packs = load_packs(settings.wording) if settings.wording else Packs()
    return Clinic(
        settings=settings, store=_store(settings), policy=rules, curves=curves, packs=packs, clock=clock or _now
    )


def _store(settings: Settings) -> Database:
    if settings.database_url:
        return open_postgresql(settings.database_url)
    return open_sqlite(settings.database_file, settings.key_file)
