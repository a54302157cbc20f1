"""Who said how much, who waited how long: figures worked out by hand."""

from __future__ import annotations

import pytest

from fit.dialogue import read_dialogue
from fit.transcripts import Role, Transcript, Turn

SHARED = """
T: How was your week with the new job?
C: Mm.
T: I asked because you were worried.
C: It was long and I was tired every single evening.
"""


def turns(*times):
    """Clinician and client in turn, each saying two words, at (start, end) in milliseconds."""
    made = tuple(
        Turn(index=index, speaker="TC"[index % 2], text="two words", start=start, end=end)
        for index, (start, end) in enumerate(times)
    )
    return Transcript(turns=made, roles={"T": Role.CLINICIAN, "C": Role.CLIENT})


def test_without_times_the_share_is_of_words_and_says_so(talk):
    found = read_dialogue(talk(SHARED)).talk
    assert (found[Role.CLINICIAN].words, found[Role.CLIENT].words) == (14, 11)
    assert found[Role.CLINICIAN].share == pytest.approx(14 / 25, abs=1e-4)
    assert found[Role.CLIENT].share_by == "words"
    assert found[Role.CLIENT].seconds is None
    assert found[Role.CLIENT].words_per_minute is None


def test_with_ends_the_share_is_of_seconds():
    found = read_dialogue(turns((0, 9_000), (10_000, 13_000))).talk
    assert found[Role.CLINICIAN].seconds == 9.0
    assert found[Role.CLIENT].seconds == 3.0
    assert found[Role.CLINICIAN].share == 0.75
    assert found[Role.CLINICIAN].share_by == "seconds"


def test_pace_is_words_a_minute_of_timed_speech_and_unknown_below_ten_seconds():
    found = read_dialogue(turns((0, 10_000), (10_000, 19_999))).talk
    assert found[Role.CLINICIAN].words_per_minute == 12.0
    assert found[Role.CLIENT].words_per_minute is None


def test_a_sound_of_listening_is_no_turn_but_a_short_answer_is_one(heard):
    mm, yes = heard("T: I thought about your brother.\nC: Mm-hm.\nT: Did he call?\nC: Yes.")[1::2]
    assert mm.is_back_channel
    assert not yes.is_back_channel


def test_notes_are_no_words_and_fillers_and_stutters_are(heard):
    (said,) = heard("C: [laughs] I-I, um, went home")
    assert said.word_count == 4
    assert said.words == ("i", "went", "home")


@pytest.mark.parametrize(("gap", "expected"), [(1_499, 0), (1_500, 1), (1_501, 1)])
def test_a_silence_begins_at_one_and_a_half_seconds(gap, expected):
    found = read_dialogue(turns((0, 1_000), (1_000 + gap, 4_000))).silences
    assert len(found) == expected


def test_a_silence_knows_what_stands_on_both_sides():
    (found,) = read_dialogue(turns((0, 1_000), (1_000, 2_000), (5_000, 6_000))).silences
    assert (found.start, found.length, found.before_turn, found.after_turn) == (2_000, 3_000, 1, 2)


def test_latency_is_median_and_ninetieth_percentile_of_the_waits():
    found = read_dialogue(turns((0, 1_000), (2_000, 3_000), (3_500, 4_000), (7_000, 8_000), (8_700, 9_000))).latency
    assert (found[Role.CLIENT].median, found[Role.CLIENT].n) == (2_000, 2)
    assert found[Role.CLIENT].p90 == pytest.approx(2_800)
    assert found[Role.CLINICIAN].median == 600


def test_who_begins_before_the_other_ends_overlaps_and_did_not_answer():
    found = read_dialogue(turns((0, 5_000), (4_700, 6_000), (5_701, 7_000)))
    assert [(one.turn, one.length, one.role) for one in found.overlaps] == [(1, 300, Role.CLIENT)]
    assert found.latency == {}


def test_a_turn_of_unknown_end_hides_the_gap_after_it():
    times = [(index * 2_000, index * 2_000 + 1_000) for index in range(12)]
    made = list(turns(*times).turns)
    made[5] = Turn(index=5, speaker="C", text="two words", start=10_000)
    found = read_dialogue(Transcript(turns=tuple(made), roles={"T": Role.CLINICIAN, "C": Role.CLIENT}))
    assert found.transcript.level == "ends"
    assert found.latency[Role.CLINICIAN].n == 4


@pytest.mark.parametrize(
    ("seconds", "unknown"), [(None, {"silences", "latency", "words per minute"}), (2.5, {"silence by the sound"})]
)
def test_what_the_file_does_not_tell_is_named_with_its_reason(talk, seconds, unknown):
    found = {one.what: one.reason for one in read_dialogue(talk(SHARED, seconds=seconds)).not_assessable}
    assert unknown <= found.keys()
    assert all(found.values())
    assert ("latency" in found) == (seconds is None)


def test_whole_seconds_are_said_to_be_coarse_and_sound_lifts_the_last_limit(talk):
    coarse = {one.what for one in read_dialogue(talk(SHARED, seconds=2)).not_assessable}
    sound = {one.what for one in read_dialogue(talk(SHARED, seconds=2.5, from_audio=True)).not_assessable}
    assert "gaps finer than a second" in coarse
    assert "silence by the sound" not in sound


def test_starts_alone_give_no_silence_and_no_latency():
    made = tuple(
        Turn(index=index, speaker="TC"[index % 2], text="two words", start=index * 9_000) for index in range(4)
    )
    found = read_dialogue(Transcript(turns=made, roles={"T": Role.CLINICIAN, "C": Role.CLIENT}))
    assert (found.silences, found.latency, found.overlaps) == ((), {}, ())
    assert found.talk[Role.CLIENT].seconds is None


def test_nobody_known_is_said_and_nothing_guessed():
    found = read_dialogue(Transcript(turns=(Turn(index=0, text="Hello there"),)))
    assert found.talk == {}
    assert {"behaviours", "responses", "markers"} <= {one.what for one in found.not_assessable}
