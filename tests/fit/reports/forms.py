"""Printed forms with words of our own, and a look into the PDF file: its lines in centimetres, its text."""

from __future__ import annotations

import io
from dataclasses import replace

from pypdf import PdfReader
from pypdf.generic import ContentStream

from fit.reports.blank_form import PrintedForm
from fit.scales import Packs, scale, worded

POINTS_PER_CM = 72 / 2.54
AROUND = {"code": "Code", "date": "Date", "session": "Session", "how": "A made-up sentence on how to answer."}
ARABIC = {
    "code": "الرمز",
    "date": "التاريخ",
    "session": "الجلسة",
    "how": "جملة للتجربة.",
    "opening": "سؤال للتجربة؟",
}


def printed(wording, *, right_to_left=False, **changed):
    """A form with short words around it."""
    known = {"opening": wording.scale.intro or "A made-up question?", "small_print": wording.scale.copyright, **AROUND}
    return PrintedForm(
        scale=wording.scale, language=wording.language, right_to_left=right_to_left, **{**known, **changed}
    )


def plain(scale_id, **changed):
    """The form of a scale in its own words."""
    return printed(worded(scale_id, "en", Packs(), is_licensed=False), **changed)


def said_by(scale_id, language, *, right_to_left=False, prompt, low, high, **changed):
    """A form of lines in which every item says the same."""
    one = scale(scale_id)
    title = changed.pop("title", one.title)
    items = tuple(replace(item, prompt=prompt, low=low, high=high) for item in one.items)
    wording = worded(scale_id, language, Packs(), is_licensed=False)
    return printed(
        replace(wording, scale=replace(one, title=title, items=items)), right_to_left=right_to_left, **changed
    )


def reader(pdf):
    return PdfReader(io.BytesIO(pdf))


def operations(pdf):
    """Drawing operators of the first page, each with its numbers."""
    found = reader(pdf)
    return [
        (operator.decode(), operands)
        for operands, operator in ContentStream(found.pages[0].get_contents(), found).operations
    ]


def lines(pdf):
    """Every straight line: from, to [cm from the lower left], and how thick it is [points]."""
    drawn, thickness, start = [], 0.0, (0.0, 0.0)
    for operator, numbers in operations(pdf):
        if operator == "w":
            thickness = float(numbers[0])
        elif operator == "m":
            start = in_cm(numbers)
        elif operator == "l":
            drawn.append((start, in_cm(numbers), thickness))
    return drawn


def in_cm(point):
    return tuple(float(number) / POINTS_PER_CM for number in point)


def text(pdf):
    """What the page says, line breaks taken for spaces."""
    return " ".join(reader(pdf).pages[0].extract_text().split())
