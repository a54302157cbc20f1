"""A text with what the wording check heard in it: words that may close have dots below them, good moves a line."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fit.repair import Finding, Move, WordingCheck

__all__ = ["heard_html"]


def heard_html(check: WordingCheck) -> str:
    """Return the text with its marks; where two places overlap, what may close the client is shown."""
    edges = sorted({0, len(check.text), *_edges(check.findings), *_edges(check.good)})
    return "".join(_piece(check, start, end) for start, end in pairwise(edges))


def _piece(check: WordingCheck, start: int, end: int) -> str:
    text = escape(check.text[start:end])
    if _holds(check.findings, start, end):
        return f'<mark class="may-close">{text}</mark>'
    if _holds(check.good, start, end):
        return f'<mark class="good-move">{text}</mark>'
    return text


def _edges(places: Iterable[Finding | Move]) -> Iterator[int]:
    for one in places:
        yield from (one.start, one.end)


def _holds(places: Iterable[Finding | Move], start: int, end: int) -> bool:
    return any(one.start <= start and end <= one.end for one in places)
