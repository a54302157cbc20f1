"""Figures of a service against a plain count, and on each side of every line."""

from __future__ import annotations

from itertools import pairwise
from statistics import mean, median, stdev

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from fit.change import CHANGES
from fit.errors import InputError
from fit.scales import AgeBand, Informant
from fit.service.assessed import episodes_of
from fit.service.effect_sizes import LEAST_CLOSED, Line, Reference
from fit.service.episodes import State
from fit.service.evidence import EffectSize
from fit.service.figure import Figure, NotAssessable
from fit.service.outcomes import evidence_of, outcomes, service_outcomes
from fit.trajectory import TRACKS
from tests.fit import plain as naive
from tests.fit.service.made_up import BANDS, care_of, episodes, plain, services, sessions_of
from tests.fit.stories import verdicts

NOTHING = Reference(lines={})


def figure(told, name, state=State.ALL):
    return service_outcomes(episodes(told), NOTHING)[state].figures[name]


def told(ors=(), srs=(), **facts):
    usual = {"client": 0, "clinician": 0, "band": "adult", "ending": -1, "unrated": 0, "days": -1}
    return {"ors": list(ors), "srs": list(srs)} | usual | facts


def given_in(ratings):
    return [one for one in ratings if one is not None]


# --- a second opinion, rating by rating, from the domain notes alone ---


def dips_in(srs):
    """Dips whose next three ratings are known, and those of them that came back, for histories without own ranges."""
    rated = given_in(srs)
    followed = repaired = 0
    for at, score in enumerate(rated[:-3]):
        below, dropped = score < 360, at > 0 and rated[at - 1] - score >= 10
        if below or dropped:
            line = 360 if below else rated[at - 1] - 9
            followed += 1
            repaired += any(later >= line for later in rated[at + 1 : at + 4])
    return followed, repaired


def counted(service, name):
    """(hits, of) or a list of values, in plain Python."""
    ors = [given_in(one["ors"]) for one in service]
    srs = [given_in(one["srs"]) for one in service]
    again = [scores for scores in ors if len(scores) > 1]
    changes = [
        naive.change_of(scores)
        for scores, one in zip(ors, service, strict=True)
        if one["band"] == "adult" and len(scores) > 1
    ]
    closed = [one for one in service if one["ending"] >= 0]
    if name in map(str, CHANGES):
        return changes.count(name), len(changes)
    return {
        "intake_mean": lambda: [scores[0] / 10 for scores in ors if scores],
        "latest_mean": lambda: [scores[-1] / 10 for scores in again],
        "gain_mean": lambda: [(scores[-1] - scores[0]) / 10 for scores in again],
        "alliance_first_mean": lambda: [scores[0] / 10 for scores in srs if scores],
        "alliance_last_mean": lambda: [scores[-1] / 10 for scores in srs if len(scores) > 1],
        "sessions_mean": lambda: [sessions_of(one) for one in service if sessions_of(one)],
        "days_mean": lambda: [one["days"] for one in service if one["days"] >= 0],
        "unplanned": lambda: (sum(one["ending"] == 1 for one in closed), len(closed)),
        "sessions_with_both": lambda: (
            sum(
                a is not None and b is not None for one in service for a, b in zip(one["ors"], one["srs"], strict=False)
            ),
            sum(map(sessions_of, service)),
        ),
        "alliance_below_line": lambda: (sum(score < 360 for one in srs for score in one), sum(map(len, srs))),
        "alliance_drops": lambda: (
            sum(a - b >= 10 for one in srs for a, b in pairwise(one)),
            sum(max(len(one) - 1, 0) for one in srs),
        ),
    }[name]()


SHARES = ("unplanned", "sessions_with_both", "alliance_below_line", "alliance_drops")
MEANS = (
    "intake_mean",
    "latest_mean",
    "gain_mean",
    "alliance_first_mean",
    "alliance_last_mean",
    "sessions_mean",
    "days_mean",
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(services())
def test_every_figure_equals_the_one_counted_rating_by_rating(service):
    adults = [one for one in service if one["band"] == "adult"]
    found, of_adults = (service_outcomes(episodes(some), NOTHING)[State.ALL].figures for some in (service, adults))
    for name in SHARES + tuple(str(change) for change in CHANGES[1:]):
        hits, n = counted(adults if name not in SHARES else service, name)
        one = of_adults[name] if name not in SHARES else found[name]
        assert one.n == n, name
        assert isinstance(one, NotAssessable) if not n else one.value == pytest.approx(hits / n), name
    for name in MEANS:
        values = counted(service, name)
        assert found[name].n == len(values), name
        assert not values or found[name].value == pytest.approx(mean(values)), name


@settings(max_examples=40, deadline=None)
@given(services())
def test_the_states_are_parts_of_the_whole(service):
    found = service_outcomes(episodes(service), NOTHING)
    count = {state: found[state].figures["episodes"].value for state in State}
    assert count[State.ALL] == count[State.OPEN] + count[State.CLOSED] == len(service)
    assert count[State.PLANNED] + count[State.UNPLANNED] <= count[State.CLOSED]
    assert found[State.ALL].figures["clients"].value == len({one["client"] for one in service})
    for band in BANDS:
        mine = [one for one in service if one["band"] == band]
        by_band = found[State.ALL].by_age_band[AgeBand(band)]
        assert by_band["clients"].value == len({one["client"] for one in mine})
        assert by_band["intake_mean"].n == sum(bool(given_in(one["ors"])) for one in mine)


# --- lines, below, at and above ---


@pytest.mark.parametrize(("marks", "hits"), [((361, 361), 0), ((360, 360), 0), ((359, 360), 1), ((359, 359), 2)])
def test_a_session_rating_is_below_the_line_only_below_36(marks, hits):
    assert figure([told(srs=marks)], "alliance_below_line").value == pytest.approx(hits / 2)


@pytest.mark.parametrize(("second", "share"), [(391, 0), (390, 1), (389, 1)])
def test_a_fall_of_one_point_is_a_fall(second, share):
    assert figure([told(srs=[400, second])], "alliance_drops").value == share


def test_the_first_rating_of_an_episode_cannot_have_fallen_and_is_not_counted():
    fallen = figure([told(srs=[400, 380, 380]), told(srs=[300])], "alliance_drops")
    assert (fallen.value, fallen.n) == (pytest.approx(1 / 2), 2)


@pytest.mark.parametrize(
    ("srs", "dips", "back", "undecided"),
    [
        ([380, 340, 350, 350], 0, 0, 3),
        ([380, 340, 350, 350, 359], 1, 0, 3),
        ([380, 340, 350, 350, 360], 1, 1, 2),
        ([380, 340, 370, 370, 370], 1, 1, 0),
        ([380, 340, 370], 0, 0, 1),
        ([380, 340, 350, 350, 359, 370], 2, 1, 2),
        ([400, 388, 388, 388, 391], 1, 1, 0),
        ([400, 388, 388, 388, 390], 1, 0, 0),
    ],
)
def test_a_dip_is_decided_when_three_more_ratings_are_known(srs, dips, back, undecided):
    service = [told(srs=srs)]
    assert dips_in(srs) == (dips, back)
    repaired = figure(service, "repaired")
    assert repaired.n == dips
    assert not dips or repaired.value == pytest.approx(back / dips)
    assert figure(service, "undecided_dips").value == undecided


def test_a_repair_that_came_quickly_does_not_count_before_its_time_is_over():
    quick, slow = told(srs=[380, 340, 380]), told(srs=[380, 340, 340, 340, 340])
    assert figure([quick, slow], "repaired").value == 0
    assert figure([told(srs=[380, 340, 380, 380, 380]), slow], "repaired").value == pytest.approx(1 / 2)


@pytest.mark.parametrize(
    ("change", "ors"),
    [
        ("unchanged", (200, 249)),
        ("recovered", (200, 250)),
        ("unchanged", (201, 250)),
        ("improved", (190, 249)),
        ("improved", (250, 300)),
        ("deteriorated", (200, 150)),
        ("harmed", (299, 249)),
        ("deteriorated", (300, 250)),
    ],
)
def test_each_episode_is_in_one_category(change, ors):
    found = outcomes(episodes([told(ors=ors)]), NOTHING).figures
    assert {str(one) for one in CHANGES[1:] if found[str(one)].value == 1} == {change}


def test_one_rating_is_no_change_and_nobody_is_no_zero():
    found = outcomes(episodes([told(ors=[200]), told()]), NOTHING).figures
    assert found["recovered"] == NotAssessable(reason="nobody to be counted")
    assert found["episodes"].value == 2
    assert found["intake_mean"] == Figure(definition="intake_mean", value=20.0, n=1)
    assert isinstance(found["alliance_below_line"], NotAssessable)
    assert isinstance(found["raw_effect_size"], NotAssessable)


@pytest.mark.parametrize(("second", "reached", "track"), [(247, 0, "amber"), (248, 1, "green"), (249, 1, "green")])
def test_the_sessions_target_is_reached_at_the_expected_score(second, reached, track):
    # hand_cubic.toml has its lines at the path itself, so that its zone and its target are one at each session.
    service = [told(ors=[200, second], ending=1)]
    columns = episodes(service)
    wanted = int(np.ceil(columns.expected[0] * 10 - 1e-6))
    service[0]["ors"][1] = wanted + second - 248
    columns = episodes(service)
    found = outcomes(columns, NOTHING).figures
    assert TRACKS[columns.track[0]] == track
    assert found["reached_session_target"].value == reached
    assert found["unplanned_in_green"].value == reached
    assert found["unplanned_out_of_green"].value == 1 - reached


def test_a_high_start_has_no_target_to_reach():
    found = outcomes(episodes([told(ors=[321, 330], ending=1)]), NOTHING).figures
    assert isinstance(found["reached_target"], NotAssessable)
    assert isinstance(found["reached_session_target"], NotAssessable)
    assert isinstance(found["unplanned_in_green"], NotAssessable)
    assert found["unplanned"].value == 1


def test_referrals_and_transfers_are_closed_but_neither_planned_nor_unplanned():
    service = [told(ending=ending) for ending in (-1, 0, 1, 1, 2, 3)]
    count = {state: figure(service, "episodes", state).value for state in State}
    assert count == {"all": 6, "open": 1, "closed": 5, "planned": 1, "unplanned": 2}
    assert figure(service, "unplanned").value == pytest.approx(2 / 5)


def test_caregivers_and_clients_are_counted_as_informants_and_the_client_speaks_for_the_episode():
    rows = [("A", 1, "ors", 20), ("A", 2, "ors", 26), ("A", 1, "ors", 5, "caregiver"), ("B", 1, "ors", 9, "caregiver")]
    service = [told(), told()]
    columns = episodes_of(verdicts(rows), care_of(service))
    found = outcomes(columns, NOTHING)
    assert {who: one.value for who, one in found.informants.items() if one.value} == {
        Informant.CLIENT: 1,
        Informant.CAREGIVER: 2,
    }
    assert columns.intake.tolist() == [200, 90]


def test_scales_with_other_points_are_not_mixed_into_means_of_points():
    rows = [("A", 1, "ors", 20), ("A", 2, "ors", 26), ("B", 1, "phq9", 20), ("B", 2, "phq9", 5)]
    found = outcomes(episodes_of(verdicts(rows), care_of([told(), told()])), NOTHING).figures
    assert (found["gain_mean"].n, found["gain_mean"].value) == (1, 6.0)
    assert found["recovered"].n == 2


def test_a_record_of_care_that_does_not_fit_is_refused():
    assessment = verdicts([("A", 1, "ors", 20)])
    with pytest.raises(InputError, match="2 episodes of care for 1 ids"):
        episodes_of(assessment, care_of([told(), told()]))


def test_a_record_that_knows_of_fewer_sessions_than_were_rated_gives_no_share_above_one():
    found = outcomes(plain(2, sessions=[1, 5], both=[3, 1]), NOTHING).figures["sessions_with_both"]
    assert (found.value, found.n) == (pytest.approx(4 / 8), 8)


# --- medians ---


def test_medians_and_means_of_sessions_and_days_are_told_apart():
    service = [told(unrated=n, days=days) for n, days in ((1, 7), (2, 14), (2, -1), (9, 400))]
    found = outcomes(episodes(service), NOTHING).figures
    assert found["sessions_median"].value == median([1, 2, 2, 9])
    assert found["sessions_mean"].value == mean([1, 2, 2, 9])
    assert (found["days_median"].value, found["days_median"].n) == (14, 3)


# --- effect sizes ---


def test_the_raw_effect_size_is_that_of_morris_2008_study_1_before_its_small_sample_factor():
    # Morris 2008 (data as reprinted on the metafor site): pre 30.6 (15.0), post 38.5, n 20, r .47.
    # Made to have just these statistics: two orthogonal unit vectors mixed.
    chance = np.random.default_rng(1).normal(size=(20, 3))
    base, *_ = np.linalg.qr(np.column_stack([np.ones(20), chance]))
    first, second = base[:, 1] * np.sqrt(19), base[:, 2] * np.sqrt(19)
    pre = 30.6 + 15.0 * first
    post = 38.5 + 11.6 * (0.47 * first + np.sqrt(1 - 0.47**2) * second)
    found = EffectSize(intake=pre, gain=post - pre, client=np.arange(20)).figure("raw_effect_size")
    assert found.value == pytest.approx(0.5267, abs=5e-5)  # (38.5 - 30.6) / 15.0
    # 2 (1 - .47) / 20 + .5267^2 / 40 = .059935; 1.96 sqrt = .4798
    assert (found.lower, found.upper) == (pytest.approx(0.0468, abs=2e-4), pytest.approx(1.0065, abs=2e-4))


def test_its_standard_deviation_is_that_of_the_first_ratings_counted_and_of_no_others():
    ors = [(100, 180), (200, 230), (300, 310), (50,)]
    found = figure([told(ors=one) for one in ors], "raw_effect_size")
    assert found.value == pytest.approx(mean([8, 3, 1]) / stdev([10, 20, 30]))


def clinic(chance, count=80, *, band=0, gain=0.0):
    intake = chance.integers(50, 250, count)
    latest = np.clip(intake + 160 - 0.5 * intake + gain + chance.normal(0, 50, count), 0, 400).astype(int)
    return plain(
        count,
        intake=intake,
        latest=latest,
        gain=latest - intake,
        ratings=2,
        on_points=True,
        clinical_at_intake=True,
        ending=0,
        age_band=band,
    )


def test_the_adjusted_effect_size_of_the_whole_clinic_is_its_raw_one():
    whole = clinic(np.random.default_rng(2))
    found = outcomes(whole, Reference.of(whole)).figures
    assert found["severity_adjusted_effect_size"].value == pytest.approx(found["raw_effect_size"].value)


def test_a_team_whose_clients_begin_low_is_not_made_better_by_it():
    whole = clinic(np.random.default_rng(4), 4_000)
    reference = Reference.of(whole)
    low, high = (outcomes(whole.where(mask), reference).figures for mask in (whole.intake < 100, whole.intake > 200))
    assert low["gain_mean"].value - high["gain_mean"].value > 5
    adjusted = [one["severity_adjusted_effect_size"].value for one in (low, high)]
    assert adjusted[0] == pytest.approx(adjusted[1], abs=0.15)


def test_a_team_that_really_does_better_is_seen_after_adjustment():
    whole = clinic(np.random.default_rng(5), 2_000)
    reference = Reference.of(whole)
    better = clinic(np.random.default_rng(6), 500, gain=40.0)
    line = reference.lines[AgeBand.ADULT]
    gained = (
        outcomes(better, reference).figures["severity_adjusted_effect_size"].value
        - outcomes(whole, reference).figures["severity_adjusted_effect_size"].value
    )
    assert gained == pytest.approx(4.0 / line.intake_sd, abs=0.15)


def test_the_line_is_that_of_least_squares():
    chance = np.random.default_rng(8)
    intake = chance.normal(18, 6, 50)
    gain = 15 - 0.4 * intake + chance.normal(0, 3, 50)
    line = Line.through(intake, gain)
    assert (line.per_point, line.at_zero) == pytest.approx(tuple(np.polyfit(intake, gain, 1)))


@pytest.mark.parametrize(
    ("count", "known"), [(LEAST_CLOSED - 1, False), (LEAST_CLOSED, True), (LEAST_CLOSED + 1, True)]
)
def test_a_line_through_fewer_than_thirty_closed_episodes_is_not_drawn(count, known):
    whole = clinic(np.random.default_rng(9), count, band=1)
    reference = Reference.of(whole)
    assert (AgeBand.ADOLESCENT in reference.lines) is known
    found = outcomes(whole, reference).figures["severity_adjusted_effect_size"]
    assert isinstance(found, Figure) is known
    assert known or "30 closed episodes" in found.reason


def test_clients_who_began_alike_from_the_first_score_give_no_line():
    assert Line.through(np.full(40, 12.0), np.arange(40.0)) is None


def test_the_relative_effect_size_is_the_distance_from_the_path_in_sds_of_the_norm():
    # 7.75 for adults and 7.25 for youth: docs/decisions/0007. A client without gain counts as any other.
    whole = plain(
        3,
        latest=[250, 200, 300],
        gain=[50, 0, 100],
        expected=[24.0, 22.5, np.nan],
        norm_sd=[7.75, 7.25, 7.75],
        ratings=2,
        on_points=True,
    )
    found = evidence_of(whole, NOTHING)["relative_effect_size"].figure("relative_effect_size")
    assert found.n == 2
    assert found.value == pytest.approx(mean([1 / 7.75, -2.5 / 7.25]))


def test_the_norm_comes_from_the_engine_even_where_nothing_changed():
    columns = episodes([told(ors=[200, 200]), told(ors=[200, 220], band="adolescent")])
    assert columns.norm_sd.tolist() == [7.75, 7.25]
