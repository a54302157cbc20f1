"""Service reports asked for on a page: made beside it, for whoever asked alone, once, also after a kill."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from fit.casework import Role, Settings, administrator, director, open_clinic
from fit.casework._report_desk import KEPT
from fit.casework._report_making import MOST_TRIES, NOT_MADE
from fit.casework._reporter import BROKEN_OFF, MADE, WHOLE, _file_in
from fit.casework._under_way import UnderWay
from fit.casework.background import OF_NO_CLINIC, REPORTS, working
from fit.casework.views import ReportState
from fit.errors import ConflictError, InputError, NotFoundError, StoreError
from fit.store.tables import AskedReport, columns_of
from tests.fit.casework.asked import FEBRUARY, ended, report_of, report_that_is_made
from tests.fit.casework.world import PASSPHRASE, Clock

report = columns_of(AskedReport)


def ask(world, month=FEBRUARY, **parts):
    return director.ask_for_service_report(world.clinic, world.dan, month, **parts)


def take(world, asked, who=None):
    return director.take_service_report(world.clinic, who or world.dan, asked)


def reports(world):
    return director.list_service_reports(world.clinic, world.dan)


def rows(world):
    with world.clinic.store.read() as connection:
        return connection.execute(select(func.count()).select_from(report)).scalar()


def tries(world):
    with world.clinic.store.read() as connection:
        return connection.execute(select(report.c.tries)).scalar_one()


@pytest.fixture
def idle(world):
    """A server that is about to end: it begins nothing."""
    world.clinic.under_way.stop()
    return world


def go_on(world):
    """The next server."""
    object.__setattr__(world.clinic, "under_way", UnderWay())


def test_what_is_made_beside_the_pages_is_the_report_that_is_made_at_once_whatever_database(either):
    either.session(either.begin("A1"), ors=20.0, srs=36.0)
    with working(either.clinic):
        asked = report_that_is_made(either, either.dan, names=True)
    found = take(either, asked)
    assert found.file == director.make_service_report(either.clinic, either.dan, FEBRUARY, names=True)
    told = found.report
    assert (told.month, told.team, told.programme, told.names) == (FEBRUARY, "", "", True)


def test_each_is_made_as_it_was_asked_for_and_the_last_stands_first(world):
    ids = [report_that_is_made(world, world.dan, **parts) for parts in ({}, {"team": "Team A"})]
    assert [one.report_id for one in reports(world)] == ids[::-1]
    assert [one.team for one in reports(world)] == ["Team A", ""]
    everybody, team = (take(world, one).file for one in ids)
    assert everybody != team
    assert team == director.make_service_report(world.clinic, world.dan, FEBRUARY, "Team A")


def test_the_very_same_report_waits_once_and_another_one_beside_it(idle):
    first = ask(idle)
    assert ask(idle, FEBRUARY.replace(day=9)) == first
    assert ask(idle, names=True) != first
    assert ask(idle, date(2026, 1, 1)) != first
    assert len(reports(idle)) == 3
    go_on(idle)
    assert ended(idle, idle.dan, first).state is ReportState.READY
    assert ask(idle) != first, "made anew: the figures of then may have changed"


def test_it_is_there_for_whoever_asked_alone(world):
    asked = report_that_is_made(world, world.dan)
    words = {"sign_in_name": "dora", "display_name": "Dora", "passphrase": PASSPHRASE}
    row = administrator.add_user(world.clinic, world.admin, role=Role.DIRECTOR, **words)
    for somebody in (replace(world.dan, user_id=row.user_id), world.other_dan):
        with pytest.raises(NotFoundError, match="There is no such report"):
            take(world, asked, somebody)
        assert director.list_service_reports(world.clinic, somebody) == ()


def test_every_time_it_is_taken_out_stands_in_the_audit(world):
    asked = report_that_is_made(world, world.dan)
    for _ in range(2):
        take(world, asked)
    assert world.actions().count("take_service_report") == 2
    assert world.actions().count("ask_for_service_report") == 1


def test_it_is_kept_for_thirty_days_and_let_go_with_the_next_one(world):
    assert timedelta(days=30) == KEPT
    asked, begun = report_that_is_made(world, world.dan), world.clock.moment
    world.clock.moment = begun + KEPT
    assert take(world, asked).file
    assert [one.report_id for one in reports(world)] == [asked]
    world.clock.forward(microseconds=1)
    assert reports(world) == ()
    with pytest.raises(NotFoundError):
        take(world, asked)
    assert rows(world) == 1
    report_that_is_made(world, world.dan)
    assert rows(world) == 1


def test_what_cannot_be_is_refused_before_anything_is_noted(world):
    with pytest.raises(InputError, match="is not over"):
        ask(world, world.clinic.today())
    with pytest.raises(InputError, match="at once"):
        ask(world, team="Team A", programme="Couples")
    with pytest.raises(NotFoundError, match="no team 'Team Z'"):
        ask(world, team="Team Z")
    with pytest.raises(NotFoundError, match="no programme 'Couples'"):
        ask(world, programme="Couples")
    assert rows(world) == 0


def test_until_it_is_made_it_says_so(idle):
    with pytest.raises(ConflictError, match="still being made"):
        take(idle, ask(idle))


def test_a_report_that_breaks_off_each_time_is_given_up_and_says_what_to_do(idle, caplog):
    words = {"sign_in_name": "eve", "display_name": "Eve Quill", "passphrase": PASSPHRASE}
    row = administrator.add_user(idle.clinic, idle.admin, role=Role.CLINICIAN, team="Team Q", **words)
    asked = ask(idle, team="Team Q")
    moved = {"display_name": "Eve Quill", "role": Role.CLINICIAN, "team": "Team A"}
    administrator.change_person(idle.clinic, idle.admin, row.user_id, **moved)
    go_on(idle)
    found = ended(idle, idle.dan, asked)
    assert (found.state, found.why_not) == (ReportState.FAILED, NOT_MADE)
    assert tries(idle) == MOST_TRIES
    with pytest.raises(ConflictError, match="Ask for it again"):
        take(idle, asked)
    said = [one.getMessage() for one in caplog.records if "was not made" in one.getMessage()]
    assert len(said) == MOST_TRIES
    assert all("NotFoundError < _service_report.py:" in one and "Team Q" not in one for one in said)


def test_a_server_that_ends_breaks_off_at_once_and_the_next_one_makes_it(world):
    asked = ask(world)
    begun = time.monotonic()
    world.clinic.under_way.stop()
    assert time.monotonic() - begun < 5
    assert (tries(world), report_of(world, world.dan, asked).state) == (0, ReportState.WAITS)
    go_on(world)
    with working(world.clinic):
        assert ended(world, world.dan, asked).state is ReportState.READY
    assert REPORTS.waiting(world.clinic) == ()


KILLED = """
import sys, time
from datetime import date, datetime, UTC
from pathlib import Path
from fit.casework import Actor, Role, Settings, director, open_clinic

clinic = open_clinic(Settings(folder=Path(sys.argv[1])), clock=lambda: datetime(2026, 3, 2, 10, tzinfo=UTC))
actor = Actor(user_id=sys.argv[2], clinic_id=sys.argv[3], role=Role.DIRECTOR, name="D")
if __name__ == "__main__":
    print(director.ask_for_service_report(clinic, actor, date(2026, 2, 1)), flush=True)
    time.sleep(600)
"""


def test_a_report_whose_server_was_killed_is_made_after_the_next_start(world):
    folder = world.clinic.settings.folder
    world.clinic.close()
    command = [sys.executable, "-c", KILLED, str(folder), world.dan.user_id, world.dan.clinic_id]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        asked = server.stdout.readline().strip()
        server.send_signal(signal.SIGKILL)
    again = replace_clinic(world, open_clinic(Settings(folder=folder), clock=Clock()))
    assert REPORTS.waiting(again.clinic) == (OF_NO_CLINIC,)
    with working(again.clinic):
        assert ended(again, again.dan, asked).state is ReportState.READY
    again.clinic.close()


def replace_clinic(world, clinic):
    world.clinic = clinic
    return world


def test_on_postgresql_the_job_is_there_with_what_was_asked_for(world_on_postgresql):
    world = world_on_postgresql
    asked = ask(world)
    assert not world.clinic.under_way._threads, "whichever server takes it from the queue makes it"
    with working(world.clinic):
        assert ended(world, world.dan, asked).state is ReportState.READY


def test_what_was_begun_three_times_and_never_ended_is_not_begun_again(idle):
    asked = ask(idle)
    idle.clinic.store.write(lambda connection: connection.execute(update(report).values(tries=MOST_TRIES)))
    go_on(idle)
    found = ended(idle, idle.dan, asked)
    assert (found.state, tries(idle)) == (ReportState.FAILED, MOST_TRIES)


def test_what_was_refused_is_not_told_as_taken_out(idle):
    asked = ask(idle)
    with pytest.raises(ConflictError):
        take(idle, asked)
    with pytest.raises(NotFoundError):
        take(idle, asked, replace(idle.dan, user_id=idle.sue.user_id))
    assert "take_service_report" not in idle.actions()
    assert "take_service_report: not found" in idle.actions()


def test_an_answer_that_was_cut_off_anywhere_is_no_report():
    whole = MADE + b"%PDF-1.4 ... %%EOF." + WHOLE
    assert _file_in(whole) == b"%PDF-1.4 ... %%EOF."
    for length in range(len(whole)):
        with pytest.raises(StoreError, match="ended before it had"):
            _file_in(whole[:length])
    with pytest.raises(StoreError, match=r"not made: KeyError < here\.py:1$"):
        _file_in(BROKEN_OFF + b"KeyError < here.py:1" + WHOLE)


def test_rules_that_changed_since_the_server_began_make_no_report_and_the_log_says_what_to_do(world, caplog):
    policy = replace(world.clinic.policy, version="of before")
    object.__setattr__(world.clinic, "policy", policy)
    asked = ask(world)
    assert ended(world, world.dan, asked).state is ReportState.FAILED
    assert "The policy or the curves were changed since the server began. Start it again." in caplog.text
