"""A client's course as CSV: the table of the page, the single lines of each form, and what it was worked out by."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from dashboard.api.course_facts import course_facts
from dashboard.charts.in_words import trend_table
from dashboard.charts.page_overlay import answers_of
from fit.interop.spreadsheet import guarded_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboard.charts.overlay import Overlay
    from fit.assessment import EpisodeAssessment
    from fit.casework.views import ClientPage

__all__ = ["course_csv"]


def course_csv(page: ClientPage, one: EpisodeAssessment, overlay: Overlay) -> str:
    """Write a row a session; empty where nothing was given."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows(map(guarded_row, _rows(page, one, overlay)))
    return text.getvalue()


def _rows(page: ClientPage, one: EpisodeAssessment, overlay: Overlay) -> Iterator[list[object]]:
    table = trend_table(one, overlay)
    lines = dict(_lines(page, one))
    facts = course_facts(page, one)
    made_by = ("Policy", "Expected path", *facts)
    values = (f"{one.policy.id} {one.policy.version}", _path(one), *facts.values())
    yield [*table.names, *lines, *made_by]
    for meeting, row in zip(one.meetings, table.rows, strict=True):
        yield [*row, *(marks.get(meeting) for marks in lines.values()), *values]


def _lines(page: ClientPage, one: EpisodeAssessment) -> Iterator[tuple[str, dict[int, float]]]:
    """Return each line of both scales with its marks by session, where any is known."""
    for scale in filter(None, (one.outcome_scale, one.alliance_scale)):
        answers = answers_of(page, one, scale)
        for item in scale.items if answers else ():
            marks = {meeting: given[item.id] for meeting, given in answers}
            yield f"{scale.title} {item.id}", {meeting: mark.points for meeting, mark in marks.items() if mark}


def _path(one: EpisodeAssessment) -> str:
    return f"{one.curve_set.label} ({one.curve_set.id} {one.curve_set.version})" if one.expected_path else ""
