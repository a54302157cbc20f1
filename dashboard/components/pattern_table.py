"""The sessions behind the patterns as a table, each with the way back to it."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import streamlit as st

from dashboard.components.paging import of_this_page
from dashboard.dialogue_words import RESPONSE
from dashboard.record_words import session_said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.casework.views import PatternsPage, SessionPatternRow
    from fit.dialogue import SessionPattern

__all__ = ["draw_pattern_table"]

HEADS: Final = (
    "Session",
    "Clinician's share of what both said",
    "First validating sentence",
    "First answers to possible complaints",
    "Longest silence",
    "Client's median wait before an answer",
)
NOT_KNOWN: Final = "not known"
NOT_TOLD: Final = "not told by the file"


def draw_pattern_table(found: PatternsPage) -> None:
    """Draw a row a session, the newest first."""
    st.header("Session by session", anchor=False)
    head = "".join(f'<th scope="col">{name}</th>' for name in HEADS)
    shown = of_this_page(found.rows[::-1], "patterns")
    rows = "".join(_row(row, is_one_client=found.episode_id is not None) for row in shown)
    st.html(
        '<div class="ml-table" role="region" tabindex="0" aria-label="Patterns, a row a session">'
        f'<table class="ml-patterns"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _row(row: SessionPatternRow, *, is_one_client: bool) -> str:
    query = urlencode({"episode": row.episode_id, "session": row.session_id})
    whose = "" if is_one_client else f"{row.client_label}: "
    name = escape(whose + session_said(row.meeting, row.occurred_on))
    link = f'<a href="/reading?{escape(query)}" target="_self">{name}</a>'
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in _cells(row.pattern))
    return f'<tr><th scope="row">{link}</th>{cells}</tr>'


def _cells(one: SessionPattern) -> Iterator[str]:
    share = one.clinician_share
    yield NOT_KNOWN if share is None else f"{100 * share:.0f} %, by {one.share_by}"
    yield _validation(one)
    yield _answers(one)
    yield _silence(one)
    yield NOT_TOLD if one.client_latency_s is None else f"{one.client_latency_s:.1f} s"


def _silence(one: SessionPattern) -> str:
    """None is told from not known by the share: it is in seconds only where the file tells when turns end."""
    if one.longest_silence_s is not None:
        return f"{one.longest_silence_s:.1f} s"
    return "none of 1.5 s or more" if one.share_by == "seconds" else NOT_TOLD


def _validation(one: SessionPattern) -> str:
    if one.minutes_to_validation is not None:
        return f"after {one.minutes_to_validation:.1f} min"
    if not one.understood:
        return NOT_KNOWN
    return "there, but the file has no times" if one.validated else "none recognised"


def _answers(one: SessionPattern) -> str:
    if not one.understood:
        return NOT_KNOWN
    said = Counter("no kind recognised" if kind is None else RESPONSE[kind].lower() for kind in one.answers)
    return "; ".join(f"{name} {times}" for name, times in said.most_common()) or "no possible complaint"
