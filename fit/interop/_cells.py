"""What a cell says: text in, whole number out. Each distinct text of a column is read once."""

from __future__ import annotations

import re
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from fit.errors import ScoreError
from fit.interop._problems import one_of
from fit.scales import Score

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

UNKNOWN = -1
# A blank cell where blank is allowed. Scores, sessions, days and codes are never negative.

WRONG = -2
# A cell that cannot be read.

HIGHEST_SESSION = 1_000_000
# Beyond it the number is a date or a client number in the wrong column.

HIGHEST_TENTHS = 32_000
# What a column of whole tenths can hold; far above the highest total of any scale.

MOST_REMEMBERED = 200_000
# Texts of one column; a column of scores or days has a few hundred, and only a wrong file has more.

SHOWN_LETTERS = 40
# Of a cell that holds a whole letter by mistake, this much is shown.

_EPOCH = date(1970, 1, 1)
_POINTS = re.compile(r"[+-]?(\d{1,9}(\.\d{0,30})?|\.\d{1,30})", re.ASCII)
_WHOLE = re.compile(r"\+?\d{1,9}(\.0*)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class CellError(ValueError):
    """A cell that cannot be read: what stands there, and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        self.described = (what, remedy)
        super().__init__(f"{what}. {remedy}")


class Column(dict[str, int]):
    """Remembers what each text of one column says, so that millions of cells cost a few hundred readings."""

    def __init__(self, read: Callable[[str], int]) -> None:
        super().__init__()
        self._read = read
        self.faults: dict[str, tuple[str, str]] = {}

    def __missing__(self, text: str) -> int:
        try:
            value = self._read(text)
        except CellError as wrong:
            value, self.faults[text] = WRONG, wrong.described
        self[text] = value
        return value

    def read_all(self, texts: Sequence[str]) -> NDArray[np.int32]:
        """Read distinct texts. Faults are kept until the next reading."""
        if len(self) > MOST_REMEMBERED:
            self.clear()
            self.faults.clear()
        return np.fromiter((self[text] for text in texts), np.int32, len(texts))


def read_points(name: str, *, blank: bool) -> Callable[[str], int]:
    """Make a reader of scores in points, such as 25.3, into whole tenths."""

    def read(text: str) -> int:
        stripped = text.strip()
        if not stripped:
            return _unknown(name, "Give the score, or leave the row out when nothing was filled in", blank=blank)
        if not _POINTS.fullmatch(stripped):
            raise _no_score(name, stripped)
        return _tenths(name, stripped)

    return read


def read_session(text: str) -> int:
    """Read a session number."""
    stripped = text.strip()
    number = int(float(stripped)) if _WHOLE.fullmatch(stripped) else 0
    if not 1 <= number <= HIGHEST_SESSION:
        what = f"session {_shown(stripped)} is not a session number" if stripped else "session is empty"
        raise CellError(what, "Number the sessions 1, 2, 3 and so on; 1 is the intake")
    return number


def read_day(text: str) -> int:
    """Read a date as days since 1970-01-01."""
    stripped = text.strip()
    if not stripped:
        return UNKNOWN
    try:
        return _days_since_epoch(stripped)
    except ValueError:
        raise CellError(
            f"date {_shown(stripped)} is not a date of a session", "Write it as 2026-01-31, or leave it empty"
        ) from None


def read_name(name: str, known: Sequence[str], default: str | None = None) -> Callable[[str], int]:
    """Make a reader of one of the known names into its place among them."""
    places = {text: place for place, text in enumerate(known)}

    def read(text: str) -> int:
        stripped = text.strip().lower()
        if not stripped and default is not None:
            return places[default]
        if stripped not in places:
            raise CellError(f"{name} {_shown(stripped)} is unknown" if stripped else f"{name} is empty", one_of(known))
        return places[stripped]

    return read


class Names:
    """Names without a list of their own, numbered by first appearance. An empty one is unknown."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}
        self.forgotten = 0

    def read_all(self, texts: Sequence[str]) -> NDArray[np.int32]:
        """Give distinct texts their numbers."""
        known, gone = self.known, self.forgotten
        numbered = (known.setdefault(text, gone + len(known)) if text else UNKNOWN for text in map(str.strip, texts))
        return np.fromiter(numbered, np.int32, len(texts))

    def forget(self, count: int) -> None:
        """Forget the first so many names; the others keep their numbers."""
        self.known = dict(islice(self.known.items(), count, None))
        self.forgotten += count


def _unknown(name: str, remedy: str, *, blank: bool) -> int:
    if not blank:
        raise CellError(f"{name} is empty", remedy)
    return UNKNOWN


def _tenths(name: str, text: str) -> int:
    if float(text) * 10 > HIGHEST_TENTHS:
        raise CellError(f"{name} {_shown(text)} is higher than any score", "Write points such as 25.3")
    try:
        tenths = Score.of(text).tenths
    except ScoreError:
        raise CellError(f"{name} {_shown(text)} is finer than a tenth", "Round it to one decimal") from None
    if tenths < 0:
        raise CellError(
            f"{name} {_shown(text)} is below zero", "Leave the cell empty or the row out when nothing was filled in"
        )
    return tenths


def _no_score(name: str, text: str) -> CellError:
    if "," in text:
        return CellError(f"{name} {_shown(text)} has a decimal comma", "Write a decimal point, such as 25.3")
    return CellError(f"{name} {_shown(text)} is not a number", "Write points such as 25.3")


def _days_since_epoch(text: str) -> int:
    """Count the days; one before 1970 is a slip of a spreadsheet, for the scales are younger."""
    if not _DAY.fullmatch(text) or text < _EPOCH.isoformat():
        raise ValueError(text)
    return (date.fromisoformat(text) - _EPOCH).days


def _shown(text: str) -> str:
    return repr(text if len(text) <= SHOWN_LETTERS else f"{text[:SHOWN_LETTERS]}...")
