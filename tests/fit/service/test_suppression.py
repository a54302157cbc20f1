"""Attacks on what is shown to people who may not see the clients."""

from __future__ import annotations

from itertools import chain, product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from fit.service.definitions import Unit, definition, definitions
from fit.service.effect_sizes import Reference
from fit.service.evidence import Counted, EffectSize, Mean, Median, SessionShare, Share
from fit.service.figure import NotAssessable
from fit.service.outcomes import evidence_of
from fit.service.suppression import (
    LEAST_COUNT,
    MOST_FILTERS,
    TOO_ROUGH,
    Few,
    Rounded,
    Withheld,
    base_of,
    clinic_sd,
    published,
    round_counts,
    round_sums,
    with_company,
)
from tests.fit.service.made_up import plain

if TYPE_CHECKING:
    from fit.service.episodes import Episodes

SMALL = range(1, 5)
PLENTY = 200


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, None), (5, None), (7, None), (8, 10), (12, 10), (13, 15), (1_002, 1_000), (1_003, 1_005)],
)
def test_counts_are_rounded_to_the_nearest_five_and_say_nothing_below_eight(count, shown):
    found = published(Counted(n=count), "episodes")
    assert (found.value if isinstance(found, Rounded) else None) == shown


SHOWN = dict(enumerate(np.nan_to_num(round_counts(np.arange(PLENTY + 20)), nan=-1).tolist()))


def possible(shown):
    """Every true count that is shown so."""
    return {count for count, one in SHOWN.items() if one == shown}


def test_no_pair_of_counts_tells_that_a_small_group_lies_between_them():
    for count, small in product(range(PLENTY), SMALL):
        larger, smaller = possible(SHOWN[count + small]), possible(SHOWN[count])
        between = {a - b for a in larger for b in smaller if a >= b}
        assert small in between
        # It might as well be nobody, or a group that is large enough to be shown.
        assert 0 in between or any(one >= 5 for one in between)
        assert len(between) >= 3


def exactly_known(least, most=13):
    """Small counts that a total shown beside its two or three parts gives away, where `least` is the least one told."""

    def about(count):
        return -1 if count < least else (count + 2) // 5 * 5

    alike = {}
    for parts in chain(product(range(most), repeat=2), product(range(most), repeat=3)):
        alike.setdefault((about(sum(parts)), *map(about, parts)), []).append(parts)
    for shown, found in alike.items():
        for place in range(len(shown) - 1):
            if len({parts[place] for parts in found}) == 1 and 0 < found[0][place] < 5:
                yield found[0]


def test_no_total_with_its_parts_gives_a_small_part_away():
    assert [about_shown(8), about_shown(7)] == [10, -1]
    assert not list(exactly_known(least=8))


def test_with_counts_told_from_five_on_ten_of_two_small_parts_would_be_four_and_four():
    assert (4, 4) in exactly_known(least=5)
    assert (12, 12, 4) in exactly_known(least=5)


def about_shown(count):
    return SHOWN[count]


def test_a_rounding_to_even_numbers_would_not_have_passed():
    def coarse(count):
        return count // 2 * 2

    found = {
        a - b for a in range(30) for b in range(30) if a >= b and coarse(a) == coarse(15) and coarse(b) == coarse(12)
    }
    assert found <= set(SMALL)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ((30, 12, 7), ()),
        ((30, 12, 5), ()),  # five is no small group
        ((30, 12, 4), (1, 2)),  # the total less the others would give the four away
        ((30, 1, 1), (0, 1, 2)),  # a sum of two tells both
        ((30, 3, 2), (1, 2)),
        ((30, 0, 3), (0, 2)),
        ((0, 0, 0), ()),
    ],
)
def test_a_small_group_is_hidden_in_company(counts, hidden):
    assert np.flatnonzero(with_company(np.array(counts))).tolist() == list(hidden)


# --- every pair of filters on random services ---

DIMENSIONS = {"clinician": 3, "age_band": 3, "ending": 4}
WITH_PROGRAMMES = {"clinician": 3, "programme": 3, "ending": 4}
"""A clinician has clients in several programmes, so that these cut across everything else."""


@st.composite
def stores(draw):
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    count = draw(st.integers(1, 120))
    intake, latest = chance.integers(0, 401, (2, count))
    trials = chance.integers(0, 12, count)
    return plain(
        count,
        client=chance.integers(0, max(count * 3 // 4, 1), count),
        clinician=chance.choice(3, count, p=[0.6, 0.35, 0.05]),
        age_band=chance.choice(3, count, p=[0.8, 0.15, 0.05]),
        ending=chance.choice(4, count, p=[0.3, 0.5, 0.15, 0.05]) - 1,
        change=chance.integers(0, 6, count),
        intake=intake,
        latest=latest,
        gain=latest - intake,
        ratings=chance.integers(1, 3, count),
        on_points=True,
        alliance_first=chance.integers(300, 401, count),
        alliance_last=chance.integers(300, 401, count),
        alliance_ratings=trials,
        below_line=chance.binomial(trials, 0.3),
        sessions=trials + 1,
        days=chance.integers(-1, 900, count),
    )


def filters(dimensions, most=MOST_FILTERS):
    """Every filter that may be set: at most so many at once."""
    for chosen in product(*[[None, *range(size)] for size in dimensions.values()]):
        if sum(one is not None for one in chosen) <= most:
            yield chosen


def kept(episodes: Episodes, dimensions, chosen):
    mask = np.ones(episodes.count, bool)
    for name, value in zip(dimensions, chosen, strict=True):
        if value is not None:
            mask &= column(episodes, name) == value - (name == "ending")
    return mask


def column(episodes, name):
    """An episode's programme is no column of the figures: most are in the first, few in the last."""
    if name != "programme":
        return getattr(episodes, name)
    return np.array([0, 0, 0, 0, 1, 1, 2])[(episodes.client * 3 + episodes.intake) % 7]


COUNTS = ("episodes", "recovered", "unplanned")
MEANS = ("intake_mean", "latest_mean", "gain_mean", "alliance_first_mean", "sessions_mean", "days_mean")
SESSION_SHARES = ("alliance_below_line",)


def shown_counts(shown):
    """What an attacker reads off a figure: (how many, how many of them), rounded; None where it is not told."""
    if isinstance(shown, Rounded):
        return shown.n, round(shown.value * shown.n) if definition(shown.definition).unit is Unit.SHARE else None
    return (shown.n, -1) if isinstance(shown, Few) else (None, None)


def range_of(number):
    """Least and greatest true count behind a rounded one; -1 stands for "fewer than eight", None for "not told"."""
    if number is None:
        return 0, np.inf
    return (0, LEAST_COUNT - 1) if number == -1 else (number - 2, number + 2)


def undecided(larger, smaller):
    """That the difference of two rounded counts may as well be nobody, or a large group."""
    low, high = range_of(larger)[0] - range_of(smaller)[1], range_of(larger)[1] - range_of(smaller)[0]
    return low <= 0 or high >= 5


@pytest.mark.parametrize("dimensions", [DIMENSIONS, WITH_PROGRAMMES], ids=["age band", "programme"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(episodes=stores())
def test_no_pair_of_filters_gives_a_small_group_away(dimensions, episodes):
    masks = {chosen: kept(episodes, dimensions, chosen) for chosen in filters(dimensions)}
    evidence = {chosen: evidence_of(episodes.where(mask), Reference(lines={})) for chosen, mask in masks.items()}
    shown = {
        chosen: {name: published(found[name], name) for name in COUNTS + MEANS + SESSION_SHARES}
        for chosen, found in evidence.items()
    }
    for outer, inner in product(masks, repeat=2):
        between = masks[outer] & ~masks[inner]
        if (masks[inner] & ~masks[outer]).any() or not 1 <= between.sum() <= 4:
            continue
        for name in COUNTS:
            pairs = zip(shown_counts(shown[outer][name]), shown_counts(shown[inner][name]), strict=True)
            assert all(undecided(a, b) for a, b in pairs), (outer, inner, name)
        for name in MEANS + SESSION_SHARES:
            clients = told_of(evidence[outer][name]) - told_of(evidence[inner][name])
            room = room_left(shown[outer][name], shown[inner][name], name, clients)
            assert room >= (1 / 2 if clients < 2 else 1 / 6) - 1e-6, (outer, inner, name, clients)


def told_of(evidence):
    return evidence.values.size if isinstance(evidence, Mean) else np.count_nonzero(evidence.trials)


def room_left(outer, inner, name, clients=1):
    """Share of a definition's span in which the mean of so many between two filters may lie, by both means."""
    if not (isinstance(outer, Rounded) and isinstance(inner, Rounded) and clients):
        return 1.0
    span = definition(name).span
    if any(one.value in (span.low, span.high) for one in (outer, inner)):
        return 1.0  # cut off at an end: even less is told
    between = (outer.value - span.centre) * outer.n - (inner.value - span.centre) * inner.n
    base = base_of(definition(name), span)
    low, high = (max(span.low, min(span.high, span.centre + (between + end) / clients)) for end in (-base, base))
    return (high - low) / span.width


@pytest.mark.parametrize("name", [one.id for one in definitions().values() if one.span and one.unit is not Unit.SHARE])
def test_wherever_the_sum_of_the_others_lies_two_means_leave_half_of_the_span_open(name):
    """By enumeration, without the argument: which single values would have been shown just alike?"""
    meaning = definition(name)
    span, base = meaning.span, base_of(meaning, meaning.span)
    others = np.linspace(-1.5 * base, 1.5 * base, 240, endpoint=False)  # all sums that are shown as -1, 0 and 1 base
    values = np.linspace(span.low, span.high, 81)
    pairs = np.array(
        [[(round_sums(rest + one - span.centre, base), round_sums(rest, base)) for one in values] for rest in others]
    )
    alike = {}
    for place, one in product(range(len(others)), range(len(values))):
        alike.setdefault(tuple(pairs[place, one]), []).append(values[one])
    assert min(np.ptp(found) for found in alike.values()) >= 0.48 * span.width


def test_exact_means_would_have_failed_the_attack():
    before, after = np.array([20.0] * 30), np.array([20.0] * 30 + [3.0])
    assert after.mean() * 31 - before.mean() * 30 == pytest.approx(3.0)
    shown = [published(Mean(values=values, client=np.arange(values.size)), "intake_mean") for values in (after, before)]
    assert room_left(*shown, "intake_mean") >= 0.5


# --- all figures at once, by an integer solver ---


def shown_table(true, most):
    """Lower and upper bounds of every sum of cells that some filter shows, as an attacker knows them."""
    rows, low, high = [], [], []
    choices = [[None, *range(size)] for size in true.shape]
    choices[-1].append(slice(1, None))  # the last dimension is the state: "closed" stands for all but the first
    for chosen in product(*choices):
        if sum(one is not None for one in chosen) > most:
            continue
        mask = np.zeros(true.shape, bool)
        mask[tuple(slice(None) if one is None else one for one in chosen)] = True
        about = float(round_counts(true[mask].sum()))
        rows.append(mask.ravel().astype(float))
        ends = range_of(-1 if np.isnan(about) else int(about))
        low.append(ends[0])
        high.append(ends[1])
    return LinearConstraint(np.array(rows), low, high)


def solved(true, most):
    """How many small cells an integer solver finds exactly, and how many it knows to be small, of how many."""
    table, small = shown_table(true, most), np.flatnonzero((true.ravel() >= 1) & (true.ravel() <= 4))
    exactly = known = 0
    for cell in small:
        aim = np.zeros(true.size)
        aim[cell] = 1
        least, most_ = (
            round(
                sign * milp(sign * aim, constraints=table, integrality=np.ones(true.size), bounds=Bounds(0, np.inf)).fun
            )
            for sign in (1, -1)
        )
        exactly += least == most_
        known += least >= 1 and most_ <= 4
    return exactly, known, small.size


def made_up_table(seed, shape):
    return np.random.default_rng(seed).negative_binomial(1, 0.2, shape)


@pytest.mark.parametrize("seed", range(3))
def test_an_integer_solver_given_every_count_finds_no_small_cell(seed):
    exactly, _, small = solved(made_up_table(seed, (4, 3, 4)), MOST_FILTERS)
    assert small > 5
    assert exactly == 0


def test_with_two_filters_at_once_it_does_not_even_know_that_a_cell_is_small():
    assert solved(made_up_table(0, (4, 3, 4)), 2)[:2] == (0, 0)


def test_four_filters_at_once_would_be_too_many():
    _, known, small = solved(made_up_table(0, (3, 3, 2, 4)), 4)
    assert MOST_FILTERS < 4
    assert small / 10 < known


# --- what is withheld, and what is still told ---


def share(hits, n, clients=None):
    return published(Share(hit=np.arange(n) < hits, client=np.arange(n) % (clients or n)), "recovered")


@pytest.mark.parametrize(("n", "shown"), [(7, False), (8, True), (9, True)])
def test_a_share_of_fewer_than_eight_is_withheld(n, shown):
    assert isinstance(share(n, n), Withheld) is not shown


@pytest.mark.parametrize(("clients", "shown"), [(4, False), (5, True)])
def test_many_episodes_of_few_clients_are_withheld(clients, shown):
    assert isinstance(share(20, 40, clients), Withheld) is not shown
    mean = published(Mean(values=np.full(40, 20.0), client=np.arange(40) % clients), "intake_mean")
    assert isinstance(mean, Withheld) is not shown


def test_a_count_of_many_episodes_or_dips_of_few_clients_is_withheld_as_a_small_count_is():
    for name in ("episodes", "undecided_dips"):
        few = published(Counted(n=30, client=np.arange(30) % 4), name)
        assert few == published(Counted(n=7), name)
        assert published(Counted(n=30, client=np.arange(30) % 5), name).value == 30


@pytest.mark.parametrize(("hits", "few"), [(0, True), (7, True), (8, False)])
def test_a_few_of_many_are_told_as_fewer_than_eight(hits, few):
    found = share(hits, 100)
    assert isinstance(found, Few) is few
    assert found.n == 100
    assert 0.13 < found.upper < 0.22


@settings(deadline=None)
@given(st.integers(8, 300), st.data())
def test_the_wider_interval_holds_the_one_that_was_not_rounded(n, data):
    hits = data.draw(st.integers(0, n))
    evidence = Share(hit=np.arange(n) < hits, client=np.arange(n))
    exact, shown = evidence.figure("recovered"), published(evidence, "recovered")
    assert shown.upper >= exact.upper - 1e-12
    assert isinstance(shown, Few) or shown.lower <= exact.lower + 1e-12


@settings(deadline=None)
@given(st.integers(8, 200), st.integers(0, 2**32))
def test_a_rounded_mean_lies_no_further_from_the_true_one_than_its_interval_says(n, seed):
    values = np.random.default_rng(seed).uniform(10, 30, n)
    shown = published(Mean(values=values, client=np.arange(n)), "intake_mean")
    if n >= 23:
        assert shown != TOO_ROUGH
    if shown == TOO_ROUGH:
        return
    assert shown.lower <= values.mean() <= shown.upper
    assert abs(shown.value - values.mean()) <= 9 / 4 + 1e-9  # a quarter of the usual SD of first ratings
    assert (
        abs(shown.value - values.mean())
        <= 20 / max(shown.n - 2, 5) + abs(shown.value - 20) * 2 / max(shown.n - 2, 5) + 1e-9
    )


def test_means_of_ten_are_too_few_to_say_and_do_not_contradict_the_whole():
    """Once: mean sessions of all 4, of the ten closed ones 8; a gain of 0 between -11 and 11."""
    few, many = np.full(10, 4), np.full(110, 4)
    assert published(Mean(values=few, client=np.arange(10)), "sessions_mean") == TOO_ROUGH
    assert published(Mean(values=few, client=np.arange(10)), "gain_mean") == TOO_ROUGH
    assert published(Mean(values=many, client=np.arange(110)), "sessions_mean").value == pytest.approx(4, abs=0.5)


def test_values_beyond_the_span_count_as_its_ends():
    days = np.array([90.0] * 99 + [100_000.0])
    shown = published(Mean(values=days, client=np.arange(100)), "days_mean")
    assert shown.value <= 90 + 730 / 100 * 2


def test_a_median_is_withheld_because_it_is_somebodys_own_value():
    assert "one client's own" in published(Median(values=np.arange(50)), "days_median").reason


def test_long_episodes_count_as_short_ones_where_clients_may_not_be_seen():
    hits, trials = np.array([0] * 49 + [100]), np.array([1] * 49 + [100])
    evidence = SessionShare(hits=hits, trials=trials, client=np.arange(50))
    assert evidence.figure("alliance_below_line").value > 0.6
    assert published(evidence, "alliance_below_line").value < 0.3


def test_an_effect_size_is_told_in_standard_deviations_of_the_whole_clinic_or_not_at_all():
    gain = np.full(100, 8.0)
    evidence = EffectSize(intake=np.arange(100.0) / 3, gain=gain, client=np.arange(100))
    assert isinstance(published(evidence, "raw_effect_size"), Withheld)
    found = published(evidence, "raw_effect_size", clinic_sd=8.0)
    assert found.value == pytest.approx(1.0)
    assert found.lower < 1.0 < found.upper


@pytest.mark.parametrize(("sd", "told"), [(7.74, 7.5), (7.76, 8.0), (0.1, 0.5)])
def test_the_clinics_own_sd_is_told_in_half_points(sd, told):
    intake = np.tile([20 - sd, 20 + sd], 500)
    assert clinic_sd(intake) == told


def test_ten_first_ratings_are_the_fewest_for_an_sd():
    assert clinic_sd(np.arange(9.0)) is None
    assert clinic_sd(np.arange(10.0)) == 3.0


def test_what_cannot_be_assessed_says_why_to_everybody():
    told = published(NotAssessable(reason="nobody to be counted", n=3), "recovered")
    assert told == NotAssessable(reason="nobody to be counted"), "an exact number of few would stand beside it"


def test_every_mean_can_be_shown_rounded_or_is_withheld_with_a_reason():
    chance = np.random.default_rng(1)
    known = plain(
        300,
        client=np.arange(300),
        intake=chance.integers(0, 400, 300),
        gain=chance.integers(-100, 100, 300),
        ratings=2,
        on_points=True,
        days=90,
        sessions=8,
    )
    for name, evidence in evidence_of(known, Reference(lines={})).items():
        shown = published(evidence, name, clinic_sd=9.0)
        assert isinstance(shown, Rounded | Few | NotAssessable) or shown.reason, name


def test_the_same_selection_is_always_shown_alike():
    chance = np.random.default_rng(2)
    values = chance.uniform(0, 40, 77)
    shown = [
        published(Mean(values=values[order], client=order), "intake_mean")
        for order in (np.arange(77), chance.permutation(77))
    ]
    assert shown[0].value == pytest.approx(shown[1].value)


def test_the_interval_of_a_rounded_mean_holds_what_rounding_may_have_done():
    shown = published(Mean(values=np.full(25, 20.0), client=np.arange(25)), "intake_mean")
    # The span of the ORS: SD 9, base 40, and 25 may be 23: 1.96 x 9 / sqrt(23) + 20 / 23
    assert (shown.lower, shown.upper) == (pytest.approx(20 - 4.548, abs=1e-3), pytest.approx(20 + 4.548, abs=1e-3))
