"""Service reports that were kept for thirty days go by themselves, those of every clinic, on both kinds of database."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from fit.casework import director
from fit.casework._report_desk import KEPT
from fit.casework._report_keeping import EVERY_S, _remove_again_and_again, let_reports_go, remove_old_reports
from fit.errors import StoreUnavailableError
from fit.store import asked_reports
from fit.store.ids import new_id, read_id
from fit.store.tables import AskedReport, columns_of
from tests.fit.casework.asked import FEBRUARY
from tests.fit.casework.world import START

report = columns_of(AskedReport)
NOT_YET, AT_THE_LINE, LATER = KEPT - timedelta(hours=1), KEPT, KEPT + timedelta(microseconds=1)
HOUR = timedelta(seconds=EVERY_S)
WITHIN_S = 20


def asked(world, actor, age=timedelta(), *, made=True):
    """A report that this director asked for so long ago, with its file unless it still waits; returns its number."""
    row = {"clinic_id": read_id(actor.clinic_id), "id": new_id(), "asked_by": read_id(actor.user_id)}
    row |= {"asked_at": world.clock.moment - age, "month": FEBRUARY, "team": f"Team {row['id']}", "programme": ""}
    row |= {"names": False, "tries": 0, "why_not": ""}

    def work(connection):
        asked_reports.ask(connection, row)
        if made:
            found = asked_reports.file_of(connection, row["clinic_id"], row["asked_by"], row["id"])
            asked_reports.end(connection, found, row["asked_at"], file=b"%PDF-1.4")

    world.clinic.store.write(work)
    return row["id"]


def kept(world):
    with world.clinic.store.read() as connection:
        return set(connection.execute(select(report.c.id)).scalars())


class Stopping:
    """Tells a server that it ends after so many looks; the time between two of them passes at once."""

    def __init__(self, clock, looks):
        self.clock, self.looks, self.waited = clock, looks, []

    def is_set(self):
        return len(self.waited) >= self.looks

    def wait(self, seconds):
        self.waited.append(seconds)
        self.clock.forward(seconds=seconds)
        return self.is_set()


@pytest.mark.parametrize(("age", "stays"), [(NOT_YET, True), (AT_THE_LINE, True), (LATER, False)])
def test_a_report_goes_by_itself_when_it_has_been_kept_for_longer_than_thirty_days(either, age, stays):
    assert timedelta(days=30) == KEPT
    made, waits = asked(either, either.dan, age), asked(either, either.dan, age, made=False)
    young = asked(either, either.dan)
    shown = {read_id(one.report_id) for one in director.list_service_reports(either.clinic, either.dan)}
    assert shown == ({made, waits, young} if stays else {young})
    before = either.actions()
    assert remove_old_reports(either.clinic) == (0 if stays else 2)
    assert kept(either) == shown, "what is removed is what is shown no more"
    assert either.actions() == before


def test_those_of_every_clinic_go(either):
    for actor in (either.dan, either.other_dan):
        asked(either, actor, LATER)
    young = {asked(either, actor) for actor in (either.dan, either.other_dan)}
    assert remove_old_reports(either.clinic) == 2
    assert kept(either) == young
    assert remove_old_reports(either.clinic) == 0, "again does no harm"


def test_what_is_broken_off_between_two_clinics_is_finished_the_next_time(either, monkeypatch):
    asked(either, either.dan, LATER)
    left = asked(either, either.other_dan, LATER)
    let_go = asked_reports.let_go

    def only_of_the_first(connection, *, clinic_id, before):
        if clinic_id == read_id(either.other_dan.clinic_id):
            raise StoreUnavailableError("away")
        return let_go(connection, clinic_id, before)

    with monkeypatch.context() as broken:
        broken.setattr(asked_reports, "let_go", only_of_the_first)
        with pytest.raises(StoreUnavailableError):
            remove_old_reports(either.clinic)
    assert kept(either) == {left}
    assert remove_old_reports(either.clinic) == 1


def test_a_server_that_runs_on_removes_it_within_the_hour_after(either):
    asked(either, either.dan, KEPT - 2 * HOUR)
    stopping = Stopping(either.clock, looks=3)
    _remove_again_and_again(either.clinic, stopping)
    assert either.clock.moment == START + 3 * HOUR
    assert len(kept(either)) == 1, "looked at after two hours, it was thirty days old to the moment"
    _remove_again_and_again(either.clinic, Stopping(either.clock, looks=1))
    assert kept(either) == set()
    assert stopping.waited == [EVERY_S] * 3


def test_a_database_that_is_away_is_asked_again_and_the_log_has_none_of_its_words(world, monkeypatch, caplog):
    asked(world, world.dan, LATER)
    let_go, tries = asked_reports.let_go, []

    def at_the_second_try(connection, **given):
        tries.append(given)
        if len(tries) == 1:
            raise StoreUnavailableError("Asa Molin")
        return let_go(connection, **given)

    monkeypatch.setattr(asked_reports, "let_go", at_the_second_try)
    _remove_again_and_again(world.clinic, Stopping(world.clock, looks=2))
    assert kept(world) == set()
    assert "old service reports are not removed yet: StoreUnavailableError" in caplog.text
    assert "Molin" not in caplog.text


def test_a_server_looks_when_it_starts_and_ends_without_waiting_for_the_next_look(either):
    asked(either, either.dan, LATER)
    let_reports_go(either.clinic)
    begun = time.monotonic()
    while kept(either) and time.monotonic() < begun + WITHIN_S:
        time.sleep(0.05)
    assert kept(either) == set()
    either.clinic.under_way.stop()
    assert time.monotonic() < begun + WITHIN_S
