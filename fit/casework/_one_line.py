"""Words that somebody typed, as one line."""

from __future__ import annotations

import re
from typing import Final

UNSEEN: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of what stands behind them. Arabic and Hebrew need none."""


def one_line(typed: str) -> str:
    """Return the words with single spaces, without what nobody sees."""
    return " ".join(UNSEEN.sub("", typed).split())
