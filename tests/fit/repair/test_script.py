"""The script is whole: every combination has sentences that one could say, and none of them sounds defensive."""

from __future__ import annotations

from itertools import product

import pytest

import fit.repair
from fit.errors import DefinitionError
from fit.repair import Dimension, Listener, RuptureKind, Setting, Step, check_wording, load_script, script

LANGUAGES = ("en",)
EVERYTHING = list(product(RuptureKind, Step, Dimension, Listener, Setting, LANGUAGES))
EVERY_SENTENCE = sorted(
    {
        (kind, step, dimension, said)
        for kind, step, dimension, listener, setting, language in EVERYTHING
        for said in script(kind).say(step, dimension, listener, setting, language=language)
    }
)


def test_every_combination_has_two_sentences_or_more():
    poor = [place for place in EVERYTHING if len(set(script(place[0]).say(*place[1:5], language=place[5]))) < 2]
    assert len(EVERYTHING) == 2 * 3 * 4 * 4 * 3
    assert poor == []


def test_couples_families_and_groups_have_a_sentence_of_their_own():
    for kind, step, dimension, listener in product(RuptureKind, Step, Dimension, Listener):
        alone = script(kind).say(step, dimension, listener, Setting.INDIVIDUAL)
        for setting in (Setting.COUPLE_FAMILY, Setting.GROUP):
            assert len(script(kind).say(step, dimension, listener, setting)) > len(alone)


def test_withdrawal_and_confrontation_share_no_sentence_while_validating_and_few_later():
    said = {kind: {(step, text) for one, step, _, text in EVERY_SENTENCE if one == kind} for kind in RuptureKind}
    shared = said[RuptureKind.WITHDRAWAL] & said[RuptureKind.CONFRONTATION]
    assert [text for step, text in shared if step == Step.VALIDATE] == []
    assert len(shared) <= 3


@pytest.mark.parametrize(("kind", "step", "dimension", "said"), EVERY_SENTENCE, ids=str)
def test_no_sentence_of_the_script_sounds_defensive(kind, step, dimension, said):
    assert [(one.kind, said[one.start : one.end]) for one in check_wording(said, step=step).findings] == []


def test_ambivalence_is_never_interpreted_while_validating():
    forbidden = ("afraid", "fear", "scared", "part of you", "change", "resist", "avoid")
    told = [text.lower() for _, step, about, text in EVERY_SENTENCE if (step, about) == ("validate", "fear_of_change")]
    assert told
    assert [text for text in told for word in forbidden if word in text] == []


def test_no_sentence_borrows_from_a_licensed_scale():
    forbidden = ("heard, understood", "worked on and talked about", "a good fit for me", "missing in the session")
    assert [text for *_, text in EVERY_SENTENCE for words in forbidden if words in text.lower()] == []


def test_every_step_says_what_it_is_for_and_what_to_avoid_with_the_reason():
    for kind, step in product(RuptureKind, Step):
        told = script(kind).steps[step]
        assert told.purpose.endswith(".")
        assert len(told.avoid) >= 2
        assert all(one.what and one.why for one in told.avoid)


@pytest.mark.parametrize("kind", RuptureKind)
def test_what_belongs_later_is_said_with_its_reason(kind):
    assert [one.what for one in script(kind).not_now] == ["pattern interpretation", "change-oriented work"]
    assert all(one.why for one in script(kind).not_now)


def test_what_to_avoid_is_found_by_the_wording_check_when_explaining_or_rebutting():
    words = [one.what for one in script(RuptureKind.CONFRONTATION).steps[Step.VALIDATE].avoid]
    assert all(check_wording(one).findings for one in words[:2])


def test_a_language_that_the_script_does_not_speak_gives_no_sentence():
    place = (Step.META, Dimension.NOT_SURE, Listener.ADULT, Setting.GROUP)
    assert script(RuptureKind.WITHDRAWAL).say(*place, language="da") == ()


def test_a_clinic_replaces_some_sentences_and_keeps_the_others(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text('based_on = "withdrawal"\n[validate.not_sure.adult]\nsay.en = ["Take your time.", "I am here."]\n')
    ours, theirs = script(RuptureKind.WITHDRAWAL), load_script(own)
    adult = (Step.VALIDATE, Dimension.NOT_SURE, Listener.ADULT, Setting.INDIVIDUAL)
    child = (Step.VALIDATE, Dimension.NOT_SURE, Listener.CHILD, Setting.INDIVIDUAL)
    assert theirs.say(*adult) == ("Take your time.", "I am here.")
    assert theirs.say(*child) == ours.say(*child)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('kind = "withdrawal"\n', "own.toml: the key 'title' is missing"),
        ('based_on = "silence"\n', "own.toml: There is no script 'silence'"),
        ("kind = ", "own.toml: cannot be read as a script"),
        ('based_on = "withdrawal"\n[meta.setting.choir.adult]\nsay.en = ["x"]\n', "own.toml: 'choir' is not a valid"),
    ],
)
def test_a_script_with_a_mistake_in_it_is_refused_by_name(tmp_path, text, message):
    own = tmp_path / "own.toml"
    own.write_text(text)
    with pytest.raises(DefinitionError, match=message):
        load_script(own)


def test_the_function_keeps_its_name_after_the_folder_of_that_name_was_read():
    script(RuptureKind.WITHDRAWAL)
    assert fit.repair.script is script
