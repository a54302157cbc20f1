"""What a search found: each hit in its context, with the words marked; one tap leads to the turn."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.links import linked_row_html, rows_html
from dashboard.record_words import SPEAKER, clock_said, session_said

if TYPE_CHECKING:
    from fit.casework.views import SearchFound, SearchHit

__all__ = ["draw_hits", "hit_html"]

BESIDE = 110
"""[characters] Of the turns before and after: as much as a line holds."""
AROUND = 220
"""[characters] Of the turn itself, on each side of the first word that was found."""


def draw_hits(found: SearchFound) -> None:
    """Draw a row a hit."""
    st.html(rows_html(map(_row_html, found.hits)))


def _row_html(hit: SearchHit) -> str:
    query = {"episode": hit.episode_id, "transcript": hit.transcript_id, "turn": hit.turn_id}
    return linked_row_html(f"Open {hit.client_label}, {_where(hit)}", "transcript", query, hit_html(hit))


def _where(hit: SearchHit) -> str:
    session = session_said(hit.meeting, hit.occurred_on)
    return f"{session}, {clock_said(hit.start)}" if hit.start is not None else session


def hit_html(hit: SearchHit) -> str:
    """Return a hit with what was said before and after it."""
    before = f'<p class="ml-quiet">{escape(_end_of(hit.before))}</p>' if hit.before else ""
    after = f'<p class="ml-quiet">{escape(_beginning_of(hit.after))}</p>' if hit.after else ""
    return (
        f'<div class="ml-hit"><p class="ml-label"><strong>{escape(hit.client_label)}</strong> · {_where(hit)} · '
        f"{SPEAKER[hit.role]}</p>{before}<p>{_marked(hit)}</p>{after}</div>"
    )


def _end_of(text: str) -> str:
    return text if len(text) <= BESIDE else f"… {text[-BESIDE:].partition(' ')[2]}"


def _beginning_of(text: str) -> str:
    return text if len(text) <= BESIDE else f"{text[:BESIDE].rpartition(' ')[0]} …"


def _marked(hit: SearchHit) -> str:
    """Write the turn, cut around the first mark, every mark within as such."""
    middle = hit.marks[0][0] if hit.marks else 0
    first = hit.text.find(" ", middle - AROUND) + 1 if middle > AROUND else 0
    last = hit.text.rfind(" ", 0, middle + AROUND) if middle + AROUND < len(hit.text) else len(hit.text)
    pieces, after = [], first
    for start, end in hit.marks:
        if first <= start and end <= last:
            pieces += [escape(hit.text[after:start]), f"<mark>{escape(hit.text[start:end])}</mark>"]
            after = end
    said = "".join([*pieces, escape(hit.text[after:last])])
    return f"{'… ' if first else ''}{said}{' …' if last < len(hit.text) else ''}"
