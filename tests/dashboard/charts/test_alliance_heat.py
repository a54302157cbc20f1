"""The picture of the alliance grid: its colours for every eye, its line, and what is drawn where little is known."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from dashboard.alliance_words import cell_said, grid_in_words
from dashboard.charts.alliance_heat import alliance_heat, classes_of
from dashboard.charts.palette import DARK, LIGHT
from fit.casework.views import AllianceGrid, CellState, DrillDown, GridRow, GridRows
from fit.scales import Score
from fit.service.alliance_grid import GridView, Measure, Period
from fit.service.grid_order import Order
from tests.dashboard.charts.seeing import SIGHT, contrast, distance

APART, TEXT = 9.5, 4.5
SCREENS = [(LIGHT, False), (DARK, True)]


def grid(values, states, *, measure=Measure.MEAN, n=20, exact=True, period=Period.MONTH):
    """One row of these values, from January 2026 on."""
    value = np.array([values], np.float64)
    half = 0.5 if measure is Measure.MEAN else 0.1
    view = GridView(
        measure=measure,
        value=value,
        n=np.full(value.shape, n, np.int64),
        lower=value - half,
        upper=value + half,
        uncertain=value > 99,
        least=value.copy(),
        most=value.copy(),
    )
    return AllianceGrid(
        measure=measure,
        by=GridRows.CLINICIANS,
        period=period,
        order=Order.NAME,
        team=None,
        rows=(GridRow(key="x", name="Clinician One", team="Team A", sessions=n),),
        periods=tuple(date(2026, 1 + place, 1) for place in range(len(values))),
        view=view,
        states=(tuple(states),),
        exact=exact,
        drill_down=DrillDown.NO_FURTHER,
        cutoff=Score(360),
        repair_ratings=3,
        as_of=date(2026, 12, 1),
    )


def shown(*values, **more):
    return grid(values, [CellState.SHOWN] * len(values), **more)


def drawn(one, column):
    """The class that a cell of the only row is drawn with."""
    heat = alliance_heat(one, LIGHT, dark=False)
    key = next(key for key, places in heat.places.items() if (0, column) in places)
    return next(each for each in classes_of(one, LIGHT, dark=False) if each.key == key)


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize(("palette", "dark"), SCREENS, ids=["light", "dark"])
@pytest.mark.parametrize("measure", [Measure.MEAN, Measure.BELOW_LINE])
def test_neighbouring_colours_and_both_sides_of_the_line_are_apart_whoever_looks(measure, palette, dark, sight):
    fills = [one.fill for one in classes_of(shown(36.0, measure=measure), palette, dark=dark) if one.is_colour]
    assert len(fills) == 6
    for one, other in pairwise(fills):
        assert distance(one, other, sight) >= APART, (one, other)
    if measure is Measure.MEAN:
        for low, high in [(low, high) for low in fills[:3] for high in fills[3:]]:
            assert distance(low, high, sight) >= APART, (low, high)


@pytest.mark.parametrize(("palette", "dark"), SCREENS, ids=["light", "dark"])
def test_figures_are_read_on_every_colour(palette, dark):
    for measure in (Measure.MEAN, Measure.REPAIRED):
        series = alliance_heat(shown(36.0, measure=measure), palette, dark=dark).option["series"]
        for one in series:
            assert contrast(one["label"]["color"], one["itemStyle"]["color"]) >= TEXT, one["id"]


@pytest.mark.parametrize(
    ("mean", "lower", "upper", "state", "sure", "marked"),
    [
        (33.3, 31.9, 34.7, CellState.SHOWN, True, True),
        (33.3, 31.9, 36.0, CellState.SHOWN, False, True),
        (33.3, 31.9, 34.7, CellState.UNCERTAIN, False, True),
        (37.0, 36.0, 38.0, CellState.SHOWN, True, False),
        (37.0, 35.9, 38.1, CellState.SHOWN, False, False),
        (40.0, np.nan, np.nan, CellState.UNCERTAIN, False, False),
    ],
)
def test_solid_colour_needs_an_interval_on_one_side_of_the_line_and_low_looks_low(
    mean, lower, upper, state, sure, marked
):
    one = grid([mean], [state])
    one.view.lower[0, 0], one.view.upper[0, 0] = lower, upper
    found = drawn(one, 0)
    assert (found.is_colour, found.hatched, bool(found.mark)) == (sure, not sure, marked)
    assert ("ncertain" in cell_said(one, 0, 0)) is not sure


def rounded(least, most, *, n=20, state=CellState.SHOWN):
    """A director's mean, of which rounding leaves so much open."""
    one = grid([(least + most) / 2], [state], n=n, exact=False)
    one.view.least[0, 0], one.view.most[0, 0] = least, most
    one.view.lower[0, 0], one.view.upper[0, 0] = least - 1, most + 1
    return one


@pytest.mark.parametrize(
    ("least", "most", "n", "key", "figure"),
    [
        (35.7, 36.3, 90, "about", "36.0"),  # a mean of 35.7 was called on or above the line
        (37.5, 40.0, 10, "few", "37 to 40"),  # a mean of 38.8 was called 40.0
        (39.8, 40.0, 200, "few", "39 to 40"),
        (33.1, 35.9, 40, "few-low", "33 to 36"),
        (34.2, 36.0, 40, "about", "34 to 36"),
        (36.0, 37.1, 75, "few", "36 to 38"),
        (36.1, 36.9, 80, "few", "36.5"),
    ],
)
def test_rounding_claims_no_side_of_the_line_and_no_number_that_it_does_not_leave(least, most, n, key, figure):
    one = rounded(least, most, n=n, state=CellState.UNCERTAIN)
    found = drawn(one, 0)
    assert (found.key, found.is_colour) == (key, False)
    series = next(part for part in alliance_heat(one, LIGHT, dark=False).option["series"] if part["data"])
    assert series["data"][0][5] == figure.replace(" to ", "\N{EN DASH}"), "short, for a narrow cell"
    said = cell_said(one, 0, 0)
    assert figure in said
    assert ("on which side" in said) is (key == "about")
    assert not (key == "about" and found.mark)


@pytest.mark.parametrize(
    ("least", "most", "key", "figure"),
    [
        (37.2, 39.9, "c3", "37 to 40"),
        (38.0, 39.0, "c4", "38 to 39"),
        (38.3, 39.9, "c4", "38 to 40"),  # its middle, 39.1, had the deepest colour
        (38.1, 39.6, "c4", "38 to 40"),  # and this one, which says the same, another
        (39.2, 40.0, "c5", "39 to 40"),
        (33.2, 35.1, "c2", "33 to 36"),
        (32.6, 33.7, "c1", "32 to 34"),
        (31.6, 32.9, "c1", "31 to 33"),
        (30.4, 31.8, "c0", "30 to 32"),
    ],
)
def test_a_range_has_the_colour_that_all_of_it_bears_out(least, most, key, figure):
    one = rounded(least, most)
    one.view.lower[0, 0], one.view.upper[0, 0] = (36.1, 40.0) if least > 36 else (29.0, 35.9)
    found = drawn(one, 0)
    assert (found.key, found.is_colour) == (key, True)
    assert figure in cell_said(one, 0, 0)


@pytest.mark.parametrize(
    ("mean", "said"),
    [(35.94, "35.9,"), (35.95, "35.95,"), (35.96, "35.96,"), (35.998, "35.99,"), (36.0, "36.0,"), (36.04, "36.0,")],
)
def test_a_mean_just_below_the_line_is_not_written_as_if_it_lay_on_it(mean, said):
    assert cell_said(shown(mean), 0, 0).startswith(said)


def test_an_uncertain_low_cell_does_not_look_like_an_uncertain_high_one():
    low, high = (drawn(grid([mean], [CellState.UNCERTAIN]), 0) for mean in (33.3, 40.0))
    assert low.fill not in {high.fill, LIGHT.ground}
    assert distance(low.fill, high.fill, "everybody") >= APART


@pytest.mark.parametrize(
    ("mean", "said", "marked"),
    [
        (32.9, "below 33.0", True),
        (33.0, "33.0 to 34.5", True),
        (35.9, "34.5 to 36.0", True),
        (36.0, "36.0 to 37.5", False),
        (36.1, "36.0 to 37.5", False),
        (39.0, "39.0 and more", False),
    ],
)
def test_the_scale_is_centred_on_the_line_and_what_lies_below_bears_a_mark(mean, said, marked):
    one = shown(mean)
    one.view.lower[0, 0] = one.view.upper[0, 0] = mean
    found = drawn(one, 0)
    assert (found.said, bool(found.mark)) == (said, marked)


def test_few_are_hatched_and_not_coloured_withheld_ones_are_marked_and_nothing_is_nothing():
    states = [CellState.UNCERTAIN, CellState.FEW_CLIENTS, CellState.IN_COMPANY, CellState.FEW_HITS, CellState.NOTHING]
    one = grid([30.0, np.nan, np.nan, np.nan, np.nan], states)
    hatched, few, company, hits = (drawn(one, column) for column in range(4))
    assert (hatched.hatched, hatched.is_colour, hatched.mark) == (True, False, "\N{BLACK DOWN-POINTING TRIANGLE}")
    assert few.key == company.key == "withheld"
    assert hits.mark == "<"
    heat = alliance_heat(one, LIGHT, dark=False)
    assert not any((0, 4) in places for places in heat.places.values())
    assert next(part for part in heat.option["series"] if part["id"] == "few-low")["itemStyle"]["decal"]


def test_a_rectangle_leads_back_to_its_cell_and_one_that_is_gone_to_none():
    heat = alliance_heat(shown(30.0, 38.0, 30.0), LIGHT, dark=False)
    assert [heat.place("c0", 0), heat.place("c0", 1), heat.place("c4", 0)] == [(0, 0), (0, 2), (0, 1)]
    assert heat.place("c0", 2) is heat.place("nothing", 0) is None


def test_every_series_can_be_tapped_and_carries_its_words():
    series = alliance_heat(shown(34.2), LIGHT, dark=False).option["series"]
    assert {one["selectedMode"] for one in series} == {"single"}
    rectangle = next(one["data"][0] for one in series if one["data"])
    assert rectangle[3:] == [
        "Clinician One, Jan 2026 (29 Dec to 1 Feb)",
        "34.2, 95 % interval 33.7 to 34.7, 20 session ratings.",
        "34.2",
    ]


def test_a_director_is_told_about_how_many_and_why_nothing_is_shown():
    few = grid([np.nan, np.nan], [CellState.FEW_CLIENTS, CellState.IN_COMPANY], exact=False)
    assert cell_said(few, 0, 0) == "Withheld: fewer than five clients, or fewer than eight to count, perhaps none."
    assert "a smaller group beside it" in cell_said(few, 0, 1)
    assert "about 20 session ratings" in cell_said(shown(37.0, exact=False), 0, 0)
    hits = grid([np.nan], [CellState.FEW_HITS], measure=Measure.BELOW_LINE)
    hits.view.upper[0, 0] = 0.31
    assert cell_said(hits, 0, 0) == "Fewer than eight, perhaps none, of 20 session ratings; at most 31 %."


def test_the_words_count_what_is_coloured_hatched_and_withheld():
    one = grid([37.0, 30.0, np.nan], [CellState.SHOWN, CellState.UNCERTAIN, CellState.FEW_CLIENTS])
    assert grid_in_words(one) == (
        "Mean session rating: 1 clinician by 3 months, Jan 2026 to Mar 2026. "
        "1 cell coloured, 1 hatched because uncertain, 1 withheld. The same stands in the table below."
    )


@pytest.mark.parametrize(
    ("lower", "upper", "sure"),
    # the widest colours of a share are 25 points wide: 50 to 75 and 75 to 100 of a hundred
    [(0.10, 0.34, True), (0.10, 0.35, True), (0.10, 0.36, False), (0.53, 1.0, False)],
)
def test_a_share_of_a_wide_interval_is_in_no_solid_colour(lower, upper, sure):
    one = shown((lower + upper) / 2, measure=Measure.BELOW_LINE)
    one.view.lower[0, 0], one.view.upper[0, 0] = lower, upper
    found = drawn(one, 0)
    assert (found.is_colour, found.hatched) == (sure, not sure)
    assert cell_said(one, 0, 0).endswith("Uncertain: the interval is wider than a colour.") is not sure


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        (Measure.BELOW_LINE, "20 session ratings."),
        (Measure.DROP, "20 session ratings with one before them."),
        (Measure.UNRATED, "20 sessions."),
        (Measure.REPAIRED, "20 dips."),
    ],
)
def test_a_share_says_of_what_it_is_one(measure, said):
    words = cell_said(shown(0.25, measure=measure), 0, 0)
    assert words.startswith("25 %, 95 % interval ")
    assert words.endswith(said)
