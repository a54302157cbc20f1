"""The table that leaves Mendline: no cell of it is run by a spreadsheet, nothing unknown becomes a number."""

from __future__ import annotations

import csv
import io
from datetime import date

from dashboard.api.course_csv import course_csv
from dashboard.charts.page_overlay import overlay_of
from fit.casework import clinician
from fit.casework.views import EventKind
from tests.dashboard.pages.conftest import clinic, episode_of, people, story_folder  # noqa: F401 - fixtures


def test_an_event_that_is_a_formula_stays_words(clinic, people, episode_of):  # noqa: F811
    episode, actor = episode_of("GAPS"), people["clinician.one"]
    clinician.add_event(clinic, actor, episode, kind=EventKind.NOTE, said='=cmd|"/c calc"!A0', meeting=2)
    page = clinician.open_client(clinic, actor, episode)

    rows = list(csv.reader(io.StringIO(course_csv(page, page.assessment, overlay_of(page, page.assessment)))))

    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert any("=cmd" in cell for cell in rows[2])


def test_what_was_not_given_is_an_empty_cell(clinic, people, episode_of):  # noqa: F811
    page = clinician.open_client(clinic, people["clinician.one"], episode_of("GAPS"))

    text = course_csv(page, page.assessment, overlay_of(page, page.assessment))
    rows = list(csv.DictReader(io.StringIO(text)))

    assert [row["ORS"] for row in rows] == ["18.0", "", "21.0", "", "24.5"]
    assert [row["SRS"] for row in rows] == ["37.0", "37.5", "", "38.0", "38.1"]
    assert "None" not in text
    assert text.endswith("\r\n")


def test_single_lines_have_columns_of_their_own(clinic, people, episode_of):  # noqa: F811
    from fit.ratings import Mode
    from fit.scales import Score

    episode, actor = episode_of("STEADY"), people["clinician.one"]
    marks = {"individual": "6.1", "interpersonal": "7.2", "social": "8.3", "overall": "5.4"}
    clinician.record_in_room(
        clinic,
        actor,
        episode,
        scale_id="ors",
        answers={item: Score.of(mark) for item, mark in marks.items()},
        mode=Mode.ORAL,
        line_length_px=None,
        calibrated=False,
        idempotency_key="lines-1",
    )
    page = clinician.open_client(clinic, actor, episode)

    rows = list(csv.DictReader(io.StringIO(course_csv(page, page.assessment, overlay_of(page, page.assessment)))))

    assert {name: rows[-1][f"ORS {name}"] for name in marks} == marks
    assert rows[0]["ORS individual"] == ""
    assert rows[-1]["Date"].endswith(str(date.today().year))  # noqa: DTZ011 - the clinic's own day
