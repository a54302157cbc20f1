"""Values are valid or not built; levels, speakers, roles."""

from __future__ import annotations

import pytest

from fit.errors import InputError
from fit.transcripts import Level, Role, Speaker, Transcript, Turn, Word, with_roles
from fit.transcripts._transcript import LONGEST_MS


def transcript(*times, **more):
    turns = [Turn(index=place, text="x", start=start, end=end) for place, (start, end) in enumerate(times)]
    return Transcript(turns=tuple(turns), **more)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"text": ""}, "text of turn 0 is empty"),
        ({"text": " x"}, "spaces around"),
        ({"text": "a\x07b"}, "text of turn 0 holds control"),
        ({"text": "a\ud800b"}, "text of turn 0 holds control"),
        ({"speaker": ""}, "speaker of turn 0 is empty"),
        ({"speaker": "A  B"}, "stray spaces"),
        ({"speaker": "A\x07B"}, "speaker of turn 0 holds control"),
        ({"end": 5}, "an end without a start"),
        ({"start": -1}, "impossible times"),
        ({"start": 5, "end": 4}, "impossible times"),
        ({"start": LONGEST_MS + 1}, "impossible times"),
        ({"start": 5, "end": LONGEST_MS + 1}, "impossible times"),
    ],
)
def test_a_turn_that_cannot_be_is_not_built(wrong, message):
    with pytest.raises(InputError, match=message):
        Turn(**{"index": 0, "text": "x", **wrong})


def test_a_turn_at_the_limits_is_built():
    assert Turn(index=0, text="x", start=0, end=LONGEST_MS).end == LONGEST_MS
    assert Turn(index=0, text="x", start=5, end=5, speaker="A B").start == 5


@pytest.mark.parametrize("confidence", [-0.001, 1.001])
def test_a_confidence_is_a_share(confidence):
    assert (Word(text="x", confidence=0).confidence, Word(text="x", confidence=1).confidence) == (0, 1)
    with pytest.raises(InputError, match="not between 0 and 1"):
        Word(text="x", confidence=confidence)


def test_turns_are_counted_from_0_without_gaps():
    with pytest.raises(InputError, match="counted from 0"):
        Transcript(turns=(Turn(index=1, text="x"),))


@pytest.mark.parametrize(("known", "level"), [(8, Level.WORDS), (9, Level.STARTS), (10, Level.STARTS)])
def test_nine_of_ten_turns_must_have_a_start(known, level):
    assert transcript(*[(1, None)] * known, *[(None, None)] * (10 - known)).level == level


@pytest.mark.parametrize(("known", "level"), [(8, Level.STARTS), (9, Level.ENDS), (10, Level.ENDS)])
def test_nine_of_ten_turns_must_have_an_end(known, level):
    assert transcript(*[(1, 2)] * known, *[(1, None)] * (10 - known)).level == level


def test_sound_counts_only_where_times_are_known():
    assert transcript((1, 2), from_audio=True).level == Level.AUDIO
    assert transcript((1, None), from_audio=True).level == Level.STARTS
    assert transcript().level == Level.WORDS


def test_times_are_whole_seconds_only_when_all_are():
    assert transcript((1_000, 2_000), (None, None)).whole_seconds
    assert not transcript((1_000, 2_001)).whole_seconds
    assert not transcript((None, None)).whole_seconds


def test_roles_are_given_to_labels_and_kept():
    turns = (Turn(index=0, text="x", speaker="B"), Turn(index=1, text="x", speaker="A"), Turn(index=2, text="x"))
    found = with_roles(with_roles(Transcript(turns=turns), {"B": Role.CLIENT, "A": Role.OTHER}), {"A": Role.CLINICIAN})
    assert found.speakers == (Speaker(label="B", role=Role.CLIENT), Speaker(label="A", role=Role.CLINICIAN))
    assert [found.role_of(turn) for turn in found.turns] == [Role.CLIENT, Role.CLINICIAN, None]
    assert hash(found) == hash(Transcript(turns=turns))


def test_a_role_for_nobody_is_refused():
    with pytest.raises(InputError, match="no speaker 'C'"):
        with_roles(Transcript(turns=(Turn(index=0, text="x", speaker="A"),)), {"C": Role.CLIENT})
