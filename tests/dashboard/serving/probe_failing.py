"""A page that fails with a client's words in its exception."""

from __future__ import annotations

WORDS = "words of a client in an exception"


def page() -> None:
    raise ValueError(WORDS)
