"""What the catalogues say: read when a language is first used, kept until the server ends."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from dashboard.locale._languages import FALLBACK, spoken

if TYPE_CHECKING:
    from collections.abc import Mapping


def said(language: str, key: str, english: str) -> str:
    """The text of that key in that language; English where the catalogue does not have it."""
    return _catalogue(spoken(language)).get((key, english), english)


def says(language: str, key: str, english: str) -> bool:
    """Whether that text is there in that language."""
    shown = spoken(language)
    return shown == FALLBACK or (key, english) in _catalogue(shown)


@cache
def _catalogue(language: str) -> Mapping[tuple[str, str], str]:
    """Translations by key and English text: a text whose English has changed since counts as not translated."""
    if language == FALLBACK:
        return {}
    # takes long to import, and an English clinic never needs it
    from babel.messages.pofile import read_po

    path = files(__package__) / language / "LC_MESSAGES" / "client.po"
    with path.open("rb") as file:
        messages = list(read_po(file, abort_invalid=True))
    return {
        (str(message.context), str(message.id)): str(message.string)
        for message in messages
        if message.id and message.string and not message.fuzzy
    }
