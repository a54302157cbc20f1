"""Text files: lines that open a turn, lines of their own that head one, and what is neither."""

from __future__ import annotations

import pytest

from tests.fit.transcripts.written import said

A_B = [("A", 13_000, None, "Hello there."), ("B", 20_500, None, "Hi.")]


@pytest.mark.parametrize(
    "content",
    [
        "A [00:00:13]: Hello there.\nB [00:00:20.5]: Hi.\n",
        "A (0:13): Hello\nthere.\n\nB (0:20,5): Hi.\n",
        "[00:13] A: Hello there.\n[00:20.5] B: Hi.\n[00:30] A: \n",
        "(00:13) - A: Hello there.\n(00:20.5) - B: Hi.\n",
        "00:00:13 A: Hello there.\n00:00:20.500 B: Hi.\n",
        "Session 3\nwith notes\n\nA [00:13]:\nHello there.\nB [00:20.5]:\nHi.\n",
    ],
)
def test_a_turn_may_open_with_name_and_time_in_many_ways(read, content):
    assert said(read(content)) == A_B


def test_a_time_range_gives_the_end_too(read):
    content = "[00:13 --> 00:15.250] A: Hello there.\nB [00:20 \N{EN DASH} 00:21]: Hi.\n"
    content += "[00:22.000 - 00:23.000] and so on\n[00:24] A: Yes.\n"
    assert said(read(content)) == [
        ("A", 13_000, 15_250, "Hello there."),
        ("B", 20_000, 21_000, "Hi."),
        (None, 22_000, 23_000, "and so on"),
        ("A", 24_000, None, "Yes."),
    ]


def test_a_turn_that_ends_before_it_starts_is_refused_by_line(refused):
    assert refused("A [00:01]: Hello.\nA [00:13 - 00:12]: Hi.\n").where == "line 2"


@pytest.mark.parametrize(
    "line", ["12:30 is when we met", "[unintelligible 00:01:33] yes", "see http://a", "so [00:75] no", "a [00:01] b"]
)
def test_times_and_colons_inside_what_is_said_open_no_turn(read, line):
    found = read(f"T: Hello.\nC: Hi.\n{line}\nT: Well?\nC: No.\n")
    assert [turn.text for turn in found.turns] == ["Hello.", f"Hi. {line}", "Well?", "No."]


@pytest.mark.parametrize(
    "heading", ["Date: 2 March\nPlace: room 4", "Date: 2 March", "Session 4\n2 March", "Session 4"]
)
def test_a_heading_that_looks_like_a_speaker_is_none(read, heading):
    found = read(f"{heading}\n\nT: Hello.\nC: Hi.\nT: Well?\nC: No.\n")
    assert [turn.speaker for turn in found.turns] == ["T", "C", "T", "C"]


def test_turns_of_one_speaker_in_a_row_are_one_turn(read):
    assert [turn.text for turn in read("T: Hello.\nT: Well?\nC: No.\nC: Not.\n").turns] == ["Hello. Well?", "No. Not."]


def test_where_only_one_speaker_is_known_nothing_is_joined(read):
    assert len(read("Speaker 1  0:01\nHello.\n\nSpeaker 1  0:09\nHi.\n").turns) == 2
    assert len(read("T: Hello.\nT: Hi.\n").turns) == 2


def test_a_full_width_colon_parts_name_and_text(read):
    found = read("\u533b\u751f\uff1a\u4f60\u597d\n\u5ba2\u6237\uff1a\u597d\n\u533b\u751f\uff1a\u55ef\n")
    assert [turn.speaker for turn in found.turns] == ["\u533b\u751f", "\u5ba2\u6237", "\u533b\u751f"]


@pytest.mark.parametrize(
    "head", ["A  0:13", "A\t00:13", "[A] 00:00:13", "00:13 A", "A - 0:13", "A (0:13)", "A  0:13  "]
)
def test_a_heading_of_name_and_time_may_look_in_many_ways(read, head):
    found = read(f"Summary\n\n{head}\nHello\n\nthere.\n\nB  0:20\nHi.\n\nTranscribed by https://otter.ai\n")
    assert found.format == "otter"
    assert said(found) == [("A", 13_000, None, "Hello there."), ("B", 20_000, None, "Hi.")]


def test_a_sentence_that_ends_with_a_time_heads_nothing(read):
    found = read("A  0:13\nHello.\nI rise at  7:30\n\nYes, I do. 7:45\n\nB  0:20\nHi.\n")
    assert [turn.text for turn in found.turns] == ["Hello. I rise at 7:30 Yes, I do. 7:45", "Hi."]


def test_headings_need_no_blank_line_where_their_names_recur_or_the_file_has_none(read):
    found = read("A (0:01)\nHello.\nB (0:02)\nHi at 7:30\nA (0:03)\nYes.\n")
    assert said(found) == [("A", 1_000, None, "Hello."), ("B", 2_000, None, "Hi at 7:30"), ("A", 3_000, None, "Yes.")]
    found = read("Talk\n\nA (0:01)\nHello.\nB (0:02)\nI rise at 7:30\nA (0:03)\nYes.\nB (0:04)\nNo.\n")
    assert [turn.speaker for turn in found.turns] == ["A", "B", "A", "B"]


def test_a_word_for_clinician_or_client_may_stand_once(read):
    found = read("Therapist: Hello\nagain.\nClient: Hi.\nTherapist: Well?\nMy client: no\n")
    assert [turn.text for turn in found.turns] == ["Hello again.", "Hi.", "Well? My client: no"]


def test_a_name_and_a_time_without_colon_open_a_turn_when_the_name_recurs(read):
    found = read("A [0:01] Hello.\nB [0:02] Hi.\nso [0:03] no\nA [0:04] Well?\nB [0:05] No.\n")
    assert said(found)[1:3] == [("B", 2_000, None, "Hi. so [0:03] no"), ("A", 4_000, None, "Well?")]


def test_a_time_above_every_turn_is_its_start(read):
    assert said(read("0:05\nA: Hello.\n0:09\nB: Hi.\n")) == [("A", 5_000, None, "Hello."), ("B", 9_000, None, "Hi.")]
    assert said(read("0:05\nA: Hello.\nB: Hi.\n")) == [("A", None, None, "Hello."), ("B", None, None, "Hi.")]


def test_a_line_of_zoom_text_without_its_cells_is_refused(refused):
    assert refused("00:01\tA\thi\nhello\n", format_id="zoom_txt").where == "line 2"
    assert refused("soon\tA\thi\n", format_id="zoom_txt").where == "line 1"


def test_text_without_speakers_asked_for_as_text_is_refused(refused):
    assert refused("Hello.\n", format_id="plain_text").remedy == "Begin every turn with 'Speaker: '"


def test_somebody_who_speaks_once_and_first_is_no_heading(read):
    found = read("C: Hi.\n\nT: Hello.\n\nC2: Yes.\n\nT: Well?\n")
    assert [turn.speaker for turn in found.turns] == ["C", "T", "C2", "T"]
