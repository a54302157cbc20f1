"""The wording check on sentences of our own; the held-out half was written before the rules and is never tuned on."""

from __future__ import annotations

from collections import Counter

import pytest

from fit.errors import DefinitionError
from fit.repair import NOT_CHECKED, Step, check_wording
from fit.wording import kinds, load_kind
from tests.fit.repair import measure_wording

# What the held-out half reaches today; docs/wording_check.md says the aim (0.85 / 0.75) and which kinds miss it.
LEAST_PRECISION = {
    "justify": 0.70, "change_subject": 0.75, "reassure": 0.80, "validate": 0.75, "invite": 0.78,
    "renegotiate": 0.80, "reflect": 0.70,
}  # fmt: skip


@pytest.fixture(scope="module")
def held_out():
    return measure_wording.measure("held_out")


@pytest.mark.parametrize("kind", [*measure_wording.FINDINGS, *measure_wording.GOOD])
def test_the_held_out_half_is_heard_as_well_as_the_page_says(held_out, kind):
    assert measure_wording.precision(held_out[kind]) >= LEAST_PRECISION.get(kind, 0.85)
    assert measure_wording.recall(held_out[kind]) >= 0.75


def test_there_are_sentences_enough_of_every_kind_and_none_stands_in_both_halves():
    both = [measure_wording.sentences(part) for part in ("development", "held_out")]
    meant = Counter(kind for half in both for kinds_meant, _ in half for kind in kinds_meant)
    assert min(meant[kind] for kind in (*measure_wording.FINDINGS, *measure_wording.GOOD)) >= 25
    assert sum(map(len, both)) >= 480
    assert not {text for _, text in both[0]} & {text for _, text in both[1]}


def test_about_half_of_the_sentences_hold_no_finding():
    texts = [meant for part in ("development", "held_out") for meant, _ in measure_wording.sentences(part)]
    clean = sum(not meant & set(measure_wording.FINDINGS) for meant in texts)
    assert 0.4 <= clean / len(texts) <= 0.6


@pytest.mark.parametrize(
    ("kind", "example"),
    [(kind, example) for kind in kinds() for example in kind.examples],
    ids=lambda one: getattr(one, "id", one),
)
def test_every_kind_hears_its_own_examples(kind, example):
    assert kind.id in measure_wording.heard_in(example)


@pytest.mark.parametrize(
    ("kind", "example"),
    [(kind, example) for kind in kinds() for example in kind.fine_examples],
    ids=lambda one: getattr(one, "id", one),
)
def test_no_kind_hears_its_near_misses(kind, example):
    assert kind.id not in measure_wording.heard_in(example)


def test_every_kind_of_the_contract_has_a_file_and_no_other():
    assert {kind.id for kind in kinds() if not kind.good} == set(measure_wording.FINDINGS)
    assert {kind.id for kind in kinds() if kind.good} == set(measure_wording.GOOD)


def test_positions_are_those_of_the_text_as_given():
    text = "\u201cWell\u2026\u201d I HEAR you \u2014 BUT change takes time."
    told = {one.kind: text[one.start : one.end] for one in check_wording(text).findings}
    assert told == {"but_after_validation": "I HEAR you \u2014 BUT", "explain": "change takes time"}


def test_every_finding_says_why_and_what_could_be_said_instead():
    for _, text in measure_wording.sentences("development"):
        for one in check_wording(text).findings:
            assert one.why
            assert one.instead
            assert 0 <= one.start < one.end <= len(text)


def test_a_word_of_praise_taken_back_is_no_good_move():
    told = check_wording("I hear you, but it is half past three.")
    assert [one.kind for one in told.findings] == ["but_after_validation"]
    assert told.good == ()


def test_a_rationale_is_fine_once_it_is_renegotiated_but_not_before():
    text = "The reason I suggested the diary was to see what your days are like."
    assert [one.kind for one in check_wording(text, step=Step.VALIDATE).findings] == ["explain"]
    assert [one.kind for one in check_wording(text).findings] == ["explain"]
    assert check_wording(text, step=Step.RENEGOTIATE).findings == ()


def test_a_new_plan_before_hearing_is_found_only_while_validating_and_only_without_a_receiving_word():
    plan = "Then we can switch to a different method."
    assert [one.kind for one in check_wording(plan, step=Step.VALIDATE).findings] == ["change_subject"]
    assert "change_subject" not in [one.kind for one in check_wording(plan, step=Step.RENEGOTIATE).findings]
    received = f"Thank you for telling me. {plan}"
    assert "change_subject" not in [one.kind for one in check_wording(received, step=Step.VALIDATE).findings]


@pytest.mark.parametrize("language", ["es", "de", "fr", "da", "nl", "ar", "zh-Hans"])
def test_a_language_without_figures_is_said_to_be_not_checked(language):
    told = check_wording("You always do this.", language=language)
    assert language in told.not_checked
    assert (told.findings, told.good) == ((), ())
    assert NOT_CHECKED == "not_checked"


@pytest.mark.parametrize("language", ["en", "en-GB", "en-US"])
def test_english_of_any_country_is_checked(language):
    assert check_wording("You always do this.", language=language).findings


@pytest.mark.parametrize("text", ["", " ", "...", "?!", "İstanbul ... I\u2019m sorry", "a" * 20_000, "you " * 5_000])
def test_odd_texts_are_heard_without_failing(text):
    assert check_wording(text).text == text


def test_a_file_with_a_phrase_that_cannot_be_read_is_named(tmp_path):
    wrong = tmp_path / "blame.toml"
    wrong.write_text(
        'good = false\ntitle = "x"\nwhy = "x"\ninstead = "x"\nsource = "x"\nexamples = []\n'
        '[[rule]]\nname = "x"\nphrases = """\nyou ...\n"""\n',
        "utf-8",
    )
    with pytest.raises(DefinitionError, match=r"blame.toml: The phrase 'you \.\.\.' cannot be read"):
        load_kind(wrong)


def test_a_file_without_its_source_is_named(tmp_path):
    wrong = tmp_path / "blame.toml"
    wrong.write_text('good = false\ntitle = "x"\n', "utf-8")
    with pytest.raises(DefinitionError, match=r"blame.toml: the key 'source' is missing"):
        load_kind(wrong)


def test_sorry_for_how_somebody_feels_is_heard_as_blame_and_not_as_a_good_move():
    heard = check_wording("I'm sorry you feel that way.")
    assert [one.kind for one in heard.findings] == ["blame"]
    assert heard.good == ()


def test_owning_that_one_went_on_about_somebody_is_no_interpretation():
    heard = check_wording("You're right, I went on about your mother.")
    assert heard.findings == ()
    assert "own_part" in [one.kind for one in heard.good]
