"""The catalogues: every language whole, no text half read, none with a number, all up to date with the sources."""

from __future__ import annotations

import re
import shutil
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

from dashboard import locale
from dashboard.components.client_words import POSITIONS, WORDS
from dashboard.locale.source import source_texts
from dashboard.locale.update import update
from fit.scales import scales

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

FOLDER = Path(locale.__file__).parent
TRANSLATED = [code for code in locale.languages() if code != locale.FALLBACK]
PLACEHOLDER = re.compile(r"\{\w+\}")

SAME_IN_BOTH = {("es", "no")}
"""Words that a language shares with English."""


def catalogue(code: str) -> Catalog:
    with (FOLDER / code / "LC_MESSAGES" / "client.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


def messages(code: str):
    return [message for message in catalogue(code) if message.id]


def test_the_product_speaks_eight_languages():
    assert list(locale.languages()) == ["en", "ar", "da", "de", "es", "fr", "nl", "zh-Hans"]


def test_the_sources_hold_all_words_of_ours_and_none_of_the_published_forms():
    keys = {text.key for text in source_texts()}
    ours = {one.id for one in scales().values() if one.wording == "neutral"}

    assert len(source_texts()) == len(keys) > len(WORDS) + len(POSITIONS)
    assert {key.split(".")[1] for key in keys if key.startswith("scale.")} == ours
    assert {"form.send", "position.3", "scale.ors.individual.prompt", "scale.srs.overall.high"} <= keys
    assert not {"phq9", "gad7"} & ours


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_language_has_every_text_and_none_is_doubtful(code):
    texts = messages(code)

    assert {(text.context, text.id) for text in texts} == {(text.key, text.english) for text in source_texts()}
    assert [text.context for text in texts if not text.string.strip()] == []
    assert [text.context for text in texts if text.fuzzy] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_text_was_left_in_english(code):
    left = {text.id for text in messages(code) if text.string == text.id}

    assert left == {text for language, text in SAME_IN_BOTH if language == code}


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_is_filled_in_later_is_the_same_as_in_english(code):
    differing = [
        text.context
        for text in messages(code)
        if sorted(PLACEHOLDER.findall(text.string)) != sorted(PLACEHOLDER.findall(text.id))
        or re.search(r"[{}]", PLACEHOLDER.sub("", text.string))
    ]
    assert differing == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_text_has_a_digit_of_any_script_or_a_stray_space(code):
    def is_bad(text: str) -> bool:
        return any(unicodedata.category(sign) == "Nd" for sign in text) or text != text.strip() or "  " in text

    assert [text.context for text in messages(code) if is_bad(text.string)] == []


def test_no_english_text_has_a_digit():
    assert [text.key for text in source_texts() if re.search(r"\d", text.english)] == []


@pytest.mark.parametrize("code", locale.languages())
def test_both_halves_of_a_line_are_told_alike(code):
    said = [locale.said(code, f"position.{place}", english) for place, english in enumerate(POSITIONS)]

    assert [text.replace("{high}", "{low}") for text in reversed(said)] == [
        text.replace("{high}", "{low}") for text in said
    ]
    assert [("{low}" in text, "{high}" in text) for text in said] == [
        *[(True, False)] * 4,
        (False, False),
        *[(False, True)] * 4,
    ]
    assert len(set(said)) == 9


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_two_ends_of_a_line_differ(code):
    said = {text.context: text.string for text in messages(code)}
    lows = [key for key in said if key.endswith(".low")]

    assert len(lows) > 16
    assert [key for key in lows if said[key] == said[key.removesuffix("low") + "high"]] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_head_of_a_catalogue_is_sound(code):
    read = catalogue(code)

    assert (read.charset, str(read.locale)) == ("utf-8", code.replace("-", "_"))
    assert read.project == "Mendline"
    assert "@" not in "".join(value for _, value in read.mime_headers)
    assert [problem for message in read for problem in message.check(read)] == []


def test_the_catalogues_are_up_to_date(tmp_path):
    folder = shutil.copytree(FOLDER, tmp_path / "locale")

    assert update(folder) == []
    kept = sorted(path.relative_to(FOLDER) for path in FOLDER.rglob("*.po*"))
    assert len(kept) == len(TRANSLATED) + 1
    assert [path for path in kept if (folder / path).read_bytes() != (FOLDER / path).read_bytes()] == []


def changed(tmp_path: Path, old: str, new: str) -> tuple[list[str], str]:
    """What the updater says, and the German catalogue, after somebody changed that file by hand."""
    folder = shutil.copytree(FOLDER, tmp_path / "locale")
    german = folder / "de" / "LC_MESSAGES" / "client.po"
    before = german.read_text("utf-8")
    assert before.count(old) == 1
    german.write_text(before.replace(old, new), "utf-8")
    return update(folder), german.read_text("utf-8")


def test_a_text_whose_english_changed_waits_to_be_read_again(tmp_path):
    open_texts, german = changed(tmp_path, 'msgid "Thank you"', 'msgid "Thanks"')

    assert open_texts == ["de: form.thanks_title"]
    assert '#, fuzzy\n#| msgid "Thanks"\nmsgctxt "form.thanks_title"\nmsgid "Thank you"\nmsgstr "Danke"' in german


def test_a_new_text_is_asked_for(tmp_path):
    entry = 'msgctxt "form.thanks_title"\nmsgid "Thank you"\nmsgstr "Danke"'

    open_texts, german = changed(tmp_path, entry, "")

    assert open_texts == ["de: form.thanks_title"]
    assert 'msgctxt "form.thanks_title"\nmsgid "Thank you"\nmsgstr ""' in german


def test_a_text_that_is_gone_is_kept_aside_and_comes_back(tmp_path):
    gone, german = changed(tmp_path, 'msgctxt "form.thanks_title"', 'msgctxt "form.of_old"')

    assert gone == ["de: form.thanks_title"]
    assert '#~ msgctxt "form.of_old"\n#~ msgid "Thank you"\n#~ msgstr "Danke"' in german

    back = german.replace('msgctxt "form.thanks_title"', 'msgctxt "form.new"').replace(
        "form.of_old", "form.thanks_title"
    )
    path = tmp_path / "locale" / "de" / "LC_MESSAGES" / "client.po"
    path.write_text(back, "utf-8")
    assert update(tmp_path / "locale") == []
    assert 'msgctxt "form.thanks_title"\nmsgid "Thank you"\nmsgstr "Danke"' in path.read_text("utf-8")


def test_a_text_that_one_language_lacks_is_shown_in_english():
    assert locale.said("de", "form.of_nobody", "A new text") == "A new text"
    assert not locale.says("de", "form.of_nobody", "A new text")
    assert locale.says("de", "form.thanks_title", "Thank you")
    assert locale.said("de", "form.thanks_title", "Thank you so much") == "Thank you so much"
