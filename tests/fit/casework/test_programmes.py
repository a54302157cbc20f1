"""Programmes: who makes them, which episode belongs to which, and what each role sees counted by them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pytest

from fit.casework import administrator, clinician, director, supervisor
from fit.casework._service_report import gather_service_report
from fit.casework.views import CellState, DrillDown, GridRows, OutcomesFilter
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError
from fit.scales import AgeBand
from fit.service.alliance_grid import Period, period_of
from fit.service.episodes import State
from fit.service.suppression import MOST_FILTERS, Rounded, Withheld
from tests.fit.casework.world import csv

WEEK = date(2026, 2, 2)


def made(world, name):
    return administrator.add_programme(world.clinic, world.admin, name).programme_id


def held(world, who, programme, srs, *, prefix=""):
    """One session of each of these ratings, by clients of this person in this programme; returns the episodes."""
    keys = [f"{who}{programme or ''}{prefix}{number}" for number in range(len(srs))]
    rows = [f"{key},adult,1,srs,{total},{WEEK}" for key, total in zip(keys, srs, strict=True)]
    administrator.import_ratings(world.clinic, world.admin, "f.csv", csv(*rows), clinician_sign_in_name=who)
    found = [administrator.find_episode(world.clinic, world.admin, key) for key in keys]
    for episode in found if programme else ():
        administrator.set_programme(world.clinic, world.admin, episode, made(world, programme))
    return found


def grid(world, who, **asked):
    return director.open_alliance_grid(world.clinic, who, **{"rows": GridRows.PROGRAMMES, **asked})


def states(found):
    at = week_in(found)
    return {row.name: one[at] for row, one in zip(found.rows, found.states, strict=True)}


def week_in(found):
    """The column of that week: a director's grid has every one of its range."""
    return found.periods.index(period_of(WEEK, found.period))


def test_a_programme_is_made_once_renamed_and_retired(either):
    first = made(either, "  Adult  outpatient ")
    assert made(either, "ADULT OUTPATIENT") == first
    couples = made(either, "Couples")
    administrator.rename_programme(either.clinic, either.admin, first, "Adults")
    administrator.set_programme_active(either.clinic, either.admin, couples, active=False)
    found = clinician.list_programmes(either.clinic, either.ann)
    assert [(one.name, one.active) for one in found] == [("Adults", True), ("Couples", False)]
    with pytest.raises(ConflictError, match="There is a programme 'Adults' already"):
        administrator.rename_programme(either.clinic, either.admin, couples, "adults")
    with pytest.raises(ConflictError, match="Let it take clients again"):
        made(either, "couples")
    rows = administrator.open_audit(either.clinic, either.admin)
    assert {(row.action, row.subject_id) for row in rows} >= {
        ("add_programme", first),
        ("rename_programme", first),
        ("set_programme_active", couples),
    }


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "no programme", "a\x07b"])
def test_a_name_that_cannot_be_is_refused(world, name):
    with pytest.raises(InputError, match=r"Write 1 to 60 letters|Choose another name"):
        made(world, name)
    assert clinician.list_programmes(world.clinic, world.ann) == ()


def test_an_episode_begins_in_a_programme_and_is_moved_by_who_holds_it(either):
    couples, young = made(either, "Couples"), made(either, "Young people")
    begin = {"age_band": AgeBand.ADULT, "programme_id": couples}
    episode = clinician.begin_episode(either.clinic, either.ann, code="C-1", **begin)
    assert either.page(episode).episode.programme == "Couples"
    clinician.set_programme(either.clinic, either.ann, episode, young)
    assert either.page(episode).episode.programme == "Young people"
    with pytest.raises(AccessDeniedError):
        clinician.set_programme(either.clinic, either.sue, episode, couples)
    administrator.set_programme(either.clinic, either.admin, episode, None)
    facts = either.page(episode).episode
    assert (facts.programme, facts.programme_id) == ("", None)
    assert either.actions().count("set_programme") == 2


def test_a_retired_programme_keeps_its_episodes_and_takes_nobody_new(world):
    couples = made(world, "Couples")
    (episode,) = held(world, "ann", "Couples", [36.0])
    administrator.set_programme_active(world.clinic, world.admin, couples, active=False)
    clinician.set_programme(world.clinic, world.ann, episode, couples)
    assert world.page(episode).episode.programme == "Couples"
    assert [row.name for row in grid(world, world.sue).rows] == ["Couples"]
    for begin in (clinician.begin_episode, administrator.add_client):
        with pytest.raises(InputError, match="takes no clients here"):
            begin(world.clinic, world.ann, code="C-2", age_band=AgeBand.ADULT, programme_id=couples)


def test_a_programme_of_another_clinic_is_none_of_ones_own(world):
    couples = made(world, "Couples")
    elsewhere = world.begin("there", who=world.other_ann)
    with pytest.raises(InputError, match="takes no clients here"):
        clinician.set_programme(world.clinic, world.other_ann, elsewhere, couples)
    assert clinician.list_programmes(world.clinic, world.other_ann) == ()


def test_rows_are_programmes_and_who_is_in_none_is_never_dropped(either):
    held(either, "ann", "Couples", [36.0] * 6)
    held(either, "ben", "Couples", [38.0] * 4)
    held(either, "ben", None, [30.0] * 8)
    found = grid(either, either.dan)
    assert [(row.name, row.sessions) for row in found.rows] == [("Couples", 10), ("No programme", 10)]
    assert (found.by, found.drill_down) == (GridRows.PROGRAMMES, DrillDown.TO_CLINICIANS)
    assert np.nan_to_num(found.view.n[:, week_in(found)]).tolist() == [10, 10]
    own = grid(either, either.ben)
    assert [(row.name, row.sessions) for row in own.rows] == [("Couples", 4), ("No programme", 8)]
    assert own.view.value[:, 0] == pytest.approx([38.0, 30.0])


def test_a_small_programme_takes_another_one_along_and_a_small_team_too(world):
    held(world, "ann", "Couples", [36.0] * 3)
    held(world, "ann", "Young people", [36.0] * 8)
    held(world, "ben", "Outpatients", [36.0] * 20)
    assert states(grid(world, world.dan)) == {
        "Couples": CellState.FEW_CLIENTS,
        "Outpatients": CellState.SHOWN,
        "Young people": CellState.IN_COMPANY,
    }


def test_a_director_goes_into_a_programme_only_as_far_as_nobody_can_be_worked_out(world):
    held(world, "ann", "Couples", [36.0] * 14)
    held(world, "ann", "Young people", [36.0] * 14)
    held(world, "ben", "Couples", [36.0] * 14)
    held(world, "ben", "Young people", [36.0] * 14)
    found = grid(world, world.dan, programme="Couples")
    assert (found.by, found.programme, found.drill_down) == (GridRows.CLINICIANS, "Couples", DrillDown.NO_FURTHER)
    assert states(found) == {"North ann": CellState.SHOWN, "North ben": CellState.SHOWN}
    held(world, "ben", "Outpatients", [36.0] * 2)
    held(world, "ann", "Outpatients", [36.0] * 9)
    # Two clients of ben: with him goes ann, whose row then needs a second cell, as ben's does.
    shown = [states(grid(world, world.dan, programme=one)) for one in ("Outpatients", "Couples", "Young people")]
    assert shown[0] == {"North ann": CellState.IN_COMPANY, "North ben": CellState.FEW_CLIENTS}
    hidden = [[one is not CellState.SHOWN for one in by.values()] for by in shown]
    assert all(sum(of_one) != 1 for of_one in [*hidden, *zip(*hidden, strict=True)])
    with pytest.raises(AccessDeniedError, match=r"^Supervision is for supervisors\. You are signed in"):
        supervisor.open_flagged_sessions(world.clinic, world.dan, world.ann.user_id, begins=WEEK, period=Period.WEEK)


def test_a_team_and_a_programme_at_once_are_refused(world):
    with pytest.raises(InputError, match="could point at somebody"):
        grid(world, world.dan, team="Team A", programme="Couples")
    with pytest.raises(InputError, match="could point at somebody"):
        gather_service_report(world.clinic, world.dan, date(2026, 2, 1), "Team A", "Couples")


def test_a_supervisor_goes_from_a_programme_to_the_flagged_sessions_in_it(either):
    held(either, "ann", "Couples", [30.0, 39.0])
    held(either, "ann", None, [31.0])
    found = grid(either, either.sue, programme="Couples")
    assert (found.exact, found.drill_down, found.rows[0].sessions) == (True, DrillDown.TO_SESSIONS, 2)
    asked = {"begins": WEEK, "period": Period.WEEK}

    def labels(**more):
        open_them = supervisor.open_flagged_sessions(either.clinic, either.sue, either.ann.user_id, **asked, **more)
        return [row.client_label for row in open_them.sessions]

    assert (labels(programme="Couples"), labels(programme="No programme")) == (["annCouples0"], ["ann0"])
    assert set(labels()) == {"annCouples0", "ann0"}
    with pytest.raises(NotFoundError, match="no programme of that name"):
        labels(programme="Gone")


# --- outcomes and the report ---


@pytest.fixture
def served(world):
    """Eight clients of ann in one programme, seven of ben in another; eleven of both in none; three sessions each."""
    world.clock.moment = datetime(2026, 12, 1, 10, tzinfo=UTC)
    for who, programme, count, gain in (("ann", "Couples", 8, 4), ("ben", "Young people", 7, 0), ("ben", None, 11, 2)):
        keys = [f"{who}{programme or ''}{one}" for one in range(count)]
        rows = [
            f"{key},adult,{meeting},{scale},{total},2026-10-0{meeting}"
            for key in keys
            for meeting in (1, 2, 3)
            for scale, total in (("ors", 15 + gain * meeting), ("srs", 37))
        ]
        administrator.import_ratings(world.clinic, world.admin, "f.csv", csv(*rows), clinician_sign_in_name=who)
        for key in keys if programme else ():
            episode = administrator.find_episode(world.clinic, world.admin, key)
            administrator.set_programme(world.clinic, world.admin, episode, made(world, programme))
    return world


def better(page):
    return page.states[State.ALL].figures.figures["reliably_better"]


def test_outcomes_are_filtered_by_programme_and_none_is_a_choice_too(served):
    def of(**chosen):
        return director.open_clinic_outcomes(served.clinic, served.dan, OutcomesFilter(**chosen))

    whole = of()
    assert whole.choices.programmes == ("Couples", "Young people", "No programme")
    counted = [of(programme=one).states[State.ALL].figures.figures["episodes"] for one in whole.choices.programmes]
    assert [getattr(one, "value", 0) for one in counted] == [10, 0, 10]  # 8, 7 (too few to tell) and 11, rounded
    assert (better(of(programme="Couples")).value, better(of()).n) == (1.0, 25)
    own = clinician.open_outcomes(served.clinic, served.ann, OutcomesFilter(programme="Couples"))
    assert (own.choices.programmes, better(own).n) == (("Couples",), 8)
    with pytest.raises(InputError, match="not among the choices"):
        of(programme="Gone")


def test_a_change_of_programme_or_of_its_name_is_seen_at_once(served):
    def counted(name):
        page = director.open_clinic_outcomes(served.clinic, served.dan, OutcomesFilter(programme=name))
        return page.states[State.ALL].figures.figures["episodes"]

    assert counted("Couples").value == 10
    for key in range(4):
        episode = administrator.find_episode(served.clinic, served.admin, f"annCouples{key}")
        clinician.set_programme(served.clinic, served.ann, episode, made(served, "Young people"))
    assert isinstance(counted("Couples"), Withheld)
    assert counted("Young people").value == 10
    administrator.rename_programme(served.clinic, served.admin, made(served, "Young people"), "Youth")
    assert counted("Youth").value == 10


def test_of_all_pairs_of_filters_with_a_programme_only_so_many_are_answered_as_are_safe(served):
    choices = director.open_clinic_outcomes(served.clinic, served.dan).choices
    others = {"period": choices.periods[1], "team": choices.teams[0], "age_band": AgeBand.ADULT}
    for name, value in others.items():
        pair = OutcomesFilter(**{"programme": "Couples", name: value})
        page = director.open_clinic_outcomes(served.clinic, served.dan, pair)
        assert pair.count == MOST_FILTERS - 1
        # Nothing is told apart by state beside two filters, and each picture would be a filter or two more.
        assert set(page.states) == {State.ALL}
        assert isinstance(page.states[State.ALL].pairs, Withheld)
        for third in others.keys() - {name}:
            with pytest.raises(InputError, match="could point at somebody"):
                director.open_clinic_outcomes(
                    served.clinic,
                    served.dan,
                    OutcomesFilter(programme="Couples", **{name: value, third: others[third]}),
                )


def test_the_report_of_a_programme_counts_its_episodes_and_names_no_clinician(served):
    found = gather_service_report(served.clinic, served.dan, date(2026, 10, 1), programme="Couples")
    assert (found.programme, found.whole.rows, found.clinicians.rows) == ("Couples", ("Couples",), ())
    clients = found.outcomes[State.ALL].figures["clients"]
    assert isinstance(clients, Rounded)
    assert clients.value == 10
    in_all = [view.n.sum() for view in found.whole.views.values()]
    assert in_all[0] == 25  # 24 session ratings, rounded
    pdf = director.make_service_report(served.clinic, served.dan, date(2026, 10, 1), programme="Couples")
    assert pdf.startswith(b"%PDF-")
    with pytest.raises(NotFoundError, match=r"no programme 'Gone'\. Known: Couples, Young people, No programme"):
        gather_service_report(served.clinic, served.dan, date(2026, 10, 1), programme="Gone")
