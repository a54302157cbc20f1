"""Phrases looked up by their words find what one expression of all of them finds, at the same place."""

from __future__ import annotations

import csv
import re

import pytest

from fit.dialogue._cues import cues
from fit.dialogue.markers import markers
from fit.dialogue.markers._doubting import _patterns
from fit.wording import AnyOf, any_of, kinds, shadow
from fit.wording._phrase import expression
from tests.fit.dialogue.train_shipped import SENTENCES, talks

EVERY = 23
# Of our sentences one in so many is heard by all rules: the naive way takes long.


def all_at_once(sources):
    """The naive way: one long expression, all phrases in their order."""
    return re.compile(rf"(?<![\w'])(?:{'|'.join(sources)})(?![\w'])")


def everything():
    """All sets of phrases that are shipped."""
    rules = [rule for kind in kinds() for rule in kind.rules]
    found = [one for rule in rules for one in (rule.phrases, rule.unless, rule.then, rule.then_unless)]
    found += [kind.shield for kind in kinds()] + [cue.phrases for cue in cues()] + list(_patterns().values())
    for marker in markers():
        heard = getattr(marker.find, "__self__", None)
        found += [heard.not_meant, heard.after, *(one for one, _ in heard.families)] if heard else []
    return [one for one in found if one]


def sentences():
    texts = []
    for name in ("behaviours.csv", "complaints.csv"):
        with (SENTENCES / name).open(encoding="utf-8", newline="") as file:
            texts += [row["text"] for row in csv.DictReader(file)]
    texts += [line[3:] for talk in talks() for line in talk]
    return [one.text for text in texts[::EVERY] for one in shadow(text).sentences]


def test_what_is_shipped_finds_the_same_as_one_expression_of_all_its_phrases():
    said = sentences()
    found = 0
    for phrases in everything():
        naive = all_at_once(phrases._sources)
        for text in said:
            ours, theirs = phrases.search(text), naive.search(text)
            assert (ours and (ours.span(), ours[0])) == (theirs and (theirs.span(), theirs[0])), text
            found += ours is not None
    assert len(everything()) > 150
    assert found > len(said)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("don't care", "they dont care"),
        ("don't care", "they do not care"),
        ("can't say", "i cannot say"),
        ("won't work", "it will not work"),
        ("i'm lost", "im lost"),
        ("help*", "it was helpful"),
        ("follow-up", "the followup went well"),
        ("(last week|once) .. sad", "once i was sad"),
        ("<feeling>", "he was furious"),
        ("~ never?  mind", "never mind"),
        ("o'clock", "at nine o'clock"),
    ],
)
def test_short_long_and_open_forms_are_looked_up_too(phrase, text):
    assert all_at_once([expression(phrase)]).search(text)
    assert any_of([phrase]).search(text)


def test_of_two_phrases_at_the_same_place_the_first_counts_and_the_earlier_place_before_all():
    assert any_of(["very sad", "sad", "very"]).search("so very sad")[0] == "very sad"
    assert any_of(["sad", "very"]).search("so very sad")[0] == "very"
    assert [one[0] for one in AnyOf(["sad", "very"]).finditer("very sad, very")] == ["very", "sad", "very"]
