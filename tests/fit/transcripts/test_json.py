"""JSON of recognisers and of our own."""

from __future__ import annotations

import json

import pytest

from fit.transcripts import Columns, Level, Role
from tests.fit.transcripts.written import said


def whisper(*segments, **more):
    return json.dumps({"segments": list(segments), **more})


def segment(start, end, text, **more):
    return {"start": start, "end": end, "text": text, **more}


def word(text, speaker=None, **more):
    return {"word": text, **({"speaker": speaker} if speaker else {}), **more}


def test_whisper_segments_have_times_and_no_speakers(read):
    found = read(whisper(segment(0, 1.5, " Hello."), segment(1.5, 3.0005, " Hi."), language="en"))
    assert said(found) == [(None, 0, 1_500, "Hello."), (None, 1_500, 3_000, "Hi.")]


def test_a_bare_list_of_segments_is_read(read):
    assert said(read(json.dumps([segment(0, 1, "Hello.")]))) == [(None, 0, 1_000, "Hello.")]


def test_whisper_cpp_writes_milliseconds(read):
    found = read(json.dumps({"transcription": [{"offsets": {"from": 10, "to": 1_250}, "text": " Hello."}]}))
    assert said(found) == [(None, 10, 1_250, "Hello.")]


def test_words_keep_what_the_recogniser_knew(read):
    words = [
        word("Hello", start=0.1, end=0.5, score=0.75),
        word("42"),
        word("you", start=0.6, probability=1),
        word("so", start=0.9, end=0.8, confidence=1.5),
        word(" "),
        {"text": "there", "end": 1.0},
        7,
    ]
    turn = read(whisper(segment(0, 1.5, "Hello 42", speaker="S", words=words))).turns[0]
    assert [(one.text, one.start, one.end, one.confidence) for one in turn.words] == [
        ("Hello", 100, 500, 0.75),
        ("42", None, None, None),
        ("you", 600, None, 1.0),
        ("so", 900, None, None),
        ("there", None, None, None),
    ]


def test_words_tell_the_speaker_where_the_segment_does_not(read):
    words = [
        word("Well"),
        word("so", "S1", start=0.5, end=1),
        word("yes", "S2", start=1.25, end=1.5),
        word("42"),
        word("no", "S1", end=3),
    ]
    found = read(whisper(segment(0, 4, "Well so yes 42 no", words=words)))
    assert said(found) == [("S1", 0, 1_000, "Well so"), ("S2", 1_250, 1_500, "yes 42"), ("S1", None, None, "no")]
    assert [len(turn.words) for turn in found.turns] == [2, 2, 1]


def test_one_speaker_of_all_words_is_that_of_the_segment(read):
    found = read(whisper(segment(0, 4, "So, yes.", words=[word("So"), word("yes", "S1")])))
    assert said(found) == [("S1", 0, 4_000, "So, yes.")]


def test_times_that_are_missing_or_null_are_unknown(read):
    found = read(whisper({"text": "a"}, segment(None, 2, "b"), segment(3, None, "c")))
    assert said(found) == [(None, None, None, "a"), (None, None, None, "b"), (None, 3_000, None, "c")]
    assert found.level == Level.WORDS


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        ('{"start": 1, "end": 2}', "text is missing"),
        ('{"start": 1, "end": 2, "text": null}', "text is missing"),
        ('{"start": "1", "end": 2, "text": "a"}', "no number of seconds"),
        ('{"start": true, "end": 2, "text": "a"}', "no number of seconds"),
        ('{"start": -1, "end": 2, "text": "a"}', "no number of seconds"),
        ('{"start": 1e9, "end": 1e10, "text": "a"}', "no number of seconds"),
        (f'{{"start": {10**400}, "end": 2, "text": "a"}}', "no number of seconds"),
        ('{"offsets": {"from": 1.5, "to": 2}, "text": "a"}', "no number of seconds"),
        ('{"start": 2, "end": 1, "text": "a"}', "ends before it starts"),
        ("7", "no object"),
    ],
)
def test_a_bad_segment_is_refused_with_its_number_and_line(refused, bad, what):
    for text in (f'{{"text": "", "segments": [\n{{"text": "ok"}},\n{bad}]}}', f'[\n{{"text": "ok"}}\n,{bad}]'):
        wrong = refused(text)
        assert wrong.where == "line 3"
        assert "number 1 from 0" in wrong.what
        assert what in wrong.what


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('{"segments": [\n{"text": "a"', 2, "broken or cut off"),
        ('{"segments": 7}', 1, "segments is no list"),
        ('{"a": 7}', 1, "segments is no list"),
        ('{"segments": []}', 1, "nothing is said"),
        ('{"segments": NaN}', 1, "number in the JSON is impossible"),
        ('{"segments": ' + "1" * 5_000 + "}", 1, "number in the JSON is impossible"),
        ("[" * 99_999 + "{", 1, "nested too deeply"),
        ('{"turns": [', 1, "broken or cut off"),
        ('[{"turns": []}]', 1, "no object with turns"),
        ('{"turns": []}', 1, "nothing is said"),
        ('{"turns": 7}', 1, "turns is no list"),
        ('{"turns": [\n7]}', 2, "it is no object"),
        ('{"turns": [\n{"text": "a", "index": 1}]}', 2, "index is another"),
        ('{"turns": [\n{"text": " "}]}', 2, "not as it should be"),
        ('{"turns": [\n{"text": 7}]}', 2, "not as it should be"),
        ('{"turns": [\n{"text": "a", "start": "1"}]}', 2, "not as it should be"),
        ('{"turns": [\n{"text": "a", "end": 1}]}', 2, "not as it should be"),
        ('{"turns": [\n{"text": "a", "words": [7]}]}', 2, "not as it should be"),
        ('{"turns": [\n{"text": "a", "words": [{"text": "a", "confidence": 2}]}]}', 2, "not as it should be"),
        ('{"turns": [{"text": "a"}], "roles": 7}', 1, "roles are not of the speakers"),
        ('{"turns": [{"text": "a"}], "roles": {"A": "client"}}', 1, "roles are not of the speakers"),
        ('{"turns": [{"text": "a", "speaker": "A"}], "roles": {"A": "friend"}}', 1, "none of clinician, client, other"),
    ],
)
def test_broken_json_is_refused_by_line(refused, text, line, what):
    format_id = "whisper_json" if text.startswith("[[") else None
    wrong = refused(text, "a.json", format_id=format_id)
    assert wrong.where == f"line {line}"
    assert what in wrong.what


def test_our_own_json_may_leave_out_what_it_does_not_know(read):
    turns = [{"text": " a\r\nb\0 ", "speaker": "  A  "}, {"text": "c", "start": 0.001}]
    found = read(json.dumps({"turns": turns, "roles": {"A": "client"}}))
    assert said(found) == [("A", None, None, "a\nb"), (None, 1, None, "c")]
    assert found.roles == {"A": Role.CLIENT}
    assert found.format == "mendline_json"


def test_columns_do_not_matter_to_json_when_the_format_is_asked_for(read):
    assert (
        read(whisper(segment(0, 1, "a")), format_id="whisper_json", columns=Columns(text="b")).format == "whisper_json"
    )


def test_a_list_under_a_key_written_in_another_way_is_refused_without_its_line(refused):
    assert refused('{\n"segm\\u0065nts": [7]}').where == "line 1"
