"""Taking a file of past ratings: checked first, all or nothing, and twice is once."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fit.casework import administrator
from fit.casework.views import AlertState, Attention
from fit.errors import InputError
from fit.scales import AgeBand, Score
from tests.fit.casework.world import csv

GOOD = (
    "A1,adult,1,ors,18.0,2026-01-05",
    "A1,adult,1,srs,38.0,2026-01-05",
    "A1,adult,2,ors,24.5,2026-01-12",
    "A1,adult,2,srs,34.0,2026-01-12",
    "B2,adolescent,1,ors,27.1,2026-01-06",
)


def take(world, *rows, **how):
    how = {"clinician_sign_in_name": "ann"} | how
    header = how.pop("header", "episode_id,age_band,session,scale,total,date")
    return administrator.import_ratings(world.clinic, world.admin, "past.csv", csv(*rows, header=header), **how)


def test_past_ratings_stand_in_the_caseload_and_on_the_page(either):
    report = take(either, *GOOD)
    assert (report.rows_good, report.rows_bad, report.stored) == (5, (), True)
    assert (report.new_ratings, report.known_ratings, report.new_episodes, report.unassigned_episodes) == (5, 0, 2, 0)
    rows = {row.client_label: row for row in either.caseload().rows}
    assert rows["A1"].outcome_history == (Score(180), Score(245))
    assert (rows["A1"].attention, rows["A1"].reason_rule) == (Attention.ALLIANCE, "low_total")
    assert rows["B2"].age_band is AgeBand.ADOLESCENT
    page = either.page(rows["A1"].episode_id)
    assert [(row.meeting, row.occurred_on) for row in page.sessions] == [(1, date(2026, 1, 5)), (2, date(2026, 1, 12))]
    assert page.episode.opened_on == date(2026, 1, 5)


def test_the_same_file_twice_adds_nothing_the_second_time(either):
    take(either, *GOOD)
    before = either.caseload()
    again = take(either, *GOOD)
    assert (again.new_ratings, again.known_ratings, again.new_episodes, again.stored) == (0, 5, 0, True)
    assert either.caseload() == before


def test_a_longer_file_adds_what_is_new(world):
    take(world, *GOOD[:2])
    report = take(world, *GOOD)
    assert (report.new_ratings, report.known_ratings, report.new_episodes) == (3, 2, 1)


def test_checking_keeps_nothing(world):
    report = administrator.check_import(world.clinic, world.admin, "past.csv", csv(*GOOD))
    assert (report.new_ratings, report.new_episodes, report.unassigned_episodes, report.stored) == (5, 2, 2, False)
    assert administrator.list_unassigned(world.clinic, world.admin) == ()


def test_nothing_of_a_bad_file_is_kept(world):
    report = take(world, *GOOD, "C3,adult,1,ors,41.0,2026-01-05")
    assert not report.stored
    assert [problem.line for problem in report.rows_bad] == [7]
    assert world.caseload().rows == ()


def test_unless_the_good_rows_shall_be_taken(world):
    report = take(world, *GOOD, "C3,adult,1,ors,41.0,2026-01-05", take_good_rows=True)
    assert (report.stored, report.rows_good, report.rows_bad_count, report.new_ratings) == (True, 5, 1, 5)
    assert len(world.caseload().rows) == 2


def test_a_rating_that_was_taken_out_does_not_come_back_with_the_file(world):
    from fit.casework import clinician

    take(world, *GOOD)
    row = next(row for row in world.caseload().rows if row.client_label == "B2")
    rating = world.page(row.episode_id).sessions[0].ratings[0]
    clinician.supersede_rating(world.clinic, world.ann, rating.rating_id, "wrong client")
    assert take(world, *GOOD).new_ratings == 0


@pytest.mark.parametrize(
    ("row", "what", "remedy"),
    [
        ("A1,adolescent,3,ors,20.0,2026-01-19", "another age band", "noted when the episode began"),
        ("Z9,adult,1,ors,20.0,2026-03-03", "2026-03-03 lies in the future", "day of the session"),
    ],
)
def test_what_this_clinic_objects_to_is_told_by_line(world, row, what, remedy):
    take(world, *GOOD)
    report = take(world, "Y8,adult,1,ors,20.0,2026-01-19", row)
    assert not report.stored
    assert [(problem.line, what in problem.what, remedy in problem.remedy) for problem in report.rows_bad] == [
        (3, True, True)
    ]


HEADER = "episode_id,age_band,session,scale,total,date,clinician"


def test_the_file_may_say_whose_client_it_is(world):
    rows = (
        "A1,adult,1,ors,20.0,2026-01-05,Ben",
        "A1,adult,2,ors,21.0,2026-01-12,",
        "B2,adult,1,ors,20.0,2026-01-05,",
    )
    take(world, *rows, header=HEADER)
    assert [row.client_label for row in world.caseload(world.ben).rows] == ["A1"]
    assert [row.client_label for row in world.caseload(world.ann).rows] == ["B2"]


@pytest.mark.parametrize("name", ["nobody", "dan", "admin", "other_ann"])
def test_only_clinicians_of_this_clinic_hold_clients(world, name):
    report = take(world, f"A1,adult,1,ors,20.0,2026-01-05,{name}", header=HEADER)
    assert f"'{name}' is no clinician of this clinic" in report.rows_bad[0].what
    with pytest.raises(InputError, match="is no clinician of this clinic"):
        take(world, *GOOD, clinician_sign_in_name=name)


def test_episodes_of_nobody_wait_until_they_are_assigned(either):
    report = take(either, *GOOD, clinician_sign_in_name=None)
    assert report.unassigned_episodes == 2
    waiting = administrator.list_unassigned(either.clinic, either.admin)
    assert [(row.client_code, row.sessions) for row in waiting] == [("A1", 2), ("B2", 1)]
    administrator.assign_episode(either.clinic, either.admin, waiting[0].episode_id, either.ben.user_id)
    assert [row.client_label for row in either.caseload(either.ben).rows] == ["A1"]
    assert [row.client_code for row in administrator.list_unassigned(either.clinic, either.admin)] == ["B2"]


def test_days_that_nobody_noted_stay_unknown(world):
    take(world, "A1,adult,1,ors,20.0", "A1,adult,2,ors,21.0", header="episode_id,age_band,session,scale,total")
    row = world.caseload().rows[0]
    assert (row.sessions, row.last_session_on, row.days_since) == (2, None, None)
    assert [session.occurred_on for session in world.page(row.episode_id).sessions] == [None, None]
    world.session(row.episode_id, 22)
    assert world.caseload().rows[0].last_session_on == date(2026, 3, 2)


def test_items_and_informants_are_kept(world):
    header = "episode_id,age_band,session,scale,total,date,informant,individual,interpersonal,social,overall"
    take(world, "A1,child,1,ors,20.0,2026-01-05,caregiver,4.0,5.0,5.5,5.5", header=header)
    rating = world.page(world.caseload().rows[0].episode_id).sessions[0].ratings[0]
    assert rating.informant.value == "caregiver"
    assert [str(mark) for mark in rating.answers.values()] == ["4.0", "5.0", "5.5", "5.5"]


def test_alerts_of_the_past_that_later_ratings_answered_are_not_new(world):
    take(
        world,
        "A1,adult,1,ors,20.0,2026-01-05",
        "A1,adult,1,srs,38.0,2026-01-05",
        "A1,adult,2,srs,33.0,2026-01-12",
        "A1,adult,3,srs,38.5,2026-01-19",
    )
    page = world.page(world.caseload().rows[0].episode_id)
    states = {(alert.rule, alert.meeting): (alert.state, alert.answered_by_meeting) for alert in page.alerts}
    assert states["drop", 2] == (AlertState.ANSWERED, 3)


def test_a_past_event_that_nothing_answered_is_closed_from_the_start_but_what_the_newest_rating_says_is_work(world):
    take(
        world,
        *(f"A1,adult,{meeting},ors,20.0,2026-01-{meeting:02}" for meeting in range(1, 5)),
        *(f"A1,adult,{meeting},srs,{total},2026-01-{meeting:02}" for meeting, total in enumerate((39, 35, 33, 33), 1)),
    )
    row = world.caseload().rows[0]
    found = {(alert.rule, alert.meeting): alert for alert in world.page(row.episode_id).alerts}
    assert found["drop", 3].state is AlertState.CLOSED
    assert "past ratings" in found["drop", 3].reason
    assert (found["drop", 2].state, found["drop", 2].answered_by_meeting) == (AlertState.TAKEN_UP, 3)
    assert (found["low_total", 3].state, found["low_total", 3].answered_by_meeting) == (AlertState.TAKEN_UP, 4)
    assert found["low_total", 4].state is AlertState.NEW
    assert (row.attention, row.reason_rule) == (Attention.ALLIANCE, "low_total")


def test_progress_is_told_in_the_thread_that_waits(world):
    rows = [f"E{number},adult,{meeting},ors,20.0,2026-01-05" for number in range(300) for meeting in range(1, 5)]
    told, threads = [], set()

    def progress(share, doing):
        told.append((share, doing))
        threads.add(threading.current_thread())

    take(world, *rows, progress=progress)
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert told[-1] == (1.0, "done")
    assert threads == {threading.current_thread()}


def test_a_file_can_be_a_path(world, tmp_path):
    path = tmp_path / "past.csv"
    path.write_bytes(csv(*GOOD))
    report = administrator.import_ratings(world.clinic, world.admin, path.name, path, clinician_sign_in_name="ann")
    assert report.new_ratings == 5


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"not,a,table\n1,2,3\n"])
def test_a_file_that_is_no_table_is_one_bad_row(world, content):
    report = administrator.import_ratings(world.clinic, world.admin, "x", content, take_good_rows=True)
    assert report.rows_bad_count == len(report.rows_bad) > 0
    assert report.new_ratings == 0


def test_taking_a_file_is_audited_as_a_batch(world):
    take(world, *GOOD)
    rows = administrator.open_audit(world.clinic, world.admin)
    assert [(row.action, row.subject_kind) for row in rows[1:2]] == [("import_ratings", "import")]


@settings(max_examples=15, deadline=None)
@given(st.permutations(GOOD[:2] + GOOD[4:]), st.integers(1, 2))
def test_the_order_of_rows_of_a_session_does_not_matter(clinic_for_orders, rows, split):
    world, number = clinic_for_orders
    number.append(len(number))
    mark = f"N{len(number)}-"
    renamed = [mark + row for row in rows]
    take(world, *renamed[:split])
    take(world, *renamed)
    found = {row.client_label: row for row in world.caseload().rows if row.client_label.startswith(mark)}
    assert found[f"{mark}A1"].outcome_history == (Score(180),)
    assert found[f"{mark}A1"].alliance_history == (Score(380),)
    assert found[f"{mark}B2"].outcome_history == (Score(271),)


@pytest.fixture(scope="module")
def clinic_for_orders(founded, tmp_path_factory):
    import shutil

    from fit.casework import Settings, open_clinic
    from tests.fit.casework.world import Clock, World

    folder, people = founded
    place = tmp_path_factory.mktemp("orders") / "clinic"
    shutil.copytree(folder, place)
    clinic = open_clinic(Settings(folder=place), clock=Clock())
    yield World(clinic, Clock(), people), []
    clinic.close()
