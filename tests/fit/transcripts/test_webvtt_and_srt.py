"""Traps of cue files: dialects, tags, entities, gaps, faults."""

from __future__ import annotations

import pytest
import webvtt

from tests.fit.transcripts.written import said


def vtt(*cues, head="WEBVTT"):
    return "\n\n".join([head, *cues]) + "\n"


def cue(start, end, text):
    return f"00:00:{start:06.3f} --> 00:00:{end:06.3f}\n{text}"


def speakers(transcript):
    return [turn.speaker for turn in transcript.turns]


def texts(transcript):
    return [turn.text for turn in transcript.turns]


@pytest.mark.parametrize(("gap", "turns"), [(1.499, 1), (1.5, 2), (1.501, 2)])
def test_cues_of_one_speaker_are_one_turn_below_a_pause_of_one_and_a_half_seconds(read, gap, turns):
    found = read(vtt(cue(1, 2, "<v A>so"), cue(2 + gap, 9, "<v A>and"), cue(9, 10, "<v B>yes")))
    assert speakers(found) == ["A"] * turns + ["B"]
    assert (found.turns[0].end, found.turns[-2].end) == ((9_000, 9_000) if turns == 1 else (2_000, 9_000))


def test_overlapping_cues_of_two_speakers_are_both_kept(read):
    found = read(vtt(cue(1, 6, "<v A>one"), cue(2, 3, "<v B>mm"), cue(5, 7, "<v A>two")))
    assert said(found) == [("A", 1_000, 6_000, "one"), ("B", 2_000, 3_000, "mm"), ("A", 5_000, 7_000, "two")]


def test_a_cue_within_a_longer_one_of_the_same_speaker_does_not_shorten_the_turn(read):
    found = read(vtt(cue(1, 6, "<v A>one"), cue(2, 3, "<v A>two")))
    assert said(found) == [("A", 1_000, 6_000, "one two")]


def test_a_cue_that_goes_back_in_time_begins_a_turn(read):
    found = read(vtt(cue(9, 10, "<v A>late"), cue(1, 2, "<v A>early")))
    assert [turn.start for turn in found.turns] == [9_000, 1_000]


def test_where_the_clock_of_the_file_goes_back_the_end_is_unknown(read, refused):
    found = read(vtt(cue(9, 4, "<v A>late"), cue(4, 5, "<v B>early")))
    assert said(found) == [("A", 9_000, None, "late"), ("B", 4_000, 5_000, "early")]
    assert refused(vtt(cue(9, 4, "<v A>late"), cue(4.001, 5, "<v B>early"))).where == "line 3"


def test_cues_without_speakers_stay_apart(read):
    assert speakers(read(vtt(cue(1, 2, "so"), cue(2, 3, "and")))) == [None, None]


def test_two_voices_in_one_cue_are_two_turns(read):
    found = read(vtt(cue(1, 2, "<v.loud A>Really?</v> <v B>Yes.</v>")))
    assert said(found) == [("A", 1_000, 2_000, "Really?"), ("B", 1_000, 2_000, "Yes.")]


def test_tags_go_and_everything_else_in_angle_brackets_stays(read):
    found = read(vtt(cue(1, 2, "<v A><c.quiet>I</c> <i>know</i> <00:00:01.500>x < 3 &lt;i&gt; <laughs> Q&amp;A</v>")))
    assert texts(found) == ["I know x < 3 <i> <laughs> Q&A"]


def test_a_name_may_hold_entities_commas_and_an_aside(read):
    found = read(vtt(cue(1, 2, "<v R&amp;B, Aspen (she/her)>hi")))
    assert speakers(found) == ["R&B, Aspen (she/her)"]


def test_a_colon_in_a_sentence_is_no_speaker(read):
    found = read(
        vtt(
            cue(1, 2, "A: hello"),
            cue(2, 3, "B: hi"),
            cue(4, 5, "One thing: sleep"),
            cue(6, 7, "A: ok"),
            cue(8, 9, "B: no: yes"),
        )
    )
    assert speakers(found) == ["A", "B", None, "A", "B"]
    assert texts(found)[2:] == ["One thing: sleep", "ok", "no: yes"]


def test_a_recurring_phrase_in_a_long_file_is_no_speaker(read):
    cues = [cue(place / 2, place / 2 + 0.4, "Question: why" if place < 2 else "well") for place in range(60)]
    assert set(speakers(read(vtt(*cues)))) == {None}


def test_five_words_before_a_colon_are_no_speaker(read):
    found = read(vtt(*[cue(place, place + 1, "What I mean to say: no") for place in range(3)]))
    assert set(speakers(found)) == {None}


def test_where_every_cue_has_a_name_somebody_may_speak_once(read):
    found = read(vtt(cue(1, 2, "Clinician Aspen: Hello"), cue(2, 3, "C-104: Hi"), cue(3, 4, "in short: no")))
    assert speakers(found) == ["Clinician Aspen", "C-104", None]
    found = read(vtt(cue(1, 2, "Clinician Aspen: Hello"), cue(2, 3, "C-104: Hi")))
    assert speakers(found) == ["Clinician Aspen", "C-104"]


def test_comments_styles_and_regions_are_not_spoken(read):
    found = read(
        vtt(
            "STYLE\n::cue { color: lime }",
            "REGION\nid:one",
            "NOTE Confidence: 0.9 --> fine",
            "NOTE\nmore\n00:00:09.000 --> 00:00:10.000",
            "intro\n" + cue(1, 2, "<v A>hi") + " align:start",
            head="WEBVTT - a title\nKind: captions\nLanguage: en",
        )
    )
    assert texts(found) == ["hi align:start"]


@pytest.mark.parametrize(
    "content",
    [
        "WEBVTT\n1\n00:01.000 --> 00:02.000\nhi\n",
        "WEBVTT\n00:01.000 --> 00:02.000\nhi\n",
        "WEBVTT\nKind: captions\n00:01.000 --> 00:02.000\nhi\n",
        "WEBVTT\n\n00:01,000 --> 00:02,000 position:10%\nhi",
        "WEBVTT\r\r0:0:1 --> 0:0:2\r \rhi\r",
        "WEBVTT\n\n1\n\n00:01.000 --> 00:02.000\nhi\n\n2\n",
        "WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n\n00:03.000 --> 00:04.000\n",
    ],
)
def test_small_sins_are_forgiven(read, content):
    assert said(read(content)) == [(None, 1_000, 2_000, "hi")]


def test_a_blank_line_left_out_before_a_cue_loses_nothing(read):
    found = read(
        "WEBVTT\n\n1\n00:01.000 --> 00:02.000\nhi\n2\n00:03.000 --> 00:04.000\nyou\n00:05.000 --> 00:06.000\ntoo\n"
    )
    assert texts(found) == ["hi", "you", "too"]


def test_an_arrow_in_what_is_said_is_text(read):
    assert texts(read("WEBVTT\n\n00:01.000 --> 00:02.000\nit went up --> down\n")) == ["it went up --> down"]


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("WEBVTT\n\n00:01.000 --> 00:6x.000\nhi", 3, "time line is broken"),
        ("WEBVTT\n\n00:01.000 -->\nhi", 3, "time line is broken"),
        ("WEBVTT\n\n00:01.000 --> 00:60.000\nhi", 3, "time line is broken"),
        ("WEBVTT\n\n00:60:01.000 --> 01:00:02.000\nhi", 3, "time line is broken"),
        ("WEBVTT\n\n00:02.000 --> 00:01.999\nhi", 3, "ends before it starts"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n\nand\nmore", 6, "text without a time line"),
        ("WEBVTT\n\n5\nhi\n\n00:01.000 --> 00:02.000\nyou", 3, "text without a time line"),
        ("WEBVTT\n\nhi\nyou\n00:01.000 --> 00:02.000\ntoo", 3, "text without a time line"),
        ("WEBVTT\n\n", 1, "no cue"),
        ("WEBVTT", 1, "no cue"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n\n", 1, "nothing is said"),
        ("WEBVTTx\n\n00:01.000 --> 00:02.000\nhi", 1, "first line is not WEBVTT"),
        ("00:00:01.000 --> 00:00:02.000\nhi", 1, "first line is not WEBVTT"),
    ],
)
def test_a_broken_webvtt_file_is_refused_by_line(refused, content, line, what):
    wrong = refused(content, "a.vtt")
    assert (wrong.file, wrong.where) == ("a.vtt", f"line {line}")
    assert what in wrong.what
    assert wrong.remedy


SRT = "1\n00:00:01,000 --> 00:00:02,000\n{}\n\n2\n00:00:03,000 --> 00:00:04,500\nB: you\n"


@pytest.mark.parametrize(
    "text", ["hi\n\nthere", "hi\n \n\nthere", "<font color=red>hi</font>\n<b>there</b>", "hi\nthere"]
)
def test_blank_lines_and_tags_inside_a_subtitle_lose_nothing(read, text):
    found = read(SRT.format(text))
    assert said(found) == [(None, 1_000, 2_000, "hi there"), (None, 3_000, 4_500, "B: you")]


def test_srt_with_points_or_without_numbers_is_srt_too(read):
    for content in (SRT.format("hi").replace(",", "."), "00:00:01,000 --> 00:00:02,000\nhi\n"):
        found = read(content, "a.srt")
        assert (found.format, found.turns[0].text) == ("srt", "hi")


def test_labels_in_square_brackets_are_speakers(read):
    found = read(SRT.format("[SPEAKER_00]: hi").replace("B:", "[SPEAKER_00]:"))
    assert said(found) == [("SPEAKER_00", 1_000, 4_500, "hi you")] or speakers(found) == ["SPEAKER_00"]


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        (SRT.format("hi").replace("04,500", "0"), 6, "ends before it starts"),
        (SRT.format("hi").replace("00:00:03,000 --> 00:00:04,500\n", ""), 5, "text without a time line"),
        (SRT.format("hi").replace("00:00:03,000", "00:00;03,000"), 6, "time line is broken"),
        ("hello\n" + SRT.format("hi"), 1, "text without a time line"),
    ],
)
def test_a_broken_srt_file_is_refused_by_line(refused, content, line, what):
    wrong = refused(content, "a.srt")
    assert wrong.where == f"line {line}"
    assert what in wrong.what


def test_a_cue_that_the_library_would_drop_is_a_fault_and_not_a_gap(refused, monkeypatch):
    real = webvtt.from_string
    monkeypatch.setattr(webvtt, "from_string", lambda text: real(text.rpartition("00:00:03")[0]))
    assert refused(SRT.format("hi")).where == "line 6"
