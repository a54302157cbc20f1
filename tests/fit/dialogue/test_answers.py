"""What came after a complaint; possible moments; the order of challenge and empathy."""

from __future__ import annotations

from itertools import pairwise

import pytest

from fit.dialogue import read_dialogue

COMPLAINT = "C: I don't think this is helping."
DEFENDED = "T: Change takes time, you have to be patient with the process."
RECEIVED = "T: Thank you for telling me. It makes sense that you're disappointed."
PLAIN = "\n".join(
    f"T: And on day {day}?\nC: I went to the shop and then I cooked for the two of us." for day in range(9)
)


def test_a_complaint_knows_what_came_within_three_turns(talk):
    (found,) = read_dialogue(talk(f"{PLAIN}\n{COMPLAINT}\n{RECEIVED}\nC: Okay.\n{DEFENDED}")).sequence.complaints
    assert found.turn == 18
    assert [kind for _, kind in found.answers][:2] == ["thank", "validate"]
    assert found.received is True


def test_a_fourth_turn_is_no_answer_any_more(talk):
    mid = "T: Mm.\nC: I see.\nT: It rains today.\nC: Yes it does.\nT: There is a plant.\nC: It has grown.\nT: It has."
    found = read_dialogue(talk(f"{COMPLAINT}\n{mid}\nC: Right.\n{RECEIVED}")).sequence.complaints
    assert [(one.turn, one.answers, one.received) for one in found] == [(0, (), None)]


def test_defence_is_surer_after_a_complaint_than_elsewhere(talk):
    def surely(lines):
        return next(one.confidence for one in read_dialogue(talk(lines)).responses if one.kind == "explain")

    assert surely(f"{COMPLAINT}\n{DEFENDED}") > surely(f"C: I went home.\n{DEFENDED}")


def test_every_answer_rests_on_words_of_its_turn(talk):
    transcript = talk(f"{COMPLAINT}\n{RECEIVED}\n{COMPLAINT}\n{DEFENDED}")
    found = read_dialogue(transcript).responses
    assert {one.kind for one in found} >= {"thank", "validate", "explain"}
    assert all(one.evidence in transcript.turns[one.turn].text for one in found)


def test_a_challenge_before_the_first_empathic_answer_is_seen(talk):
    challenge = "T: I think you are afraid of change, that is why you say it."
    first = read_dialogue(talk(f"{COMPLAINT}\n{challenge}\nC: No.\n{RECEIVED}", seconds=30)).sequence
    other = read_dialogue(talk(f"{COMPLAINT}\n{RECEIVED}\nC: No.\n{challenge}", seconds=30)).sequence
    none = read_dialogue(talk(f"{COMPLAINT}\n{RECEIVED}", seconds=30)).sequence
    assert (first.challenge_before_empathy, other.challenge_before_empathy) == (True, False)
    assert none.challenge_before_empathy is None
    assert (first.first_validation, first.first_validation_at) == (3, 90_000)


def test_a_complaint_answered_by_defence_is_the_strongest_moment(talk):
    found = read_dialogue(talk(f"{PLAIN}\n{COMPLAINT}\n{DEFENDED}\n{PLAIN}\nT: What comes up?\nC: Anyway.\n{PLAIN}"))
    assert found.moments[0].turn == 18
    assert found.moments[0].kind == "confrontation"
    assert "one of the next three answers may be heard as defence" in found.moments[0].reasons


def test_there_are_at_most_five_moments_and_they_do_not_overlap(talk):
    found = read_dialogue(talk("\n".join([f"{PLAIN}\n{COMPLAINT}\n{DEFENDED}"] * 7))).moments
    assert len(found) == 5
    places = sorted((one.first_turn, one.last_turn) for one in found)
    assert all(last < first for (_, last), (first, _) in pairwise(places))


def test_an_ordinary_stretch_has_no_moment(talk):
    assert read_dialogue(talk(PLAIN)).moments == ()


@pytest.mark.parametrize(("thanks", "seen"), [("C: Thank you, that helped.", True), ("C: It rained on Monday.", False)])
def test_appreciation_that_stops_is_a_reason(talk, thanks, seen):
    (found,) = read_dialogue(talk(f"{thanks}\nT: I see.\n{COMPLAINT}\nT: The bus was late.")).moments
    assert ("words of appreciation before it, none after it" in found.reasons) == seen
