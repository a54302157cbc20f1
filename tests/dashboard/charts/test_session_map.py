"""The picture of a session as places: by time, by starts, by words; marks and their shapes; what is not told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.charts._along import Axis, along
from dashboard.charts.session_map import session_map
from fit.dialogue import Response, RuptureKind, Sign, markers, read_dialogue
from fit.dialogue.feeling import FeelingWords
from fit.transcripts import Role, Transcript, Turn

ROLES = {"A": Role.CLINICIAN, "B": Role.CLIENT, "C": Role.OTHER}
COMPLAINT = "To be honest this isn't helping me, and you don't listen to me."


def talk(*turns, roles=ROLES):
    """Turns as (speaker, text, start [ms], end [ms])."""
    made = tuple(
        Turn(index=index, speaker=speaker, text=text, start=start, end=end)
        for index, (speaker, text, start, end) in enumerate(turns)
    )
    speakers = {turn.speaker for turn in made}
    return Transcript(turns=made, roles={label: role for label, role in roles.items() if label in speakers})


TIMED = talk(
    ("A", "How was the week that we talked about?", 1_250, 4_000),
    ("B", "Well, I stayed in bed and I did not call her.", 7_000, 11_390),
    ("C", "Dinner is ready.", 11_000, 12_000),
    ("A", "Thank you.", 12_100, 12_150),
)


def test_a_file_with_ends_is_drawn_by_time_in_tenths_of_a_second():
    found = along(TIMED)
    assert found.axis is Axis.TIME
    assert found.starts == (12, 70, 110, 121)
    assert found.ends == (40, 113, 120, 121)
    assert found.whole == 121
    assert found.ticks == ((0, "0:00"),)


def test_a_file_with_starts_alone_is_drawn_until_the_next_turn_starts_and_the_last_has_no_length():
    found = along(talk(("A", "One.", 0, None), ("B", "Two.", 4_000, None), ("A", "Three.", 4_500, None)))
    assert (found.axis, found.starts, found.ends) == (Axis.STARTS, (0, 40, 45), (40, 45, 45))


def test_a_file_without_times_is_drawn_by_its_words():
    found = along(talk(("A", "One two three.", None, None), ("B", "Four [laughs] five.", None, None)))
    assert (found.axis, found.starts, found.ends, found.whole) == (Axis.WORDS, (0, 3), (3, 5), 5)


def test_a_time_that_is_missing_is_bridged_by_its_neighbours_and_the_turn_is_known_to_have_none():
    turns = [("AB"[place % 2], "Yes.", 1_000 * place, 1_000 * place + 600) for place in range(12)]
    turns[5] = ("B", "Yes.", None, None)
    found = along(talk(*turns))
    assert (found.starts[5], found.ends[5]) == (46, 60)
    assert session_map(read_dialogue(talk(*turns))).untimed == (5,)


def test_a_turn_that_starts_before_the_one_above_it_never_runs_backwards():
    found = along(talk(("A", "One.", 9_000, None), ("B", "Two.", 3_000, None), ("A", "Three.", 12_000, None)))
    assert found.starts == (90, 30, 120)
    assert found.ends == (90, 120, 120)


@pytest.mark.parametrize(
    ("minutes", "ticks", "last"), [(12, 12, "11:00"), (13, 7, "12:00"), (60, 12, "55:00"), (61, 6, "50:00")]
)
def test_numbers_along_the_axis_are_few_enough_to_be_read(minutes, ticks, last):
    end = minutes * 60_000
    found = along(talk(("A", "One.", 0, 500), ("B", "Two.", end - 500, end)))
    assert (len(found.ticks), found.ticks[-1][1]) == (ticks, last)


def test_each_speaker_has_a_lane_and_silences_lead_to_the_turn_that_ends_them():
    found = session_map(read_dialogue(TIMED))
    assert found.lanes == (0, 1, 2, 0)
    assert [(one.start, one.end, one.turn) for one in found.silences] == [(40, 70, 1)]
    assert found.silences_unknown == ""


def test_silences_of_a_file_without_ends_are_not_told_and_it_says_why():
    found = session_map(read_dialogue(talk(("A", "One.", 0, None), ("B", "Two.", 60_000, None))))
    assert found.silences == ()
    assert found.silences_unknown == "the file tells when turns start, not when they end"


def marked(signs=(), responses=()):
    return session_map(replace(read_dialogue(TIMED), signs=tuple(signs), responses=tuple(responses)))


def sign(turn, marker, confidence):
    found = next(one for one in markers() if one.id == marker)
    return Sign(turn=turn, kind=found.kind, marker=marker, version="1", confidence=confidence, evidence="secret words")


def first_marker(kind):
    return next(one for one in markers() if one.kind is kind)


def test_signs_of_both_kinds_have_rows_of_their_own_and_several_in_a_turn_are_one_mark():
    away, against = first_marker(RuptureKind.WITHDRAWAL), first_marker(RuptureKind.CONFRONTATION)
    found = marked([sign(1, away.id, 0.3), sign(1, against.id, 0.9), sign(1, against.id, 0.4)])
    rows = {row.key: [(mark.turn, mark.titles, mark.is_faint) for mark in row.marks] for row in found.rows}
    assert rows["withdrawal"] == [(1, (away.title,), True)]
    assert rows["confrontation"] == [(1, (against.title,), False)]


@pytest.mark.parametrize(("confidence", "is_faint"), [(0.49, True), (0.5, False), (0.51, False)])
def test_a_mark_is_faint_below_a_half(confidence, is_faint):
    found = marked([sign(1, first_marker(RuptureKind.CONFRONTATION).id, confidence)])
    assert [mark.is_faint for mark in found.rows[1].marks] == [is_faint]


def test_answers_are_parted_by_what_they_do_and_named_in_words():
    heard = [
        Response(turn=3, kind="thank", confidence=1.0, evidence="secret words"),
        Response(turn=0, kind="rebut", confidence=0.53, evidence="secret words"),
    ]
    found = {row.key: [(mark.turn, mark.titles) for mark in row.marks] for row in marked(responses=heard).rows}
    assert found["receiving"] == [(3, ("Thanked for it",))]
    assert found["defending"] == [(0, ("Rebutted",))]


def test_no_word_of_a_turn_and_no_evidence_is_in_the_picture():
    said = talk(("A", "What would help?", 0, 2_000), ("B", COMPLAINT, 3_000, 9_000), ("A", "Go on.", 9_500, 10_000))
    found = session_map(read_dialogue(said))
    assert found.rows[1].marks != ()
    for words in ("helping", "listen", "honest", "Go on"):
        assert words not in repr(found)


def test_where_nobody_is_known_to_be_anybody_rows_say_why_they_are_empty():
    found = session_map(read_dialogue(talk(("A", "One two.", 0, 900), ("B", "Three.", 1_000, 1_900), roles={})))
    unknown = {row.key: row.unknown for row in found.rows}
    assert unknown["withdrawal"] == "nobody is known to be the client"
    assert unknown["defending"] == "nobody is known to be the clinician"
    assert found.lanes == (2, 2)


def test_feeling_lies_where_its_tenth_does_on_the_axis_of_the_picture():
    turns = [("AB"[place % 2], "word " * 9 + "word", 10_000 * place, 10_000 * place + 9_000) for place in range(10)]
    values = (2.5, None, -4.0, *[0.0] * 7)
    dialogue = replace(
        read_dialogue(talk(*turns)), feeling={Role.CLIENT: FeelingWords(families={"sadness": 1}, valence=values)}
    )
    found = session_map(dialogue).feeling
    assert [(one.start, one.end, one.turn) for one in found.tenths[:3]] == [(0, 100, 0), (100, 200, 1), (200, 300, 2)]
    assert (found.tenths[9].end, found.most, found.values) == (990, 4.0, ((), values))


def test_a_tenth_in_which_no_turn_begins_has_no_length():
    turns = (("A", "word " * 49 + "word", 0, 50_000), ("B", "word " * 49 + "word", 50_000, 100_000))
    words = {Role.CLIENT: FeelingWords(families={}, valence=(0.0,) * 10)}
    found = session_map(replace(read_dialogue(talk(*turns)), feeling=words)).feeling
    assert [(one.start, one.end) for one in found.tenths[:6]] == [(0, 500), *[(500, 500)] * 4, (500, 1000)]


def test_nobody_said_anything_is_no_picture():
    assert session_map(read_dialogue(Transcript(turns=()))) is None
