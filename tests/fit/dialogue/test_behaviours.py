"""Question, reflection, input, other; and learning from labels."""

from __future__ import annotations

import pytest

from fit.dialogue import Behaviour, read_dialogue, read_labelled, read_weighting, train_behaviours, written
from fit.dialogue._said import heard_turns
from fit.dialogue.behaviours import named_by_rules
from fit.dialogue.questions import asks_openly, questions_of
from fit.errors import InputError
from tests.fit.dialogue import train_shipped

SAID = [
    ("What did you do when the train stopped?", Behaviour.QUESTION),
    ("Would you be all right with that?", Behaviour.QUESTION),
    ("Tell me more about the garden.", Behaviour.QUESTION),
    ("You wanted him to notice without being told.", Behaviour.REFLECTION),
    ("So it sounds as if the mornings are the worst.", Behaviour.REFLECTION),
    ("Many people find that coffee after noon keeps them awake, because it stays in the blood.", Behaviour.INPUT),
    ("I'd recommend that you take it with food.", Behaviour.INPUT),
    ("Mm-hm.", Behaviour.OTHER),
    ("Thanks for coming in.", Behaviour.OTHER),
]


@pytest.mark.parametrize(("text", "kind"), SAID)
def test_everyday_turns_are_named_by_rules_and_by_what_is_shipped(talk, text, kind):
    transcript = talk(f"C: I sat in the kitchen.\nT: {text}")
    assert [one.kind for one in named_by_rules(heard_turns(transcript))] == [kind]
    assert [one.kind for one in read_dialogue(transcript).behaviours] == [kind]


def test_every_turn_of_the_clinician_is_named_with_reason_and_no_other(talk):
    found = read_dialogue(
        talk("T: How was it?\nC: What do you mean?\nT: The party.\nO: I was there.\nT: Mm.")
    ).behaviours
    assert [one.turn for one in found] == [0, 2, 4]
    assert all(one.evidence and 0 < one.confidence <= 1 for one in found)


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("What was that like?", True),
        ("How do you feel about it?", True),
        ("Tell me about your sister.", True),
        ("How many were there?", False),
        ("Did you call him?", False),
        ("You called him.", False),
    ],
)
def test_open_questions_are_told_from_closed_ones(heard, text, opens):
    (said,) = heard(f"T: {text}")
    assert asks_openly(said) == opens


def test_questions_are_counted_sentence_by_sentence(heard):
    found = questions_of(heard("T: How was it? Did he call? You were tired.\nT: What did you say?"))
    assert (found.open, found.closed) == (2, 1)


def labels(times=20):
    spoken = {
        "question": "where is it",
        "reflection": "you hoped so",
        "input": "it takes a week",
        "other": "right then",
    }
    rows = [f"{kind},,{text} {number}" for kind, text in spoken.items() for number in range(times)]
    return "\n".join(["kind,before,text", *rows])


def test_a_clinics_own_labels_are_learned(talk):
    """The clinic calls a plain statement input that everybody else would call other."""
    weighting = train_behaviours(read_labelled(labels(), "labels.csv"))
    found = read_dialogue(talk("C: Hello.\nT: it takes a week"), weighting=weighting).behaviours
    assert [one.kind for one in found] == [Behaviour.INPUT]


def test_weights_are_read_back_the_same(talk):
    weighting = train_behaviours(read_labelled(labels(), "labels.csv"))
    again = read_weighting(written(weighting), "weights.txt")
    assert written(again) == written(weighting)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("before,text\n,Hello", r"labels.csv, line 1: the column 'kind' is missing. Head the table"),
        ("kind,text\nadvice,Hello", r"labels.csv, line 2: 'advice' is no kind of behaviour. Write one of question"),
        ("kind,text\nother, ", r"labels.csv, line 2: the text is empty. Write what"),
    ],
)
def test_a_broken_table_of_labels_is_refused_with_line_and_remedy(table, message):
    with pytest.raises(InputError, match=message):
        read_labelled(table, "labels.csv")


def test_too_few_labels_are_refused():
    with pytest.raises(InputError, match=r"Only 19 turns are labelled 'question'\. Label at least 20"):
        train_behaviours(read_labelled(labels(19), "labels.csv"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kind,text", "weights.txt, line 1: this is no file"),
        ("# mendline weights 1\nname\trarity\ta\tb\nx\t1\t2", "line 3"),
    ],
)
def test_a_broken_file_of_weights_is_refused(text, message):
    with pytest.raises(InputError, match=message):
        read_weighting(text, "weights.txt")


def test_what_is_shipped_was_learned_from_our_own_sentences():
    """The same numbers but for rounding in other versions of the libraries; remade by `make dialogue-weights`."""
    for name, again in (("behaviour", train_shipped.behaviours()), ("doubt", train_shipped.doubts())):
        file = train_shipped.SHIPPED / f"{name}_weights.txt"
        shipped = read_weighting(file.read_text("utf-8"), file.name)
        assert shipped.weights.keys() == again.weights.keys()
        apart = max(abs(shipped.weights[one] - again.weights[one]).max() for one in shipped.weights)
        assert apart < 0.05
