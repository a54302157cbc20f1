"""Letters in the order of paper: Arabic from the right and joined, numbers and Latin words within it from the left."""

from __future__ import annotations

import pytest

from fit.reports._fonts import font_of
from fit.reports._letters import Type, _visual_runs


@pytest.fixture
def letters():
    return Type(font=font_of("ar"), size=12.0, right_to_left=True)


# logical text -> its runs from left to right on paper, by the Unicode bidirectional algorithm
@pytest.mark.parametrize(
    ("written", "on_paper"),
    [
        ("ab cd", ["ab cd"]),
        ("اب جد", ["اب جد"]),
        ("اب ORS جد", [" جد", "ORS", "اب "]),
        ("اب 7.3 جد", [" جد", "7.3", "اب "]),
        ("ab اب 7 cd", ["ab ", "7", "اب ", " cd"]),
    ],
)
def test_runs_stand_in_the_order_of_paper(written, on_paper):
    assert [run for run, _ in _visual_runs(written)] == on_paper


def test_arabic_letters_are_joined_and_run_from_the_right(letters):
    (run,) = letters.runs("بيت")
    clusters = [glyph.cluster for glyph in run.__shapeData__]
    assert clusters == sorted(clusters, reverse=True)
    assert str(run) != "بيت"[::-1]
    alone = sum(letters.width(letter) for letter in "بيت")
    assert letters.width("بيت") < alone


def test_latin_text_is_left_as_it_is(letters):
    assert letters.runs("Outcome (c) 2000.") == ["Outcome (c) 2000."]


def test_lines_are_broken_between_words_and_never_before_a_full_stop():
    latin = Type(font=font_of("en"), size=10.0)
    lines = latin.lines("one two three four five six", latin.width("one two three"))
    assert lines == ["one two three", "four five six"]
    chinese = Type(font=font_of("zh-Hans"), size=10.0)
    lines = chinese.lines("今天天气很好。明天也是。", chinese.width("今天天气很好"))
    assert lines == ["今天天气很", "好。明天也", "是。"]
    cut = latin.lines("see unbreakable here", latin.width("breakable"))
    assert cut == ["see", "unbreaka", "ble here"]
    assert latin.lines("word", 1.0) == ["w", "o", "r", "d"]
    assert latin.lines("a\nb\r\n\tc\u2028d", 100.0) == ["a b   c d"]
    assert latin.lines("", 100.0) == []
