"""Two or three stretches of five to twelve turns, the fitting one first, each with a sentence of plain fact."""

from __future__ import annotations

import pytest

from fit.dialogue import read_dialogue
from fit.excerpts import FallenItem, find_excerpts
from tests.fit.dialogue.conftest import transcript_of

PLAIN = "\n".join(
    f"T: And on day {day}?\nC: I went to the shop and then I cooked for the two of us." for day in range(9)
)
ABOUT_GOALS = "T: We said the goal was sleep.\nC: This isn't helping.\nT: I see."
ABOUT_TASK = "T: Shall we look at it?\nC: I hate the worksheet.\nT: I see."
ABOUT_BOND = "T: You were saying.\nC: You never listen to me.\nT: I see."
SESSION = f"{PLAIN}\n{ABOUT_GOALS}\n{PLAIN}\n{ABOUT_TASK}\n{PLAIN}\n{ABOUT_BOND}\n{PLAIN}"


def found(lines, fell=FallenItem.OVERALL, **more):
    return find_excerpts(read_dialogue(transcript_of(lines, **more)), fell=fell)


@pytest.mark.parametrize(
    ("fell", "said"),
    [
        (FallenItem.RELATIONSHIP, "You never listen"),
        (FallenItem.GOALS, "This isn't helping"),
        (FallenItem.APPROACH, "I hate the worksheet"),
    ],
)
def test_the_line_that_fell_decides_what_comes_first(fell, said):
    assert said in found(SESSION, fell)[0].fact


def test_there_are_three_at_most_of_five_to_twelve_turns_in_the_session():
    excerpts = found(SESSION)
    assert len(excerpts) == 3
    for one in excerpts:
        assert 5 <= one.last_turn - one.first_turn + 1 <= 12
        assert one.first_turn <= one.turn <= one.last_turn


def test_a_session_shorter_than_an_excerpt_is_one_excerpt():
    (one,) = found(ABOUT_BOND)
    assert (one.first_turn, one.last_turn) == (0, 2)


def test_the_fact_tells_what_went_before_how_long_it_was_silent_and_what_came():
    (one,) = found("T: You felt stupid.\n[3.0]\nC: You never listen to me.\nT: I see.", seconds=2.5)
    assert (
        one.fact == "After “You felt stupid.” the client was silent for 3.0 s, then answered “You never listen to me.”."
    )
    assert one.start == 0


def test_without_times_no_silence_is_told():
    (one,) = found(ABOUT_BOND)
    assert one.fact == "After “You were saying.” the client answered “You never listen to me.”."
    assert one.start is None


def test_the_reason_says_possibly_and_rests_on_words():
    (one,) = found(ABOUT_BOND)
    assert one.reason.startswith("possibly complaint about the therapist: “You never listen")


def test_where_nothing_stands_out_the_longest_silence_is_a_place_to_begin():
    (one,) = found(f"{PLAIN}\n[4.5]\nT: I see.\nC: It rained.\n{PLAIN}", seconds=2.5)
    assert one.turn == 18
    assert one.reason == "the longest silence of the session, 4.5 s"


def test_where_there_is_nothing_at_all_nothing_is_chosen():
    assert found(PLAIN) == ()
