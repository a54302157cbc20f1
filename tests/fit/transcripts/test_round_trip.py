"""A transcript written as WebVTT or JSON and read again is the same, to the millisecond and to the letter."""

from __future__ import annotations

import json

import pytest
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from fit.transcripts import Level, Role, Transcript, Turn, Word, as_json, as_vtt, read_transcript, with_roles
from fit.transcripts._transcript import LONGEST_MS

UNHURRIED = settings(deadline=None)
AWKWARD = st.sampled_from(
    ["&", "<", ">", "-->", "\n", "\n\n", "\t", "<v Aspen>", "&amp;", "&#10;", "NOTE", "WEBVTT", "1"]
)
LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8)
TEXTS = st.lists(st.one_of(AWKWARD, LETTERS, st.just(" ")), min_size=1, max_size=6).map("".join).map(str.strip)
LABELS = st.one_of(st.none(), TEXTS.map(lambda text: " ".join(text.split())).filter(bool))
TIMES = st.integers(0, LONGEST_MS)


def spoken_text():
    return TEXTS.filter(lambda text: bool(text) and "\ufeff" not in text)


@st.composite
def turns(draw, index):
    start, end = sorted((draw(TIMES), draw(TIMES)))
    known = draw(st.sampled_from(["both", "start", "none"]))
    return Turn(
        index=index,
        text=draw(spoken_text()),
        speaker=draw(LABELS.filter(lambda label: label is None or "\ufeff" not in label)),
        start=None if known == "none" else start,
        end=end if known == "both" else None,
    )


@st.composite
def transcripts(draw):
    found = Transcript(
        turns=tuple(draw(turns(index)) for index in range(draw(st.integers(1, 5)))), from_audio=draw(st.booleans())
    )
    return with_roles(found, {one.label: draw(st.sampled_from(Role)) for one in found.speakers if draw(st.booleans())})


@UNHURRIED
@given(transcripts())
def test_webvtt_comes_back_the_same(transcript):
    assert read_transcript(as_vtt(transcript).encode(), "back.vtt") == transcript


@UNHURRIED
@given(transcripts())
def test_json_comes_back_the_same(transcript):
    back = read_transcript(as_json(transcript).encode(), "back.json")
    assert back.turns == transcript.turns
    assert back.roles == transcript.roles
    assert back.level == transcript.level


@UNHURRIED
@given(transcripts())
def test_other_readers_find_every_cue_in_what_we_write(transcript):
    cues = webvtt.from_string(as_vtt(transcript)).captions
    known = [turn.start for turn in transcript.turns if turn.start is not None]
    assert len(cues) == len(transcript.turns)
    assert [cue.start_time.in_milliseconds() for cue in cues if not cue.identifier.endswith("times unknown")] == known


def test_words_and_their_confidence_are_kept_in_json():
    word = Word(text="hello", start=1_001, end=1_250, confidence=0.25)
    turn = Turn(index=0, text="hello", speaker="Clinician Aspen", start=1_001, end=2_000, words=(word,))
    back = read_transcript(as_json(Transcript(turns=(turn,))).encode(), "back.json")
    assert back.turns[0].words == (word,)
    assert "words" not in json.loads(as_json(back, with_words=False))["turns"][0]


def test_an_unknown_end_is_shown_until_the_next_turn_and_read_as_unknown():
    found = Transcript(
        turns=(
            Turn(index=0, text="a", start=1_000),
            Turn(index=1, text="b", start=1_500),
            Turn(index=2, text="c", start=LONGEST_MS),
        )
    )
    assert "turn, end unknown\n00:00:01.000 --> 00:00:01.500\na" in as_vtt(found)
    assert "turn, end unknown\n00:00:01.500 --> 00:00:03.500\nb" in as_vtt(found)
    assert "99:59:59.999 --> 99:59:59.999\nc" in as_vtt(found)


def test_a_level_measured_in_sound_is_kept():
    found = Transcript(turns=(Turn(index=0, text="a", start=0, end=5),), from_audio=True)
    for text in (as_vtt(found), as_json(found)):
        assert read_transcript(text.encode(), "back").level == Level.AUDIO


@pytest.mark.parametrize(
    "changed", [("turn\n", "Turn\n"), ("turn\n", ""), (">a", "><v C>a"), ("Aspen>a", "Aspen>"), ("<v", "x <v")]
)
def test_our_own_file_changed_by_hand_is_refused_by_line(refused, changed):
    written = as_vtt(Transcript(turns=(Turn(index=0, text="a", speaker="Aspen", start=0, end=5),)))
    wrong = refused(written.replace(*changed), "ours.vtt")
    assert wrong.where in {"line 3", "line 4"}
    assert "shorten the first line of the file to WEBVTT" in wrong.remedy
