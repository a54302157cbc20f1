"""What the monthly report counts: twelve months, as they stood at the end of the month, one team or all."""

from __future__ import annotations

import io
from calendar import month_abbr
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import numpy as np
import pytest
from pypdf import PdfReader

from fit.casework import _service_columns, administrator, clinician, director
from fit.casework._deed import looking
from fit.casework._recording import method_of
from fit.casework._service_columns import read_service
from fit.casework._service_report import gather_service_report
from fit.casework.machine import acting_director
from fit.casework.views import OutcomesFilter
from fit.errors import InputError, NotFoundError
from fit.ratings import Ending
from fit.reports.service_report import MEASURES, service_report
from fit.scales import AgeBand, Informant
from fit.service.alliance_grid import Measure
from fit.service.episodes import State
from fit.service.suppression import Rounded, Withheld
from fit.store import accounts
from fit.store.cells import monday
from fit.store.ids import read_id
from fit.store.queries import bulk, service
from fit.store.queries.service import episodes_between
from tests.fit.casework.world import csv

OCTOBER = date(2026, 10, 1)
DAYS = (date(2026, 9, 7), date(2026, 9, 21), date(2026, 10, 19), date(2026, 11, 2), date(2026, 11, 9))
"""Of the five sessions: Mondays."""


@pytest.fixture
def served(world):
    """Eight clients of one clinician and seven of another, five sessions each from September on, seen in December."""
    return serve(world)


def serve(world):
    world.clock.moment = datetime(2026, 12, 1, 10, tzinfo=UTC)
    for who, count in (("ann", 8), ("ben", 7)):
        rows = [
            f"{who}{one},adult,{meeting},{scale},{total},{DAYS[meeting - 1]}"
            for one in range(count)
            for meeting in range(1, 6)
            for scale, total in (("ors", 18 + meeting + one / 10), ("srs", 34 + one % 4 + meeting / 2))
        ]
        administrator.import_ratings(world.clinic, world.admin, f"{who}.csv", csv(*rows), clinician_sign_in_name=who)
    return world


@pytest.mark.parametrize("chosen", [{}, {"team": "Team A"}])
def test_the_page_of_outcomes_shows_the_very_figures_of_the_report(served, chosen):
    for row in served.caseload().rows:
        administrator.close_episode(
            served.clinic, served.ann, row.episode_id, closed_on=date(2026, 11, 12), ending=Ending.PLANNED
        )
    report = gather_service_report(served.clinic, served.dan, date(2026, 11, 1), **chosen)
    every = director.open_clinic_outcomes(served.clinic, served.dan)
    period = every.choices.periods[0]
    page = director.open_clinic_outcomes(served.clinic, served.dan, OutcomesFilter(period=period, **chosen))
    assert period == "report 2026-11"
    assert {state: one.figures for state, one in page.states.items()} == dict(report.outcomes)
    assert value(page.states[State.ALL].figures.figures["episodes"]) > 0
    later = director.open_clinic_outcomes(served.clinic, served.dan, OutcomesFilter(period=period, **chosen))
    assert later.states == page.states


def test_beside_the_reports_period_nothing_is_chosen_that_a_report_has_not(served):
    period = director.open_clinic_outcomes(served.clinic, served.dan).choices.periods[0]
    for other in ({"age_band": AgeBand.ADULT}, {"informant": Informant.CLIENT}):
        with pytest.raises(InputError, match="of all, of one team or of one programme"):
            director.open_clinic_outcomes(served.clinic, served.dan, OutcomesFilter(period=period, **other))
    with pytest.raises(InputError, match="not among the choices"):
        director.open_clinic_outcomes(served.clinic, served.dan, OutcomesFilter(period="report 2026-09"))
    assert not [one for one in clinician.open_outcomes(served.clinic, served.ann).choices.periods if "report" in one]


def value(found):
    assert isinstance(found, Rounded)
    return found.value


def test_what_came_after_the_month_does_not_count(served):
    found = gather_service_report(served.clinic, served.dan, OCTOBER)
    # Three sessions each of fifteen: rounding could move their mean by more than a quarter of its usual spread.
    assert isinstance(found.outcomes[State.ALL].figures["sessions_mean"], Withheld)
    assert value(found.outcomes[State.ALL].figures["episodes"]) == 15
    told = found.whole.views[Measure.UNRATED].n[0] > 0
    assert [one.month for one, is_told in zip(found.whole.periods, told, strict=True) if is_told] == [9, 10]


@pytest.mark.parametrize("part", [{}, {"team": "Team A"}, {"programme": "No programme"}, {"names": True}])
def test_a_report_has_twelve_months_and_few_look_like_none(served, part):
    """September and October are told; in May two clients came, in the other months nobody."""
    administrator.add_programme(served.clinic, served.admin, "Couples")
    rows = [f"few{one},adult,1,srs,36,2026-05-{one + 12}" for one in range(2)]
    administrator.import_ratings(served.clinic, served.admin, "few.csv", csv(*rows), clinician_sign_in_name="ann")
    found = gather_service_report(served.clinic, served.dan, OCTOBER, **part)
    year = tuple(date(2025 + (month > 12), (month - 1) % 12 + 1, 1) for month in range(11, 23))
    tables = [one for one in (found.whole, found.clinicians, *found.parts) if one.rows]
    assert [one.periods for one in tables] == [year] * len(tables)
    may, june = year.index(date(2026, 5, 1)), year.index(date(2026, 6, 1))
    for table, measure in product(tables, MEASURES):
        view = table.views[measure]
        for name in ("value", "n", "lower", "upper", "uncertain", "least", "most"):
            np.testing.assert_equal(getattr(view, name)[:, may], getattr(view, name)[:, june])
        assert not view.n[:, : year.index(date(2026, 9, 1))].any()
    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(service_report(found))).pages)
    told = said[said.index("Mean session rating\n") : said.index("Outcomes\n")]
    assert [one for one in month_abbr[1:] if one not in told] == []


def test_the_months_session_ratings_are_those_of_the_plain_count(served):
    found = gather_service_report(served.clinic, served.dan, OCTOBER)
    # September: meetings 1 and 2 of 15 clients, srs 34.5 to 38; October: meeting 3, 35.5 to 38.5.
    plain = {
        9: [34 + one % 4 + meeting / 2 for count in (8, 7) for one in range(count) for meeting in (1, 2)],
        10: [34 + one % 4 + 3 / 2 for count in (8, 7) for one in range(count)],
    }
    below = found.whole.views[Measure.BELOW_LINE]
    for column, month in ((-2, 9), (-1, 10)):
        hits, n = sum(one < 36 for one in plain[month]), len(plain[month])
        assert below.n[0, column] == round(n / 5) * 5
        shown = np.nan if hits < 5 else round(hits / 5) * 5 / below.n[0, column]
        np.testing.assert_equal(below.value[0, column], shown)


def test_on_postgresql_it_is_the_same(served, world_on_postgresql):
    there = serve(world_on_postgresql)
    assert director.make_service_report(there.clinic, there.dan, OCTOBER) == director.make_service_report(
        served.clinic, served.dan, OCTOBER
    )


def test_who_ended_after_the_month_was_open_then(served):
    for row in served.caseload().rows:
        administrator.close_episode(
            served.clinic, served.ann, row.episode_id, closed_on=date(2026, 11, 12), ending=Ending.PLANNED
        )
    october = gather_service_report(served.clinic, served.dan, OCTOBER)
    november = gather_service_report(served.clinic, served.dan, date(2026, 11, 1))
    assert value(october.outcomes[State.OPEN].figures["episodes"]) == 15
    assert value(november.outcomes[State.PLANNED].figures["episodes"]) == 10  # eight, rounded


def test_who_ended_before_the_twelve_months_is_not_counted(served):
    for row in served.caseload().rows:
        administrator.close_episode(
            served.clinic, served.ann, row.episode_id, closed_on=date(2026, 11, 12), ending=Ending.PLANNED
        )
    served.clock.moment = datetime(2027, 12, 1, 10, tzinfo=UTC)
    just = gather_service_report(served.clinic, served.dan, date(2027, 10, 1))
    later = gather_service_report(served.clinic, served.dan, date(2027, 11, 1))
    assert value(just.outcomes[State.ALL].figures["episodes"]) == 15
    assert later.outcomes[State.ALL].figures["episodes"] == Withheld(
        reason="fewer than 5 clients or 8 to count, perhaps none"
    )  # seven


def test_a_team_is_its_own_people_and_their_clients(served):
    with served.clinic.store.read() as connection:
        assert {one.team for one in accounts.users(connection, read_id(served.dan.clinic_id))} >= {"Team A"}
    move = lambda connection: accounts.change_user(  # noqa: E731
        connection, read_id(served.dan.clinic_id), read_id(served.ann.user_id), team="Team B"
    )
    served.clinic.store.write(move)
    found = gather_service_report(served.clinic, served.dan, OCTOBER, "Team B", names=True)
    assert (found.clinicians.rows, found.whole.rows) == (("North ann",), ("Team B",))
    assert value(found.outcomes[State.ALL].figures["clients"]) == 10  # eight, rounded
    with pytest.raises(NotFoundError, match=r"There is no team 'Team C'\. Known: Team A, Team B"):
        gather_service_report(served.clinic, served.dan, OCTOBER, "Team C")


@pytest.mark.parametrize(("month", "over"), [((2026, 10), True), ((2026, 11), True), ((2026, 12), False)])
def test_only_a_month_that_is_over_has_a_report(served, month, over):
    first = date(*month, 1)
    if over:
        assert director.make_service_report(served.clinic, served.dan, first).startswith(b"%PDF-")
    else:
        with pytest.raises(InputError, match="2026-12 is not over"):
            director.make_service_report(served.clinic, served.dan, first)


def test_the_last_day_of_a_month_is_not_over_yet(served):
    served.clock.moment = datetime(2026, 10, 31, 22, tzinfo=UTC)
    with pytest.raises(InputError, match="not over"):
        director.make_service_report(served.clinic, served.dan, OCTOBER)
    served.clock.moment = datetime(2026, 11, 1, 6, tzinfo=UTC)
    assert director.open_service_report(served.clinic, served.dan).months[0] == OCTOBER


def test_read_in_pieces_it_is_the_same(served, monkeypatch):
    whole = director.make_service_report(served.clinic, served.dan, OCTOBER)
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    monkeypatch.setattr(service, "AT_ONCE", 2)
    assert director.make_service_report(served.clinic, served.dan, OCTOBER) == whole


def test_a_client_with_two_episodes_in_one_week_is_one_client(served):
    with looking(served.clinic, served.dan, "make_service_report") as deed:
        care = episodes_between(deed.connection, deed.clinic_id, DAYS[0], date(2026, 10, 31))
        same = replace(care, client=np.ones_like(care.client))
        found = read_service(deed, method_of(served.clinic), same, [read_id(served.ann.user_id)], date(2026, 10, 31))
    cells = found.cells(found.row)
    assert cells.clients.tolist() == [1] * cells.clients.size
    assert cells.sessions.tolist() == [8] * cells.sessions.size
    assert np.unique(cells.row).tolist() == [0]


def words_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_without_names_no_clinician_is_in_the_report_and_cover_and_notes_say_so(served):
    move = lambda connection: accounts.change_user(  # noqa: E731
        connection, read_id(served.dan.clinic_id), read_id(served.ann.user_id), team="Team B"
    )
    served.clinic.store.write(move)
    found = gather_service_report(served.clinic, served.dan, OCTOBER)
    said = words_of(director.make_service_report(served.clinic, served.dan, OCTOBER))
    with served.clinic.store.read() as connection:
        everybody = accounts.users(connection, read_id(served.dan.clinic_id))
    assert [one.display_name for one in everybody if one.display_name in said] == []
    assert found.clinicians.rows == ()
    assert (found.names, "Without names." in said, "No clinician stands in this report" in said) == (False, True, True)
    # Each of these teams has one clinician with clients: its row would be that clinician's.
    assert [table.rows for table in found.parts] == [()]


def test_without_names_a_team_of_two_has_a_row(served):
    move = lambda connection: accounts.change_user(  # noqa: E731
        connection, read_id(served.dan.clinic_id), read_id(served.ben.user_id), team="Team A"
    )
    served.clinic.store.write(move)
    (teams,) = gather_service_report(served.clinic, served.dan, OCTOBER).parts
    assert teams.rows == ("Team A",)


def test_the_report_with_names_names_clinicians_but_no_client_and_is_audited(served):
    pdf = director.make_service_report(served.clinic, served.dan, OCTOBER, names=True)
    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "North ann" in said
    assert "With clinicians' names: for the leads of the service." in said
    assert [code for code in ("ann0", "ben0", "ann7") if code in said] == []
    director.make_service_report(served.clinic, served.dan, date(2026, 9, 1))
    assert served.actions().count("make_service_report") == 2


def test_another_clinics_report_holds_nothing_of_this_one(served):
    found = gather_service_report(served.clinic, served.other_dan, OCTOBER)
    assert (found.service, found.clinicians.rows) == ("South", ())
    assert not isinstance(found.outcomes[State.ALL].figures["episodes"], Rounded)


def test_the_machine_acts_as_the_director_who_is_named(served):
    assert acting_director(served.clinic, "dan").user_id == served.dan.user_id
    with pytest.raises(NotFoundError, match="several clinics"):
        acting_director(served.clinic)
    with pytest.raises(NotFoundError, match="no director 'ann'"):
        acting_director(served.clinic, "ann")


def test_days_of_an_episode_go_from_the_first_session_to_the_last_and_are_unknown_where_one_is_not_noted():
    episode, days = np.array([0, 0, 0, 1, 1, 2]), np.array([739_700, 739_695, 739_721, 739_700, 0, 739_700])
    assert _service_columns._lasted(episode, days, 4).tolist() == [26, -1, 0, -1]


def test_weeks_are_those_of_the_stores_cells():
    for day in (DAYS[0] + timedelta(days=more) for more in range(-9, 9)):
        ordinal = day.toordinal()
        week = ordinal - (ordinal - _service_columns.MONDAY) % _service_columns.WEEK
        assert week == monday(day).toordinal()
