"""Scores as people type them from a paper form or say them aloud, read without guessing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from fit.errors import RatingError, ScoreError
from fit.ratings import Mode
from fit.scales import Layout, Score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.scales import Item, Scale

__all__ = ["HOW", "read_answers", "read_total"]

NUMBER: Final = re.compile(r"[0-9]{1,3}([.,][0-9]+)?")
WHOLE: Final = re.compile(r"[0-9]{2,3}")
LONGEST_MM: Final = 100
"""The line is ten centimetres long."""
HOW: Final = {
    Mode.PAPER: "Write what the ruler says: 7.3 or 7,3 centimetres, or 73 millimetres. A whole number above 10 is read "
    "as millimetres; write 0.8 for 8 millimetres.",
    Mode.ORAL: "Write what was said, from 0 to 10: 7, 7.5 or 7,5.",
}


def read_answers(scale: Scale, typed: Mapping[str, str], mode: Mode) -> dict[str, Score]:
    """Read what was typed for every item; the number of an item stands in each message, as on the form.

    Raises
    ------
    RatingError
        when a line is empty, or what stands there is no answer of it.
    """
    return {item.id: _answer(scale, place, item, typed, mode) for place, item in enumerate(scale.items, 1)}


def _answer(scale: Scale, place: int, item: Item, typed: Mapping[str, str], mode: Mode) -> Score:
    text = typed.get(item.id, "").strip()
    if not text:
        raise RatingError(f"Line {place} is empty. Write its number, or hand the form over again.")
    by_ruler = mode is Mode.PAPER and scale.layout is Layout.LINES
    try:
        answer = _by_ruler(text) if by_ruler else _points(text)
        item.check(answer)
    except (ScoreError, RatingError):
        raise RatingError(f"Line {place}: {text!r:.20} is no answer there. Write {_allowed(item)}.") from None
    return answer


def _allowed(item: Item) -> str:
    if item.choices:
        return f"the digit beside the box, {', '.join(str(choice.score.tenths // 10) for choice in item.choices)}"
    return f"0 to {item.maximum}, with at most one decimal"


def _by_ruler(text: str) -> Score:
    is_mm = WHOLE.fullmatch(text) and Score.of(10) < Score.of(text) <= Score.of(LONGEST_MM)
    return Score(int(text)) if is_mm else _points(text)


def _points(text: str) -> Score:
    if not NUMBER.fullmatch(text):
        raise ScoreError(f"{text!r:.20} is not a number. Write points such as 7.3.")
    return Score.of(text.replace(",", "."))


def read_total(scale: Scale, typed: str) -> Score | None:
    """Read the total that was written on the paper; None when it was left out.

    Raises
    ------
    RatingError
        when it is no total of this scale.
    """
    if not typed.strip():
        return None
    try:
        total = _points(typed.strip())
        scale.check_total(total)
    except ScoreError:
        raise RatingError(
            f"{typed.strip()!r:.20} is no total of {scale.title}. It runs from 0 to {scale.maximum}."
        ) from None
    return total
