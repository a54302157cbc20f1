"""Lists of words that belong to no single language."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

__all__ = ["listed_words"]


@cache
def listed_words(use: str) -> frozenset[str]:
    """Give the words of one use, from `languages/any.toml`."""
    table = tomllib.loads((files("fit.deidentify") / "languages" / "any.toml").read_text("utf-8"))
    return frozenset(table[use].split())
