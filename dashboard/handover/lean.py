"""Scripts and styles without what only we read: comments on lines of their own, and indentation."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["lean"]

COMMENT_BLOCK: Final = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
COMMENT_LINE: Final = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
INDENTATION: Final = re.compile(r"^[ \t]+|^\n", re.MULTILINE)


def lean(text: str) -> str:
    """Leave out comments that have their lines to themselves, empty lines and indentation; all else stays as written.

    It must not be used on a file with a text that runs over several lines.
    """
    without_comments = COMMENT_LINE.sub("", COMMENT_BLOCK.sub("", text))
    return INDENTATION.sub("", without_comments)
