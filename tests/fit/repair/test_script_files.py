"""What a script file may hold: a clinic adds and replaces in any language, and a mistake is named with its remedy."""

from __future__ import annotations

import importlib
import re
import tomllib
from importlib.resources import files

import pytest

from fit.errors import DefinitionError
from fit.repair import Dimension, Listener, RuptureKind, Setting, Step, load_script, script, scripts
from fit.repair._translation import translated

ADULT = (Step.VALIDATE, Dimension.NOT_SURE, Listener.ADULT, Setting.INDIVIDUAL)
CHILD = (Step.VALIDATE, Dimension.NOT_SURE, Listener.CHILD, Setting.INDIVIDUAL)
ON_WITHDRAWAL = 'based_on = "withdrawal"\n'


def own_script(tmp_path, text):
    own = tmp_path / "own.toml"
    own.write_text(text, "utf-8")
    return load_script(own)


def test_a_clinic_replaces_some_sentences_and_keeps_the_others(tmp_path):
    text = ON_WITHDRAWAL + '[validate.not_sure.adult]\nsay.en = ["Take your time.", "I am here."]\n'
    ours, theirs = script(RuptureKind.WITHDRAWAL), own_script(tmp_path, text)
    assert theirs.say(*ADULT) == ("Take your time.", "I am here.")
    assert theirs.say(*CHILD) == ours.say(*CHILD)
    assert theirs.say(*ADULT, language="de") == ours.say(*ADULT, language="de")


def test_a_clinic_adds_a_sentence_after_those_that_are_there(tmp_path):
    theirs = own_script(tmp_path, ON_WITHDRAWAL + '[validate.not_sure.adult]\nalso.nl = ["Neem de tijd."]\n')
    ours = script(RuptureKind.WITHDRAWAL)
    assert theirs.say(*ADULT, language="nl") == (*ours.say(*ADULT, language="nl"), "Neem de tijd.")
    assert theirs.say(*ADULT) == ours.say(*ADULT)


def test_a_clinic_replaces_sentences_in_one_language_in_a_file_of_that_language(tmp_path):
    text = ON_WITHDRAWAL + 'language = "de"\n[validate.not_sure]\nadult = ["Ich bin da.", "Wir haben Zeit."]\n'
    ours, theirs = script(RuptureKind.WITHDRAWAL), own_script(tmp_path, text)
    assert theirs.say(*ADULT, language="de") == ("Ich bin da.", "Wir haben Zeit.")
    assert theirs.say(*CHILD, language="de") == ours.say(*CHILD, language="de")
    assert theirs.say(*ADULT) == ours.say(*ADULT)


def test_a_clinic_adds_what_is_said_when_nobody_else_is_in_the_room(tmp_path):
    theirs = own_script(tmp_path, ON_WITHDRAWAL + '[validate.setting.individual.adult]\nsay.da = ["Kun os to."]\n')
    assert theirs.say(*ADULT, language="da")[-1] == "Kun os to."


def test_reading_a_script_leaves_its_name_to_the_function():
    assert script(RuptureKind.CONFRONTATION).kind == RuptureKind.CONFRONTATION
    assert importlib.import_module("fit.repair").script is script


def without(text, section):
    return re.sub(rf"\[{re.escape(section)}\]\n(?:(?!\[[a-z]).*\n)*", "", text)


def test_a_whole_script_of_a_clinics_own_lacks_no_place(tmp_path):
    english = (files("fit.repair") / "script" / "withdrawal.toml").read_text("utf-8")
    assert own_script(tmp_path, english).say(*ADULT) == script(RuptureKind.WITHDRAWAL).say(*ADULT)
    with pytest.raises(DefinitionError, match=r"own.toml: \[meta.not_sure.child\] has no sentences in 'en'. Add two"):
        own_script(tmp_path, without(english, "meta.not_sure.child"))
    with pytest.raises(DefinitionError, match=r"own.toml: \[validate.goals_or_method.adult\] .* 'da'. Add two"):
        own_script(tmp_path, english + 'say.da = ["Hvordan er det for dig?"]\n')


ONE_PLACE = ON_WITHDRAWAL + "[meta.not_sure.adult]\n"
NO_LIST = "own.toml: meta.not_sure.adult.say.en must be a list of sentences, none of them empty."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('kind = "withdrawal"\n', "own.toml: the key 'title' is missing"),
        ('based_on = "silence"\n', "own.toml: There is no script 'silence'"),
        ("kind = ", "own.toml: cannot be read as a script"),
        (
            ON_WITHDRAWAL + '[meta.setting.choir.adult]\nsay.en = ["x"]\n',
            "the key 'meta.setting.choir.adult.say.en' is not",
        ),
        (ON_WITHDRAWAL + '[meta.not_sur.adult]\nsay.en = ["x"]\n', "Did you mean 'meta.not_sure.adult.say.en'"),
        (ONE_PLACE + 'say.dk = ["x"]\n', "own.toml: the key 'meta.not_sure.adult.say.dk' is not known"),
        (ONE_PLACE + "say.en = []\n", NO_LIST),
        (ONE_PLACE + 'say.en = "x"\n', NO_LIST),
        (ONE_PLACE + 'say.en = ["x", " "]\n', NO_LIST),
        (ON_WITHDRAWAL + 'language = "dk"\n', "own.toml: Mendline does not speak 'dk'. Known: en, ar, da"),
        ('language = "da"\n[meta.not_sure]\nadult = ["x"]\n', "own.toml: the key 'based_on' is missing"),
        (ON_WITHDRAWAL + 'language = "da"\n[meta.not_sure]\nadults = ["x"]\n', "Did you mean 'meta.not_sure.adult'"),
    ],
)
def test_a_script_with_a_mistake_in_it_is_refused_by_name(tmp_path, text, message):
    with pytest.raises(DefinitionError, match=message):
        own_script(tmp_path, text)


def german(text_of=lambda text: text):
    folder = files("fit.repair") / "script"
    english = tomllib.loads((folder / "withdrawal.toml").read_text("utf-8"))
    table = tomllib.loads(text_of((folder / "de" / "withdrawal.toml").read_text("utf-8")))
    return translated(table, language="de", kind="withdrawal", english=english)


def test_a_file_of_sentences_is_taken_into_the_places_of_the_english_script():
    said = german()["validate"]["setting"]["group"]["child"]["say"]
    assert list(said) == ["de"]
    assert said["de"] == ["In unserer Gruppe darfst du still sein, und du gehörst dazu."]


def with_other(old, new):
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: without(text, "meta.setting.group"), r"\[meta.setting.group.adult\] has no sentences in 'de'"),
        (with_other("\nchild = [", "\nchildren = ["), "the key 'validate.goals_or_method.children' is not known"),
        (with_other('language = "de"', 'language = "nl"'), "the language is 'nl', which does not belong into"),
        (with_other('"withdrawal"', '"confrontation"'), "the kind is 'confrontation', which does not belong into"),
        (with_other('adult = [\n    "', 'adult = [\n    "", "'), "validate.goals_or_method.adult must be a list"),
    ],
)
def test_a_file_of_sentences_with_a_mistake_in_it_is_refused(change, message):
    with pytest.raises(DefinitionError, match=message):
        german(change)


def test_a_clinics_files_are_laid_over_each_other_in_the_order_of_their_names(tmp_path):
    (tmp_path / "a.toml").write_text('based_on = "withdrawal"\n[validate.not_sure.adult]\nsay.en = ["Ours.", "Too."]\n')
    (tmp_path / "b.toml").write_text(
        'based_on = "withdrawal"\nlanguage = "nl"\n[validate.not_sure]\nadult = ["Van ons.", "Ook."]\n'
    )
    (tmp_path / "readme.txt").write_text("not a script")
    found = scripts(tmp_path)
    adult = (Step.VALIDATE, Dimension.NOT_SURE, Listener.ADULT, Setting.INDIVIDUAL)
    assert found[RuptureKind.WITHDRAWAL].say(*adult) == ("Ours.", "Too.")
    assert found[RuptureKind.WITHDRAWAL].say(*adult, language="nl") == ("Van ons.", "Ook.")
    assert found[RuptureKind.WITHDRAWAL].say(*adult, language="de") == script(RuptureKind.WITHDRAWAL).say(
        *adult, language="de"
    )
    assert found[RuptureKind.CONFRONTATION] is script(RuptureKind.CONFRONTATION)


def test_without_a_folder_the_scripts_are_mendlines_and_a_folder_that_is_not_there_is_named(tmp_path):
    assert scripts() == {kind: script(kind) for kind in RuptureKind}
    with pytest.raises(DefinitionError, match="MENDLINE_REPAIR_SCRIPTS"):
        scripts(tmp_path / "none")
    (tmp_path / "own.toml").write_text('based_on = "silence"\n')
    with pytest.raises(DefinitionError, match=r"own\.toml: There is no script 'silence'"):
        scripts(tmp_path)
