"""A policy: thresholds with their bounds and sources, windows, minimum counts."""

from __future__ import annotations

import operator
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, overload

from fit.errors import DefinitionError, InputError, UnknownNameError
from fit.scales import AgeBand, Score

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

Table = dict[str, Any]


class Bound(StrEnum):
    """On which side of a line the line itself lies."""

    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    BELOW = "below"
    AT_OR_BELOW = "at_or_below"


_BEYOND: dict[Bound, Callable[[Any, int], Any]] = {
    Bound.AT_LEAST: operator.ge,
    Bound.MORE_THAN: operator.gt,
    Bound.BELOW: operator.lt,
    Bound.AT_OR_BELOW: operator.le,
}


class Severity(StrEnum):
    """How soon somebody should look, most pressing first."""

    URGENT = "urgent"
    ACT = "act"
    WATCH = "watch"
    NOTE = "note"
    GOOD = "good"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A threshold in whole tenths, the side it lies on, and where it comes from."""

    score: Score
    bound: Bound
    source: str
    derivation: str = ""

    @overload
    def crossed(self, tenths: int) -> bool: ...
    @overload
    def crossed(self, tenths: NDArray[np.integer[Any]]) -> NDArray[np.bool_]: ...
    def crossed(self, tenths: int | NDArray[np.integer[Any]]) -> bool | NDArray[np.bool_]:
        """Say whether a value in tenths lies on the far side of the line."""
        beyond: bool | NDArray[np.bool_] = _BEYOND[self.bound](tenths, self.score.tenths)
        return beyond

    def __str__(self) -> str:
        return f"{self.bound.replace('_', ' ')} {self.score}"


# Compared by identity: a policy is loaded once, and its lines are looked up for every block.
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Policy:
    """The lines a clinic works by. Points are of the 0-40 scales unless a scale brings its own line."""

    id: str
    version: str
    title: str
    source: str
    clinical_at_line: bool
    reliable_change: Line
    alliance_total: Line
    alliance_item: Line
    alliance_drop: Line
    high_start: Line
    sawtooth_move: Line
    sawtooth_moves: int
    sawtooth_ratings: int
    sharp_fall: Line
    sudden_change: Line
    sudden_share_percent: int
    sudden_sessions: int
    track_ratings: int
    amber_below: Score
    red_below: Score
    check_in: int
    consult: int
    plateau_ratings: int
    usual_range_ratings: int
    usual_range_factor_percent: int
    usual_range_floor: Score
    falling_moves: int
    flat_ratings: int
    repair_ratings: int
    closed_episodes_to_fit: int
    target_percentile: float
    amber_percentile: float
    red_percentile: float
    adolescent_from: int
    adult_from: int
    severities: Mapping[str, Severity]

    def __post_init__(self) -> None:
        if not 0 < self.red_percentile <= self.amber_percentile <= self.target_percentile < 100:  # noqa: PLR2004
            raise DefinitionError(
                "red_percentile, amber_percentile and target_percentile must stand in this order between 0 and 100."
            )

    def age_band(self, years: int) -> AgeBand:
        """Age band of a person of so many years when the episode starts; it stays for the whole episode."""
        if years >= self.adult_from:
            return AgeBand.ADULT
        return AgeBand.ADOLESCENT if years >= self.adolescent_from else AgeBand.CHILD

    def severity(self, rule_id: str) -> Severity:
        """How soon somebody should look when this rule speaks; a note where the policy is silent."""
        return self.severities.get(rule_id, Severity.NOTE)


def policy_ids() -> tuple[str, ...]:
    """Ids of the policies that come with Mendline."""
    return tuple(sorted(name.removesuffix(".toml") for name in _shipped()))


@cache
def policy(policy_id: str) -> Policy:
    """Return a policy that comes with Mendline.

    Raises
    ------
    UnknownNameError
        when there is none of that id.
    """
    if f"{policy_id}.toml" not in _shipped():
        raise UnknownNameError(f"There is no policy {policy_id!r}. Known: {', '.join(policy_ids())}, or a file.")
    return _policy(policy_id, _shipped()[f"{policy_id}.toml"], f"{policy_id}.toml")


def load_policy(path: Path) -> Policy:
    """Read a clinic's own policy; `based_on = "icce"` takes over what the file does not say.

    Raises
    ------
    DefinitionError
        when the file is no policy; names file and key.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise DefinitionError(f"{path.name}: cannot be read as a policy ({wrong}).") from None
    return _policy(str(table.get("id", path.stem)), table, path.name)


@cache
def _shipped() -> Mapping[str, Table]:
    found = (path for path in files(__package__).iterdir() if path.name.endswith(".toml"))
    return {path.name: tomllib.loads(path.read_text("utf-8")) for path in found}


def _policy(policy_id: str, table: Table, file_name: str) -> Policy:
    try:
        return _build(policy_id, _on_base(table, file_name))
    except KeyError as missing:
        raise DefinitionError(f'{file_name}: the key {missing} is missing. Add it, or say based_on = "icce".') from None
    except (ValueError, TypeError, AttributeError, InputError) as wrong:
        raise DefinitionError(f"{file_name}: {wrong}") from None


def _on_base(table: Table, file_name: str) -> Table:
    if "based_on" not in table:
        return table
    base = _shipped().get(f"{table['based_on']}.toml")
    if base is None:
        raise DefinitionError(
            f"{file_name}: based_on = {table['based_on']!r} is not known. Use {' or '.join(policy_ids())}."
        )
    return _merged(_on_base(base, file_name), table)


def _merged(base: Table, over: Table) -> Table:
    both = {
        key: _merged(base[key], value) if isinstance(value, dict) and key in base else value
        for key, value in over.items()
    }
    return {**base, **both}


def _line(table: Table) -> Line:
    return Line(
        score=Score.of(table["line"]),
        bound=Bound(table["bound"]),
        source=table["source"],
        derivation=table.get("derivation", ""),
    )


def _build(policy_id: str, table: Table) -> Policy:
    change, alliance, validity = table["change"], table["alliance"], table["validity"]
    track, outcome, usual = table["track"], table["outcome"], table["alliance"]["usual_range"]
    return Policy(
        id=policy_id,
        version=str(table["version"]),
        title=table["title"],
        source=table["source"],
        clinical_at_line=bool(change["clinical_at_line"]),
        reliable_change=_line(change["reliable"]),
        alliance_total=_line(alliance["total"]),
        alliance_item=_line(alliance["item"]),
        alliance_drop=_line(alliance["drop"]),
        high_start=_line(validity["high_start"]),
        sawtooth_move=_line(validity["sawtooth"]),
        sawtooth_moves=int(validity["sawtooth"]["moves"]),
        sawtooth_ratings=int(validity["sawtooth"]["ratings"]),
        sharp_fall=_line(outcome["sharp_fall"]),
        sudden_change=_line(outcome["sudden_change"]),
        sudden_share_percent=int(outcome["sudden_change"]["share_percent"]),
        sudden_sessions=int(outcome["sudden_change"]["sessions"]),
        track_ratings=int(track["ratings"]),
        amber_below=Score.of(track["amber_below"]),
        red_below=Score.of(track["red_below"]),
        check_in=int(outcome["check_in"]),
        consult=int(outcome["consult"]),
        plateau_ratings=int(outcome["plateau_ratings"]),
        usual_range_ratings=int(usual["ratings"]),
        usual_range_factor_percent=int(usual["factor_percent"]),
        usual_range_floor=Score.of(usual["floor"]),
        falling_moves=int(alliance["falling_moves"]),
        flat_ratings=int(alliance["flat_ratings"]),
        repair_ratings=int(alliance["repair_ratings"]),
        closed_episodes_to_fit=int(track["closed_episodes_to_fit"]),
        target_percentile=float(track["target_percentile"]),
        amber_percentile=float(track["amber_percentile"]),
        red_percentile=float(track["red_percentile"]),
        adolescent_from=int(table["age"]["adolescent_from"]),
        adult_from=int(table["age"]["adult_from"]),
        severities={rule: Severity(severity) for rule, severity in table["severity"].items()},
    )
