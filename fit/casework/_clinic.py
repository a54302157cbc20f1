"""The opened application: database, policy, curves, clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from fit.alerts import rules
from fit.casework._clinic_key import key_place
from fit.casework._crisis_text import read_crisis_text
from fit.casework._data_folder import check_no_restore_under_way
from fit.casework._retention_rule import read_retention
from fit.casework._under_way import UnderWay
from fit.conversation import situations
from fit.dialogue import read_weighting
from fit.errors import ConfigurationError
from fit.policies import load_policy, policy
from fit.repair import scripts
from fit.scales import Packs, load_packs
from fit.sealing.key_places import check_no_change_under_way
from fit.store.database import Database, open_postgresql, open_sqlite
from fit.trajectory import curve_set, load_curve_set

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, timedelta

    from fit.casework._retention_rule import Rules
    from fit.casework.settings import Settings
    from fit.conversation import Situation
    from fit.dialogue import RuptureKind, Weighting
    from fit.policies import Policy
    from fit.repair import Script
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
    crisis: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    packs: Packs = field(default_factory=Packs)
    """The wording packs as they were when the server started."""
    clock: Callable[[], datetime] = _now
    situations: tuple[Situation, ...] = field(default_factory=situations)
    """What the conversation may come to, in the clinic's own words where it has some."""
    scripts: Mapping[RuptureKind, Script] = field(default_factory=scripts)
    """What could be said in a repair, in the clinic's own words where it has some."""
    retention: Rules = field(default_factory=lambda: read_retention(None))
    """How long what is kept, for all clinics and for single ones."""
    weighting: Weighting | None = None
    """Trained on the clinic's own labels; None: the one that comes with Mendline."""
    viewed: dict[tuple[str, str, str], datetime] = field(default_factory=dict)
    """When somebody's look at a record was last audited, so that redrawing a page adds no line."""

    assessed: dict[tuple[int, int], tuple[Any, Any]] = field(default_factory=dict, repr=False)
    """By clinic and clinician: their episodes as they were last assessed, and the rows that this rests on."""
    read: dict[int, tuple[int, timedelta, Any]] = field(default_factory=dict, repr=False)
    """By clinic: all its episodes as last read, up to which line of the audit, and for how long they may serve."""
    reading: Lock = field(default_factory=Lock, repr=False)
    """Held by who reads a clinic anew."""
    under_way: UnderWay = field(default_factory=UnderWay, repr=False)
    """What goes on in threads of this process beside the pages."""
    outcomes: dict[Any, tuple[Any, Any]] = field(default_factory=dict, repr=False)
    """Figures of a service as they were last worked out, and what they rest on, so that redrawing a page is fast."""

    def now(self) -> datetime:
        """The moment, in UTC."""
        return self.clock()

    def today(self) -> date:
        """The day, where this machine stands."""
        return self.now().astimezone().date()

    def crisis_text(self, language: str) -> tuple[str, str] | None:
        """The clinic's own title and text for somebody in danger, in their language or its first; None without any."""
        own = self.crisis.get(language) or self.crisis.get(language.partition("-")[0])
        return own or next(iter(self.crisis.values()), None)

    def age_band_of(self, birth_year: int) -> AgeBand:
        """Age band of who was born in that year, by the age reached this year; clinicians may choose another one."""
        return self.policy.age_band(self.today().year - birth_year)

    def close(self) -> None:
        """End what is under way, and let go of the database."""
        self.under_way.stop()
        self.store.close()


def opened(settings: Settings, clock: Callable[[], datetime] | None) -> Clinic:
    """Open everything the settings name."""
    lines, curves = policy_of(settings), curves_of(settings)
    crisis = read_crisis_text(settings.crisis_file) if settings.crisis_file else {}
    weighting, own_scripts = weighting_of(settings), scripts(settings.repair_scripts)
    retention = read_retention(settings.retention)
    own_words = situations_of(settings)
    return Clinic(
        settings=settings,
        store=_store(settings),
        policy=lines,
        curves=curves,
        crisis=crisis,
        packs=load_packs(settings.wording) if settings.wording else Packs(),
        clock=clock or _now,
        situations=own_words,
        weighting=weighting,
        scripts=own_scripts,
        retention=retention,
    )


def policy_of(settings: Settings) -> Policy:
    """The lines that the settings name."""
    by_file = settings.policy.endswith(FILE_SUFFIX)
    return load_policy(Path(settings.policy)) if by_file else policy(settings.policy)


def curves_of(settings: Settings) -> CurveSet:
    """The expected paths that the settings name."""
    by_file = settings.curves.endswith(FILE_SUFFIX)
    return load_curve_set(Path(settings.curves)) if by_file else curve_set(settings.curves)


def situations_of(settings: Settings) -> tuple[Situation, ...]:
    """What the conversation may come to, in the clinic's own words where the settings name some."""
    return situations(settings.prompts, rules=frozenset(rule.id for rule in rules()))


def _store(settings: Settings) -> Database:
    check_no_restore_under_way(settings)
    if settings.database_url:
        check_no_change_under_way(key_place(settings))
        return open_postgresql(settings.database_url)
    return open_sqlite(settings.database_file, key_place(settings))


def weighting_of(settings: Settings) -> Weighting | None:
    """Read what `mendline train-behaviours` wrote.

    Raises
    ------
    ConfigurationError
        when the file cannot be read.
    """
    if (path := settings.behaviours) is None:
        return None
    try:
        return read_weighting(path.read_text("utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as wrong:
        raise ConfigurationError(
            f"MENDLINE_BEHAVIOURS: {path.name} cannot be read ({wrong}). Check the path."
        ) from None
