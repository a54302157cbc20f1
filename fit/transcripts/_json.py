"""JSON with its faults told by line."""

from __future__ import annotations

import json
import re
from json import JSONDecodeError, JSONDecoder
from typing import TYPE_CHECKING, Any

from fit.transcripts._content import BREAK

if TYPE_CHECKING:
    from fit.errors import TranscriptError
    from fit.transcripts._content import Content

__all__ = ["bad_entry", "entries", "load", "looks_like_json"]

_BEGINS = re.compile(r"\s*(?:\{|\[\s*\{)")
_ENTRY = re.compile(r"[^\s,]")
AGAIN = "Export the transcript again"


def looks_like_json(content: Content) -> bool:
    """Whether the text begins as an object or a list of objects does."""
    return not content.is_document and _BEGINS.match(content.text) is not None


def load(content: Content) -> Any:
    """Read the whole text as JSON.

    Raises
    ------
    TranscriptError
        when it is not well-formed, with the line.
    """
    try:
        return json.loads(content.text, parse_constant=_refuse)
    except JSONDecodeError as wrong:
        raise content.fault(wrong.lineno - 1, "the JSON is broken or cut off", AGAIN) from None
    except RecursionError:
        raise content.fault(0, "the JSON is nested too deeply", AGAIN) from None
    except ValueError:
        raise content.fault(0, "a number in the JSON is impossible", AGAIN) from None


def entries(content: Content, found: Any, key: str) -> list[dict[str, Any]]:
    """Check that what stands under `key` is a list of objects.

    Raises
    ------
    TranscriptError
        when it is not, with the line.
    """
    if not isinstance(found, list):
        raise content.fault(0, f"{key} is no list", AGAIN)
    for index, one in enumerate(found):
        if not isinstance(one, dict):
            raise bad_entry(content, key, index, "it is no object", AGAIN)
    return found


def bad_entry(content: Content, key: str, index: int, what: str, remedy: str) -> TranscriptError:
    """Make the error for the entry `index` of the list under `key`, with the line where it begins."""
    return content.fault(_row_of(content.text, key, index), f"in {key}, number {index} from 0, {what}", remedy)


def _row_of(text: str, key: str, index: int) -> int:
    """Walk to the entry; the first line where the list is not found under that key."""
    begins = re.search(rf'"{key}"\s*:\s*\[', text) or re.match(r"\s*\[", text)
    if not begins:
        return 0
    place, decoder = _next(text, begins.end()), JSONDecoder()
    for _ in range(index):
        place = _next(text, decoder.raw_decode(text, place)[1])
    return len(BREAK.findall(text, 0, place))


def _next(text: str, place: int) -> int:
    begins = _ENTRY.search(text, place)
    return begins.start() if begins else place


def _refuse(_constant: str) -> None:
    raise ValueError
