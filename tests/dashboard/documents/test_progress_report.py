"""The report for the record: the same facts as the client's page, nothing left out, and safe to look at."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from dashboard.charts.in_words import trend_table
from dashboard.documents.progress_report import AS_WRITTEN, progress_report
from dashboard.evidence import evidence_said
from dashboard.verdict_words import verdicts_of
from fit.casework import clinician
from fit.reports.document import document
from tests.dashboard.documents.conftest import (
    AGREED,
    CLOSED,
    CODE,
    EVENT,
    GOAL,
    LET_GO,
    MARKS,
    NAME,
    reader_of,
    text_of,
)

HEADINGS = [
    f"Progress report: {NAME}",
    "How it goes: ORS, rated by the client",
    "Sessions",
    "Alerts",
    "Repairs",
    "Goals",
    "Tags and events",
    "How complete the ratings are",
    "Why this?",
    "How the figures are worked out",
]


@pytest.fixture(scope="module")
def record(world, told):
    return clinician.export_progress_report(world.clinic, world.ann, told.episode)


@pytest.fixture(scope="module")
def pdf(record):
    return document(progress_report(record))


@pytest.fixture(scope="module")
def said(pdf):
    return text_of(pdf)


def bare(text):
    """A text as it can be found on paper, wherever its lines break."""
    return re.sub(r"\s", "", text)


def test_the_verdicts_are_those_of_the_page_in_words_with_number_formula_and_source(told, said):
    for verdict in verdicts_of(told.page.assessment):
        assert bare(f"{verdict.look.word}. {verdict.sentence}") in bare(said)
        for why in verdict.explanations:
            assert bare(why.formula) in bare(said)
            assert bare(why.source) in bare(said)
            assert bare(why.line) in bare(said)
    assert "simulated reference" in said


def test_every_session_stands_with_its_scores_and_lines(told, said):
    for meeting, (ors, srs) in enumerate(MARKS, 1):
        day = date(2026, 3, 2).toordinal() + 7 * (meeting - 1)
        written = date.fromordinal(day)
        month = {3: "Mar", 4: "Apr"}[written.month]
        assert f"{meeting} {written.day} {month} 2026 Client ORS {ors} SRS {srs}" in said
    table = trend_table(told.page.assessment)
    for expected, red in zip(table.column("Expected"), table.column("Off track below"), strict=True):
        assert f"{expected:.1f}" in said
        assert red is None or str(red) in said


def test_what_was_not_given_or_taken_out_stands_with_its_reason(said):
    assert "SRS not given: no time" in said
    assert "ORS 12.5 taken out: read from the wrong sheet" in said
    assert "ORS 28.6" in said


def test_every_alert_stands_with_its_numbers_and_what_became_of_it(told, said):
    assert len(told.page.alerts) > 2
    for alert in told.page.alerts:
        assert bare(alert.title.rstrip(".")) in bare(said)
        assert bare(evidence_said(alert.evidence)) in bare(said)
    assert f"Closed: {CLOSED}" in said


def test_repairs_goals_tags_and_events_stand_in_the_words_in_which_they_were_written(said):
    for words in (AGREED, "I asked what I had missed.", "You rushed me.", GOAL, LET_GO, EVENT, "group"):
        assert words in said, words
    assert "2 of 10 on 2 Mar 2026 to 7 of 10" in said
    assert "let go" in said


def test_the_ratings_that_are_missing_are_counted(said):
    assert "outcome 6, session rating 5, both 5 of 6" in said
    assert "no time 1" in said
    assert "Taken out 1 rating" in said


def test_the_file_says_what_it_is_and_leads_to_each_section(pdf):
    reader = reader_of(pdf)
    assert reader.metadata.title == f"Progress report: {NAME}"
    assert reader.metadata.author == "North"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert [one.title for one in reader.outline] == HEADINGS
    for number, page in enumerate(reader.pages, 1):
        assert f"Page {number} of {len(reader.pages)}" in page.extract_text()


def test_the_same_day_gives_the_same_file(record, pdf):
    assert document(progress_report(record)) == pdf


def test_by_code_only_there_is_no_name_and_it_says_what_it_does_not_remove(record):
    text = text_of(document(progress_report(record, named=False)))
    assert NAME not in text
    assert "North ann" not in text
    assert bare(AS_WRITTEN) in bare(text)
    assert CODE in text


def test_from_a_day_on_the_tables_are_shorter_and_the_verdicts_the_same(told, record):
    text = text_of(document(progress_report(record, since=date(2026, 3, 23))))
    assert "ORS 17.2" not in text
    assert "ORS 24.1" in text
    assert EVENT not in text
    assert GOAL in text
    assert "from 23 Mar 2026 on; verdicts and charts rest on the whole episode" in text
    for verdict in verdicts_of(told.page.assessment):
        assert bare(verdict.sentence) in bare(text)


def test_a_client_without_ratings_has_a_report(world):
    episode = world.begin("EMPTY")
    found = clinician.export_progress_report(world.clinic, world.ann, episode)
    text = text_of(document(progress_report(found)))
    assert "No rating yet." in text
    assert "No session in this period." in text
    assert "No alert in this period." in text


def test_hostile_words_are_printed_as_words(record):
    words = "<script>alert(1)</script> ) Tj \\ \u202e & 'x' \N{PARTY POPPER}" + "w" * 400
    events = tuple(replace(event, said=words) for event in record.page.events)
    page = replace(record.page, events=events, tags=(words,))
    pdf = document(progress_report(replace(record, page=page, client_name=words, clinic_name=words)))
    reader = reader_of(pdf)
    assert "<script>alert(1)</script>" in text_of(pdf)
    assert "/JavaScript" not in str(reader.trailer["/Root"])
    assert "\u202e" not in reader.metadata.title
