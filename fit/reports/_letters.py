"""Laying out letters in the order in which they stand on paper: lines broken, Arabic joined and run right to left."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
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
NARROWEST: Final = 8
"""[letters to one letter size] Few are narrower: so many at most are measured to fill a line."""
SPACE: Final = re.compile(r"\s")
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
        """Break a text into lines no wider than `width` [points]; a word wider than that is cut."""
        if self._fits(text, width):
            return [text.strip()]
        measured = self._joined_widths if _has_right_to_left(text) else self._added_widths
        lines: list[str] = []
        line, filled = "", 0.0
        # a font has no letter for a line's end or a tab: where words are parted, a space stands
        for piece in (part for word in _pieces(SPACE.sub(" ", text)) for part in self._cut(word, width)):
            together = measured(line, filled, piece)
            if line and together > width:
                lines.append(line.strip())
                line = piece.lstrip()
                filled = measured("", 0.0, line)
            else:
                line, filled = line + piece, together
        return [*lines, line.strip()] if line.strip() else lines

    def _cut(self, word: str, width: float) -> Iterator[str]:
        """Cut a word that is wider than the line, a letter at least to each part."""
        most = max(1, int(NARROWEST * width / self.size))
        while len(word) * self.size > width and len(word) > 1:
            fitting = min(len(word), most)
            if fitting == len(word) and self.width(word.strip()) <= width:
                break
            while fitting > 1 and (wide := self.width(word[:fitting].strip())) > width:
                fitting = max(1, min(fitting - 1, int(fitting * width / wide)))
            yield word[:fitting]
            word = word[fitting:]
        yield word

    def _fits(self, text: str, width: float) -> bool:
        """Whether a short text is one line, as most cells of a table are; a long one is not measured for that."""
        said = text.strip()
        is_plain = said.isascii() and said.isprintable()
        return is_plain and 0 < len(said) * self.size <= 2 * width and self.run_width(said) <= width

    def _joined_widths(self, line: str, _filled: float, piece: str) -> float:
        """Width of a line with one piece more, where letters change with their neighbours [points]."""
        return self.width((line + piece).strip())

    def _added_widths(self, line: str, filled: float, piece: str) -> float:
        """The same where they do not: only what is new is measured, so that a long text takes no longer a letter."""
        new = piece.rstrip()
        if not new:
            return filled
        between = line[len(line.rstrip()) :] if line.strip() else ""
        return filled + self.run_width(between + (new if between or line.strip() else new.lstrip()))

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
    return not text.isascii() and any(map(_runs_right_to_left, set(text)))


@cache
def _runs_right_to_left(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in RIGHT_TO_LEFT


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
