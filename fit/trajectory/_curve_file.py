"""Curve files: one TOML file a curve set, shipped or a clinic's own."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from importlib.resources import files
from math import isfinite
from typing import TYPE_CHECKING, Any

from fit.errors import DefinitionError, UnknownNameError, in_file
from fit.scales import AgeBand
from fit.trajectory._curve import Curve, CurveSet, Form, Pair, Spread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["curve_file_text", "curve_set", "load_curve_set"]

SPREAD_KEYS = ("intercept_sd", "slope_sd", "intercept_slope_correlation", "residual_sd")


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
    with in_file(file_name):
        return CurveSet(
            id=str(table["id"]),
            version=str(table["version"]),
            label=str(table.get("label", table["id"])),
            source=str(table["source"]),
            licence=str(table["licence"]),
            scales=frozenset(table.get("scales", ["ors", "cors"])),
            curves=_in_order([_curve(curve) for curve in table["curve"]]),
        )


def _in_order(curves: list[Curve]) -> tuple[Curve, ...]:
    if not curves:
        raise DefinitionError("there is no [[curve]]. Add one for each age band.")
    places = [(curve.age_band, curve.up_to_sessions) for curve in curves]
    twice = {place for place in places if places.count(place) > 1}
    if twice:
        raise DefinitionError(f"two curves for {min(twice)}. Keep one.")
    return tuple(sorted(curves, key=lambda curve: curve.up_to_sessions))


def _curve(table: dict[str, Any]) -> Curve:
    form = _form(table["form"])
    return Curve(
        age_band=AgeBand(table["age_band"]),
        up_to_sessions=int(table["up_to_sessions"]),
        flatten_at=int(table["flatten_at"]),
        centre=_number(table, "centre"),
        form=form,
        coefficients=tuple(_pair(table, key) for key in form.keys),
        spread=_spread(table) if form == Form.LOG_LINEAR else None,
        sd=_number(table, "sd") if "sd" in table else None,
        amber_below=_offset(table, "amber_below"),
        red_below=_offset(table, "red_below"),
    )


def _form(name: str) -> Form:
    if name not in tuple(Form):
        raise DefinitionError(f"form = {name!r} is not known. Use {' or '.join(json.dumps(str(one)) for one in Form)}.")
    return Form(name)


def _number(table: dict[str, Any], key: str) -> float:
    value = table[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise DefinitionError(f"{key} = {value!r} is no number. Give one in points.")
    return float(value)


def _pair(table: dict[str, Any], key: str) -> Pair:
    pair = table[key]
    if not isinstance(pair, list) or len(pair) != len(("base", "per point")):
        raise DefinitionError(f"{key} = {pair!r} must be two numbers: [at the centre, per point of intake from it].")
    base, per_point = (_number({key: value}, key) for value in pair)
    return base, per_point


def _offset(table: dict[str, Any], key: str) -> float | None:
    """Points under the expected path; a minus sign says the same thing."""
    return abs(_number(table, key)) if key in table else None


def _spread(table: dict[str, Any]) -> Spread | None:
    """All four numbers of the spread, or none: half a band would be a wrong one."""
    if not any(key in table for key in SPREAD_KEYS):
        return None
    intercept_sd, slope_sd, correlation, residual_sd = (_number(table, key) for key in SPREAD_KEYS)
    return Spread(intercept_sd=intercept_sd, slope_sd=slope_sd, correlation=correlation, residual_sd=residual_sd)


def curve_file_text(curves: CurveSet, notes: Mapping[AgeBand, str], heading: str) -> str:
    """Write a curve set as the text of a file that reads back as the same set; a note stands above each curve."""
    head = {name: getattr(curves, name) for name in ("id", "version", "label", "source", "licence")}
    lines = [f"# {heading}", *(f"{key} = {json.dumps(text)}" for key, text in head.items())]
    lines.append(f"scales = {json.dumps(sorted(curves.scales))}")
    for curve in curves.curves:
        lines += ["", f"# {notes[curve.age_band]}", "[[curve]]", *_curve_lines(curve)]
    return "\n".join(lines) + "\n"


def _curve_lines(curve: Curve) -> Iterator[str]:
    yield f'age_band = "{curve.age_band}"'
    yield f'form = "{curve.form}"'
    yield f"up_to_sessions = {curve.up_to_sessions}"
    yield f"flatten_at = {curve.flatten_at}"
    yield f"centre = {curve.centre!r}"
    for key, pair in zip(curve.form.keys, curve.coefficients, strict=True):
        yield f"{key} = {list(pair)}"
    if curve.spread:
        spread = curve.spread
        values = (spread.intercept_sd, spread.slope_sd, spread.correlation, spread.residual_sd)
        yield from (f"{key} = {value!r}" for key, value in zip(SPREAD_KEYS, values, strict=True))
    optional = {name: getattr(curve, name) for name in ("sd", "amber_below", "red_below")}
    yield from (f"{name} = {value!r}" for name, value in optional.items() if value is not None)
