"""Texts of a packet as HTML, with what stands in place of a name marked."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from dashboard.record_words import SPEAKER, clock_said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fit.casework.views import PacketPage
    from fit.reports.packet import PacketExcerpt, PacketTurn

__all__ = ["NOT_WRITTEN", "Marker", "answers_html", "pair_html", "text_html"]

NOT_WRITTEN = "Not written yet."


class Marker:
    """Writes a text as HTML and marks every label of this packet in it."""

    def __init__(self, page: PacketPage) -> None:
        added = (one.written for one in page.written.choices.added)
        labels = {escape(label) for label in (*(one.label for one in page.replacements if one.is_made), *added)}
        longest_first = sorted(labels, key=len, reverse=True)
        self._labels = re.compile("|".join(map(re.escape, longest_first))) if labels else None

    def __call__(self, text: str) -> str:
        """Return the text escaped, with its labels marked."""
        said = escape(text)
        return self._labels.sub(r'<mark class="ml-in-place">\g<0></mark>', said) if self._labels else said


def text_html(text: str, mark: Marker) -> str:
    """Return a paragraph; what is not written is said to be so."""
    look = "ml-packet-text" if text else "ml-packet-text ml-quiet"
    return f'<p class="{look}">{mark(text or NOT_WRITTEN)}</p>'


def answers_html(answers: Iterable[tuple[str, str]], mark: Marker) -> str:
    """Return names and what stands behind them."""
    entries = "".join(f"<dt>{escape(name)}</dt><dd>{mark(text or NOT_WRITTEN)}</dd>" for name, text in answers)
    return f'<dl class="ml-facts">{entries}</dl>'


def pair_html(one: PacketExcerpt, mark: Marker) -> str:
    """Return memory beside record; the record alone where no memory goes in."""
    turns = "".join(_turn_html(turn, mark, is_about=place == one.focus) for place, turn in enumerate(one.turns))
    record = f"<div><h3>As it was said</h3><ol>{turns}</ol></div>"
    if not one.memory:
        return f'<div class="ml-packet-pair is-alone">{record}</div>'
    said = f"<blockquote>{mark(one.memory)}</blockquote>"
    return f'<div class="ml-packet-pair"><div><h3>As I remember it</h3>{said}</div>{record}</div>'


def _turn_html(turn: PacketTurn, mark: Marker, *, is_about: bool) -> str:
    about = ' class="is-about"' if is_about else ""
    time = f'<span class="ml-packet-time">{clock_said(turn.start)}</span> ' if turn.start is not None else ""
    return f"<li{about}>{time}<strong>{SPEAKER[turn.role]}</strong><p>{mark(turn.text)}</p></li>"
