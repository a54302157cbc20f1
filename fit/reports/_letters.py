"""Laying out letters in the order in which they stand on paper: lines broken, Arabic joined and run right to left."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from bidi import algorithm as bidi
from bidi.mirror import MIRRORED
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import ShapedStr, shapeStr

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
NEVER_FIRST: Final = frozenset({"Pe", "Pf", "Po"})
"""Kinds of marks that belong to what stands before them: no line begins with one."""
FIRST_OF_WIDE: Final = "\u2e80"
"""From here on letters stand without spaces, and a line may break between any two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """A font at a size, and which way the writing runs."""

    font: str
    size: float
    right_to_left: bool = False

    def width(self, text: str) -> float:
        """Width of a line of text [points]."""
        return sum(self.run_width(run) for run in self.runs(text))

    def runs(self, text: str) -> Sequence[str]:
        """The pieces of a line from left to right, each as it is drawn."""
        if not _has_right_to_left(text):
            return [text]
        return [self._shaped(run, level) for run, level in _visual_runs(text)]

    def lines(self, text: str, width: float) -> list[str]:
        """Break a text into lines no wider than `width` [points]; a word wider than that stands alone."""
        lines: list[str] = []
        line = ""
        for piece in _pieces(text):
            if line and self.width((line + piece).strip()) > width:
                lines.append(line.strip())
                line = piece.lstrip()
            else:
                line += piece
        return [*lines, line.strip()] if line.strip() else lines

    def run_width(self, run: str) -> float:
        """Width of one piece [points]."""
        if isinstance(run, ShapedStr):
            advance: float = sum(glyph.x_advance for glyph in run.__shapeData__)
            return advance * self.size / 1000
        return float(pdfmetrics.stringWidth(run, self.font, self.size))

    def _shaped(self, run: str, level: int) -> str:
        if level % 2 == 0:
            return run
        if _has_right_to_left(run):
            # force: also a run that nothing joins in comes back in the order of paper
            shaped: str = shapeStr(run, self.font, self.size, force=True)
            return shaped
        return "".join(MIRRORED.get(letter, letter) for letter in reversed(run))


def _pieces(text: str) -> Iterator[str]:
    """What is not broken: words with the space before them; wide letters one by one with the marks after them."""
    piece = ""
    for letter in text:
        before = piece[-1:]
        may_break = letter.isspace() or before >= FIRST_OF_WIDE or (bool(before) and letter >= FIRST_OF_WIDE)
        if piece and may_break and unicodedata.category(letter) not in NEVER_FIRST:
            yield piece
            piece = ""
        piece += letter
    yield piece


def _has_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in text)


def _visual_runs(text: str) -> list[tuple[str, int]]:
    """Runs of one direction in the order of paper (Unicode's bidirectional algorithm, rule L2)."""
    found = [
        ("".join(letter for letter, _ in run), level) for level, run in groupby(_levels(text), key=lambda one: one[1])
    ]
    highest = max((level for _, level in found), default=0)
    for threshold in range(highest, 0, -1):
        found = _reversed_from(found, threshold)
    return found


def _reversed_from(runs: list[tuple[str, int]], threshold: int) -> list[tuple[str, int]]:
    turned: list[tuple[str, int]] = []
    for is_in, some in groupby(runs, key=lambda run: run[1] >= threshold):
        found = list(some)
        turned += reversed(found) if is_in else found
    return turned


def _levels(text: str) -> list[tuple[str, int]]:
    """The level of each letter; the first one with a direction of its own gives that of the line (rules P2 and P3)."""
    storage: dict[str, Any] = bidi.get_empty_storage()
    storage["base_level"] = bidi.get_base_level(text)
    storage["base_dir"] = "LR"[storage["base_level"]]
    bidi.get_embedding_levels(text, storage)
    bidi.explicit_embed_and_overrides(storage)
    bidi.resolve_weak_types(storage)
    bidi.resolve_neutral_types(storage, debug=False)
    bidi.resolve_implicit_levels(storage, debug=False)
    return [(one["ch"], one["level"]) for one in storage["chars"]]
