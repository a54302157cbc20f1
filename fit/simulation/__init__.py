"""Made-up clients whose ratings behave like published ones, with the truth behind them. Nobody in it is real.

The numbers are in population.toml: published targets with their sources, and our own that meet them.
"""

from fit.simulation._cohort import BLOCK, Cohort, simulate, simulate_range
from fit.simulation._population import Population, Target, population
from fit.simulation._truth import ENDINGS, REASONS, LeavingReason, Ruptures, Truth

__all__ = [
    "BLOCK",
    "ENDINGS",
    "REASONS",
    "Cohort",
    "LeavingReason",
    "Population",
    "Ruptures",
    "Target",
    "Truth",
    "population",
    "simulate",
    "simulate_range",
]
