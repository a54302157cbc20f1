"""The card: own words first, else the script's; the setting's sentence; what is missing in a language is in English."""

from __future__ import annotations

from itertools import product

import pytest

from fit.repair import Dimension, Listener, RuptureKind, Setting, Step, script
from fit.repair.card import make_card

SPOKEN = ("en", "ar", "da", "de", "es", "fr", "nl", "zh-Hans")
ABOUT = {"dimension": Dimension.GOALS_OR_METHOD, "listener": Listener.ADULT}
ARABIC = "شكرا لأنك قلت لي ذلك."


@pytest.fixture
def withdrawal():
    return script(RuptureKind.WITHDRAWAL)


def test_every_place_of_the_script_makes_a_whole_card():
    for kind, dimension, listener, setting in product(RuptureKind, Dimension, Listener, Setting):
        card = make_card(script(kind), dimension=dimension, listener=listener, setting=setting)
        assert [one.step for one in card.steps] == list(Step)
        assert all(one.say.words in script(kind).say(one.step, dimension, listener, setting) for one in card.steps)
        assert card.question.words.endswith("?")
        assert not card.in_fallback


def test_own_words_come_first_and_blank_ones_do_not_count(withdrawal):
    card = make_card(withdrawal, **ABOUT, own_words={Step.VALIDATE: "  I missed you. ", Step.META: " \n"})
    assert (card.steps[0].say.words, card.steps[0].say.is_own) == ("I missed you.", True)
    assert card.steps[2].say.words == withdrawal.say(Step.META, *ABOUT.values(), Setting.INDIVIDUAL)[0]
    assert not card.steps[2].say.is_own


@pytest.mark.parametrize("setting", [Setting.COUPLE_FAMILY, Setting.GROUP])
def test_couples_and_groups_hear_the_sentence_that_was_written_for_them(withdrawal, setting):
    alone = {one.say.words for one in make_card(withdrawal, **ABOUT).steps}
    together = {one.say.words for one in make_card(withdrawal, **ABOUT, setting=setting).steps}
    assert alone & together == set()


def test_what_can_wait_is_named_and_not_explained(withdrawal):
    assert make_card(withdrawal, **ABOUT).not_now == ("pattern interpretation", "change-oriented work")


def test_a_language_that_the_script_does_not_speak_is_shown_in_english_and_said_to_be(withdrawal):
    card = make_card(withdrawal, **ABOUT, language="tr")
    assert [one.say.language for one in card.steps] == ["en", "en", "en"]
    assert card.question.language == "en"
    assert card.in_fallback


def test_own_words_need_no_language(withdrawal):
    own = dict.fromkeys(Step, "I missed you.")
    assert not make_card(withdrawal, **ABOUT, own_words=own, language="nl").in_fallback


@pytest.mark.parametrize(("language", "listener"), list(product(SPOKEN, Listener)))
def test_the_question_at_the_end_is_asked_in_every_language_of_the_client(withdrawal, language, listener):
    question = make_card(withdrawal, dimension=Dimension.NOT_SURE, listener=listener, language=language).question
    assert question.language == language
    assert question.words[-1] in "?؟\N{FULLWIDTH QUESTION MARK}"
