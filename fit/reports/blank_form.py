"""A blank form to print: one page a scale, with lines of exactly 10.0 cm, and a place for code, date and session."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING, Final

from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas

from fit.errors import InputError
from fit.reports._faces import draw_face
from fit.reports._fonts import check_letters, font_of
from fit.reports._letters import Type
from fit.reports._pen import QUIET, Pen
from fit.scales import Layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fit.scales import Item, Scale

__all__ = ["LINE", "PrintedForm", "Sheet", "blank_form"]

LINE: Final = 10 * cm
"""The line of the published paper forms, so that a ruler reads points."""
LINE_THICKNESS: Final = 1.0
MARGIN: Final = 1.8 * cm
LEAST_GAP: Final = 0.5 * cm
"""Between the texts and the items, and between these and the small print."""
SIZES: Final = (1.0, 0.92, 0.84, 0.76)
"""A long wording is set in smaller letters; below this it is hard to read on paper."""
OPENING: Final = (15.0, 12.5)
"""[points] A question stands in big letters; an instruction of several lines need not."""
BOX: Final = 0.55 * cm


class Sheet(StrEnum):
    """Size of the paper."""

    A4 = "a4"
    LETTER = "letter"


PAPER: Final = {Sheet.A4: A4, Sheet.LETTER: LETTER}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedForm:
    """Everything that stands on the page, in one language. No name of a client is on it."""

    scale: Scale
    """In the words that are printed."""
    language: str
    right_to_left: bool
    opening: str
    how: str
    small_print: str
    """The copyright line; and that the wording is neutral, where it is."""
    code: str
    date: str
    session: str

    def texts(self) -> Iterator[str]:
        """Every text of the page."""
        yield from (self.scale.title, self.opening, self.how, self.small_print, self.code, self.date, self.session)
        for item in self.scale.items:
            yield from (item.prompt, item.low, item.high, *(choice.text for choice in item.choices))


def blank_form(form: PrintedForm, sheet: Sheet = Sheet.A4) -> bytes:
    """Give the page as a PDF file.

    Raises
    ------
    InputError
        when a letter of the wording cannot be printed, or it is too long for one page.
    """
    font = font_of(form.language)
    for text in form.texts():
        check_letters(font, text)
    for size in SIZES:
        pdf = _drawn(form, sheet, Type(font=font, size=size, right_to_left=form.right_to_left))
        if pdf is not None:
            return pdf
    raise InputError(f"The wording of {form.scale.title} does not fit on one page. Shorten the texts of its pack.")


def _drawn(form: PrintedForm, sheet: Sheet, letters: Type) -> bytes | None:
    """Draw the page with letters of that relative size; None when it does not fit."""
    file = BytesIO()
    width, height = PAPER[sheet]
    canvas = Canvas(file, pagesize=(width, height), lang=form.language, invariant=1)
    canvas.setTitle(f"{form.scale.title} ({form.language})")
    canvas.setAuthor("Mendline")
    canvas.setCreator("Mendline")
    canvas.setSubject("")
    pen = Pen(canvas=canvas, type=letters, left=MARGIN, right=width - MARGIN, y=height - MARGIN)
    size = letters.size
    _draw_head(pen, form, size)
    foot = MARGIN + pen.height(form.small_print, 8, pen.width)
    pen.column(form.small_print, 8, pen.left, pen.right, foot, grey=QUIET)
    low = foot + LEAST_GAP
    fits = BODIES[form.scale.layout](pen, form.scale.items, low, size)
    canvas.showPage()
    canvas.save()
    return file.getvalue() if fits else None


def _draw_head(pen: Pen, form: PrintedForm, size: float) -> None:
    pen.write(form.scale.title, 9, grey=QUIET, after=0.35 * cm)
    third = pen.width / 3
    for place, label in enumerate((form.code, form.date, form.session)):
        _draw_field(pen, label, place * third, third - 0.6 * cm)
    pen.y -= 1.2 * cm
    big, small = OPENING
    is_short = pen.height(form.opening, big, pen.width) < 2 * big
    pen.write(form.opening, (big if is_short else small) * size, after=0.2 * cm)
    pen.write(form.how, 10.5 * size, grey=QUIET, after=LEAST_GAP)


def _draw_field(pen: Pen, label: str, start: float, width: float) -> None:
    left = pen.at(start, width)
    pen.column(label, 9, left, left + width, pen.y, grey=QUIET)
    taken = pen.type.width(label) * 9 / pen.type.size + 6
    pen.rule(pen.at(start + taken, width - taken), pen.y - 11, width - taken, thickness=0.5)


def _draw_lines(pen: Pen, items: Sequence[Item], low: float, size: float) -> bool:
    """Prompt above, line below it in the middle of the page, its ends named at its sides."""
    step = min((pen.y - low) / len(items), 4.4 * cm)
    side = (pen.width - LINE) / 2 - 0.3 * cm
    fits = True
    for item in items:
        top = pen.y
        prompt = pen.height(item.prompt, 12.5 * size, pen.width)
        ends = max(pen.height(end, 9.5 * size, side) for end in (item.low, item.high))
        pen.column(item.prompt, 12.5 * size, pen.left, pen.right, top)
        middle = top - prompt - 0.35 * cm - max(ends, 0.6 * cm) / 2
        pen.rule(pen.left + (pen.width - LINE) / 2, middle, LINE, thickness=LINE_THICKNESS)
        _draw_end(pen, item.low, middle, side, size, at_start=True)
        _draw_end(pen, item.high, middle, side, size, at_start=False)
        fits = fits and middle - max(ends, 0.6 * cm) / 2 >= top - step
        pen.y -= step
    return fits


def _draw_end(pen: Pen, text: str, middle: float, side: float, size: float, *, at_start: bool) -> None:
    """Name one end of the line: where reading begins stands the low one."""
    start = 0.0 if at_start else pen.width - side
    left = pen.at(start, side)
    height = pen.height(text, 9.5 * size, side)
    pen.column(text, 9.5 * size, left, left + side, middle + height / 2, centred=True)


def _draw_choices(pen: Pen, items: Sequence[Item], low: float, size: float) -> bool:
    """A row an item, a box for each answer with the points it counts; the answers named on top, or in each row."""
    texts = [tuple(choice.text for choice in item.choices) for item in items]
    named_once = len(set(texts)) == 1
    columns = max(map(len, texts))
    cell = min(2.3 * cm, pen.width * 0.62 / columns)
    room = pen.width - columns * cell - 0.4 * cm
    if named_once:
        pen.y -= _draw_names(pen, texts[0], pen.y, cell, size) + 0.15 * cm
    heights = [_row_height(pen, item, room, cell, size, named=not named_once) for item in items]
    spare = max(0.0, min((pen.y - low - sum(heights)) / len(items), 0.6 * cm))
    for place, (item, height) in enumerate(zip(items, heights, strict=True), 1):
        left = pen.at(0, room)
        pen.column(f"{place}. {item.prompt}", 10.5 * size, left, left + room, pen.y - spare / 2)
        _draw_boxes(pen, item, pen.y - spare / 2, cell, size, named=not named_once)
        pen.y -= height + spare
        pen.canvas.setStrokeGray(0.8)
        pen.canvas.setLineWidth(0.4)
        pen.canvas.line(pen.left, pen.y, pen.right, pen.y)
    return pen.y >= low


def _row_height(pen: Pen, item: Item, room: float, cell: float, size: float, *, named: bool) -> float:
    prompt = pen.height(f"00. {item.prompt}", 10.5 * size, room)
    names = [pen.height(choice.text, 7.5 * size, cell - 4) for choice in item.choices] if named else [0.0]
    return float(max(prompt, BOX + max(names)) + 0.25 * cm)


def _draw_names(pen: Pen, texts: Sequence[str], top: float, cell: float, size: float) -> float:
    heights: list[float] = []
    for place, text in enumerate(texts):
        left = pen.at(pen.width - (len(texts) - place) * cell, cell)
        heights.append(pen.column(text, 8.5 * size, left + 2, left + cell - 2, top, centred=True))
    return max(heights)


def _draw_boxes(pen: Pen, item: Item, top: float, cell: float, size: float, *, named: bool) -> None:
    for place, choice in enumerate(item.choices):
        left = pen.at(pen.width - (len(item.choices) - place) * cell, cell)
        pen.box(left + (cell - BOX) / 2, top - BOX, BOX)
        points = str(choice.score.tenths // 10)
        pen.column(points, 8, left, left + cell, top - BOX / 2 + 6.2, grey=QUIET, centred=True)
        if named:
            pen.column(choice.text, 7.5 * size, left + 2, left + cell - 2, top - BOX - 2, centred=True)


def _draw_faces(pen: Pen, items: Sequence[Item], low: float, size: float) -> bool:
    """Five big faces in a row, without any number."""
    for item in items:
        pen.write(item.prompt, 15 * size, after=1.2 * cm)
        cell = pen.width / len(item.choices)
        radius = cell * 0.4
        for place, choice in enumerate(item.choices):
            left = pen.at(place * cell, cell)
            draw_face(pen.canvas, choice.id, left + cell / 2, pen.y - radius, radius)
            pen.column(choice.text, 10 * size, left, left + cell, pen.y - 2 * radius - 0.3 * cm, centred=True)
        pen.y -= 2 * radius + 1.5 * cm
    return pen.y >= low


BODIES: Final = {Layout.LINES: _draw_lines, Layout.CHOICES: _draw_choices, Layout.FACES: _draw_faces}
