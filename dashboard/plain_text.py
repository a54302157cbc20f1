"""Words of people for places where Streamlit reads Markdown: shown as they were typed, and as nothing else.

Titles, labels of buttons and links, messages and choices are such places. Code of ours that draws HTML escapes instead.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["plain"]

SIGNS: Final = re.compile(r"[\\`*_\[\]<>$~|&#!^{}]|:(?=\S)")
"""What begins or ends markup somewhere in a line: emphasis, links, pictures, code, tables, mathematics, HTML, colours
and signs by name."""

BEGINNINGS: Final = re.compile(r"^(?:[-+=]|\d+(?=[.)]))")
"""What makes a list, or a title of the line before, at the beginning of a line."""

NAMED: Final = re.compile(r":(?=//|[\w+\-/]*[:\[])|@(?=\w)|www(?=\.)", re.IGNORECASE)
APART: Final = "\N{WORD JOINER}"
"""Signs by name (`:material/delete:`) and addresses that become links by themselves are looked for when the backslashes
are gone already; nothing visible within them keeps them words."""

UNSEEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of what follows, which would be words of ours."""


def plain(words: str) -> str:
    """Return people's words, in one line, as Markdown that shows them letter by letter."""
    line = NAMED.sub(rf"\g<0>{APART}", UNSEEN.sub("", " ".join(words.split())))
    marked = SIGNS.sub(lambda sign: f"\\{sign[0]}", line)
    return BEGINNINGS.sub(_as_text, marked)


def _as_text(found: re.Match[str]) -> str:
    """Put the backslash before a sign, and after a number: what follows it makes the list."""
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"
