"""How one talked then and since, side by side; what is not known is said."""

from __future__ import annotations

import re

from dashboard.components.repair_answer import talks_html
from fit.dialogue import SessionPattern


def pattern(**changed):
    known = {
        "clinician_share": 0.613,
        "share_by": "seconds",
        "minutes_to_validation": 12.0,
        "validated": True,
        "answers": ("explain", None),
        "client_latency_s": 1.0,
        "longest_silence_s": 4.0,
        "understood": True,
    }
    return SessionPattern(**(known | changed))


def cells(talks):
    return re.findall(r"<td>([^<]+)</td>", talks_html(talks))


def test_two_sessions_stand_side_by_side():
    since = pattern(clinician_share=0.44, minutes_to_validation=None, validated=True, answers=())
    assert cells([(5, pattern()), (7, since)]) == [
        "61 %",
        "44 %",
        "after 12.0 minutes",
        "yes; the file has no times",
        "explained, not clear",
        "no complaint recognised",
    ]


def test_what_the_files_do_not_tell_is_said():
    foreign = pattern(clinician_share=None, understood=False, validated=False, minutes_to_validation=None, answers=())
    silent = pattern(validated=False, minutes_to_validation=None)
    assert cells([(5, foreign), (7, silent)]) == [
        "not assessable",
        "61 %",
        "not assessable",
        "none recognised",
        "not assessable",
        "explained, not clear",
    ]


def test_with_one_transcript_the_next_one_is_asked_for_and_with_none_nothing_is_said():
    assert "With a transcript of a later session" in talks_html([(5, pattern())])
    assert talks_html([]) == ""
