"""The opened application: database, policy, curves, clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fit.alerts import rules
from fit.casework._crisis_text import read_crisis_text
from fit.conversation import situations
from fit.dialogue import read_weighting
from fit.errors import ConfigurationError
from fit.policies import load_policy, policy
from fit.repair import scripts
from fit.scales import Packs, load_packs
from fit.store.database import Database, open_postgresql, open_sqlite
from fit.trajectory import curve_set, load_curve_set

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

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
    weighting: Weighting | None = None
    """Trained on the clinic's own labels; None: the one that comes with Mendline."""
    viewed: dict[tuple[str, str, str], datetime] = field(default_factory=dict)
    """When somebody's look at a record was last audited, so that redrawing a page adds no line."""

    assessed: dict[tuple[int, int], tuple[Any, Any]] = field(default_factory=dict, repr=False)
    """By clinic and clinician: their episodes as they were last assessed, and the rows that this rests on."""
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
        """Let go of the database."""
        self.store.close()


def opened(settings: Settings, clock: Callable[[], datetime] | None) -> Clinic:
    """Open everything the settings name."""
    lines = load_policy(Path(settings.policy)) if settings.policy.endswith(FILE_SUFFIX) else policy(settings.policy)
    by_file = settings.curves.endswith(FILE_SUFFIX)
    curves = load_curve_set(Path(settings.curves)) if by_file else curve_set(settings.curves)
    crisis = read_crisis_text(settings.crisis_file) if settings.crisis_file else {}
    weighting, own_scripts = _weighting(settings.behaviours), scripts(settings.repair_scripts)
    own_words = situations(settings.prompts, rules=frozenset(rule.id for rule in rules()))
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
    )


def _store(settings: Settings) -> Database:
    if settings.database_url:
        return open_postgresql(settings.database_url)
    return open_sqlite(settings.database_file, settings.key_file)


def _weighting(path: Path | None) -> Weighting | None:
    """Read what `mendline train-behaviours` wrote.

    Raises
    ------
    ConfigurationError
        when the file cannot be read.
    """
    if path is None:
        return None
    try:
        return read_weighting(path.read_text("utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as wrong:
        raise ConfigurationError(
            f"MENDLINE_BEHAVIOURS: {path.name} cannot be read ({wrong}). Check the path."
        ) from None
