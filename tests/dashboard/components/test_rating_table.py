"""The table of all ratings: what counts, what was replaced, what was skipped, and a face without a number."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest

from dashboard.components.rating_table import rating_table
from fit.casework.views import RatingRow, RatingStatus, SessionRow, SkipReason
from fit.ratings import Informant, Mode
from fit.scales import ScaleKind, Score


def cells(**changed):
    """The cells of one row."""
    given = {
        "rating_id": "1",
        "scale_id": "ors",
        "scale_title": "ORS",
        "kind": ScaleKind.OUTCOME,
        "informant": Informant.CLIENT,
        "total": Score(234),
        "answers": {},
        "status": RatingStatus.ACTIVE,
        "superseded_reason": "",
        "skip_reason": None,
        "mode": Mode.TABLET,
        "calibrated": True,
        "recorded_at": datetime(2026, 3, 2, 12, tzinfo=UTC),
    }
    session = SessionRow(
        session_id="1",
        meeting=3,
        occurred_on=date(2026, 3, 2),
        outcome=None,
        alliance=None,
        ratings=(RatingRow(**{**given, **changed}),),
    )
    row = rating_table((session,)).partition("<tbody>")[2]
    return [unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]


def test_a_rating_of_the_client_says_whether_its_line_was_ten_centimetres():
    assert cells()[:6] == ["3, 2 Mar 2026", "ORS", "Client", "23.4", "Counts", "On the tablet, line of 10 cm"]
    assert cells(calibrated=False)[5] == "On the tablet, line not calibrated"
    assert cells(mode=Mode.PAPER)[5] == "On paper"
    assert cells()[6].endswith("by the client")
    assert cells(mode=Mode.PAPER, recorded_by="Clinician One")[6].endswith("by Clinician One")


def test_a_replaced_rating_keeps_its_number_reason_and_who_took_it_out():
    row = cells(
        status=RatingStatus.SUPERSEDED,
        superseded_reason="an odd <day>",
        taken_out_by="Clinician One",
        taken_out_at=datetime(2026, 3, 3, 12, tzinfo=UTC),
    )
    assert row[3] == "23.4"
    assert re.fullmatch(r"Taken out, no longer counts: an odd <day> \(Clinician One 3 Mar 2026, \d\d:\d\d\)", row[4])


def test_a_skipped_scale_says_so_and_is_no_zero():
    row = cells(status=RatingStatus.SKIPPED, total=None, skip_reason=SkipReason.NO_TIME)
    assert (row[3], row[4], row[5]) == ("not given", "Not given: no time", "On the tablet")


@pytest.mark.parametrize(("face", "said"), [("very_sad", "face: very sad"), ("happy", "face: happy")])
def test_a_face_is_named_without_any_number(face, said):
    row = cells(total=None, face=face, scale_title="YCORS")
    assert (row[3], row[4]) == (said, "Kept, not scored")
