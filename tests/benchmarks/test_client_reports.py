"""Reports on one client: of a usual course, and of a hundred sessions that three people rated; beside platypus."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from random import Random

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

from dashboard.documents.own_report import own_report
from dashboard.documents.progress_report import progress_report
from dashboard.documents.session_draft import Order, as_document, session_draft
from fit.casework import Settings, administrator, clinician, open_clinic
from fit.reports.client_report import client_report
from fit.reports.document import Table, document
from tests.fit.casework.world import Clock, World, csv, found

MOST_SECONDS = 0.5
# Of processor time for one report, from what casework gives to the file (task: under half a second for each).

SHORT, LONG = 12, 100
RUPTURES = 0.08
# Share of session ratings that are clearly low.

INFORMANTS = ("client", "caregiver", "teacher")


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    clock = Clock()
    clinic = open_clinic(Settings(folder=tmp_path_factory.mktemp("reports")), clock=clock)
    made = World(clinic, clock, found(clinic))
    rows = [*rows_of("SHORT", SHORT, INFORMANTS[:1]), *rows_of("LONG", LONG, INFORMANTS)]
    head = "episode_id,age_band,session,scale,total,date,informant"
    administrator.import_ratings(clinic, made.admin, "f.csv", csv(*rows, header=head), clinician_sign_in_name="ann")
    yield made
    clinic.close()


def rows_of(code, sessions, informants):
    """A slow rise with small moves and now and then a strain, as courses go; each person marks a little otherwise."""
    chance = Random(20)  # the same course every time
    for meeting in range(1, sessions + 1):
        day = date(2020, 1, 6) + timedelta(weeks=meeting)
        for number, who in enumerate(informants):
            ors = min(38, 16 + number + meeting / 8 + chance.gauss(0, 1.5))
            srs = 31 if chance.random() < RUPTURES else 37.5 + chance.random() / 2
            yield f"{code},adolescent,{meeting},ors,{ors:.1f},{day},{who}"
            yield f"{code},adolescent,{meeting},srs,{srs:.1f},{day},{who}"


def record_of(world, code):
    rows = world.caseload().rows
    episode = next(row.episode_id for row in rows if row.client_label == code)
    return episode, clinician.export_progress_report(world.clinic, world.ann, episode)


@pytest.mark.parametrize("code", ["SHORT", "LONG"])
def test_for_the_record(benchmark, cpu_seconds, say, world, code):
    _, record = record_of(world, code)

    def whole():
        return document(progress_report(record))

    assert benchmark.pedantic(whole, rounds=5, warmup_rounds=1).startswith(b"%PDF")
    ours = cpu_seconds(whole)
    table = next(
        block
        for section in progress_report(record).sections
        if section.heading == "Sessions"
        for block in section.blocks
        if isinstance(block, Table)
    )
    theirs = cpu_seconds(lambda: by_platypus(table))
    say(
        f"progress report for the record, {len(record.page.sessions)} sessions, {len(record.page.strands)} people, "
        f"{len(record.page.alerts)} alerts: median {benchmark.stats.stats.median * 1_000:.0f} ms, "
        f"{ours * 1_000:.0f} ms of work; reportlab's platypus for the sessions' table alone {theirs * 1_000:.0f} ms"
    )
    assert ours < MOST_SECONDS


def by_platypus(table):
    """The same table as reportlab's own layout makes it: each cell a paragraph, the head repeated."""
    style = getSampleStyleSheet()["BodyText"]
    cells = [[Paragraph(cell, style) for cell in row] for row in (table.names, *table.rows)]
    file = BytesIO()
    SimpleDocTemplate(file, pagesize=A4).build([LongTable(cells, repeatRows=1)])
    return file.getvalue()


@pytest.mark.parametrize("language", ["en", "ar", "zh-Hans"])
def test_for_the_client(benchmark, cpu_seconds, say, world, language):
    episode, _ = record_of(world, "LONG")
    clinician.set_language(world.clinic, world.ann, episode, language)
    found_now = clinician.export_own_report(world.clinic, world.ann, episode)

    def whole():
        return client_report(own_report(found_now))

    assert benchmark.pedantic(whole, rounds=5, warmup_rounds=1).startswith(b"%PDF")
    say(f"report for the client, {language}, {LONG} sessions: median {benchmark.stats.stats.median * 1_000:.0f} ms")
    assert cpu_seconds(whole) < MOST_SECONDS


def test_the_draft_of_a_session(benchmark, cpu_seconds, say, world):
    episode, _ = record_of(world, "LONG")
    recorded = clinician.open_documentation(world.clinic, world.ann, episode)

    def whole():
        return document(as_document(session_draft(recorded, Order.DAP)))

    assert benchmark.pedantic(whole, rounds=5, warmup_rounds=1).startswith(b"%PDF")
    say(f"draft of a session's documentation: median {benchmark.stats.stats.median * 1_000:.0f} ms")
    assert cpu_seconds(whole) < MOST_SECONDS


def test_all_data_of_a_client(benchmark, say, world):
    episode, _ = record_of(world, "LONG")

    def whole():
        file = BytesIO()
        given = clinician.export_client(
            world.clinic, world.ann, episode, into=file, told=lambda row: row.action, page=str
        )
        return given, file.tell()

    given, size = benchmark.pedantic(whole, rounds=3, warmup_rounds=1)
    say(
        f"all data of a client, {sum(given.rows.values()):,} rows, {size / 1_000:.0f} kB: "
        f"median {benchmark.stats.stats.median * 1_000:.0f} ms"
    )
    assert given.rows["rating"] == LONG * len(INFORMANTS) * 2
