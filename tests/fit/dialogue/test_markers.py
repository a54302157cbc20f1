"""Every marker hears its own examples and leaves its near misses alone; complaints are told from work and jokes."""

from __future__ import annotations

import pytest

from fit.dialogue import RuptureKind, markers, read_dialogue
from fit.dialogue.markers._phrases import load_marker
from fit.errors import DefinitionError
from tests.fit.dialogue import train_shipped

MEASURED = ("held_out", "written_after", "written_final")
ASKED = {"denial": "T: You look upset."}
BY_ID = {one.id: one for one in markers()}
EXAMPLES = [(one.id, text) for one in markers() for text in one.examples]
NEAR_MISSES = [(one.id, text) for one in markers() for text in one.fine_examples]


@pytest.fixture(scope="module")
def signs(talk):
    def seen(lines, **more):
        return read_dialogue(talk(lines, **more)).signs

    return seen


def said(marker, text):
    return f"{ASKED.get(marker, 'T: And then?')}\nC: {text}"


def test_the_folder_holds_both_kinds_each_with_version_definition_and_source():
    assert len(markers()) == 16
    assert {one.kind for one in markers()} == set(RuptureKind)
    assert all(one.version and one.definition and one.source and one.title for one in markers())


@pytest.mark.parametrize(("marker", "text"), EXAMPLES)
def test_a_marker_hears_its_examples_with_words_as_evidence(signs, marker, text):
    found = [one for one in signs(said(marker, text)) if one.marker == marker]
    assert [one.turn for one in found] == [1]
    assert 0 < found[0].confidence <= 0.99
    assert found[0].evidence


@pytest.mark.parametrize(("marker", "text"), NEAR_MISSES)
def test_a_marker_leaves_its_near_misses_alone(signs, marker, text):
    assert marker not in {one.marker for one in signs(said(marker, text))}


@pytest.mark.parametrize("text", ['He said, "you never listen to me."', "I told my wife, you never listen to me."])
def test_what_somebody_else_said_or_was_told_is_no_complaint(signs, text):
    assert signs(f"C: {text}") == ()


def test_what_is_said_laughing_counts_less(signs):
    plain, light = (signs(f"C: {laugh}You never listen.")[0] for laugh in ("", "[laughs] "))
    assert light.confidence < plain.confidence


LONG = "\n".join(f"T: And the {word}?\nC: It was about as long as it always is on such days" for word in "abcdefgh")
SHORT = "\n".join(f"T: And the {word}?\nC: It was fine" for word in "abcdefgh")


@pytest.mark.parametrize(("usual", "seen"), [(LONG, True), (SHORT, False)])
def test_few_words_are_a_sign_only_against_this_clients_own_usual(signs, usual, seen):
    found = signs(f"{usual}\nT: How did that feel?\nC: Not much")
    assert ("minimal_response" in {one.marker for one in found}) == seen


def test_a_closed_question_asks_for_few_words(signs):
    assert signs(f"{LONG}\nT: Did he call?\nC: Yes.") == ()


@pytest.mark.parametrize(("gap", "seen"), [(2.9, 0), (3.0, 1), (8.0, 1)])
def test_a_clinician_who_speaks_again_after_three_seconds_had_no_answer(signs, gap, seen):
    found = signs(f"T: What comes up?\n[{gap}]\nT: Take your time.\nC: It is hard.", seconds=2)
    assert [one.marker for one in found].count("no_answer") == seen


def test_what_text_cannot_show_is_said(talk):
    unknown = {one.what: one.reason for one in read_dialogue(talk("T: Hello.\nC: Hello.")).not_assessable}
    assert "Face and voice" in unknown[BY_ID["content_affect_split"].title]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('kind = "withdrawal"', "shrug.toml: the key 'version' is missing"),
        ('version = "1"\nkind = "shrug"', "shrug.toml: 'shrug' is not a valid RuptureKind"),
    ],
)
def test_a_broken_marker_is_refused_by_name(tmp_path, text, message):
    (tmp_path / "shrug.toml").write_text(text, "utf-8")
    with pytest.raises(DefinitionError, match=message):
        load_marker(tmp_path / "shrug.toml")


@pytest.fixture(scope="module")
def measured(signs):
    """Precision and recall of confrontation markers, by part of our own sentences."""
    counts = {}
    for row in train_shipped.complaints():
        if row["part"] in MEASURED:
            against = any(one.kind is RuptureKind.CONFRONTATION for one in signs(f"C: {row['text']}"))
            counts.setdefault(row["part"], []).append((row["meant"] == "complaint", against))
    return {part: score(pairs) for part, pairs in counts.items()}


def score(pairs):
    both = sum(meant and heard for meant, heard in pairs)
    return both / sum(heard for _, heard in pairs), both / sum(meant for meant, _ in pairs)


def test_the_sentences_are_at_least_three_hundred_and_balanced():
    rows = [row for row in train_shipped.complaints() if row["part"] in ("development", *MEASURED)]
    meant = [row["meant"] for row in rows].count("complaint")
    assert len(rows) >= 300
    assert 0.45 <= meant / len(rows) <= 0.55


def test_no_sentence_that_is_measured_on_was_learned_from():
    parts = {}
    for row in train_shipped.complaints():
        parts.setdefault(row["part"] in train_shipped.LEARNED_FROM, set()).add(row["text"].lower())
    assert parts[True] & parts[False] == set()


@pytest.mark.parametrize(
    ("part", "precision", "recall"),
    [("held_out", 0.85, 0.9), ("written_after", 0.85, 0.5), ("written_final", 0.85, 0.7)],
)
def test_complaints_are_told_from_work_friends_and_jokes(measured, part, precision, recall):
    assert measured[part][0] >= precision
    assert measured[part][1] >= recall
