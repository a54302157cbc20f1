"""Names of teams as parts of the names of files."""

from __future__ import annotations

import pytest

from dashboard.file_names import file_part, report_file


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("Team South", "team-south"),
        ("Équipe  Süd / 2", "equipe-sud-2"),
        ('a"; filename="b\r\nx: y', "a-filename-b-x-y"),
        ("北", ""),
    ],
)
def test_a_name_becomes_plain_letters_that_no_header_trips_over(said, part):
    assert file_part(said) == part


@pytest.mark.parametrize(
    ("part", "names", "called"),
    [
        ("", False, "service-report-2026-10.pdf"),
        ("Team South", False, "service-report-2026-10-team-south.pdf"),
        ("Team South", True, "service-report-2026-10-team-south-with-clinicians-names.pdf"),
    ],
)
def test_a_report_says_in_its_name_of_whom_it_tells_and_that_clinicians_are_named(part, names, called):
    assert report_file("2026-10", part, names=names) == called
