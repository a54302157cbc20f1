"""The script speaks every language of the product: whole, politely, and without taking back what it received."""

from __future__ import annotations

import re
from itertools import product

import pytest

from fit.repair import SPOKEN_LANGUAGES, Dimension, Listener, RuptureKind, Setting, Step, script

EVERYTHING = list(product(RuptureKind, Step, Dimension, Listener, Setting))
FOUND = [
    one for one in SPOKEN_LANGUAGES if any(place[3] == one for kind in RuptureKind for place in script(kind).sentences)
]
OTHERS = [language for language in FOUND if language != "en"]

INTERPRETED = {
    "en": "afraid|fear|scared|part of you|chang|resist|ambival",
    "ar": "خوف|خائف|تخاف|جزء من|تغيير|تغيّر|مقاوم",
    "da": "bange|frygt|del af dig|forandr|modstand|ambival",
    "de": "angst|fürcht|teil von|veränder|widerstand|ambival",
    "es": "miedo|temor|parte de (ti|usted)|cambi|resist|ambival",
    "fr": "peur|craint|partie de (toi|vous)|chang|résist|ambival",
    "nl": "bang|angst|deel van (je|u)|verander|weerstand|ambival",
    "zh-Hans": "害怕|恐惧|一部分|改变|抗拒|矛盾",
}
"""Words that tell somebody why they waver."""
TAKEN_BACK = {
    "en": r"\b(but|however|though)\b",
    "ar": "لكن|غير أن",
    "da": r"\b(men|dog|alligevel)\b",
    "de": r"\b(aber|jedoch|trotzdem|dennoch)\b",
    "es": r"\b(pero|sin embargo|no obstante)\b",
    "fr": r"\b(mais|cependant|pourtant|toutefois)\b",
    "nl": r"\b(maar|echter|toch)\b",
    "zh-Hans": "但|不过|然而",
}
"""Words after which only the second half is heard."""
SECRETS = {
    "en": "secret",
    "ar": "سرية|سر بيننا",
    "da": "hemmelig",
    "de": "geheim",
    "es": "secret",
    "fr": "secret",
    "nl": "geheim",
    "zh-Hans": "秘密",
}
"""A secret between a grown-up and a child means something else to a child who was hurt."""
SPOKEN_ABOUT = {
    "en": "your child",
    "ar": "طفل(ك|كما)",
    "da": "dit barn|jeres barn",
    "de": r"Ihr(em|es|en)? Kind",
    "es": r"su hij|¿Y (a|para)? ?usted\?",
    "fr": "votre enfant",
    "nl": "uw kind",
    "zh-Hans": "和孩子(?!们)",
}
"""Words that speak about the child who sits beside the caregiver, or to two grown-ups."""
TOO_FAMILIAR = {"de": r"\b(du|dir|dich|dein\w*)\b", "nl": r"\b(jij|jou|jouw)\b", "zh-Hans": "你(?!们)"}
TOO_FORMAL = {"de": r"(?<!^)(?<![.:?] )\b(Sie|Ihnen|Ihre?[mnrs]?)\b", "nl": r"\b([Uu]|[Uu]w)\b", "zh-Hans": "您"}
SENTENCE_ENDS = (".", "?", "!", "\u3002", "\uff1f", "\uff01", "\u061f")
"""Latin, Chinese and Arabic marks."""
GROWN_UP = (Listener.ADULT, Listener.CAREGIVER)


def told(language, *, steps=tuple(Step), about=None, listeners=tuple(Listener)):
    return [
        said
        for kind in RuptureKind
        for (step, what, listener, spoken), sentences in script(kind).sentences.items()
        if spoken == language and step in steps and listener in listeners and about in {None, what}
        for said in sentences
    ]


@pytest.mark.parametrize("language", SPOKEN_LANGUAGES)
@pytest.mark.parametrize("kind", RuptureKind)
def test_the_script_speaks_every_language_of_the_product(kind, language):
    assert [place for place in script(kind).sentences if place[3] == language] != []


@pytest.mark.parametrize("language", FOUND)
def test_every_combination_has_two_sentences_or_more(language):
    poor = [place for place in EVERYTHING if len(set(script(place[0]).say(*place[1:], language=language))) < 2]
    assert len(EVERYTHING) == 2 * 3 * 4 * 4 * 3
    assert poor == []


@pytest.mark.parametrize("language", FOUND)
def test_couples_families_and_groups_have_a_sentence_of_their_own(language):
    for kind, step, dimension, listener in product(RuptureKind, Step, Dimension, Listener):
        alone = script(kind).say(step, dimension, listener, Setting.INDIVIDUAL, language=language)
        assert 2 <= len(alone) <= 3
        for setting in (Setting.COUPLE_FAMILY, Setting.GROUP):
            together = script(kind).say(step, dimension, listener, setting, language=language)
            assert together[: len(alone)] == alone
            assert len(together) > len(alone)


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_was_left_in_english(language):
    english = set(told("en"))
    assert [said for said in told(language) if said in english] == []


@pytest.mark.parametrize("language", [one for one in FOUND if one in {"ar", "zh-Hans"}])
def test_a_language_with_its_own_writing_holds_no_latin_letters(language):
    assert [said for said in told(language) if re.search("[A-Za-z]", said)] == []


@pytest.mark.parametrize("language", FOUND)
def test_every_sentence_is_short_enough_to_be_said_in_one_breath_or_two(language):
    assert max(len(said) for said in told(language)) <= 180
    assert [said for said in told(language) if not said.endswith(SENTENCE_ENDS)] == []


@pytest.mark.parametrize("language", FOUND)
def test_ambivalence_is_never_interpreted_while_validating(language):
    received = told(language, steps=(Step.VALIDATE,), about=Dimension.FEAR_OF_CHANGE)
    assert len(received) >= 16
    assert [said for said in received if re.search(INTERPRETED[language], said, re.IGNORECASE)] == []


@pytest.mark.parametrize("language", FOUND)
def test_nothing_is_taken_back_while_validating(language):
    received = told(language, steps=(Step.VALIDATE,))
    assert [said for said in received if re.search(TAKEN_BACK[language], said, re.IGNORECASE)] == []


@pytest.mark.parametrize("language", FOUND)
def test_withdrawal_never_gets_the_words_of_confrontation_while_validating(language):
    said = {
        kind: {
            sentence
            for place, sentences in script(kind).sentences.items()
            if (place[0], place[3]) == (Step.VALIDATE, language)
            for sentence in sentences
        }
        for kind in RuptureKind
    }
    assert said[RuptureKind.WITHDRAWAL] & said[RuptureKind.CONFRONTATION] == set()


@pytest.mark.parametrize("language", TOO_FAMILIAR)
def test_grown_ups_are_addressed_politely_and_the_young_as_one_addresses_the_young(language):
    young = tuple(one for one in Listener if one not in GROWN_UP)
    polite, familiar = told(language, listeners=GROWN_UP), told(language, listeners=young)
    assert [said for said in polite if re.search(TOO_FAMILIAR[language], said)] == []
    assert [said for said in familiar if re.search(TOO_FORMAL[language], said)] == []
    assert any(re.search(TOO_FORMAL[language], said) for said in polite)
    assert any(re.search(TOO_FAMILIAR[language], said) for said in familiar)


@pytest.mark.parametrize("language", SPOKEN_LANGUAGES)
def test_no_young_person_is_offered_a_secret(language):
    heard = told(language, listeners=tuple(one for one in Listener if one != Listener.ADULT))
    assert [said for said in heard if re.search(SECRETS[language], said, re.IGNORECASE)] == []


@pytest.mark.parametrize("language", SPOKEN_LANGUAGES)
def test_a_caregiver_and_a_child_are_spoken_to_together_and_the_child_not_spoken_about(language):
    heard = told(language, listeners=(Listener.CAREGIVER,))
    assert [said for said in heard if re.search(SPOKEN_ABOUT[language], said)] == []
