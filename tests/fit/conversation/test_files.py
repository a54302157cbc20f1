"""The files of situations: every one whole and fit to be said aloud; a clinic's own beside them; mistakes named."""

from __future__ import annotations

import re

import pytest

from fit.alerts import rules
from fit.casework import Settings, open_clinic
from fit.conversation import find_prompts, situations
from fit.conversation._situation import Listener
from fit.errors import DefinitionError
from fit.scales import scale
from tests.fit.stories import story, verdicts

RULES = frozenset(rule.id for rule in rules())
OWN = """
title = "Our own first meeting"
order = 1
purpose = "Welcome."
avoid = "Hurry, because it is heard."
source = "our team"

[[when]]
first_session = true

[say]
adult = ["Good to see you.", "What brings you here?"]
"""
JARGON = re.compile(
    r"\b(alliance|rupture|cutoff|clinical|reliable|score|outcome|intervention|symptom|scale|baseline|\d+)\b",
    re.IGNORECASE,
)
PUSHING = re.compile(r"\b(you should|you must|you have to|why did(n't)? you|you failed|resist)", re.IGNORECASE)


@pytest.fixture
def own(tmp_path):
    """A clinic's folder; write a file into it and get all situations by id."""

    def write(text, name="first_session.toml"):
        (tmp_path / name).write_text(text, "utf-8")
        return {each.id: each for each in situations(tmp_path, rules=RULES)}

    return write


def said(situation):
    return [sentence for sentences in situation.say.values() for sentence in sentences]


@pytest.mark.parametrize("situation", situations(), ids=lambda each: each.id)
def test_every_file_is_whole(situation):
    assert {Listener.ADULT, Listener.ADOLESCENT, Listener.CHILD} <= situation.say.keys()
    assert all(2 <= len(sentences) <= 4 for sentences in situation.say.values())
    assert all("\n" not in text for text in (situation.title, situation.purpose, situation.avoid, situation.source))
    assert len(set(said(situation))) == len(said(situation))


@pytest.mark.parametrize("situation", situations(), ids=lambda each: each.id)
def test_every_sentence_can_be_said_aloud(situation):
    spoken = said(situation)
    assert [one for one in spoken if JARGON.search(one)] == []
    assert [one for one in spoken if PUSHING.search(one)] == []
    assert [one for one in spoken if one[-1] not in ".?!"] == []
    assert [one for one in spoken if len(one.split()) > 32] == []


@pytest.mark.parametrize("situation", situations(), ids=lambda each: each.id)
def test_a_sentence_leaves_open_only_what_the_numbers_fill_in(situation):
    assert {name for one in said(situation) for name in re.findall(r"\{(.*?)\}", one)} <= {"meeting", "lower"}


@pytest.mark.parametrize("situation", situations(), ids=lambda each: each.id)
def test_something_is_asked_of_everybody(situation):
    for sentences in situation.say.values():
        assert any("?" in sentence for sentence in sentences)


def test_what_is_avoided_comes_with_its_reason():
    for situation in situations():
        assert len(re.findall(r"[.!?](\s|$)", situation.avoid)) >= 2, situation.id


def test_the_shipped_files_name_only_rules_and_items_that_there_are():
    assert len(situations(rules=RULES)) == len(situations())
    items = {when.item for each in situations() for when in each.when if when.item}
    assert items == {item.id for item in scale("srs").items}
    assert items == {item.id for item in scale("csrs").items}


def test_every_condition_can_be_written_in_a_file():
    from dataclasses import fields

    from fit.conversation._file import CONDITIONS
    from fit.conversation._when import When

    assert {field.name for field in fields(When)} == set(CONDITIONS)


def test_a_file_of_the_same_name_replaces_ours(own):
    found = own(OWN)
    assert found["first_session"].title == "Our own first meeting"
    assert len(found) == len(situations())


def test_a_file_of_another_name_is_added_and_found(own):
    found = own(OWN, "our_welcome.toml")
    assert len(found) == len(situations()) + 1
    first = find_prompts(verdicts(story([20], [38])).episode(0), among=found.values())
    assert [prompt.situation for prompt in first] == ["our_welcome", "first_session"]
    assert first[0].sentences == ("Good to see you.", "What brings you here?")


def test_what_a_file_has_not_for_an_age_is_said_as_to_adults(own):
    found = own(OWN)
    child = verdicts(story([20], [38]), bands={"E": "child"}).episode(0)
    first = find_prompts(child, among=[found["first_session"]])
    assert first[0].sentences == ("Good to see you.", "What brings you here?")
    assert first[0].for_caregiver == ()


MISTAKES = {
    # what is written for what: what is said of it
    "no title": ("title = ", "titel = ", "the key titel is unknown. Use one of: avoid, order, purpose"),
    "empty purpose": ('"Welcome."', '" "', "the key purpose is missing or empty. Write it"),
    "order in words": ("order = 1", 'order = "first"', "the key order is missing or no whole number. Give"),
    "no source": ('source = "our team"', "", "the key source is missing or empty. Write it"),
    "no when": ("[[when]]\nfirst_session = true", "", "the key when is missing. Add a table [[when]]"),
    "when as text": ("[[when]]\nfirst_session = true", 'when = "always"', "the key when"),
    "unknown condition": ("first_session = true", "moon = true", "the key when.moon is unknown. Use one of: change"),
    "nothing asked": ("first_session = true", 'known = "always"', "the key when asks for nothing. Name a condition"),
    "text for yes": ("first_session = true", 'first_session = "yes"', "when.first_session cannot be 'yes'. Give true"),
    "text for list": ("first_session = true", 'rules = "drop"', "when.rules cannot be 'drop'. Give a list of words"),
    "empty list": ("first_session = true", "rules = []", "when.rules cannot be []. Give a list of words"),
    "no count": ("first_session = true", "sessions_up_to = 0", "when.sessions_up_to cannot be 0. Give a whole number"),
    "empty word": ("first_session = true", 'tag = ""', "when.tag cannot be ''. Give a word"),
    "bare evidence": ("first_session = true", 'track = ["red"]\nonset = true', "when.onset is about rules, and none"),
    "odd evidence": (
        "first_session = true",
        'rules = ["drop"]\nevidence = { now = 3 }',
        "when.evidence cannot be {'now': 3}. Give names with words",
    ),
    "unknown rule": (
        "first_session = true",
        'rules = ["dorp"]',
        "names 'dorp', which is no rule. Use one of: alliance",
    ),
    "no adult": ("adult = ", "child = ", "the key say.adult is missing. Add a table [say]"),
    "unknown listener": ("adult = ", 'aunt = ["a.", "b."]\nadult = ', "the key say.aunt is unknown. Use one of: adol"),
    "one sentence": (', "What brings you here?"', "", "the key say.adult is no list of 2 to 4 sentences. Add some"),
    "five sentences": (
        '["Good',
        '["a.", "b.", "c.", "Good',
        "the key say.adult is no list of 2 to 4 sentences. Add some",
    ),
    "no TOML": ("order = 1", "order == 1", "this is no TOML"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_broken_file_is_refused_with_file_key_and_remedy(own, mistake):
    right, wrong, message = MISTAKES[mistake]
    assert right in OWN
    with pytest.raises(DefinitionError, match=f"^ours.toml: .*{re.escape(message)}"):
        own(OWN.replace(right, wrong), "ours.toml")


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "ours.toml").write_bytes(b"title = '\xff'")
    with pytest.raises(DefinitionError, match=r"^ours.toml: cannot be read .* Save it as UTF-8 text"):
        situations(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DefinitionError, match=r"MENDLINE_PROMPTS: .*nowhere is no folder. Make it"):
        situations(tmp_path / "nowhere")


def test_a_clinic_with_a_broken_file_does_not_open(tmp_path):
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "ours.toml").write_text(OWN.replace("order = 1", ""), "utf-8")
    with pytest.raises(DefinitionError, match=r"ours.toml: the key order is missing"):
        open_clinic(Settings(folder=tmp_path / "clinic", prompts=tmp_path / "prompts"))


def test_a_clinic_opens_with_its_own_words(tmp_path):
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "first_session.toml").write_text(OWN, "utf-8")
    clinic = open_clinic(Settings(folder=tmp_path / "clinic", prompts=tmp_path / "prompts"))
    titles = {each.id: each.title for each in clinic.situations}
    clinic.close()
    assert titles["first_session"] == "Our own first meeting"
    assert titles["perfect_40"] == "The mark for our meeting is perfect every time"
