"""Colours that stay apart for everybody, are read on their ground, and are the same in charts and on pages."""

from __future__ import annotations

import re
import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from dashboard.charts.palette import DARK, LIGHT
from dashboard.words import Tone
from tests.dashboard.charts.seeing import SIGHT, contrast, distance, over

SHELL = Path(__file__).parents[3] / "dashboard" / "shell"
STYLE = (SHELL / "style.css").read_text("utf-8")
THEME = tomllib.loads((SHELL / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
PALETTES = {"light": LIGHT, "dark": DARK}
LINES_APART, PATH_APART, TONES_APART = 40, 12, 9.5
ASKING = (Tone.URGENT, Tone.ACT, Tone.WATCH, Tone.CALM, Tone.GOOD)
TEXT, GRAPHIC = 4.5, 3.0


def style(name, scheme):
    """The colour of a variable in the style sheet."""
    light, dark = re.search(rf"--ml-{name}: light-dark\((#\w+), (#\w+)\)", STYLE).groups()
    return light if scheme == "light" else dark


def grounds(scheme):
    return (PALETTES[scheme].ground, THEME[scheme]["backgroundColor"], style("card", scheme), style("hover", scheme))


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_outcome_and_alliance_are_far_apart_whoever_looks(palette, sight):
    assert distance(palette.outcome, palette.alliance, sight) >= LINES_APART


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_the_expected_path_is_apart_from_both_ratings(palette, sight):
    assert distance(palette.outcome, palette.expected, sight) >= PATH_APART
    assert distance(palette.alliance, palette.expected, sight) >= PATH_APART
    for line in (palette.outcome, palette.alliance, palette.expected):
        assert distance(palette.other, line, sight) >= PATH_APART


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize(("one", "other"), combinations(ASKING, 2))
@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_tones_are_apart_whoever_looks(palette, one, other, sight):
    assert distance(palette.tones[one], palette.tones[other], sight) >= TONES_APART


def test_a_red_and_an_olive_that_only_some_tell_apart_would_be_found():
    assert distance("#9c4210", "#7a5b00") > TONES_APART > distance("#9c4210", "#7a5b00", "deuteranopia")


@pytest.mark.parametrize("scheme", PALETTES)
def test_words_are_read_on_every_ground(scheme):
    palette = PALETTES[scheme]
    words = {"ink": palette.ink, "muted": palette.muted, **palette.tones}
    low = {
        (name, ground): round(contrast(colour, ground), 2)
        for name, colour in words.items()
        for ground in grounds(scheme)
        if contrast(colour, ground) < TEXT
    }
    assert low == {}


@pytest.mark.parametrize("scheme", PALETTES)
def test_labels_of_the_ratings_are_read_on_the_page(scheme):
    for colour in (PALETTES[scheme].outcome, PALETTES[scheme].alliance, PALETTES[scheme].other):
        for ground in grounds(scheme)[:3]:
            assert contrast(colour, ground) >= TEXT, (colour, ground)


@pytest.mark.parametrize("scheme", PALETTES)
def test_lines_are_seen_on_the_page_and_on_the_bands(scheme):
    palette = PALETTES[scheme]
    page = THEME[scheme]["backgroundColor"]
    banded = over(palette.band, page)
    for colour in (palette.outcome, palette.alliance):
        assert contrast(colour, over(palette.under_path, banded)) >= GRAPHIC, colour
    assert contrast(palette.expected, page) >= GRAPHIC
    assert contrast(palette.muted, banded) >= TEXT


@pytest.mark.parametrize("scheme", PALETTES)
def test_the_style_sheet_and_the_charts_have_the_same_colours(scheme):
    palette = PALETTES[scheme]
    told = {tone.value: style(tone.value, scheme) for tone in Tone}
    assert told == {tone.value: colour for tone, colour in palette.tones.items()}
    names = ("ink", "muted", "outcome", "alliance")
    assert {name: style(name, scheme) for name in names} == {name: getattr(palette, name) for name in names}


@pytest.mark.parametrize("scheme", PALETTES)
def test_what_a_browser_without_light_dark_sees_is_the_light_screen(scheme):
    plain = dict(re.findall(r"--ml-(\w+): (#\w+);", STYLE))
    assert {name: plain[name] for name in (tone.value for tone in Tone)} == {
        tone.value: colour for tone, colour in LIGHT.tones.items()
    }


@pytest.mark.parametrize("scheme", PALETTES)
def test_theme_text_and_links_are_read(scheme):
    theme = THEME[scheme]
    for ground in (theme["backgroundColor"], theme["secondaryBackgroundColor"], theme["sidebar"]["backgroundColor"]):
        assert contrast(theme["textColor"], ground) >= 7
        assert contrast(theme["linkColor"], ground) >= TEXT
    assert contrast("#ffffff", theme["primaryColor"]) >= TEXT


@pytest.mark.parametrize("scheme", PALETTES)
def test_what_is_chosen_among_several_is_read_at_least_as_well_as_other_words(scheme):
    # Streamlit lays a fifth of the primary colour under what is chosen
    red, green, blue = (int(THEME[scheme]["primaryColor"][place : place + 2], 16) for place in (1, 3, 5))
    chip = over(f"rgba({red},{green},{blue},0.2)", THEME[scheme]["backgroundColor"])

    assert contrast(style("ink", scheme), chip) >= TEXT
    assert re.search(r'\[aria-pressed="true"\]\) p \{ color: var\(--ml-ink\)', STYLE)
    assert re.search(r":focus-visible \{\s+outline: 3px solid var\(--ml-good\)", STYLE)
