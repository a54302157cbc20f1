"""The printed blank form: lines of exactly 10.0 cm, no tick and no number, every letter in its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fit.errors import InputError
from fit.reports._fonts import font_of
from fit.reports._letters import Type
from fit.reports.blank_form import LINE_THICKNESS, Sheet, blank_form
from fit.scales import Layout, scales
from tests.fit.reports.forms import ARABIC, lines, operations, plain, reader, said_by, text

LINE_SCALES = [one.id for one in scales().values() if one.layout is Layout.LINES]
# [cm], ISO 216 and ANSI
PAPER = {Sheet.A4: (21.0, 29.7), Sheet.LETTER: (21.59, 27.94)}
IN_ARABIC = {"prompt": "نص قصير", "low": "أقل", "high": "أكثر", **ARABIC}


def rating_lines(pdf):
    return [(start, end) for start, end, thickness in lines(pdf) if thickness == LINE_THICKNESS]


@pytest.mark.parametrize("sheet", Sheet)
@pytest.mark.parametrize("scale_id", LINE_SCALES)
def test_every_line_is_ten_centimetres_long_and_level(scale_id, sheet):
    drawn = rating_lines(blank_form(plain(scale_id), sheet))
    assert len(drawn) == 4
    for (left, height), (right, same_height) in drawn:
        assert right - left == pytest.approx(10.0, abs=0.01)
        assert same_height == height


@pytest.mark.parametrize("sheet", Sheet)
def test_the_page_has_the_size_of_the_paper_and_the_lines_stand_in_its_middle(sheet):
    pdf = blank_form(plain("ors"), sheet)
    (page,) = reader(pdf).pages
    width, height = PAPER[sheet]
    size = [float(number) / 72 * 2.54 for number in page.mediabox[2:]]
    assert size == pytest.approx([width, height], abs=0.01)
    for (left, _), (right, _) in rating_lines(pdf):
        assert (left + right) / 2 == pytest.approx(width / 2, abs=0.01)


def test_a_line_has_no_tick_and_its_ends_are_cut_square():
    pdf = blank_form(plain("ors"))
    upright = [(start, end) for start, end, _ in lines(pdf) if start[0] == end[0]]
    assert upright == []
    # 0 is a butt cap: the ink ends where the line ends
    assert {int(numbers[0]) for operator, numbers in operations(pdf) if operator == "J"} == {0}


def test_a_form_of_lines_shows_no_number_but_the_year_of_its_copyright():
    numbers = [word for word in text(blank_form(plain("ors"))).split() if any(map(str.isdigit, word))]
    assert numbers == ["2000"]


def test_the_words_stand_on_the_page_with_a_place_for_code_date_and_session():
    said = text(blank_form(plain("srs")))
    for part in ("A made-up question?", "A made-up sentence on how to answer.", "Code", "Date", "Session"):
        assert part in said
    for item in scales()["srs"].items:
        assert item.prompt in said
    assert "Its wording is licensed and not part of this software." in said


@pytest.mark.parametrize("scale_id", scales())
def test_every_scale_fits_on_one_page_and_embeds_its_font(scale_id):
    found = reader(blank_form(plain(scale_id)))
    assert len(found.pages) == 1
    fonts = [font.get_object() for font in found.pages[0]["/Resources"]["/Font"].values()]
    used = {operands[0] for operator, operands in operations(blank_form(plain(scale_id))) if operator == "Tf"}
    embedded = ["/FontFile2" in font["/FontDescriptor"] for font in fonts if "/FontDescriptor" in font]
    assert embedded
    assert all(embedded)
    assert used


def test_title_and_language_are_said_in_the_file():
    found = reader(blank_form(plain("phq9")))
    assert (found.metadata.title, found.trailer["/Root"]["/Lang"]) == ("PHQ-9 (en)", "en")


def test_the_same_form_is_the_same_file():
    assert blank_form(plain("ors")) == blank_form(plain("ors"))


def test_the_points_of_a_reversed_item_stand_in_its_boxes_the_other_way_round():
    said = [operands[0] for operator, operands in operations(blank_form(plain("core10"))) if operator == "Tj"]
    digits = [word for word in said if str(word) in {"0", "1", "2", "3", "4"}]
    rows = ["".join(map(str, digits[start : start + 5])) for start in range(0, 50, 5)]
    assert rows == ["01234", "43210", "43210", *["01234"] * 7]


def test_faces_have_no_number_and_no_line():
    pdf = blank_form(plain("ycors"))
    assert rating_lines(pdf) == []
    assert [word for word in text(pdf).split() if any(map(str.isdigit, word))] == ["2003"]
    # a circle is four curves; each face has three circles and a mouth
    assert sum(operator == "c" for operator, _ in operations(pdf)) == 5 * (3 * 4 + 1)


def test_in_arabic_the_low_end_stands_at_the_right_and_the_line_is_as_long():
    latin = said_by("ors", "en", prompt="a prompt", low="low", high="high")
    arabic = said_by("ors", "ar", right_to_left=True, **IN_ARABIC)
    assert [len(rating_lines(blank_form(one))) for one in (latin, arabic)] == [4, 4]
    for (left, _), (right, _) in rating_lines(blank_form(arabic)):
        assert right - left == pytest.approx(10.0, abs=0.01)
    assert reader(blank_form(arabic)).trailer["/Root"]["/Lang"] == "ar"
    mixed = said_by("ors", "ar", right_to_left=True, **{**IN_ARABIC, "low": "LOW", "high": "HIGH"})
    places = places_of(blank_form(mixed))
    assert places["LOW"] > 15
    assert places["HIGH"] < 6
    places = places_of(blank_form(said_by("ors", "en", prompt="a", low="LOW", high="HIGH")))
    assert places["HIGH"] > 15
    assert places["LOW"] < 6


def places_of(pdf):
    """Where each text begins [cm from the left]."""
    found, left = {}, 0.0
    for operator, operands in operations(pdf):
        if operator == "Tm":
            left = float(operands[4]) / 72 * 2.54
        elif operator == "Tj":
            found[str(operands[0])] = left
    return found


def test_chinese_is_printed_and_broken_without_spaces():
    long = "请想一想从上次见面到今天为止的这段时间、包括今天在内、您过得怎么样。" * 3
    pdf = blank_form(said_by("srs", "zh-Hans", prompt="这是试用的文字", low="少", high="多", opening=long))
    said = text(pdf)
    assert "这是试用的文字" in said
    assert said.replace(" ", "").count("您过得怎么样") == 3
    assert len(rating_lines(pdf)) == 4


@pytest.mark.parametrize(("letter", "code"), [("\u0905", "U+0905"), ("\U0001f600", "U+1F600")])
def test_a_letter_that_cannot_be_printed_is_refused_by_name(letter, code):
    with pytest.raises(InputError, match=rf"no letter .* \({code[:1]}\+{code[2:]}\)\. Write the wording without it"):
        blank_form(said_by("ors", "en", prompt=f"a {letter}", low="low", high="high"))


def test_a_long_wording_is_set_smaller_and_one_that_fits_no_page_is_refused():
    long = said_by("ors", "en", prompt="a made-up sentence " * 30, low="low", high="high")
    assert len(rating_lines(blank_form(long))) == 4
    with pytest.raises(InputError, match="The wording of ORS does not fit on one page"):
        blank_form(said_by("ors", "en", prompt="a made-up sentence " * 200, low="low", high="high"))


def right_ends(pdf):
    """Where each text ends [cm from the left]."""
    letters, found, left = None, [], 0.0
    for operator, operands in operations(pdf):
        if operator == "Tf":
            letters = Type(font=font_of("en"), size=float(operands[1]))
        elif operator == "Tm":
            left = float(operands[4])
        elif operator == "Tj":
            found.append((left + letters.width(str(operands[0]))) / 72 * 2.54)
    return found


HOSTILE = (
    "<script>window.__hit=1</script>",
    '<para><font size=60>f</font> &amp; <b>b</b> <a href="http://x.example">a</a> <img src="file:///etc/passwd"/>',
    ") Tj ET /S /JavaScript (x) << /S /URI /URI (http://x.example) >> endobj %%EOF \\",
    "%s {0} $x ${y} \\u202e",
    "W" * 80,
)


@pytest.mark.parametrize("where", ["prompt", "low", "high", "opening", "code", "small_print", "how"])
@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: words[:12])
def test_words_of_a_pack_stand_there_letter_by_letter_and_on_the_paper(words, where):
    pdf = blank_form(said_by("ors", "en", **{"prompt": "p", "low": "l", "high": "h", where: words}))
    (page,) = reader(pdf).pages
    assert "".join(words.split()) in "".join(page.extract_text().split())
    assert "/Annots" not in page
    assert not {"/OpenAction", "/AA", "/Names", "/AcroForm"} & set(reader(pdf).trailer["/Root"])
    assert max(right_ends(pdf)) <= PAPER[Sheet.A4][0] - 1.7
    assert len(rating_lines(pdf)) == 4


@pytest.mark.parametrize("sign", ["\u202e", "\u202b", "\u2066", "\x00", "\x1b", "\ud800"], ids=ascii)
@pytest.mark.parametrize("where", ["prompt", "low", "opening", "code", "title"])
def test_what_turns_or_hides_letters_is_refused_by_name(sign, where):
    form = said_by("ors", "en", **{"prompt": "p", "low": "l", "high": "h"} | {where: f"a{sign}b"})
    with pytest.raises(InputError, match=rf"\(U\+{ord(sign):04X}\)"):
        blank_form(form)


@pytest.mark.parametrize("scale_id", ["phq9", "ycors"])
def test_choices_with_endless_words_stay_in_their_columns_or_are_refused(scale_id):
    form = plain(scale_id)
    one = form.scale
    long = tuple(
        replace(item, choices=tuple(replace(choice, text="W" * 60) for choice in item.choices)) for item in one.items
    )
    pdf = blank_form(replace(form, scale=replace(one, items=long)))
    assert "W" * 240 in "".join(reader(pdf).pages[0].extract_text().split())
    assert max(right_ends(pdf)) <= PAPER[Sheet.A4][0] - 1.7
    longer = tuple(replace(item, prompt="word " * 190) for item in one.items * 9)
    with pytest.raises(InputError, match="does not fit on one page"):
        blank_form(replace(form, scale=replace(one, items=longer)))
