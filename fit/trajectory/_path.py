"""A curve file and the path it expects of a client who began at a given score."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from fit.errors import DefinitionError, InputError, UnknownNameError
from fit.scales import AgeBand

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

Pair = tuple[float, float]

__all__ = ["TRACKS", "Curve", "CurveSet", "Track", "curve_set", "least_tenths", "load_curve_set"]


class Track(StrEnum):
    """Place against the expected path; colours on screen belong to the pages."""

    NOT_ASSESSABLE = "not_assessable"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


TRACKS = tuple(Track)

# An expected value is a computed number; this much noise of binary floats, in tenths, never moves its line.
FLOAT_NOISE = 1e-6


def least_tenths(expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn an expected value in points into the least whole tenths that lie at or above it; unknown stays NaN."""
    return np.ceil(expected * 10 - FLOAT_NOISE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A cubic in meeting number with intake interaction, for one age band and length of treatment.

    expected(m) = (b0 + c0 x) + (b1 + c1 x) t + (b2 + c2 x) t^2 + (b3 + c3 x) t^3
    with x = intake - centre [points] and t = min(m - 1, flatten_at) [meetings].
    """

    age_band: AgeBand
    up_to_sessions: int
    flatten_at: int
    centre: float
    coefficients: tuple[Pair, Pair, Pair, Pair]
    sd: float | None = None
    amber_below: float | None = None
    red_below: float | None = None

    def __post_init__(self) -> None:
        if self.up_to_sessions < 1 or self.flatten_at < 1:
            raise DefinitionError(f"up_to_sessions and flatten_at of the {self.age_band} curve must be 1 or more.")


# Compared by identity: a set is loaded once, and its columns are looked up for every block.
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CurveSet:
    """The curves of one source, for every age band it covers."""

    id: str
    version: str
    label: str
    source: str
    licence: str
    scales: frozenset[str]
    curves: tuple[Curve, ...]

    def of_band(self, age_band: AgeBand) -> tuple[Curve, ...]:
        """Curves of an age band, the shortest treatment first; empty where the set has none."""
        return tuple(curve for curve in self.curves if curve.age_band == age_band)


def curve_set(set_id: str) -> CurveSet:
    """Return a curve set that comes with Mendline.

    Raises
    ------
    UnknownNameError
        when there is none of that id.
    """
    known = sorted(
        path.name.removesuffix(".toml") for path in files(__package__).iterdir() if path.name.endswith(".toml")
    )
    if set_id not in known:
        raise UnknownNameError(f"There is no curve set {set_id!r}. Known: {', '.join(known)}, or a file.")
    return _shipped(set_id)


@cache
def _shipped(set_id: str) -> CurveSet:
    file_name = f"{set_id}.toml"
    return _curve_set(tomllib.loads((files(__package__) / file_name).read_text("utf-8")), file_name)


def load_curve_set(path: Path) -> CurveSet:
    """Read a curve file of the clinic's own.

    Raises
    ------
    DefinitionError
        when the file is no curve set; names file and key.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise DefinitionError(f"{path.name}: cannot be read as a curve file ({wrong}).") from None
    return _curve_set(table, path.name)


def _curve_set(table: dict[str, Any], file_name: str) -> CurveSet:
    try:
        return CurveSet(
            id=str(table["id"]),
            version=str(table["version"]),
            label=str(table.get("label", table["id"])),
            source=str(table["source"]),
            licence=str(table["licence"]),
            scales=frozenset(table.get("scales", ["ors", "cors"])),
            curves=_in_order([_curve(curve) for curve in table["curve"]]),
        )
    except KeyError as missing:
        raise DefinitionError(f"{file_name}: the key {missing} is missing. Add it.") from None
    except (ValueError, TypeError, InputError) as wrong:
        raise DefinitionError(f"{file_name}: {wrong}") from None


def _in_order(curves: list[Curve]) -> tuple[Curve, ...]:
    if not curves:
        raise DefinitionError("there is no [[curve]]. Add one for each age band.")
    places = [(curve.age_band, curve.up_to_sessions) for curve in curves]
    twice = {place for place in places if places.count(place) > 1}
    if twice:
        raise DefinitionError(f"two curves for {min(twice)}. Keep one.")
    return tuple(sorted(curves, key=lambda curve: curve.up_to_sessions))


def _curve(table: dict[str, Any]) -> Curve:
    if table["form"] != "cubic":
        raise DefinitionError(f'form = {table["form"]!r} is not known. Use "cubic".')
    return Curve(
        age_band=AgeBand(table["age_band"]),
        up_to_sessions=int(table["up_to_sessions"]),
        flatten_at=int(table["flatten_at"]),
        centre=float(table["centre"]),
        coefficients=(
            _pair(table, "intercept"),
            _pair(table, "linear"),
            _pair(table, "quadratic"),
            _pair(table, "cubic"),
        ),
        sd=float(table["sd"]) if "sd" in table else None,
        amber_below=_offset(table, "amber_below"),
        red_below=_offset(table, "red_below"),
    )


def _pair(table: dict[str, Any], key: str) -> Pair:
    base, per_point = table[key]
    return float(base), float(per_point)


def _offset(table: dict[str, Any], key: str) -> float | None:
    """Points under the expected path; a minus sign says the same thing."""
    return abs(float(table[key])) if key in table else None
