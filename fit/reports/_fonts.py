"""The fonts that are embedded in printed pages: Noto Sans (SIL Open Font License), cut down to what forms need.

NotoSans-LatinArabic holds Latin and Arabic letters, NotoSansSC-GB2312 the 6,763 characters of GB 2312 and Latin ones.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from fit.errors import InputError

LATIN_ARABIC: Final = "NotoSans-LatinArabic"
CHINESE: Final = "NotoSansSC-GB2312"


def font_of(language: str) -> str:
    """Name of the font for a language, registered and ready."""
    return _registered(CHINESE if language.startswith("zh") else LATIN_ARABIC)


@cache
def _registered(name: str) -> str:
    with as_file(files("fit.reports") / "fonts" / f"{name}.ttf") as path:
        pdfmetrics.registerFont(TTFont(name, str(path)))
    return name


def check_letters(font: str, text: str) -> None:
    """Refuse a text with a letter that the font cannot print; an empty box would stand in its place.

    Raises
    ------
    InputError
        naming the first such letter.
    """
    known = pdfmetrics.getFont(font).face.charToGlyph
    missing = next((letter for letter in text if not letter.isspace() and ord(letter) not in known), None)
    if missing is not None:
        raise InputError(
            f"The printed form has no letter {missing!r} (U+{ord(missing):04X}). Write the wording without it, or "
            "give the form on the tablet."
        )
