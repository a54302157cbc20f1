"""Ratings as a table that a clinician can read, and what the engine says of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from fit.alerts import rules
from fit.assessment import assess
from fit.policies import policy
from fit.scales import scale
from fit.series import AGE_BANDS, INFORMANTS, MISSING, Ratings, Series, scale_code
from fit.trajectory import curve_set, load_curve_set

if TYPE_CHECKING:
    from fit.assessment import Assessment

MOST_ITEMS = 10
HAND_CUBIC = load_curve_set(Path(__file__).parent / "curves" / "hand_cubic.toml")


def tenths(points) -> int:
    return round(points * 10)


def series_of(rows, *, bands=None) -> Series:
    """Rows of (episode, session, scale, points or item points[, informant]); bands by episode, adult otherwise."""
    ids = list(dict.fromkeys(row[0] for row in rows))
    items = np.full((len(rows), MOST_ITEMS), MISSING, np.int16)
    totals = []
    for place, row in enumerate(rows):
        marks = row[3] if isinstance(row[3], (list, tuple)) else None
        if marks:
            assert len(marks) == len(scale(row[2]).items)
            items[place, : len(marks)] = [tenths(mark) for mark in marks]
        totals.append(sum(map(tenths, marks)) if marks else tenths(row[3]))
    return Series.of(
        Ratings(
            episode_ids=ids,
            age_band=np.array([AGE_BANDS.index((bands or {}).get(one, "adult")) for one in ids], np.int8),
            episode=np.array([ids.index(row[0]) for row in rows], np.int32),
            session=np.array([row[1] for row in rows], np.int32),
            scale=np.array([scale_code(row[2]) for row in rows], np.int8),
            informant=np.array([INFORMANTS.index(row[4] if len(row) > 4 else "client") for row in rows], np.int8),
            total=np.array(totals, np.int16),
            items=items,
        )
    )


def story(ors=(), srs=(), **more) -> list[tuple]:
    """Rows of one episode from its ratings in order; None where a rating was not given."""
    told = {"ors": ors, "srs": srs, **more}
    return [
        ("E", session, scale_id, points)
        for scale_id, ratings in told.items()
        for session, points in enumerate(ratings, start=1)
        if points is not None
    ]


def verdicts(rows, *, by="icce", curves=None, bands=None) -> Assessment:
    return assess(
        series_of(rows, bands=bands),
        policy(by) if isinstance(by, str) else by,
        curves or curve_set("simulated_reference"),
        rules(),
    )


def rule_ids(signals) -> set[str]:
    return {signal.rule.id for signal in signals}
