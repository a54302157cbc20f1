"""Practising: the client closes after a defensive answer, opens after the other, and the end tells what was heard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from fit.errors import ConflictError, InputError
from fit.repair import (
    BOTH,
    WAITED,
    Openness,
    Sound,
    advice_on,
    answer_by_kind,
    answer_in_words,
    begin_rehearsal,
    look_back,
    rehearsal_named,
    rehearsals,
    sounds_by_kind,
    take_back_answer,
)

EXPLAINED = "Change takes time."
THANKED = "Thank you for telling me."
MIXED = "Thank you for telling me. Change takes time."
UNHEARD = "Mm."


@pytest.fixture
def begun():
    return begin_rehearsal(rehearsal_named("confrontation_goals_two_minutes"))


def test_the_client_speaks_first(begun):
    assert begun.line.id == "opening"
    assert begun.exchanges == ()


@pytest.mark.parametrize(
    ("said", "sound", "next_line"),
    [
        (EXPLAINED, Sound.DEFENSIVE, "shut"),
        (MIXED, Sound.MIXED, "half"),
        (THANKED, Sound.OPEN, "told"),
    ],
)
def test_the_clients_next_line_follows_how_the_answer_sounds(begun, said, sound, next_line):
    after = answer_in_words(begun, said)
    assert after.exchanges[-1].answer.sound is sound
    assert after.line.id == next_line


def test_the_same_words_may_sound_otherwise_in_a_later_step():
    rationale = "Let me explain why we do it this way."
    early = begin_rehearsal(rehearsal_named("withdrawal_goals_two_minutes"))
    later = answer_in_words(early, THANKED)
    assert answer_in_words(early, rationale).exchanges[-1].answer.sound is Sound.DEFENSIVE
    assert later.line.step == "renegotiate"
    assert answer_in_words(later, rationale).unclear == rationale


def test_words_in_which_nothing_is_heard_wait_for_the_clinicians_own_name(begun):
    waiting = answer_in_words(begun, f"  {UNHEARD} ")
    assert (waiting.line.id, waiting.unclear) == ("opening", UNHEARD)
    named = answer_by_kind(waiting, "validate")
    assert named.line.id == "told"
    assert named.unclear == ""
    assert (named.exchanges[-1].answer.said, named.exchanges[-1].answer.named) == (UNHEARD, "validate")


@pytest.mark.parametrize(
    ("kind", "next_line"),
    [
        ("explain", "shut"),
        ("jargon", "shut"),
        (BOTH, "half"),
        (WAITED, "half"),
        ("thank", "told"),
        ("own_part", "told"),
    ],
)
def test_practising_aloud_the_clinician_names_what_they_did(begun, kind, next_line):
    assert answer_by_kind(begun, kind).line.id == next_line


def test_good_moves_are_listed_before_the_others_and_the_two_between_come_last():
    sounds = list(sounds_by_kind().values())
    assert sounds == [Sound.OPEN] * 8 + [Sound.DEFENSIVE] * 9 + [Sound.MIXED] * 2


@pytest.mark.parametrize("said", ["", "  \n "])
def test_nothing_is_no_answer(begun, said):
    with pytest.raises(InputError, match="Nothing is written yet"):
        answer_in_words(begun, said)


def test_a_kind_that_is_not_there_is_refused(begun):
    with pytest.raises(InputError, match="no kind of answer 'shout'"):
        answer_by_kind(begun, "shout")


def test_an_ended_rehearsal_takes_no_answer(begun):
    ended = answer_by_kind(answer_by_kind(begun, "thank"), "renegotiate")
    assert ended.line.is_end
    for again in (lambda: answer_in_words(ended, THANKED), lambda: answer_by_kind(ended, "thank")):
        with pytest.raises(ConflictError, match="come to its end"):
            again()


def test_an_answer_can_be_taken_back_one_that_was_not_heard_first(begun):
    once = answer_in_words(begun, EXPLAINED)
    assert take_back_answer(answer_in_words(once, UNHEARD)) == once
    assert take_back_answer(once) == begun
    assert take_back_answer(begun) == begun


@pytest.fixture
def mended(begun):
    """A defensive beginning, then two open answers."""
    return answer_in_words(
        answer_in_words(answer_in_words(begun, EXPLAINED), "I'm sorry, I got that wrong. Tell me more."),
        "What should we do differently from here?",
    )


def test_looking_back_tells_where_the_client_closed_and_opened(mended):
    told = look_back(mended)
    assert [(one.opened, one.closed) for one in told.exchanges] == [(False, True), (True, False), (True, False)]
    assert (told.opened, told.ended) == (2, Openness.OPEN)


def test_looking_back_marks_the_words_and_offers_a_turn_of_phrase(mended):
    first = look_back(mended).exchanges[0].answer
    ((kind, why, instead),) = advice_on(first)
    (finding,) = first.check.findings
    assert first.said[finding.start : finding.end] == "Change takes time"
    assert (kind, why, instead) == ("explain", finding.why, finding.instead)


def test_looking_back_names_the_good_moves_most_frequent_first(begun):
    told = look_back(answer_by_kind(answer_in_words(begun, f"{MIXED} I got that wrong."), "own_part"))
    assert told.good == ("own_part", "thank")


def test_one_thing_to_try_next_is_said_instead_of_what_came_up_most(begun):
    practice = answer_by_kind(answer_in_words(begun, "Don't worry. Change takes time. You always do this."), "explain")
    told = look_back(practice)
    assert told.next_time.kind == "explain"
    assert told.next_time.words.startswith("Tell me more about what")


def test_without_a_defensive_word_the_scene_has_a_thing_to_try(begun):
    told = look_back(answer_by_kind(answer_in_words(begun, THANKED), WAITED))
    assert (told.next_time.kind, told.next_time.words) == ("", begun.scene.next_time)
    assert told.good == ("thank",)


def test_a_named_kind_has_its_reason_and_turn_of_phrase_as_well(begun):
    ((kind, why, instead),) = advice_on(answer_by_kind(begun, "reassure").exchanges[0].answer)
    assert kind == "reassure"
    assert "closes the subject" in why
    assert instead.startswith("That sounds hard")


@given(scene=some.sampled_from(rehearsals()), kinds=some.lists(some.sampled_from(list(sounds_by_kind())), min_size=9))
def test_whatever_is_answered_the_rehearsal_comes_to_an_end_that_can_be_looked_back_on(scene, kinds):
    practice = begin_rehearsal(scene)
    for kind in kinds:
        if not practice.line.is_end:
            before = practice.line
            practice = answer_by_kind(practice, kind)
            assert practice.line.id == before.leads_to[sounds_by_kind()[kind]]
    assert practice.line.is_end
    assert len(look_back(practice).exchanges) == len(practice.exchanges) <= 9
    assert look_back(practice).next_time.words
