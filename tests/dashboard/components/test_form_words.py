"""What the form says: every language whole, no digit a client could see, no licensed wording claimed."""

from __future__ import annotations

import re

import pytest

from dashboard.components import form_words
from fit.scales import Informant, Score, scale, scales

LINES = [shown for shown in scales().values() if not shown.items[0].choices]


@pytest.mark.parametrize("language", sorted(form_words.WORDS))
def test_every_language_has_every_text(language):
    assert form_words.WORDS[language].keys() == form_words.WORDS[form_words.FALLBACK].keys()
    assert len(form_words.POSITIONS[language]) == 9


def test_no_text_of_the_form_has_a_number():
    texts = [*form_words.WORDS["en"].values(), *form_words.POSITIONS["en"]]

    assert [text for text in texts if re.search(r"\d", text)] == []


def test_a_language_that_is_not_there_falls_back_to_english_and_says_so():
    assert form_words.spoken("xx") == "en"
    assert form_words.form_words("xx") == form_words.form_words("en")


@pytest.mark.parametrize("shown", scales().values(), ids=scales().keys())
def test_every_scale_can_be_drawn(shown):
    content = form_words.form_content(shown, "en")

    assert [item["id"] for item in content["items"]] == [item.id for item in shown.items]
    assert all(item["choices"] or (item["low"] and item["high"]) for item in content["items"])


def test_choices_carry_their_score():
    first = form_words.form_content(scale("phq9"), "en")["items"][0]

    assert [Score.of(choice["score"]) for choice in first["choices"]] == [Score(0), Score(10), Score(20), Score(30)]


@pytest.mark.parametrize("shown", LINES, ids=lambda shown: shown.id)
def test_neutral_wording_is_called_so_and_names_the_copyright(shown):
    small = form_words.small_print(shown, "en")

    assert small.startswith("Neutral wording, not the licensed form. ")
    assert "©" in small


def test_a_free_scale_is_not_called_neutral():
    assert "Neutral" not in form_words.small_print(scale("gad7"), "en")


def test_the_opening_fits_what_is_asked():
    asked = [form_words.opening(scale(name), Informant.CLIENT, "en")[0] for name in ("ors", "srs")]

    assert asked == ["How has the past week been for you?", "How was today for you?"]
    assert "child" in form_words.opening(scale("ors"), Informant.CAREGIVER, "en")[0]
    assert form_words.opening(scale("phq9"), Informant.CLIENT, "en")[0] == scale("phq9").intro
