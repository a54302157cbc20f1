"""A made-up service's report: simulated clients, clinicians by number, twelve months."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import numpy as np

from fit.alerts import rules
from fit.assessment import assess
from fit.policies import policy
from fit.repair import PlanState
from fit.reports.service_report import MEASURES, AllianceTable, ServiceReport
from fit.series import Series
from fit.service.alliance_grid import SUMS, Cells, Period, alliance_grid
from fit.service.assessed import episodes_of
from fit.service.effect_sizes import Reference
from fit.service.episodes import Care, Episodes
from fit.service.published_grid import published_view
from fit.service.published_outcomes import published_service_outcomes
from fit.simulation import simulate_range
from fit.trajectory import curve_set

MONDAY = date(2025, 11, 3).toordinal()
WEEKS = 52


def some_episodes(count, clinicians, times=1, seed=5):
    """Simulated clients through the one engine, again and again, each time of other clients."""
    series = Series.of(simulate_range(0, count, seed=seed).ratings)
    assessment = assess(series, policy("icce"), curve_set("simulated_reference"), rules())
    chance, leading = np.random.default_rng(seed), series.leading_strands()
    care = Care(
        client=np.arange(count),
        clinician=chance.integers(0, clinicians, count),
        age_band=series.age_band[leading],
        ending=chance.choice([-1, 0, 1, 2], count, p=[0.2, 0.6, 0.16, 0.04]).astype(np.int8),
        sessions=assessment.sessions[leading],
        days=chance.integers(0, 300, count).astype(np.int32),
    )
    small = episodes_of(assessment, care)
    big = {one.name: np.tile(getattr(small, one.name), times) for one in fields(Episodes)}
    return Episodes(**big | {"client": np.arange(count * times)})


def some_cells(clinicians, sessions, seed=6):
    """Weekly sums of so many sessions, the more the higher the clinician's number."""
    chance = np.random.default_rng(seed)
    row, week = (one.ravel() for one in np.meshgrid(np.arange(clinicians), np.arange(WEEKS), indexing="ij"))
    weight = (row + 1) / (row + 1).sum()
    held = chance.poisson(sessions * weight)
    rated = chance.binomial(held, 0.9)
    sums = {name: chance.binomial(rated, 0.3) for name in SUMS} | {"sessions": held, "with_alliance": rated}
    followed = chance.binomial(sums["dips"], 0.8)
    tenths = rated * chance.integers(330, 390, rated.size)
    sums |= {"followed": followed, "repaired": chance.binomial(followed, 0.6)}
    sums |= {"sum_tenths": tenths, "sum_squares": tenths * 360}
    return Cells(row=row, week=MONDAY + 7 * week, clients=held, **sums)


def a_table(names, cells, team):
    grid = alliance_grid(cells, rows=len(names), period=Period.MONTH)
    views = {one: published_view(grid, one, team) for one in MEASURES}
    return AllianceTable(rows=tuple(names), periods=grid.periods, views=views)


def a_report(episodes, cells, clinicians, **chosen):
    """The report of these columns."""
    together = Cells(
        **{one.name: getattr(cells, one.name) for one in fields(Cells)} | {"row": np.zeros_like(cells.row)}
    )
    given = {
        "service": "Harbour Clinic",
        "names": True,
        "team": "",
        "month": date(2026, 10, 1),
        "made_on": date(2026, 11, 2),
        "outcomes": published_service_outcomes(episodes, Reference.of(episodes), 8.5, filters=0),
        "clinicians": a_table(
            [f"Clinician {one + 1:02d}" for one in range(clinicians)], cells, np.arange(clinicians) // 8
        ),
        "whole": a_table(["Everybody together"], together, np.zeros(1, np.int64)),
        "plans": {state: None if place % 3 == 0 else 5 * place for place, state in enumerate(PlanState)},
        "line": 36.0,
        "methods": "the policy ICCE",
        "path_is_simulated": False,
    }
    return ServiceReport(**given | chosen)
