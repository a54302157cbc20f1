"""A client's own line over time in the client's words: what client and clinician look at together."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.charts.own_line import own_line_address
from dashboard.components.form_words import direction, form_words, positions, spoken
from fit.scales import AgeBand

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fit.casework.views import OwnLine, Together

__all__ = ["draw_together", "together_html"]

STYLE: Final = Path(__file__).parent / "together.css"
WORD_LIMITS: Final = (0, 15, 35, 47, 52, 64, 84, 99, 100)
"""Up to which hundredth of the line each of the position words holds, as in the client's form."""


def draw_together(view: Together) -> None:
    """Draw the two curves, large and calm, and hide everything that is the clinician's."""
    st.html(STYLE)
    st.html(together_html(view))


def together_html(view: Together) -> str:
    """Return what the client reads, in the client's language and direction."""
    words = form_words(view.language)
    shown = (("together_outcome", view.outcome), ("together_alliance", view.alliance))
    figures = "".join(_figure(words[name], line, view.language, words) for name, line in shown if line)
    child = " is-child" if view.age_band is AgeBand.CHILD else ""
    return (
        f'<section class="together{child}" lang="{spoken(view.language)}" dir="{direction(view.language)}">'
        f"<h1>{escape(words['together_title'])}</h1>"
        f'<div class="together-lines">{figures or _empty(words)}</div>'
        f'<p class="together-ask">{escape(words["together_ask"])}</p></section>'
    )


def _empty(words: Mapping[str, str]) -> str:
    return f"<p>{escape(words['unmarked'])}</p>"


def _figure(heading: str, line: OwnLine, language: str, words: Mapping[str, str]) -> str:
    address = own_line_address(line, right_to_left=direction(language) == "rtl")
    seen = f"{heading}: {'. '.join(_in_words(line.shares, language, words))}."
    return (
        f'<div class="together-line"><h2>{escape(heading)}</h2>'
        f'<p class="together-end" aria-hidden="true">{escape(words["together_high"])}</p>'
        f'<img src="{address}" alt="{escape(seen)}">'
        f'<div class="together-foot"><p class="together-end" aria-hidden="true">{escape(words["together_low"])}</p>'
        f"{_today(line, words)}</div>{_cutoff(line, words)}"
        f'<p class="together-said">{escape(words[f"together_{line.move}"])}</p></div>'
    )


def _today(line: OwnLine, words: Mapping[str, str]) -> str:
    return f'<p class="together-today">{escape(words["together_today"])}</p>' if line.is_todays else ""


def _cutoff(line: OwnLine, words: Mapping[str, str]) -> str:
    return f'<p class="together-end">{escape(words["together_cutoff"])}</p>' if line.cutoff is not None else ""


def _in_words(shares: Sequence[float | None], language: str, words: Mapping[str, str]) -> list[str]:
    """Say each mark as the form says it to a screen reader, in the order of the sessions."""
    known, ends = positions(language), {"low": words["together_low"], "high": words["together_high"]}
    return [
        words["unmarked"]
        if share is None
        else known[next(place for place, up_to in enumerate(WORD_LIMITS) if 100 * share <= up_to)].format(**ends)
        for share in shares
    ]
