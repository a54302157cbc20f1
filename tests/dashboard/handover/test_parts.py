"""Fonts of the client's page: only for languages whose letters a device may lack, whole, licensed, small."""

from __future__ import annotations

import re

import pytest
from fontTools.ttLib import TTFont

from dashboard import locale
from dashboard.door.headers import PLAIN_PAGE_POLICY
from dashboard.handover import parts
from dashboard.locale.source import source_texts
from tests.dashboard.make_fonts import FONTS

MEGABYTE = 1_000_000
REST = "font-zh-Hans-rest.css"
PUNCTUATION = set(range(0x2000, 0x2070))
FACE = re.compile(r"url\((\S+)\).*?unicode-range:([^;}]+)", re.DOTALL)


def numbers(listed: str) -> set[int]:
    ends = [re.findall(r"[0-9A-Fa-f]+", part) for part in listed.replace("U+", "").split(",")]
    return {one for pair in ends for one in range(int(pair[0], 16), int(pair[-1], 16) + 1)}


def faces(name: str) -> list[tuple[str, set[int]]]:
    return [(file, numbers(listed)) for file, listed in FACE.findall(parts.parts()[name].plain.decode())]


def letters(language: str) -> set[int]:
    """What our own texts need beyond the letters that every device has."""
    texts = [locale.said(language, text.key, text.english) for text in source_texts()]
    return {ord(sign) for text in texts for sign in text if ord(sign) > 0x24F}


def test_only_arabic_and_chinese_bring_letters():
    assert [code for code in locale.languages() if parts.font_styles(code)] == ["ar", "zh-Hans"]
    assert [code for code in locale.languages() if parts.rest_of_font(code)] == ["zh-Hans"]
    assert parts.font_styles("zh-CN") == f"{parts.address()}/font-zh-Hans.css"
    assert parts.font_styles("it") is None


@pytest.mark.parametrize(("language", "sheets"), [("ar", ["font-ar.css"]), ("zh-Hans", ["font-zh-Hans.css", REST])])
def test_every_letter_of_our_texts_is_there(language, sheets):
    listed = set.union(*(characters for sheet in sheets for _, characters in faces(sheet)))

    assert letters(language) - listed - PUNCTUATION == set()
    assert len(letters(language)) > 30


def test_nearly_all_that_our_chinese_texts_need_comes_in_one_small_file():
    file, first = faces("font-zh-Hans.css")[0]

    # `python -m tests.dashboard.make_fonts` brings it up to date
    assert len(letters("zh-Hans") - first) < len(first) / 20
    assert len(parts.parts()[file].plain) < MEGABYTE / 10


@pytest.mark.parametrize("name", ["font-ar.css", "font-zh-Hans.css"])
def test_a_font_draws_what_its_style_sheet_lists(name):
    language = name.removeprefix("font-").removesuffix(".css")
    for file, listed in faces(name):
        drawn = set(TTFont(FONTS / file).getBestCmap())
        assert letters(language) & listed <= drawn


def test_the_rest_covers_the_characters_that_a_wording_pack_may_bring():
    rest = set.union(*(listed for _, listed in faces(REST)))
    # the first level of GB 2312: the characters of everyday written Chinese
    rows = [bytes([row, cell]) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)]
    everyday = {ord(sign) for pair in rows for sign in pair.decode("gb2312", "ignore")}

    assert len(everyday) == 3755
    assert everyday - rest == set()


def test_every_font_is_named_by_a_style_sheet_and_every_name_is_there():
    sheets = [name for name in parts.parts() if name.startswith("font-")]
    named = {file for sheet in sheets for file, _ in faces(sheet)}

    assert named == {name for name in parts.parts() if name.endswith(".woff2")}


def test_fonts_stay_small_and_carry_their_licence():
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < 6 * MEGABYTE
    for family in ("noto-sans-arabic", "noto-sans-sc"):
        assert "SIL Open Font License, Version 1.1" in (FONTS / f"{family}-LICENSE.txt").read_text("utf-8")


def test_a_style_sheet_swaps_and_names_the_letters_of_the_page():
    for language in ("ar", "zh-Hans"):
        sheet = parts.parts()[f"font-{language}.css"].plain.decode()
        assert sheet.count("@font-face") == sheet.count("font-display:swap") == 2
        assert ':root{--client-font:"Noto Sans ' in sheet
        assert ":root :is(.mendline-form,.mendline-panel),:root body{font-family:var(--client-font)}" in sheet


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "text", "fetched"),
    [
        ("ar", "شكرًا لك", {"noto-sans-arabic-400.woff2"}),
        ("zh-Hans", "谢谢您", {"noto-sans-sc-first-400.woff2"}),
        # a word that our own texts do not use
        ("zh-Hans", "谢谢您葡萄", {"noto-sans-sc-first-400.woff2", "the chunk of 葡", "the chunk of 萄"}),
    ],
)
def test_a_page_fetches_only_the_letters_that_it_shows(browser, language, text, fetched):
    asked: set[str] = set()
    sheets = [sheet for sheet in (parts.font_styles(language), parts.rest_of_font(language)) if sheet]
    links = "".join(f'<link rel="stylesheet" href="{sheet}">' for sheet in sheets)

    def answer(route):
        name = route.request.url.rpartition("/")[2]
        part = parts.parts().get(name)
        asked.update([name] if name.endswith(".woff2") else [])
        if part is None:
            page = f"<!doctype html><meta charset=utf-8>{links}<p>{text} © Mendline</p>"
            route.fulfill(body=page, content_type="text/html", headers={"content-security-policy": PLAIN_PAGE_POLICY})
        else:
            route.fulfill(body=part.plain, content_type=part.media_type)

    page = browser.new_page()
    page.route("**/*", answer)
    page.goto("http://form.test/")
    page.evaluate("document.fonts.ready")
    page.close()

    chunk_of = {f"the chunk of {sign}": file for sign in "葡萄" for file, listed in faces(REST) if ord(sign) in listed}
    assert asked == {chunk_of.get(file, file) for file in fetched}
