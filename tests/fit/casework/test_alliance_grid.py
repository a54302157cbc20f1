"""The alliance across the caseload: what each role sees of it, and how far each may go down."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from fit.casework import Role, administrator, clinician, director, supervisor
from fit.casework._alliance_grid import first_week
from fit.casework._audit_kinds import kinds_of
from fit.casework._flagged_sessions import days_of
from fit.casework.views import AskedGrid, AuditKind, CellState, DrillDown, GridRows
from fit.errors import AccessDeniedError
from fit.service.alliance_grid import Measure, Period, period_of, periods_between
from fit.service.grid_order import Order
from fit.store.cells import monday
from tests.fit.casework.world import PASSPHRASE, csv

WEEK = date(2026, 2, 2)


def held(world, who, srs, *, day=WEEK, prefix=""):
    """A session of each of these ratings, by clients of this person."""
    rows = [f"{who}{prefix}{number},adult,1,srs,{total},{day}" for number, total in enumerate(srs)]
    administrator.import_ratings(world.clinic, world.admin, "f.csv", csv(*rows), clinician_sign_in_name=who)


def colleague(world, name, team):
    administrator.add_user(
        world.clinic,
        world.admin,
        sign_in_name=name,
        display_name=name,
        role=Role.CLINICIAN,
        passphrase=PASSPHRASE,
        team=team,
    )


def grid(world, who, **asked):
    return director.open_alliance_grid(world.clinic, who, **asked)


def at(found):
    """The column of that week: a director's grid has every one of its range."""
    return found.periods.index(period_of(WEEK, found.period))


def test_a_supervisor_sees_supervisees_in_full(either):
    held(either, "ann", [30.0, 38.0, 39.5])
    held(either, "ben", [20.0])
    found = grid(either, either.sue)
    assert [row.name for row in found.rows] == ["North ann"]
    assert (found.exact, found.drill_down, found.periods) == (True, DrillDown.TO_SESSIONS, (WEEK,))
    assert found.view.value[0, 0] == pytest.approx((30.0 + 38.0 + 39.5) / 3)
    assert (found.view.n[0, 0], found.states[0][0], found.rows[0].sessions) == (3, CellState.UNCERTAIN, 3)


def test_a_supervisor_who_holds_clients_finds_oneself_among_the_rows(world):
    held(world, "ann", [30.0])
    world.session(world.begin("own", who=world.sue), 20, 35, who=world.sue)
    assert {row.key for row in grid(world, world.sue).rows} == {world.ann.user_id, world.sue.user_id}


def test_a_clinician_sees_only_the_own_row(world):
    held(world, "ann", [30.0])
    held(world, "ben", [20.0])
    found = grid(world, world.ben)
    assert [(row.key, row.sessions) for row in found.rows] == [(world.ben.user_id, 1)]
    assert found.drill_down is DrillDown.NO_FURTHER


@pytest.mark.parametrize(
    ("clients", "times", "state"),
    [
        (4, 1, CellState.FEW_CLIENTS),
        (4, 3, CellState.FEW_CLIENTS),
        (7, 1, CellState.FEW_CLIENTS),
        (8, 1, CellState.UNCERTAIN),
        (5, 2, CellState.UNCERTAIN),
    ],
)
def test_a_cell_of_four_clients_or_seven_sessions_is_withheld_from_a_director(world, clients, times, state):
    rows = [
        f"ann{one},adult,{meeting},srs,36.0,{WEEK + timedelta(days=meeting)}"
        for one in range(clients)
        for meeting in range(1, times + 1)
    ]
    administrator.import_ratings(world.clinic, world.admin, "f.csv", csv(*rows), clinician_sign_in_name="ann")
    found = grid(world, world.dan)
    assert (found.states[0][at(found)], found.exact) == (state, False)
    assert np.isnan(found.view.value[0, at(found)]) == (state is not CellState.UNCERTAIN)
    assert found.rows[0].sessions == (10 if state is CellState.UNCERTAIN else None)


def test_a_small_cell_takes_the_next_larger_one_of_its_team_along_but_none_of_another_team(world):
    colleague(world, "cleo", "Team A")
    colleague(world, "dora", "Team Z")
    for who, clients in (("ann", 3), ("cleo", 11), ("dora", 16)):
        held(world, who, [36.0] * clients)
    found = grid(world, world.dan)
    states = {row.name: states[at(found)] for row, states in zip(found.rows, found.states, strict=True)}
    assert states == {
        "North ann": CellState.FEW_CLIENTS,
        "cleo": CellState.IN_COMPANY,
        "dora": CellState.SHOWN,
    }
    teams = grid(world, world.dan, rows=GridRows.TEAMS)
    assert [(row.name, row.sessions, one[at(teams)]) for row, one in zip(teams.rows, teams.states, strict=True)] == [
        ("Team A", 15, CellState.SHOWN),
        ("Team Z", 15, CellState.SHOWN),
    ]


def test_everybody_of_one_team_is_called_by_its_name_since_the_clinic_has_another_figure(world):
    colleague(world, "cleo", "Team A")
    colleague(world, "dora", "Team Z")
    for who in ("ann", "cleo", "dora"):
        held(world, who, [36.0] * 15)
    everybody, inside = (
        grid(world, world.dan, period=Period.QUARTER, **part).complete() for part in ({}, {"team": "Team A"})
    )
    assert [one.rows[0].name for one in (everybody, inside)] == ["Everybody together", "Team A together"]
    assert [one.view.n[0, at(one)] for one in (everybody, inside)] == [45, 30]


def test_a_small_team_takes_another_one_along_since_everybody_together_stands_beside_them(world):
    colleague(world, "cleo", "Team Y")
    colleague(world, "dora", "Team Z")
    for who, clients in (("ann", 3), ("cleo", 11), ("dora", 16)):
        held(world, who, [36.0] * clients)
    teams = grid(world, world.dan, rows=GridRows.TEAMS, period=Period.QUARTER)
    assert (len(teams.periods), teams.periods[-1], [one[-1] for one in teams.states]) == (
        8,
        date(2026, 1, 1),
        [CellState.FEW_CLIENTS, CellState.IN_COMPANY, CellState.SHOWN],
    )
    everybody = teams.complete()
    assert [row.name for row in everybody.rows] == ["Everybody together", "Team A", "Team Y", "Team Z"]
    assert (everybody.states[0][-1], everybody.view.n[0, -1], everybody.rows[0].sessions) == (CellState.SHOWN, 30, 30)
    people = grid(world, world.dan)
    assert [one[at(people)] for one in people.complete().states] == [
        CellState.SHOWN,
        CellState.IN_COMPANY,
        CellState.SHOWN,
        CellState.FEW_CLIENTS,
    ]


def test_everybody_together_of_a_team_is_the_team_and_a_single_row_is_not_said_twice(world):
    colleague(world, "dora", "Team A")
    held(world, "ann", [30.0] * 16)
    held(world, "dora", [39.0] * 16)
    held(world, "ben", [20.0] * 3)
    assert grid(world, world.ben).together is None
    found = grid(world, world.dan, team="Team A")
    team = grid(world, world.dan, rows=GridRows.TEAMS)
    row, column = [row.name for row in team.rows].index("Team A"), at(team)
    assert found.together.view.n[0, column] == team.view.n[row, column] == 35
    assert found.together.states[0] == team.states[row]


def test_a_director_goes_from_a_team_to_its_clinicians_and_no_further(world):
    colleague(world, "dora", "Team Z")
    held(world, "ann", [36.0] * 6)
    held(world, "dora", [36.0] * 6)
    assert grid(world, world.dan, rows=GridRows.TEAMS).drill_down is DrillDown.TO_CLINICIANS
    below = grid(world, world.dan, team="Team Z")
    assert ([row.name for row in below.rows], below.drill_down) == (["dora"], DrillDown.NO_FURTHER)
    with pytest.raises(AccessDeniedError, match=r"^Supervision is for supervisors\. You are signed in"):
        supervisor.open_flagged_sessions(world.clinic, world.dan, world.ann.user_id, begins=WEEK, period=Period.WEEK)


def test_few_low_ratings_of_many_are_told_by_their_upper_end_alone(world):
    held(world, "ann", [30.0] * 2 + [38.0] * 18)
    found = grid(world, world.dan, measure=Measure.BELOW_LINE)
    assert (found.states[0][at(found)], found.view.n[0, at(found)]) == (CellState.FEW_HITS, 20)
    assert np.isnan(found.view.value[0, at(found)])
    assert found.view.upper[0, at(found)] > 0.1
    assert grid(world, world.sue, measure=Measure.BELOW_LINE).view.value[0, 0] == pytest.approx(0.1)


def test_nobody_of_another_clinic_is_counted(world):
    held(world, "ann", [36.0] * 8)
    assert grid(world, world.other_dan).rows == ()
    assert grid(world, world.other_dan).view.value.shape == (0, 0)


@pytest.mark.parametrize(
    ("order", "first"), [(Order.NAME, "North ann"), (Order.SIZE, "North ben"), (Order.RECENT_CHANGE, "North ben")]
)
def test_rows_stand_by_name_size_or_recent_change(world, order, first):
    held(world, "ann", [20.0] * 5)
    held(world, "ben", [39.0] * 12)
    for weeks, srs in enumerate((30.0, 31.0, 38.0, 39.0, 40.0, 40.0, 40.0), start=1):
        held(world, "ben", [srs], day=date.fromordinal(WEEK.toordinal() - 7 * weeks), prefix=f"w{weeks}-")
    found = grid(world, world.dan, order=order)
    assert found.rows[0].name == first
    assert found.states[0][-1] is not CellState.NOTHING


def test_weeks_go_back_a_year_and_months_two(world):
    for day, prefix in ((date(2025, 3, 10), "in"), (date(2025, 3, 3), "out"), (date(2024, 3, 28), "long")):
        held(world, "ann", [36.0], day=day, prefix=prefix)
    assert grid(world, world.sue).periods == (date(2025, 3, 10),)
    months = grid(world, world.sue, period=Period.MONTH)
    assert months.periods == (date(2025, 3, 1),)
    held(world, "ann", [36.0], day=date(2024, 4, 3), prefix="edge")
    assert grid(world, world.sue, period=Period.MONTH).periods == (date(2024, 4, 1), date(2025, 3, 1))


@pytest.mark.parametrize(
    ("begins", "period", "days"),
    [
        (date(2026, 2, 2), Period.WEEK, (date(2026, 2, 2), date(2026, 2, 8))),
        (date(2026, 2, 1), Period.MONTH, (date(2026, 2, 2), date(2026, 3, 1))),
        (date(2026, 1, 1), Period.MONTH, (date(2025, 12, 29), date(2026, 2, 1))),
        (date(2026, 10, 1), Period.MONTH, (date(2026, 9, 28), date(2026, 11, 1))),
        (date(2026, 1, 1), Period.QUARTER, (date(2025, 12, 29), date(2026, 3, 29))),
        (date(2026, 10, 1), Period.QUARTER, (date(2026, 9, 28), date(2027, 1, 3))),
    ],
)
def test_a_month_has_the_weeks_whose_thursday_lies_in_it(begins, period, days):
    assert days_of(begins, period) == days


def test_a_supervisor_goes_down_to_the_flagged_sessions_of_a_cell(either):
    held(either, "ann", [30.0, 39.0])
    held(either, "ann", [31.0], day=date(2026, 2, 9), prefix="later")
    found = supervisor.open_flagged_sessions(
        either.clinic, either.sue, either.ann.user_id, begins=WEEK, period=Period.WEEK
    )
    assert [(row.client_label, str(row.alliance), row.waiting) for row in found.sessions] == [("ann0", "30.0", True)]
    assert found.sessions[0].alerts == ("The session rating is low",)
    assert (found.clinician_name, found.first, found.last, found.elsewhere) == ("North ann", WEEK, date(2026, 2, 8), 0)
    month = supervisor.open_flagged_sessions(
        either.clinic, either.sue, either.ann.user_id, begins=date(2026, 2, 1), period=Period.MONTH
    )
    assert [row.client_label for row in month.sessions] == ["annlater0", "ann0"]


def test_flagged_sessions_of_a_client_who_is_with_somebody_else_by_now_are_only_counted(world):
    held(world, "ann", [30.0, 31.0])
    episode = administrator.find_episode(world.clinic, world.admin, "ann0")
    administrator.assign_episode(world.clinic, world.admin, episode, world.ben.user_id)
    found = supervisor.open_flagged_sessions(
        world.clinic, world.sue, world.ann.user_id, begins=WEEK, period=Period.WEEK
    )
    assert ([row.client_label for row in found.sessions], found.elsewhere) == (["ann1"], 1)
    with pytest.raises(AccessDeniedError):
        clinician.open_client(world.clinic, world.sue, episode)


@pytest.mark.parametrize("whose", ["ben", "other_ann", "dan"])
def test_a_supervisor_reaches_no_sessions_of_anybody_else(world, whose):
    with pytest.raises(AccessDeniedError, match="nobody under your supervision"):
        supervisor.open_flagged_sessions(
            world.clinic, world.sue, world.people[whose].user_id, begins=WEEK, period=Period.WEEK
        )
    assert "open_flagged_sessions: denied" in world.actions()


def test_a_look_at_the_grid_and_behind_a_cell_is_audited(world):
    held(world, "ann", [30.0])
    grid(world, world.dan)
    supervisor.open_flagged_sessions(world.clinic, world.sue, world.ann.user_id, begins=WEEK, period=Period.WEEK)
    rows = administrator.open_audit(world.clinic, world.admin)
    assert [(row.action, row.subject_id) for row in rows[1:3]] == [
        ("open_flagged_sessions", world.ann.user_id),
        ("open_alliance_grid", ""),
    ]


def test_some_rows_of_a_grid_stay_what_they_were_in_the_whole(world):
    held(world, "ann", [36.0] * 3)
    held(world, "ben", [30.0] * 12)
    whole = grid(world, world.dan)
    last = whole.only(slice(1, 2))
    assert ([row.name for row in last.rows], last.states) == ([whole.rows[1].name], whole.states[1:])
    assert last.view.n.tolist() == whole.view.n[1:].tolist()


@pytest.mark.parametrize(("clients", "state"), [(12, CellState.UNCERTAIN), (13, CellState.SHOWN)])
def test_a_mean_that_rounding_may_move_by_a_colour_is_told_as_uncertain(world, clients, state):
    held(world, "ann", [38.0] * clients)
    found = grid(world, world.dan)
    assert found.states[0][at(found)] is state
    assert grid(world, world.sue).states[0][0] is CellState.SHOWN
    assert grid(world, world.dan, measure=Measure.UNRATED).states[0][at(found)] is CellState.FEW_HITS


def test_each_file_of_the_grid_is_audited_as_taken_out(world):
    held(world, "ann", [30.0])
    asked = AskedGrid(measure=Measure.MEAN, rows=GridRows.TEAMS, period=Period.QUARTER, order=Order.NAME)
    for _ in range(2):
        director.export_alliance(world.clinic, world.dan, asked)
    assert world.actions().count("export_alliance") == 2
    assert kinds_of("export_alliance") == {AuditKind.TAKEN_OUT}


@pytest.mark.parametrize("part", [{}, {"rows": GridRows.TEAMS}, {"team": "Team A"}])
@pytest.mark.parametrize(("period", "columns"), [(Period.WEEK, 52), (Period.MONTH, 24), (Period.QUARTER, 8)])
def test_a_director_finds_every_period_and_the_same_answer_for_few_and_for_none(world, part, period, columns):
    held(world, "ann", [36.0] * 9)
    held(world, "ann", [36.0] * 2, day=date(2025, 9, 1), prefix="few")
    found = grid(world, world.dan, period=period, **part)
    assert len(found.periods) == len(set(found.periods)) == columns
    assert found.periods == periods_between(first_week(found.as_of, period), monday(found.as_of), period)
    few, none = (found.periods.index(period_of(day, period)) for day in (date(2025, 9, 1), date(2025, 6, 2)))
    for one in (found, found.complete()):
        assert {row[few] for row in one.states} == {row[none] for row in one.states} == {CellState.FEW_CLIENTS}
        assert not one.view.n[:, [few, none]].any()
        assert not any(CellState.NOTHING in row for row in one.states)
    assert found.states[0][at(found)] is CellState.UNCERTAIN


def test_who_may_see_the_clients_is_told_that_nothing_happened_and_no_empty_columns(world):
    held(world, "ann", [36.0] * 9)
    held(world, "sue", [36.0], day=date(2025, 9, 1), prefix="own")
    found = grid(world, world.sue, period=Period.MONTH)
    assert found.periods == (date(2025, 9, 1), date(2026, 2, 1))
    assert CellState.NOTHING in {one for row in found.states for one in row}
