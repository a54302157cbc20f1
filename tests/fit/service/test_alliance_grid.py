"""The alliance grid: sums that add up, measures with intervals, small cells uncertain or hidden, a fair order."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from fit.errors import InputError
from fit.service.alliance_grid import SUMS, Cells, Measure, Period, alliance_grid, days_of, period_of
from fit.service.assessed import alliance_marks, episodes_of
from fit.service.evidence import Mean
from fit.service.grid_order import LATELY, Order, recent_change, row_order
from fit.service.grid_scale import Side, ends_of_rounded, side_of
from fit.service.published_grid import hidden_both_ways, hidden_cells, published_view
from tests.fit.service.made_up import assessed, care_of, services

MONDAY = date(2026, 3, 2)


def cells(*rows, **usual):
    """Cells told as {row, week (number after MONDAY), sums...}; what is not told is 0."""

    def column(name):
        if name == "week":
            return [(MONDAY + timedelta(weeks=one.get("week", 0))).toordinal() for one in rows]
        return [{**usual, **one}.get(name, 0) for one in rows]

    return Cells(**{one.name: np.array(column(one.name), np.int64) for one in fields(Cells)})


def grid(*rows, count=1, period=Period.WEEK, **usual):
    return alliance_grid(cells(*rows, **usual), rows=count, period=period)


def test_each_measure_divides_the_sums_that_belong_to_it():
    found = grid(
        {
            "clients": 18,
            "sessions": 20,
            "with_alliance": 16,
            "comparable": 12,
            "below_line": 4,
            "drops": 3,
            "sum_tenths": 16 * 350,
            "sum_squares": 16 * 350**2,
            "dips": 6,
            "followed": 5,
            "repaired": 2,
        }
    )
    expected = {
        Measure.BELOW_LINE: (4 / 16, 16),
        Measure.MEAN: (35.0, 16),
        Measure.DROP: (3 / 12, 12),
        Measure.UNRATED: (4 / 20, 20),
        Measure.REPAIRED: (2 / 5, 5),
    }
    for measure, (value, n) in expected.items():
        view = found.view(measure)
        assert (view.value[0, 0], view.n[0, 0]) == (pytest.approx(value), n), measure
    shares = found.view(Measure.BELOW_LINE)
    assert (shares.lower[0, 0], shares.upper[0, 0]) == pytest.approx(proportion_confint(4, 16, method="wilson"))


def test_the_interval_of_a_mean_is_students_from_sums_of_squares():
    # Student's sleep data again, as tenths: R's t.test gives 0.8976775 to 3.7623225 for a mean of 2.33.
    tenths = [19, 8, 11, 1, -1, 44, 55, 16, 46, 34]
    view = grid({"with_alliance": 10, "sum_tenths": sum(tenths), "sum_squares": sum(one**2 for one in tenths)}).view(
        Measure.MEAN
    )
    assert view.value[0, 0] == pytest.approx(2.33)
    assert view.lower[0, 0] == pytest.approx(0.8976775, abs=1e-6)
    assert view.upper[0, 0] == pytest.approx(3.7623225, abs=1e-6)


def test_one_rating_has_a_mean_and_no_interval_and_none_has_neither():
    one = grid({"with_alliance": 1, "sum_tenths": 371, "sum_squares": 371**2, "sessions": 1}).view(Measure.MEAN)
    assert one.value[0, 0] == pytest.approx(37.1)
    assert np.isnan(one.lower[0, 0])
    none = grid({"sessions": 3})
    assert np.isnan(none.view(Measure.MEAN).value[0, 0])
    assert np.isnan(none.view(Measure.REPAIRED).value[0, 0])
    assert none.view(Measure.UNRATED).value[0, 0] == 1.0


@pytest.mark.parametrize(("n", "uncertain"), [(9, True), (10, False), (11, False)])
def test_a_cell_of_fewer_than_ten_is_uncertain(n, uncertain):
    assert grid({"with_alliance": n, "below_line": 1}).view(Measure.BELOW_LINE).uncertain[0, 0] == uncertain


@pytest.mark.parametrize(
    ("monday", "month"),
    [
        (date(2026, 3, 30), date(2026, 4, 1)),  # its Thursday is 2 April
        (date(2026, 4, 27), date(2026, 4, 1)),  # its Thursday is 30 April
        (date(2026, 6, 29), date(2026, 7, 1)),
        (date(2025, 12, 29), date(2026, 1, 1)),  # ISO week 1 of 2026
    ],
)
def test_a_week_belongs_to_the_month_of_its_thursday(monday, month):
    assert period_of(monday, Period.MONTH) == month
    assert period_of(monday, Period.WEEK) == monday
    quarter = date(month.year, {1: 1, 4: 4, 7: 7}[month.month], 1)
    assert period_of(monday + timedelta(weeks=5), Period.QUARTER) == quarter
    assert (monday.isocalendar().year == month.year) is True


figures = st.integers(0, 30)
weekly = st.lists(
    st.fixed_dictionaries({"row": st.integers(0, 3), "week": st.integers(0, 20), **dict.fromkeys(SUMS, figures)}),
    max_size=30,
)


@settings(deadline=None)
@given(weekly)
def test_weeks_add_up_to_months_and_rows_to_the_same_whole(rows):
    weeks, months = (grid(*rows, count=4, period=period) for period in (Period.WEEK, Period.MONTH))
    for name in SUMS:
        by_hand = {}
        for one in rows:
            month = (MONDAY + timedelta(weeks=one["week"], days=3)).replace(day=1)
            by_hand[one["row"], month] = by_hand.get((one["row"], month), 0) + one[name]
        for (row, month), total in by_hand.items():
            assert months.sums[name][row, months.periods.index(month)] == total
        assert weeks.sums[name].sum(axis=1).tolist() == months.sums[name].sum(axis=1).tolist()
    assert list(months.periods) == sorted(set(months.periods))


def test_the_clients_of_a_month_are_at_least_those_of_its_fullest_week():
    rows = [{"row": 0, "week": week, "clients": clients} for week, clients in ((0, 3), (1, 7), (2, 4))]
    assert grid(*rows, period=Period.MONTH).clients.tolist() == [[7]]
    # Two clinicians of a team in the same week have different clients.
    assert grid({"clients": 3}, {"clients": 4}).clients.tolist() == [[7]]


def test_a_row_that_the_grid_does_not_have_is_refused():
    with pytest.raises(InputError, match="row 2 of 2"):
        grid({"row": 2}, count=2)
    with pytest.raises(InputError, match="not equally long"):
        Cells(**({one.name: np.zeros(2, np.int64) for one in fields(Cells)} | {"row": np.zeros(3, np.int64)}))


def test_an_empty_grid_has_no_periods():
    found = grid(count=2)
    assert found.periods == ()
    assert found.view(Measure.MEAN).value.shape == (2, 0)


@settings(max_examples=40, deadline=None)
@given(services())
def test_cells_made_of_single_ratings_add_up_to_the_figures_of_the_episodes(service):
    assessment = assessed(service)
    marks, series = alliance_marks(assessment), assessment.series
    tenths = series.alliance[marks.rows].astype(np.int64)
    own = {name: getattr(marks, name).astype(np.int64) for name in SUMS if hasattr(marks, name)}
    made = {"sum_tenths": tenths, "sum_squares": tenths**2, "with_alliance": np.ones_like(tenths), **own}
    week = MONDAY.toordinal() + 7 * series.session[marks.rows].astype(np.int64)
    row = np.array([one["clinician"] for one in service], np.int64)[series.episode[marks.strand]]
    blank = dict.fromkeys(("sessions", "clients"), np.zeros_like(tenths))
    found = alliance_grid(Cells(row=row, week=week, **blank, **made), rows=4, period=Period.MONTH)
    episodes = episodes_of(assessment, care_of(service))
    for clinician in range(4):
        mine = episodes.clinician == clinician
        for name in ("below_line", "drops", "dips", "followed", "repaired"):
            assert found.sums[name][clinician].sum() == getattr(episodes, name)[mine].sum(), name
        rated = [
            tenths for one in service if one["clinician"] == clinician for tenths in one["srs"] if tenths is not None
        ]
        assert found.sums["sum_squares"][clinician].sum() == sum(one**2 for one in rated)
        assert found.sums["with_alliance"][clinician].sum() == len(rated)


# --- order ---


def told(row, week, below, n=20):
    return {"row": row, "week": week, "below_line": below, "with_alliance": n, "sessions": n}


def changing():
    weeks = range(2 * LATELY)
    slipping = [told(0, week, 2 if week < LATELY else 10) for week in weeks]
    steady = [told(1, week, 9, n=40) for week in weeks]
    rising = [told(2, week, 12 if week < LATELY else 2) for week in weeks]
    return grid(*slipping, *steady, *rising, told(3, 7, 20), count=4)


def test_what_changed_lately_is_told_against_the_same_time_before():
    assert recent_change(changing(), Measure.BELOW_LINE)[:3] == pytest.approx([0.4, 0.0, -0.5])
    assert np.isnan(recent_change(changing(), Measure.BELOW_LINE)[3])


@pytest.mark.parametrize(
    ("order", "rows"), [(Order.NAME, [3, 1, 2, 0]), (Order.SIZE, [1, 2, 0, 3]), (Order.RECENT_CHANGE, [2, 0, 1, 3])]
)
def test_rows_stand_by_name_by_size_or_by_what_changed_either_way(order, rows):
    names = ["delta", "Bravo", "charlie", "alpha"]
    assert row_order(changing(), names, order, Measure.BELOW_LINE) == rows


def test_there_is_no_order_by_who_is_worst():
    assert {str(order) for order in Order} == {"name", "size", "recent_change"}


# --- for those who may not see the clients ---


@pytest.mark.parametrize(
    ("clients", "hidden"),
    [
        ([4, 9, 12, 20], [1, 1, 0, 0]),
        ([5, 9, 12, 20], [0, 0, 0, 0]),
        ([3, 4, 12, 20], [1, 1, 0, 0]),
        ([1, 2, 12, 20], [1, 1, 1, 0]),
        ([0, 4, 12, 20], [0, 1, 1, 0]),
        ([0, 0, 4, 0], [0, 0, 1, 0]),
    ],
)
def test_a_small_cell_is_never_hidden_alone_nor_with_fewer_than_five_clients(clients, hidden):
    found = hidden_cells(np.array(clients)[:, None], np.zeros(4, np.int64))
    assert found[:, 0].astype(int).tolist() == hidden


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 2)), min_size=1, max_size=12))
def test_no_team_less_its_shown_rows_gives_a_small_cell_away(rows):
    clients, team = (np.array(column) for column in zip(*rows, strict=True))
    hidden = hidden_cells(clients[:, None], team)[:, 0]
    for one in set(team.tolist()):
        mine = team == one
        left = clients[mine & hidden]
        whole_team_hidden = hidden[mine & (clients > 0)].all()
        assert not left.size or whole_team_hidden or (left.size >= 2 and left.sum() >= 5)
        assert (clients[mine & ~hidden] == 0).sum() + (clients[mine & ~hidden] >= 5).sum() == (mine & ~hidden).sum()


@given(st.integers(1, 6), st.integers(1, 5), st.integers(0, 2**32))
def test_neither_a_clinician_nor_a_programme_less_what_is_shown_of_it_gives_a_small_cell_away(rows, columns, seed):
    """A clinician's cells of all programmes add up to the clinician's own figure, and those of a programme to its."""
    clients = np.random.default_rng(seed).negative_binomial(1, 0.15, (rows, columns, 2))
    nothing = np.zeros((rows, 2), bool), np.zeros((columns, 2), bool)
    hidden = hidden_both_ways(clients, *nothing)
    assert hidden[(clients > 0) & (clients < 5)].all()
    for across in (0, 1):
        for line, marked in zip(lines(clients, across), lines(hidden, across), strict=True):
            left = line[marked]
            assert not left.size or marked[line > 0].all() or (left.size >= 2 and left.sum() >= 5)
    without = nothing[0].copy(), nothing[1].copy()
    without[0][0, 0] = without[1][0, 1] = True
    more = hidden_both_ways(clients, *without)
    assert more[0, :, 0][clients[0, :, 0] > 0].all()
    assert more[:, 0, 1][clients[:, 0, 1] > 0].all()


def lines(cells, across):
    """Every row, or every column, of every period."""
    return np.moveaxis(cells, across, -1).reshape(-1, cells.shape[across])


def shown(measure, **sums):
    filled = {"clients": 9, "sessions": 50, "with_alliance": 50, **sums}
    return published_view(grid(filled), measure, np.zeros(1, np.int64))


def test_shown_shares_come_from_counts_rounded_to_five():
    view = shown(Measure.BELOW_LINE, with_alliance=48, below_line=13)
    assert (view.value[0, 0], view.n[0, 0]) == (pytest.approx(15 / 50), 50)
    exact = grid({"with_alliance": 48, "below_line": 13}).view(Measure.BELOW_LINE)
    assert view.lower[0, 0] < exact.lower[0, 0] < exact.upper[0, 0] < view.upper[0, 0]


def test_a_few_hits_are_told_only_by_their_upper_end():
    view = shown(Measure.BELOW_LINE, below_line=7)
    assert np.isnan(view.value[0, 0])
    assert view.lower[0, 0] == 0
    assert 0.14 < view.upper[0, 0] < 0.32
    assert view.n[0, 0] == 50


@pytest.mark.parametrize(("clients", "told_of"), [(4, False), (5, True)])
def test_a_cell_of_fewer_than_five_clients_says_nothing_by_any_measure(clients, told_of):
    for measure in Measure:
        view = shown(
            measure,
            clients=clients,
            comparable=40,
            drops=12,
            followed=20,
            repaired=10,
            sum_tenths=18_000,
            below_line=20,
        )
        assert (view.n[0, 0] > 0) == told_of, measure
        assert np.isnan(view.upper[0, 0]) != told_of, measure


@pytest.mark.parametrize("mean", [30.3, 35.7, 36.0, 38.8, 40.0])
@pytest.mark.parametrize("n", [8, 10, 12, 13, 40, 77, 80, 200])
def test_what_is_told_of_a_mean_holds_the_true_one_and_rounding_decides_no_side(n, mean):
    total = round(n * mean * 10)
    view = shown(Measure.MEAN, with_alliance=n, sum_tenths=total)
    true, least, most = total / n / 10, view.least[0, 0], view.most[0, 0]
    assert least - 1e-9 <= true <= most + 1e-9
    ends = ends_of_rounded(view, (0, 0))
    assert ends is None or (ends[0] <= true <= ends[1] and ends[0] < ends[1])
    assert (ends is None) == (n >= 78 and mean < 39)
    side = side_of(view, (0, 0), 36.0)
    assert side in {Side.ABOUT, Side.ABOVE if true >= 36 else Side.BELOW}


def test_a_mean_of_few_has_no_interval_and_none_reaches_beyond_the_scale():
    """Two ratings gave "2.9 to 61.3", three alike "40.0 to 40.0"."""
    for marks in ([30.0, 34.2], [40.0] * 3, [40.0] * 6, [30.0] * 4):
        view = exact_mean(marks)
        assert np.isnan(view.lower[0, 0])
        assert np.isnan(view.upper[0, 0])
    high, low = exact_mean([40.0] * 5 + [5.0]), exact_mean([0.0] * 5 + [30.0])
    assert 0 <= high.lower[0, 0] < high.upper[0, 0] == 40
    assert 0 == low.lower[0, 0] < low.upper[0, 0] <= 40


@pytest.mark.parametrize(
    ("name", "values", "ends"),
    [
        ("intake_mean", [2.0, 38.0], None),
        ("intake_mean", [20.0] * 4, None),
        # Student's interval of 40, 40, 40, 40, 20 is 24.9 to 47.1 (R's t.test)
        ("intake_mean", [40.0, 40.0, 40.0, 40.0, 20.0], (24.9, 40.0)),
        ("sessions_mean", [1.0, 1.0, 1.0, 1.0, 20.0], (0.0, 15.35)),
    ],
)
def test_an_exact_mean_has_no_interval_of_few_and_none_beyond_its_scale(name, values, ends):
    found = Mean(values=np.array(values), client=np.arange(len(values))).figure(name)
    assert (None if found.lower is None else (found.lower, found.upper)) == (ends and pytest.approx(ends, abs=0.01))


def exact_mean(marks):
    tenths = [round(10 * one) for one in marks]
    sums = {"sum_tenths": sum(tenths), "sum_squares": sum(one * one for one in tenths), "with_alliance": len(marks)}
    return grid(sums).view(Measure.MEAN)


def test_a_shown_mean_is_within_its_rounding_of_the_true_one():
    view = shown(Measure.MEAN, with_alliance=50, sum_tenths=50 * 371)
    assert view.value[0, 0] == pytest.approx(37.1, abs=0.4)
    assert view.lower[0, 0] < 37.1 < view.upper[0, 0]


@pytest.mark.parametrize(
    ("period", "begins", "first", "last"),
    [
        (Period.MONTH, date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 29)),
        (Period.MONTH, date(2026, 12, 1), date(2026, 11, 30), date(2027, 1, 3)),
        (Period.QUARTER, date(2026, 10, 1), date(2026, 9, 28), date(2027, 1, 3)),
        (Period.WEEK, date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 8)),
    ],
)
def test_the_days_of_a_period_are_those_whose_weeks_belong_to_it(period, begins, first, last):
    assert days_of(begins, period) == (first, last)
    weeks = [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
    assert {period_of(week, period) for week in weeks} == {begins}
    assert begins not in {period_of(first - timedelta(weeks=1), period), period_of(last + timedelta(days=1), period)}
