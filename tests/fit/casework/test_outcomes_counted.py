"""Every figure of the pages of a service against one counted rating by rating from a random store's plain rows.

The lines are read from the files of the policy and the scales; intervals are those of scipy. Verdicts of the engine
that are no arithmetic (expected paths, own ranges) are held against their own second opinions elsewhere.
"""

from __future__ import annotations

import tomllib
from datetime import timedelta
from decimal import Decimal
from importlib.resources import files
from itertools import pairwise, product
from statistics import mean, median, stdev

import pytest
from scipy import stats

from fit.casework import administrator, director, supervisor
from fit.casework._service_report import gather_service_report
from fit.casework.views import CellState, GridRows, OutcomesFilter
from fit.ratings import Ending
from fit.scales import AgeBand, Informant
from fit.service.alliance_grid import Measure, Period, period_of
from fit.service.episodes import State
from fit.service.figure import Figure, NotAssessable
from fit.service.suppression import Few, Rounded, Withheld
from tests.fit.casework.random_store import PROGRAMMES, TEAMS, brought_in, told_service

NO_PROGRAMME = "No programme"
FILTERS = (
    {},
    {"period": "2026"},
    {"period": "2026 Q1", "team": "Team A"},
    {"team": "Team B"},
    {"age_band": AgeBand.CHILD},
    {"tag": "group", "period": "2026"},
    {"informant": Informant.CAREGIVER},
    {"programme": "Couples"},
    {"programme": "Youth", "team": "Team B"},
    {"programme": NO_PROGRAMME, "period": "2026"},
)


def tenths(text):
    return int(Decimal(text) * 10)


POLICY = tomllib.loads(files("fit.policies").joinpath("icce.toml").read_text())
RELIABLE = tenths(POLICY["change"]["reliable"]["line"])
LOW, DROP = (tenths(POLICY["alliance"][one]["line"]) for one in ("total", "drop"))
CUTOFF = {
    one["age_band"]: tenths(one["score"])
    for one in tomllib.loads(files("fit.scales").joinpath("ors.toml").read_text())["cutoffs"]
    if "informants" not in one
}


@pytest.fixture(scope="module", params=(3, 5))
def service(request):
    return told_service(request.param, count=34)


@pytest.fixture
def counted(world, service):
    """The store of a service; its supervisor sees the clients of everybody who holds some."""
    brought_in(world, service)
    for who in ("ben", "dora"):
        administrator.add_supervision(world.clinic, world.admin, world.sue.user_id, world.people[who].user_id)
    return world


def given_in(one, place):
    return [session[place] for session in one["sessions"] if session[place] is not None]


def change_of(one):
    scores, line = given_in(one, 1), CUTOFF[one["band"]]
    gain, was, now = scores[-1] - scores[0], scores[0] < line, scores[-1] < line
    if gain >= RELIABLE:
        return "recovered" if was and not now else "improved"
    if gain <= -RELIABLE:
        return "harmed" if now and not was else "deteriorated"
    return "unchanged"


def keeps(chosen, one):
    first = one["sessions"][0][0]
    quarter = f"{first.year} Q{(first.month + 2) // 3}"
    caregiver = one["caregiver"] and one["band"] == "child"
    return (
        chosen.get("period") in {None, str(first.year), quarter}
        and chosen.get("team") in {None, TEAMS[one["who"]]}
        and chosen.get("programme") in {None, one["programme"] or NO_PROGRAMME}
        and chosen.get("age_band") in {None, one["band"]}
        and (chosen.get("tag") is None or one["tag"])
        and (chosen.get("informant") is None or caregiver)
    )


def in_state(state, one):
    ending = one["ending"]
    return {
        State.ALL: True,
        State.OPEN: ending is None,
        State.CLOSED: ending is not None,
        State.PLANNED: ending is Ending.PLANNED,
        State.UNPLANNED: ending is Ending.UNPLANNED,
    }[state]


def shares_of(some):
    """(hits, of) of what counts episodes."""
    changes = [change_of(one) for one in some if len(given_in(one, 1)) > 1]
    ended = [one["ending"] for one in some if one["ending"] is not None]
    kinds = ("recovered", "improved", "unchanged", "deteriorated", "harmed")
    better = sum(change in {"recovered", "improved"} for change in changes)
    return {kind: (changes.count(kind), len(changes)) for kind in kinds} | {
        "reliably_better": (better, len(changes)),
        "reliably_worse": (sum(change in {"deteriorated", "harmed"} for change in changes), len(changes)),
        "unplanned": (ended.count(Ending.UNPLANNED), len(ended)),
    }


def means_of(some):
    """The values that a mean is of, in the unit of the figure."""
    again = [one for one in some if len(given_in(one, 1)) > 1]
    alliance = [given_in(one, 2) for one in some]
    return {
        "intake_mean": [given_in(one, 1)[0] / 10 for one in some],
        "latest_mean": [given_in(one, 1)[-1] / 10 for one in again],
        "gain_mean": [(given_in(one, 1)[-1] - given_in(one, 1)[0]) / 10 for one in again],
        "alliance_first_mean": [scores[0] / 10 for scores in alliance if scores],
        "alliance_last_mean": [scores[-1] / 10 for scores in alliance if len(scores) > 1],
        "sessions_mean": [len(one["sessions"]) for one in some],
        "days_mean": [(one["sessions"][-1][0] - one["sessions"][0][0]).days for one in some],
    }


def session_shares_of(some):
    alliance = [given_in(one, 2) for one in some]
    both = [None not in session for one in some for session in one["sessions"]]
    pairs = [a - b for scores in alliance for a, b in pairwise(scores)]
    return {
        "sessions_with_both": (sum(both), len(both)),
        "alliance_below_line": (sum(score < LOW for scores in alliance for score in scores), sum(map(len, alliance))),
        "alliance_drops": (sum(fall >= DROP for fall in pairs), len(pairs)),
    }


def raw_effect_size_of(some):
    again = [given_in(one, 1) for one in some if len(given_in(one, 1)) > 1]
    if len({scores[0] for scores in again}) < 2:
        return None
    return mean(scores[-1] - scores[0] for scores in again) / stdev(scores[0] for scores in again)


def check_share(found, hits, n, *, whole=True):
    if not n:
        assert isinstance(found, NotAssessable)
        return
    assert (found.n, found.value) == (n, pytest.approx(hits / n)), found
    if whole:
        ends = stats.binomtest(hits, n).proportion_ci(method="wilson")
        assert (found.lower, found.upper) == (pytest.approx(ends.low, abs=1e-9), pytest.approx(ends.high, abs=1e-9))


def check_mean(found, values):
    if not values:
        assert isinstance(found, NotAssessable)
        return
    assert (found.n, found.value) == (len(values), pytest.approx(mean(values))), found
    if len(values) < 5:
        assert (found.lower, found.upper) == (None, None), found
        return
    half = stats.t.ppf(0.975, len(values) - 1) * stdev(values) / len(values) ** 0.5
    end = float("inf") if found.definition.startswith(("sessions", "days")) else 40.0  # no interval leaves its scale
    assert found.upper == pytest.approx(min(mean(values) + half, end)), found


def test_every_figure_equals_the_one_counted_from_the_ratings(counted, service):
    for chosen in FILTERS:
        check_page(counted, service, chosen)


def check_page(counted, service, chosen):
    page = supervisor.open_team_outcomes(counted.clinic, counted.sue, OutcomesFilter(**chosen))
    supervised = [one for one in service if one["who"] != "sue" and keeps(chosen, one)]
    for state in State:
        some = [one for one in supervised if in_state(state, one)]
        figures = page.states[state].figures.figures
        assert figures["episodes"].value == figures["clients"].value == len(some)
        for name, (hits, n) in shares_of(some).items():
            check_share(figures[name], hits, n)
        for name, (hits, n) in session_shares_of(some).items():
            check_share(figures[name], hits, n, whole=False)
        for name, values in means_of(some).items():
            check_mean(figures[name], values)
        for name in ("sessions", "days"):
            values = means_of(some)[f"{name}_mean"]
            assert not values or figures[f"{name}_median"].value == median(values)
        size = raw_effect_size_of(some)
        assert size is None or figures["raw_effect_size"].value == pytest.approx(size)
        check_parts(page.states[state], some)
    check_courses(page.courses, supervised)


def check_parts(told, some):
    """By age band and informant; and the pictures."""
    for band, found in told.figures.by_age_band.items():
        assert found["clients"].value == sum(one["band"] == band for one in some)
    caregivers = sum(one["caregiver"] and one["band"] == "child" for one in some)
    assert told.figures.informants[Informant.CAREGIVER].value == caregivers
    again = [given_in(one, 1) for one in some if len(given_in(one, 1)) > 1]
    if not again:
        assert isinstance(told.pairs, NotAssessable)
        return
    drawn = zip(told.pairs.first.tolist(), told.pairs.latest.tolist(), told.pairs.change, strict=True)
    expected = [
        (given_in(one, 1)[0] / 10, given_in(one, 1)[-1] / 10, change_of(one))
        for one in some
        if len(given_in(one, 1)) > 1
    ]
    assert sorted(drawn) == sorted(expected)
    bars = [0] * 16
    for scores in again:
        gain = scores[-1] - scores[0]
        bars[8 + min(gain // 50, 7) if gain >= 0 else 7 - min(-gain // 50, 7)] += 1
    assert told.gains.counts.tolist() == bars


def check_courses(courses, some):
    """Kaplan-Meier by scipy, and a plain count of improvement by sessions had."""
    again = [one for one in some if len(given_in(one, 1)) > 1]
    times = [improved_at(one) for one in again]
    alone = [(len(one["sessions"]), one["ending"] is Ending.UNPLANNED) for one in some]
    for curve, known in ((courses.to_improvement, times), (courses.to_unplanned, alone)):
        until = sorted((at for at, _ in known), reverse=True)[9] if len(known) > 9 else None
        if until is None:
            assert isinstance(curve, NotAssessable)
        elif any(happened and at <= until for at, happened in known):
            data = stats.CensoredData(
                uncensored=[at for at, happened in known if happened],
                right=[at for at, happened in known if not happened],
            )
            found = stats.ecdf(data).sf.evaluate(curve.session)
            assert curve.survival == pytest.approx(found)
            seen = sum(happened and at <= until for at, happened in known)
            assert (curve.n, int(curve.events.sum()), curve.until) == (len(known), seen, until)
    closed = [one for one in again if one["ending"] is not None]
    by_sessions = {}
    for one in closed:
        by_sessions.setdefault(len(one["sessions"]), []).append(change_of(one) in {"recovered", "improved"})
    if closed:
        told = zip(courses.dose.sessions.tolist(), courses.dose.n, courses.dose.improved, strict=True)
        assert list(told) == [(held, len(hits), sum(hits)) for held, hits in sorted(by_sessions.items())]


def improved_at(one):
    """Session of the first reliable gain, or of the last outcome rating."""
    rated = [(number, session[1]) for number, session in enumerate(one["sessions"], start=1) if session[1] is not None]
    at = [number for number, score in rated if score - rated[0][1] >= RELIABLE]
    return (at[0], True) if at else (rated[-1][0], False)


# --- what a director is told of the same ---


def about(count):
    return None if count < 8 else (count + 2) // 5 * 5


def test_a_director_is_told_the_same_counts_rounded_on_page_and_in_the_report(counted, service):
    for chosen in ({}, *({"programme": one or NO_PROGRAMME} for one in PROGRAMMES)):
        page = director.open_clinic_outcomes(counted.clinic, counted.dan, OutcomesFilter(**chosen))
        report = gather_service_report(counted.clinic, counted.dan, counted.report_month, **chosen)
        told = (
            {state: one.figures.figures for state, one in page.states.items()},
            {state: one.figures for state, one in report.outcomes.items()},
        )
        check_all_told(told, [one for one in service if keeps(chosen, one)])


def check_all_told(told, service):
    for state in State:
        some = [one for one in service if in_state(state, one)]
        for figures in (one[state] for one in told):
            assert getattr(figures["episodes"], "n", None) == about(len(some))
            for name, (hits, n) in shares_of(some).items():
                check_told(figures[name], hits, n)


def check_told(found, hits, n):
    if about(n) is None:
        assert isinstance(found, Withheld)
    elif about(hits) is None:
        assert (type(found), found.n) == (Few, about(n))
    else:
        assert (type(found), found.n, found.value) == (Rounded, about(n), pytest.approx(about(hits) / about(n)))


ROWS = {
    GridRows.CLINICIANS: lambda one: f"North {one['who']}",
    GridRows.TEAMS: lambda one: TEAMS[one["who"]],
    GridRows.PROGRAMMES: lambda one: one["programme"] or NO_PROGRAMME,
}


def weeks_by(row_of, service):
    """Ratings by row and Monday."""
    weeks = {}
    for one in service:
        for day, _, alliance in one["sessions"]:
            weeks.setdefault((row_of(one), day - timedelta(days=day.weekday())), []).append(alliance)
    return weeks


def test_weeks_of_clinicians_teams_and_programmes_equal_the_plain_count(counted, service):
    """Alliance grid and completeness: exact to the supervisor."""
    asked = [(by, None) for by in GridRows] + [(GridRows.CLINICIANS, one or NO_PROGRAMME) for one in PROGRAMMES]
    checked = 0
    for (by, programme), measure in product(asked, (Measure.MEAN, Measure.UNRATED, Measure.BELOW_LINE)):
        grid = director.open_alliance_grid(counted.clinic, counted.sue, measure=measure, rows=by, programme=programme)
        counted_in = [one for one in service if keeps({"programme": programme}, one)]
        checked += check_grid(grid, weeks_by(ROWS[by], counted_in))
    assert checked > 1_000
    weeks = weeks_by(ROWS[GridRows.CLINICIANS], service)
    for row in supervisor.open_team_outcomes(counted.clinic, counted.sue).completeness[1:]:
        for monday, found in row.weeks.items():
            ratings = weeks[(row.name, monday)]
            check_share(found, sum(one is not None for one in ratings), len(ratings))


def check_grid(grid, weeks):
    """Check every cell; returns of how many sessions or ratings they are."""
    assert {row.name for row in grid.rows} == {name for name, monday in weeks if monday >= grid.periods[0]}
    for (place, row), (column, monday) in product(enumerate(grid.rows), enumerate(grid.periods)):
        values, n = plain_cell(grid.measure, weeks.get((row.name, monday), []))
        assert grid.view.n[place, column] == n
        assert not n or grid.view.value[place, column] == pytest.approx(values / n)
    return int(grid.view.n.sum())


@pytest.mark.parametrize("period", [Period.MONTH, Period.QUARTER])
def test_a_month_and_a_quarter_are_told_from_five_different_clients_on(counted, service, period):
    """Which cells a director is told nothing of for their clients: counted by hand, one set of clients a cell."""
    told, withheld = 0, 0
    for by in GridRows:
        grid = director.open_alliance_grid(
            counted.clinic, counted.dan, measure=Measure.UNRATED, rows=by, period=period
        ).complete()
        for (place, row), (column, begins) in product(enumerate(grid.rows), enumerate(grid.periods)):
            sessions = [
                one["code"]
                for one in service
                for day, _, _ in one["sessions"]
                if row.name in {ROWS[by](one), "Everybody together", "Your clinicians together"}
                and period_of(day - timedelta(days=day.weekday()), period) == begins
            ]
            state = grid.states[place][column]
            too_few = len(set(sessions)) < 5 or len(sessions) < 8
            assert (state is CellState.FEW_CLIENTS) == too_few, (row.name, begins)
            told += state in {CellState.SHOWN, CellState.UNCERTAIN, CellState.FEW_HITS}
            withheld += bool(sessions) and state is CellState.FEW_CLIENTS
    assert told > 10
    assert withheld > 5


def plain_cell(measure, ratings):
    """Sum and number of what a cell is about."""
    given = [one for one in ratings if one is not None]
    if measure is Measure.UNRATED:
        return len(ratings) - len(given), len(ratings)
    return (sum(given) / 10 if measure is Measure.MEAN else sum(one < LOW for one in given)), len(given)


def test_the_board_and_the_overview_count_the_episodes_that_are_there(counted, service):
    held = [one for one in service if one["who"] != "sue"]
    board = supervisor.open_team_board(counted.clinic, counted.sue)
    assert board.together.open_episodes == sum(one["ending"] is None for one in held)
    assert {row.name: row.open_episodes for row in board.people} == {
        f"North {who}": sum(one["who"] == who and one["ending"] is None for one in held)
        for who in ("ann", "ben", "dora")
    }
    assert isinstance(board.together.figures["on_watch"], Figure)
    overview = director.open_overview(counted.clinic, counted.dan)
    endings = [one["ending"] for one in service]
    assert overview.open_episodes == about(endings.count(None))
    assert overview.by_ending == {one: about(endings.count(one)) for one in Ending}
