"""What is printed of a figure is what is worked out for that reader, and never what is worked out for the other one."""

from __future__ import annotations

import re
from dataclasses import fields

import numpy as np
import pytest

from fit.errors import DefinitionError
from fit.service import suppression
from fit.service.alliance_grid import Measure
from fit.service.clinic_spread import Spread
from fit.service.definitions import Way, definition, definitions
from fit.service.effect_sizes import Reference
from fit.service.evidence import Counted, EffectSize, Mean, SessionShare, Share
from fit.service.explained import RULES, Explained, explained_exactly, explained_rounded
from fit.service.explained_grid import explained_cell
from fit.service.figure import NotAssessable
from fit.service.outcomes import evidence_of
from fit.service.suppression import published
from tests.fit.reports.services import some_episodes
from tests.fit.service.made_up import plain

EVERY = list(definitions())
TOLD_EXACTLY = {"clinicians_without_ratings"}
"""Staff, no clients."""
CLINICIANS_WORDS = ("Student's t", "very episodes", "independent sessions", "independent dips", "r the correlation")
"""Of the exact way alone."""


def parts(told):
    return {one.name: getattr(told, one.name) for one in fields(Explained) if one.name != "brief"}


@pytest.mark.parametrize("name", EVERY)
def test_every_figure_is_explained_to_both_readers(name):
    for told in (explained_exactly(name), explained_rounded(name)):
        assert all((told.formula, told.counted, told.interval, told.source))
        assert not re.search(r"docs/|`|\.py\b|\.toml\b", " ".join(parts(told).values()))


@pytest.mark.parametrize("name", [one for one in EVERY if one not in TOLD_EXACTLY])
def test_what_is_told_rounded_never_has_the_explanation_of_the_exact_figure(name):
    exact, rounded = explained_exactly(name), explained_rounded(name)
    assert rounded.rounding or definition(name).way is Way.MEDIAN
    assert "our own rule, decision 0015" in rounded.source
    assert not [word for word in CLINICIANS_WORDS if word in " ".join(parts(rounded).values())]
    if definition(name).way not in {Way.COUNT, Way.POOLED, Way.STAFF}:
        assert rounded.formula != exact.formula
        assert rounded.interval != exact.interval


def test_every_figure_is_worked_out_in_the_way_in_which_it_is_explained():
    found = evidence_of(plain(60), Reference.of(plain(60)))
    checked = {name for name, one in found.items() if not isinstance(one, NotAssessable)}
    for name in checked:
        published(found[name], name)
    assert {definition(name).way for name in checked} >= {Way.COUNT, Way.SHARE, Way.SESSION_SHARE, Way.MEAN}


@pytest.mark.parametrize(
    ("name", "evidence"),
    [
        ("reliably_better", Mean(values=np.ones(20), client=np.arange(20))),
        ("gain_mean", Share(hit=np.ones(20, bool), client=np.arange(20))),
        ("alliance_below_line", Share(hit=np.ones(20, bool), client=np.arange(20))),
        ("gain_mean", SessionShare(hits=np.ones(20), trials=np.ones(20), client=np.arange(20))),
        ("recovered", Counted(n=20)),
        ("relative_effect_size", EffectSize(intake=np.ones(20), gain=np.ones(20), client=np.arange(20))),
    ],
)
def test_a_figure_that_is_worked_out_otherwise_than_it_is_explained_is_not_told(name, evidence):
    with pytest.raises(DefinitionError, match="explained as"):
        published(evidence, name)


def numbers(said):
    return [float(one.replace("\N{MINUS SIGN}", "-")) for one in re.findall(r"\N{MINUS SIGN}?\d+(?:\.\d+)?", said)]


@pytest.mark.parametrize("name", [one for one in EVERY if definition(one).way in {Way.MEAN, Way.SESSION_SHARE}])
def test_a_mean_comes_out_the_same_from_the_numbers_in_its_explanation(name):
    """Worked out by hand with the place, bounds, multiple and SD that stand in the sentences, and no others."""
    meaning, told = definition(name), explained_rounded(name)
    is_share = meaning.way is Way.SESSION_SHARE
    scale = 100 if is_share else 1
    low, high = (one / scale for one in numbers(told.interval.split("no farther than ")[1]))
    centre = float(re.search(r"lies from (-?[\d.]+)", told.formula)[1]) / scale if "lies from" in told.formula else 0.0
    multiple = float(re.search(r"multiples of ([\d.]+)", told.rounding)[1])
    sd = float(re.search(r"fixed standard deviation of ([\d.]+)", told.interval)[1]) / scale
    chance = np.random.default_rng(3)
    if is_share:
        trials = chance.integers(1, 9, 133)
        hits = chance.binomial(trials, 0.4)
        evidence = SessionShare(hits=hits, trials=trials, client=np.arange(133))
        values = hits / trials
    else:
        values = chance.normal((low + high) / 2, (high - low) / 3, 1_003)
        evidence = Mean(values=values, client=np.arange(1_003))
    n = 5 * np.floor(values.size / 5 + 0.5)
    away = multiple * np.floor((np.clip(values, low, high) - centre).sum() / multiple + 0.5) / n
    rounding = multiple / 2 / (n - 2) + abs(away) * 2 / (n - 2)
    half = 1.959964 * sd / (n - 2) ** 0.5 + rounding
    shown = published(evidence, name)
    assert (shown.value, shown.n) == (pytest.approx(centre + away), n)
    assert shown.lower == pytest.approx(max(centre + away - half, low), abs=1e-6)
    assert shown.upper == pytest.approx(min(centre + away + half, high), abs=1e-6)


def test_a_share_has_the_interval_that_its_explanation_describes():
    told = explained_rounded("recovered").interval
    assert told in RULES["The rule for shares"]
    assert "lower end is that of 2 fewer among 2 more, its upper end that of 2 more among 2 fewer" in told
    shown = published(Share(hit=np.arange(123) < 41, client=np.arange(123)), "recovered")
    assert (shown.value, shown.n) == (40 / 125, 125)
    assert (shown.lower, shown.upper) == tuple(
        pytest.approx(float(one))
        for one in (suppression.wilson(38 / 127, 127)[0], suppression.wilson(42 / 123, 123)[1])
    )
    few = published(Share(hit=np.arange(123) < 3, client=np.arange(123)), "recovered")
    assert "that of 7 among 2 fewer" in told
    assert few.upper == pytest.approx(float(suppression.wilson(7 / 123, 123)[1]))


def test_the_explanation_of_an_effect_size_says_whose_spread_it_is_divided_by():
    for spread in Spread:
        said = explained_rounded("raw_effect_size", spread).formula
        assert f"first outcome ratings of {spread}, n - 1, rounded to the nearest 0.5 points" in said
    clinic = some_episodes(80, 3)
    once = clinic.intake[clinic.on_points & (clinic.ratings > 0)] / 10
    assert Spread.RATED.sd(clinic) == round(float(once.std(ddof=1)) * 2) / 2
    twice = clinic.intake[clinic.again] / 10
    assert Spread.REPORTED.sd(clinic) == round(float(twice.std(ddof=1)) * 2) / 2


@pytest.mark.parametrize("measure", list(Measure))
def test_every_cell_of_the_grid_is_explained_as_rounded_and_by_ratings_and_not_by_episodes(measure):
    told = explained_cell(measure)
    assert all(parts(told).values())
    assert "another number than the mean over episodes" in told.weighs
    assert ("multiples of 40 points" in told.rounding) is (measure is Measure.MEAN)


def test_in_a_list_that_says_the_rules_once_a_figure_has_the_numbers_of_its_rule():
    for name in EVERY:
        meaning, told = definition(name), explained_rounded(name)
        rule = RULE_OF.get(meaning.way)
        assert (f"By {rule}" in told.brief) is (rule is not None)
        assert bool(told.brief) is (rule is not None or meaning.way is Way.EFFECT_SIZE)
        if meaning.span and rule == "the rule for means":
            mine = {*numbers(told.interval), *numbers(told.rounding)} - {1.96, 2.0, 5.0, 8.0}
            assert mine <= {*numbers(told.brief.split("with: ")[1])}
    assert {f"The {rule[4:]}" for rule in RULE_OF.values()} == set(RULES)


RULE_OF = {
    Way.COUNT: "the rule for counts",
    Way.SHARE: "the rule for shares",
    Way.MEAN: "the rule for means",
    Way.SESSION_SHARE: "the rule for means",
}
