"""What a client's tablet sends, read without trusting it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fit.casework.views import SkipReason
from fit.errors import RatingError
from fit.ratings import Score

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FilledForm", "SkippedForm", "read_filled_form", "read_sent_form"]

LONGEST_BODY = 8192
"""[bytes] Twenty long answers fit in a quarter of it."""
MOST_ANSWERS = 40
MOST_PARTS = 100
KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
POINTS = re.compile(r"[0-9]{1,2}(\.[0-9])?")
LONGEST_LINE = 10_000.0
"""[CSS px] Wider than any screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """The marks on every item, how long the line was on that screen, and a key that makes sending twice harmless."""

    answers: Mapping[str, Score]
    idempotency_key: str
    line_length_px: float | None
    calibrated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedForm:
    """A form that the client would rather not fill in, with the reason."""

    reason: SkipReason
    idempotency_key: str


def read_sent_form(body: bytes | Mapping[str, Any]) -> tuple[int, FilledForm | SkippedForm]:
    """Read what a client's tablet sends: which part of the form it is about, and its marks or why there are none.

    Raises
    ------
    RatingError
        when it is no filled or skipped form; says which part.
    """
    table = _table(body) if isinstance(body, bytes) else body
    place = table.get("place", 0)
    if isinstance(place, bool) or not isinstance(place, int) or not 0 <= place < MOST_PARTS:
        raise RatingError(f"place: {place!r:.40} is no part of a form. Count from 0.")
    return place, _skipped(table) if "skipped" in table else read_filled_form(table)


def _skipped(table: Mapping[str, Any]) -> SkippedForm:
    given = table["skipped"]
    if given not in set(SkipReason):
        known = ", ".join(SkipReason)
        raise RatingError(f"skipped: {given!r:.40} is no reason that we know. Send one of: {known}.")
    return SkippedForm(reason=SkipReason(given), idempotency_key=_key(table.get("idempotency_key")))


def read_filled_form(sent: bytes | Mapping[str, Any]) -> FilledForm:
    """Read the marks from the body of a request, or from what a component returned.

    Raises
    ------
    RatingError
        when it is no filled form; says which part.
    """
    table = _table(sent) if isinstance(sent, bytes) else sent
    return FilledForm(
        answers=_answers(table.get("answers")),
        idempotency_key=_key(table.get("idempotency_key")),
        line_length_px=_length(table.get("line_length_px")),
        calibrated=table.get("calibrated") is True,
    )


def _table(body: bytes) -> Mapping[str, Any]:
    if len(body) > LONGEST_BODY:
        raise RatingError(f"The body has {len(body)} bytes. A rating has at most {LONGEST_BODY}.")
    try:
        table = json.loads(body)
    except (ValueError, RecursionError):
        raise RatingError("The body is no JSON. Send an object with answers and idempotency_key.") from None
    if not isinstance(table, dict):
        raise RatingError("The body is no JSON object. Send one with answers and idempotency_key.")
    return table


def _answers(given: object) -> dict[str, Score]:
    if not isinstance(given, dict) or not 0 < len(given) <= MOST_ANSWERS:
        raise RatingError('There are no answers. Send "answers" as an object of item id and points, such as "7.3".')
    return {str(item_id): _points(item_id, points) for item_id, points in given.items()}


def _points(item_id: str, points: object) -> Score:
    if not isinstance(points, str) or not POINTS.fullmatch(points):
        raise RatingError(f'{item_id[:40]!r}: the answer is no number of points. Write it as text, such as "7.3".')
    return Score.of(points)


def _key(given: object) -> str:
    if not isinstance(given, str) or not KEY.fullmatch(given):
        raise RatingError("The idempotency key is missing. Send 8 to 64 letters or digits, the same for every try.")
    return given


def _length(given: object) -> float | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 < given < LONGEST_LINE:
        raise RatingError(f"line_length_px: {given!r:.40} is no length of a line. Send pixels, or leave it out.")
    return float(given)
