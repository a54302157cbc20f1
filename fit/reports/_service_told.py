"""What of a report's figures is told, and in one line what is left out because it tells nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from fit.service.definitions import definition
from fit.service.suppression import LEAST_COUNT, Few, Rounded

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from fit.service.alliance_grid import GridView
    from fit.service.suppression import Published

__all__ = ["COURSE", "few_of", "left_out", "left_out_rows", "told_of", "told_rows"]

COURSE: Final = 3
"""[months] Fewer beside each other show no course: a row of them is left out."""
OF_THESE: Final = "Of these: "
"""Begins the parts of the reliably worse, which stand below them in a list; alone they need to say of whom."""


def told_of(figures: Mapping[str, Published], asked: Sequence[str]) -> tuple[str, ...]:
    """Those that have a value."""
    return tuple(name for name in asked if isinstance(figures[name], Rounded))


def few_of(figures: Mapping[str, Published], asked: Sequence[str]) -> tuple[str, ...]:
    """Those of whom it can be said that they are few."""
    return tuple(name for name in asked if isinstance(figures[name], Few))


def left_out(figures: Mapping[str, Published], asked: Sequence[str], shown: Collection[str]) -> str:
    """Which figures are left out and why, in one line; empty where all are shown."""
    missing = [name for name in asked if name not in shown]
    if not missing:
        return ""
    few = few_of(figures, missing)
    rough = [name for name in missing if name not in few]
    which = [f"Fewer than {LEAST_COUNT}, perhaps none: {_titles(few)}"] if few else []
    which += [f"Too few clients to say: {_titles(rough)}"] if rough else []
    many = f"{len(missing)} of {len(asked)} figures are" if len(missing) > 1 else f"1 of {len(asked)} figures is"
    return f"{many} too few to tell in these twelve months. {'. '.join(which)}."


def _titles(names: Sequence[str]) -> str:
    return "; ".join(definition(name).title.replace(OF_THESE, "Reliably worse, ") for name in names)


def told_rows(view: GridView, *, least: int = COURSE) -> list[int]:
    """Rows of a grid in which so many months have a value."""
    found: list[int] = np.flatnonzero((~np.isnan(view.value)).sum(axis=1) >= least).tolist()
    return found


def left_out_rows(names: Sequence[str], kept: Sequence[int]) -> str:
    """Which rows are left out and why, in one line; empty where all are shown."""
    missing = [name for place, name in enumerate(names) if place not in set(kept)]
    if not missing:
        return ""
    if len(names) == 1:
        return f"No month can be told: in each fewer than {LEAST_COUNT}, perhaps none, or too few clients."
    rows = f"{len(missing)} of {len(names)} rows are" if len(missing) > 1 else f"1 of {len(names)} rows is"
    return f"{rows} left out, with fewer than {COURSE} months that can be told: {', '.join(missing)}."
