"""What the form says: in the client's language where it is there, in English and openly so where not."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from dashboard.components import form_words
from dashboard.components.client_words import POSITIONS, WORDS
from fit.scales import AgeBand, Informant, Score, scale, scales

LINES = [shown for shown in scales().values() if not shown.items[0].choices]
FREE = [shown for shown in scales().values() if shown.wording == "free"]


def test_the_languages_are_named_as_their_readers_name_them():
    assert form_words.LANGUAGES == {
        "en": "English",
        "ar": "العربية",
        "da": "Dansk",
        "de": "Deutsch",
        "es": "Español",
        "fr": "Français",
        "nl": "Nederlands",
        "zh-Hans": "简体中文",
    }


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("DE", "de"),
        ("fr_CA", "fr"),
        ("ar-EG", "ar"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh_Hans_CN", "zh-Hans"),
        # another script is another language to read
        ("zh-TW", "en"),
        ("zh-Hant", "en"),
        ("it", "en"),
        ("deu", "en"),
        ("", "en"),
    ],
)
def test_every_stored_language_finds_what_is_shown(stored, shown):
    assert form_words.spoken(stored) == shown


def test_arabic_runs_from_right_to_left_and_no_other_language_does():
    assert [code for code in form_words.LANGUAGES if form_words.direction(code) == "rtl"] == ["ar"]
    assert form_words.direction("ar-EG") == "rtl"


def test_the_words_are_those_of_the_language():
    assert form_words.form_words("en") == WORDS
    assert form_words.form_words("de")["thanks_title"] == "Danke"
    assert form_words.form_words("zh")["idle_continue"] == "继续"
    assert form_words.positions("fr")[4] == "au milieu"
    assert form_words.positions("en") == list(POSITIONS)


def test_a_language_that_is_not_there_is_shown_in_english_and_says_so():
    how = form_words.opening(scale("ors"), Informant.CLIENT, "it")[1]

    assert form_words.form_words("it") == WORDS
    assert how == f"{WORDS['not_translated']} {WORDS['how_line']}"
    assert form_words.form_content(scale("ors"), "it")["language"] == "en"


@pytest.mark.parametrize("language", form_words.LANGUAGES)
@pytest.mark.parametrize("shown", LINES, ids=lambda shown: shown.id)
def test_our_own_lines_are_there_in_every_language(shown, language):
    items = form_words.form_content(shown, language)["items"]

    assert form_words.is_translated(shown, language)
    assert form_words.not_translated(shown, language) == ""
    assert [item["other_language"] for item in items if item["other_language"]] == []
    if language != "en":
        assert [item["prompt"] for item in items] != [item.prompt for item in shown.items]


@pytest.mark.parametrize("shown", FREE, ids=lambda shown: shown.id)
def test_a_published_form_stays_in_its_own_words_and_says_so_in_the_clients(shown):
    content = form_words.form_content(shown, "ar")
    ask, how = form_words.opening(shown, Informant.CLIENT, "ar")

    assert [item["prompt"] for item in content["items"]] == [item.prompt for item in shown.items]
    assert all(item["other_language"] == {"language": "en", "direction": "ltr"} for item in content["items"])
    assert (content["language"], content["direction"]) == ("ar", "rtl")
    assert ask == f"\u2068{shown.intro}\u2069"
    assert how.startswith(form_words.form_words("ar")["not_translated"])
    assert form_words.not_translated(shown, "en") == ""


def test_the_words_of_a_wording_pack_are_shown_as_they_are():
    first, *others = scale("phq9").items
    worded = replace(scale("phq9"), wording="pack", intro="Eine Frage", items=(replace(first, prompt="Erste"), *others))

    assert form_words.is_translated(worded, "de")
    assert form_words.form_content(worded, "de")["items"][0]["prompt"] == "Erste"
    assert form_words.opening(worded, Informant.CLIENT, "de")[0] == "Eine Frage"
    assert form_words.not_translated(worded, "it") == WORDS["not_translated"]


@pytest.mark.parametrize("language", form_words.LANGUAGES)
@pytest.mark.parametrize("shown", scales().values(), ids=scales().keys())
def test_every_scale_can_be_drawn(shown, language):
    content = form_words.form_content(shown, language)

    assert [item["id"] for item in content["items"]] == [item.id for item in shown.items]
    assert all(item["choices"] or item.get("faces") or (item["low"] and item["high"]) for item in content["items"])


def test_choices_carry_their_score():
    first = form_words.form_content(scale("phq9"), "en")["items"][0]

    assert [Score.of(choice["score"]) for choice in first["choices"]] == [Score(0), Score(10), Score(20), Score(30)]


@pytest.mark.parametrize("shown", LINES, ids=lambda shown: shown.id)
def test_neutral_wording_is_called_so_and_names_the_copyright(shown):
    small = form_words.small_print(shown, "en")

    assert small.startswith("Neutral wording, not the licensed form. ")
    assert "©" in small
    assert form_words.small_print(shown, "de").startswith("Neutrale Formulierung, nicht der lizenzierte Fragebogen. ")


def test_whoever_tells_about_a_child_is_asked_about_the_child():
    def asked(scale_id, informant, language="en"):
        items = form_words.form_content(scale(scale_id), language, age_band=AgeBand.CHILD, informant=informant)["items"]
        return [item["prompt"] for item in items]

    assert asked("cors", Informant.CLIENT)[0] == "How do you feel inside?"
    assert asked("cors", Informant.CAREGIVER)[0] == "How does your child feel inside?"
    assert asked("ors", Informant.TEACHER)[3] == "This pupil's life right now, all in all"
    assert asked("cors", Informant.CAREGIVER, "de")[0] == "Wie fühlt sich Ihr Kind innerlich?"
    assert asked("phq9", Informant.CAREGIVER) == [item.prompt for item in scale("phq9").items]


@pytest.mark.parametrize("scale_id", ["ycors", "ycsrs"])
def test_faces_begin_with_the_sad_one_keep_their_score_and_are_asked_about_once(scale_id):
    (item,) = form_words.form_content(scale(scale_id), "en", age_band=AgeBand.CHILD)["items"]

    assert [(face["id"], face["score"]) for face in item["faces"]] == [
        ("very_sad", "4.0"),
        ("sad", "3.0"),
        ("so_so", "2.0"),
        ("happy", "1.0"),
        ("very_happy", "0.0"),
    ]
    assert form_words.opening(scale(scale_id), Informant.CLIENT, "en", AgeBand.CHILD)[0] != item["prompt"]


def test_the_copyright_keeps_its_direction_in_arabic():
    small = form_words.small_print(scale("ors"), "ar")

    assert small.endswith("Scott D. Miller and Barry L. Duncan.\u2069")
    assert small.count("\u2068Outcome Rating Scale ©") == 1
    assert "\u2068" not in form_words.small_print(scale("ors"), "de")


def test_a_free_scale_is_not_called_neutral():
    assert "Neutral" not in form_words.small_print(scale("gad7"), "en")


def test_the_opening_fits_what_is_asked():
    asked = [form_words.opening(scale(name), Informant.CLIENT, "en")[0] for name in ("ors", "srs", "gsrs")]

    assert asked == [
        "How has the past week been for you?",
        "How was today for you?",
        "How was the group today for you?",
    ]
    assert "child" in form_words.opening(scale("ors"), Informant.CAREGIVER, "en")[0]
    assert form_words.opening(scale("phq9"), Informant.CLIENT, "en")[0] == scale("phq9").intro


@pytest.mark.parametrize(
    ("language", "adult", "child"), [("de", r"\bSie\b", r"\b[Dd](u|eine?)\b"), ("nl", r"\bu\b", r"\b(jouw?|[Jj]e)\b")]
)
def test_a_child_is_spoken_to_as_a_child(language, adult, child):
    to_adult = " ".join(form_words.opening(scale("ors"), Informant.CLIENT, language))
    to_child = " ".join(form_words.opening(scale("cors"), Informant.CLIENT, language, AgeBand.CHILD))

    assert re.search(adult, to_adult)
    assert not re.search(child, to_adult)
    assert re.search(child, to_child)
    assert not re.search(adult, to_child)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "5 November 2026"),
        ("de", "5. November 2026"),
        ("es", "5 de noviembre de 2026"),
        ("fr", "5 novembre 2026"),
        ("da", "5. november 2026"),
        ("nl", "5 november 2026"),
        ("ar", "5 نوفمبر 2026"),
        ("zh-CN", "2026年11月5日"),
        ("it", "5 November 2026"),
    ],
)
def test_a_day_is_written_as_its_readers_write_it(language, said):
    assert form_words.spoken_date(date(2026, 11, 5), language) == said
