"""Takes signs out of a text that nobody sees, so that none of them can split a name."""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["without_hidden"]

_JOINERS: Final = {"\u200c", "\u200d"}
"""Of Arabic and Persian writing, where they change how letters look."""
_WIDE_LATIN: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_HIDDEN: Final = {"Cc", "Cf", "Co", "Cs", "Cn"}


def without_hidden(text: str) -> str:
    """Give a text without soft hyphens, marks of direction and control signs, its spaces single, its letters joined."""
    has_arabic = any("\u0600" <= letter <= "\u08ff" for letter in text)
    seen = (_seen(letter, has_arabic=has_arabic) for letter in text.translate(_WIDE_LATIN))
    return " ".join(unicodedata.normalize("NFC", "".join(seen)).split())


def _seen(letter: str, *, has_arabic: bool) -> str:
    if letter.isspace():
        return " "
    if has_arabic and letter in _JOINERS:
        return letter
    return "" if unicodedata.category(letter) in _HIDDEN else letter
