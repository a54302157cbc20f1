"""Finding a client by a few letters: one's own, and for a supervisor those of supervisees."""

from __future__ import annotations

from datetime import date

import pytest

from fit.casework import access, administrator, clinician
from fit.errors import InputError
from fit.ratings import Ending

CAST = {
    "AB-1207": "Åsa Møller",
    "AB-1310": "Jean-Luc O'Neill",
    "KX-0712": "Zoë Łukasz",
    "NO-NAME": "",
}


@pytest.fixture
def cast(either):
    """A few clients of ann's whose names are written with marks."""
    for code, name in CAST.items():
        either.begin(code, display_name=name)
    return either


def found(world, typed="", who=None):
    return [row.client_code for row in clinician.find_in_care(world.clinic, who or world.ann, typed).rows]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("asa", ["AB-1207"]),
        ("ÅSA MOLLER", ["AB-1207"]),
        ("moll", ["AB-1207"]),
        ("m asa", ["AB-1207"]),
        ("zoe lu", ["KX-0712"]),
        ("ZŁ", ["KX-0712"]),  # initials
        ("jlo", ["AB-1310"]),
        ("ab1310", ["AB-1310"]),  # nobody types the hyphen
        ("ab-13", ["AB-1310"]),
        ("207", ["AB-1207"]),  # the middle of a code
        ("eill", ["AB-1310"]),
        ("ab", ["AB-1207", "AB-1310"]),
        ("no name", ["NO-NAME"]),
        ("nobody like that", []),
        ("%", []),
        ("_", []),
    ],
)
def test_by_code_name_or_initials_as_typed(cast, typed, codes):
    assert sorted(found(cast, typed)) == codes


def test_the_better_fit_stands_first(either):
    either.begin("X-1", display_name="Karla Anders")
    either.begin("X-2", display_name="Anders Holm")
    either.begin("ANDERS", display_name="")
    either.begin("X-3", display_name="Zanders")
    assert found(either, "anders") == ["ANDERS", "X-2", "X-1", "X-3"]


def test_without_a_letter_those_who_were_seen_today(cast):
    cast.session(cast.episodes["KX-0712"], 20)
    assert found(cast) == []
    clinician.start_session(cast.clinic, cast.ann, cast.episodes["AB-1310"])
    assert found(cast) == ["AB-1310"]
    assert [row.seen_today for row in clinician.find_in_care(cast.clinic, cast.ann, "ab").rows] == [False, True]


def test_a_supervisor_finds_supervisees_clients_with_whose_they_are_and_nobody_elses(cast):
    cast.begin("B-1", who=cast.ben, display_name="Åsa of Ben")
    [row] = clinician.find_in_care(cast.clinic, cast.sue, "asa").rows
    assert (row.client_label, row.clinician_name, row.is_own) == ("Åsa Møller", "North ann", False)
    assert found(cast, "asa", cast.ben) == ["B-1"]
    assert found(cast, "asa", cast.other_sue) == found(cast, "asa", cast.other_ann) == []
    administrator.end_supervision(cast.clinic, cast.admin, cast.sue.user_id, cast.ann.user_id)
    assert found(cast, "asa", cast.sue) == []


def test_closed_ones_are_found_behind_the_open_and_say_so(cast):
    cast.begin("OLD", display_name="Asa Abel")
    administrator.close_episode(
        cast.clinic, cast.ann, cast.episodes["OLD"], closed_on=date(2026, 3, 2), ending=Ending.PLANNED
    )
    rows = clinician.find_in_care(cast.clinic, cast.ann, "asa").rows
    assert [(row.client_code, row.is_closed) for row in rows] == [("AB-1207", False), ("OLD", True)]


def test_a_dozen_is_shown_and_all_are_counted(either):
    for number in range(15):
        either.begin(f"M-{number:02}")
    told = clinician.find_in_care(either.clinic, either.ann, "m")
    assert (len(told.rows), told.count) == (12, 15)


def test_what_is_longer_than_a_name_is_refused(world):
    with pytest.raises(InputError, match="at most 100"):
        clinician.find_in_care(world.clinic, world.ann, "a" * 101)


def test_single_keys_are_on_until_somebody_switches_them_off_for_themselves(either):
    assert access.has_shortcuts(either.clinic, either.ann)
    access.set_shortcuts(either.clinic, either.ann, on=False)
    assert not access.has_shortcuts(either.clinic, either.ann)
    assert access.has_shortcuts(either.clinic, either.ben)
    access.set_shortcuts(either.clinic, either.ann, on=True)
    assert access.has_shortcuts(either.clinic, either.ann)
