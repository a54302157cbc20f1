"""What became of ruptures, as shares with intervals, and what is withheld because it is about too few.

Intervals come from Newcombe 1998, Stat. Med. 17, table I (method 3: Wilson without continuity correction), from
statsmodels, and from the printed table of order statistics for the median (Conover 1999).
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from statsmodels.stats.proportion import proportion_confint

from fit.errors import InputError
from fit.ratings import Ending
from fit.service.repairs import Median, Share, figures_of, published_repairs, withhold_small
from fit.service.ruptures import Answer, Reading, Rupture


def rupture(episode, answer=Answer.REPAIRED, after=None, **more):
    known = {"talked": False, "reading": Reading(), "ending": None, "is_last_of_episode": True} | more
    steps = after or (1 if answer is Answer.REPAIRED else None)
    return Rupture(episode_id=str(episode), first=2, last=2, answer=answer, repaired_after=steps, **known)


def several(count, start=0, answer=Answer.REPAIRED, **more):
    return [rupture(start + place, answer, **more) for place in range(count)]


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_of_a_share_is_the_one_of_newcombes_table(part, whole, low, high):
    assert Share(part=part, whole=whole, episodes=whole).interval == pytest.approx((low, high), abs=0.00005)


@pytest.mark.parametrize(("part", "whole"), [(7, 11), (1, 1), (0, 3), (52, 61)])
def test_the_interval_of_a_share_is_the_one_of_statsmodels(part, whole):
    expected = proportion_confint(part, whole, alpha=0.05, method="wilson")
    assert Share(part=part, whole=whole, episodes=1).interval == pytest.approx(expected)


def test_nothing_of_nothing_is_not_zero():
    none = Share(part=0, whole=0, episodes=0)
    assert (none.value, none.interval) == (None, None)


@pytest.mark.parametrize(("part", "whole", "episodes"), [(3, 2, 2), (-1, 2, 2), (1, 2, 3)])
def test_what_is_no_share_is_not_built(part, whole, episodes):
    with pytest.raises(InputError, match="no share"):
        Share(part=part, whole=whole, episodes=episodes)


@pytest.mark.parametrize(
    ("count", "ranks"),
    # ranks of the 95 percent interval of the median, from the table: none below six
    [(5, None), (6, (1, 6)), (9, (2, 8)), (10, (2, 9)), (12, (3, 10)), (20, (6, 15)), (25, (8, 18))],
)
def test_the_interval_of_a_median_lies_between_the_ranks_of_the_table(count, ranks):
    assert Median(values=tuple(range(1, count + 1))).interval == ranks


@pytest.mark.parametrize(("values", "middle"), [((1, 1, 3), 1.0), ((1, 2), 1.5), ((1, 1, 2, 3, 3, 3), 2.5)])
def test_the_median_is_the_middle_one_or_between_the_two_in_the_middle(values, middle):
    assert Median(values=values).value == middle


def test_what_is_too_early_or_unknown_is_counted_and_is_in_no_share_of_repairs():
    every = [
        *several(3, talked=True),
        *several(1, 10, Answer.NOT_REPAIRED, talked=True),
        *several(2, 20, Answer.NOT_REPAIRED),
        *several(2, 30, Answer.TOO_EARLY, after=1),
        *several(1, 40, Answer.UNKNOWN, talked=True),
        *several(2, 50, Answer.NOT_REPAIRED, talked=None),
    ]
    told = figures_of(every)
    assert (told.found, told.too_early, told.unknown) == (11, 2, 1)
    assert (told.talked.part, told.talked.whole) == (5, 9)
    assert (told.repaired.part, told.repaired.whole) == (3, 8)
    assert (told.repaired_after_talk.part, told.repaired_after_talk.whole) == (3, 4)
    assert (told.repaired_without_talk.part, told.repaired_without_talk.whole) == (0, 2)
    assert told.sessions_to_repair.values == (1, 1, 1)


def test_two_ruptures_of_one_episode_are_two_ruptures_and_one_episode():
    told = figures_of([rupture("A"), rupture("A", Answer.NOT_REPAIRED), rupture("B")])
    assert (told.repaired.part, told.repaired.whole, told.repaired.episodes) == (2, 3, 2)


def test_sessions_to_repair_are_those_of_decided_repairs_in_order():
    steps = [rupture("A", after=3), rupture("B", after=1), rupture("C", Answer.TOO_EARLY, after=1)]
    assert figures_of(steps).sessions_to_repair.values == (1, 3)
    assert figures_of(several(2, answer=Answer.NOT_REPAIRED)).sessions_to_repair is None


def test_endings_are_told_once_an_episode_by_its_last_rupture_and_only_where_known():
    gone = {"ending": Ending.UNPLANNED}
    every = [
        rupture("A", Answer.NOT_REPAIRED, is_last_of_episode=False, **gone),
        rupture("A", Answer.REPAIRED, **gone),
        rupture("B", Answer.REPAIRED, ending=Ending.PLANNED),
        rupture("C", Answer.NOT_REPAIRED, **gone),
        rupture("D", Answer.UNKNOWN, **gone),
        rupture("E", Answer.NOT_REPAIRED, ending=Ending.REFERRED),
        rupture("F", Answer.REPAIRED),
    ]
    told = {answer: (share.part, share.whole) for answer, share in figures_of(every).ended.items()}
    assert told == {Answer.REPAIRED: (1, 2), Answer.NOT_REPAIRED: (1, 2), Answer.UNKNOWN: (1, 1)}


def test_by_kind_and_dimension_only_where_a_plan_says_so_with_what_is_not_said():
    assert figures_of(several(3)).by_kind == {}
    breach = Reading(kind="withdrawal", dimension="breach")
    every = [rupture("A", reading=breach), rupture("B", Answer.NOT_REPAIRED, reading=breach), rupture("C")]
    told = figures_of(every)
    assert {name: (one.part, one.whole) for name, one in told.by_kind.items()} == {"": (1, 1), "withdrawal": (1, 2)}
    assert {name: (one.part, one.whole) for name, one in told.by_dimension.items()} == {"": (1, 1), "breach": (1, 2)}


# -- what is withheld ---------------------------------------------------------


@pytest.mark.parametrize(
    ("yes", "no", "shown"), [(4, 6, False), (5, 5, True), (6, 4, False), (0, 5, True), (0, 4, False)]
)
def test_a_share_is_withheld_when_it_or_its_rest_is_about_one_to_four(yes, no, shown):
    every = [*several(yes), *several(no, 50, Answer.NOT_REPAIRED)]
    assert (withhold_small(figures_of(every), 5).repaired is not None) is shown


@pytest.mark.parametrize(("clients", "shown"), [(4, False), (5, True)])
def test_many_ruptures_of_few_clients_are_withheld_too(clients, shown):
    every = [rupture(place % clients) for place in range(20)]
    assert (withhold_small(figures_of(every), 5).repaired is not None) is shown


@pytest.mark.parametrize(
    ("early", "unknown", "shown"), [(0, 0, True), (4, 0, False), (2, 2, False), (5, 0, True), (5, 5, True)]
)
def test_the_number_found_is_withheld_when_it_would_give_a_small_rest_away(early, unknown, shown):
    every = [*several(10), *several(early, 50, Answer.TOO_EARLY), *several(unknown, 60, Answer.UNKNOWN)]
    told = withhold_small(figures_of(every), 5)
    assert [told.found, told.too_early, told.unknown] == (
        [10 + early + unknown, early, unknown] if shown else [None] * 3
    )
    assert (told.talked is not None) is shown
    assert told.repaired is not None


@pytest.mark.parametrize(("untalked", "shown"), [(4, False), (5, True)])
def test_where_one_of_two_parts_is_small_the_other_is_withheld_too(untalked, shown):
    told = withhold_small(figures_of([*several(9, talked=True), *several(untalked, 50)]), 5)
    assert told.repaired is not None
    assert (told.repaired_after_talk is not None) is (told.repaired_without_talk is not None) is shown


@pytest.mark.parametrize(("never_asked", "shown"), [(0, True), (4, False), (5, True)])
def test_what_nobody_was_asked_about_does_not_give_itself_away(never_asked, shown):
    every = [*several(9, talked=True), *several(6, 50), *several(never_asked, 80, talked=None)]
    told = withhold_small(figures_of(every), 5)
    assert told.repaired is not None
    assert (told.talked is not None) is (told.repaired_without_talk is not None) is shown


def test_a_reading_that_few_share_withholds_all_readings():
    kinds = {"withdrawal": 5, "confrontation": 4, "": 6}
    every = [
        rupture(f"{kind}{place}", reading=Reading(kind=kind)) for kind, count in kinds.items() for place in range(count)
    ]
    told = withhold_small(figures_of(every), 5)
    assert (told.by_kind, told.by_dimension) == (None, {})
    more = [*every, rupture("one more", reading=Reading(kind="confrontation"))]
    assert set(withhold_small(figures_of(more), 5).by_kind) == {"", "confrontation", "withdrawal"}


def test_the_median_goes_with_the_share_that_it_is_about():
    assert withhold_small(figures_of(several(5)), 5).sessions_to_repair.values == (1,) * 5
    assert withhold_small(figures_of(several(4)), 5).sessions_to_repair is None


def test_endings_about_few_are_withheld_one_by_one():
    gone = {"ending": Ending.UNPLANNED}
    every = [*several(5, **gone), *several(4, 50, Answer.NOT_REPAIRED, **gone)]
    told = withhold_small(figures_of(every), 5).ended
    assert told[Answer.REPAIRED] == Share(part=5, whole=5, episodes=5)
    assert told[Answer.NOT_REPAIRED] is None
    assert told[Answer.UNKNOWN] == Share(part=0, whole=0, episodes=0)


def test_withholding_twice_withholds_no_more():
    once = withhold_small(figures_of([*several(9), *several(5, 50, Answer.NOT_REPAIRED)]), 5)
    assert withhold_small(once, 5) == once
    assert withhold_small(replace(once, found=None), 5).found is None


@pytest.mark.parametrize(
    ("yes", "no", "part", "whole"), [(7, 20, None, None), (8, 5, 10, 15), (12, 11, 10, 25), (13, 9, 15, 20)]
)
def test_a_director_is_told_counts_rounded_to_five_and_none_below_eight(yes, no, part, whole):
    exact = figures_of([*several(yes), *several(no, 50, Answer.NOT_REPAIRED)])
    told = published_repairs(exact)
    about = told.repaired
    assert (about and about.part, about and about.whole) == (part, whole)
    assert (told.found, told.too_early, told.sessions_to_repair) == ((yes + no + 2) // 5 * 5, None, None)
    if about is not None:
        low, high = proportion_confint(yes, yes + no, alpha=0.05, method="wilson")
        assert about.interval[0] - 1e-9 <= low < high <= about.interval[1] + 1e-9


def test_that_a_clinic_has_no_rupture_at_all_is_told():
    assert published_repairs(figures_of([])).found == 0
    assert published_repairs(figures_of(several(3))).found is None
