"""What is followed over sessions: share of talk, minutes to a validation, the longest silence; each explained."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.charts.address import svg_address
from dashboard.charts.by_session import FEWEST_FOR_MEDIAN, HEIGHT, WIDTH, BySession, by_session_picture
from dashboard.components.screen import screen_palette
from dashboard.components.why import draw_why
from dashboard.dates import MONTHS
from dashboard.sentences import counted
from fit.assessment import Explanation

if TYPE_CHECKING:
    from collections.abc import Callable

    from fit.casework.views import PatternsPage, SessionPatternRow
    from fit.dialogue import SessionPattern

__all__ = ["NO_NORM", "draw_measures"]

SOURCE: Final = "docs/dialogue.md, What it says, and what it needs"
NO_NORM: Final = "None. No share, pause or minute is known to be right for everybody: compare with your own median."
WHOLE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure of a session, and what is to be known of it."""

    title: str
    unit: str
    of: Callable[[SessionPattern], float | None]
    means: str
    formula: str
    full: float | None = None


def _share(pattern: SessionPattern) -> float | None:
    return None if pattern.clinician_share is None else round(WHOLE * pattern.clinician_share, 1)


MEASURES: Final = (
    Measure(
        title="The clinician's share of talk",
        unit="%",
        of=_share,
        means="How much of what clinician and client said was said by the clinician.",
        formula="What the clinician said, divided by what clinician and client said together: in seconds where the "
        "file knows when turns end, in words otherwise. The two differ by about three points.",
        full=WHOLE,
    ),
    Measure(
        title="Minutes to the first validating sentence",
        unit="min",
        of=lambda pattern: pattern.minutes_to_validation,
        means="How long it took until a sentence of the clinician validated what the client said.",
        formula="When the turn with the first validating sentence starts, from the beginning of the session. Known "
        "where the file has times and such a sentence was recognised; the wording check hears about eight in ten.",
    ),
    Measure(
        title="The longest silence",
        unit="s",
        of=lambda pattern: pattern.longest_silence_s,
        means="The longest time in which nobody spoke. It may be work, or distance: only the session tells.",
        formula="The longest gap of 1.5 s or more between the end of one turn and the start of the next, where the "
        "file knows both.",
    ),
)


def draw_measures(found: PatternsPage) -> None:
    """Draw each measure as a picture with its sentence, two beside each other where there is room."""
    with st.container(key="measures"):
        for measure in MEASURES:
            with st.container(key=f"measure-{MEASURES.index(measure)}", border=True, gap="small"):
                _draw(found, measure)


def _draw(found: PatternsPage, measure: Measure) -> None:
    one = _by_session(found, measure)
    st.html(f'<h3 class="ml-part">{measure.title} [{measure.unit}]</h3><p class="ml-quiet">{measure.means}</p>')
    if one.known:
        address = svg_address(by_session_picture(one, screen_palette()))
        alt = escape(one.in_words, quote=True)
        st.html(f'<img class="ml-by-session" src="{address}" width="{WIDTH}" height="{HEIGHT}" alt="{alt}">')
    st.html(f"<p>{_said(one)}</p>")
    draw_why(_why(one, measure))


def _by_session(found: PatternsPage, measure: Measure) -> BySession:
    is_one_client = found.episode_id is not None
    return BySession(
        name=measure.title,
        unit=measure.unit,
        values=tuple(measure.of(row.pattern) for row in found.rows),
        labels=tuple(_label(row, is_one_client=is_one_client) for row in found.rows),
        named_by="session" if is_one_client else "day",
        joined=is_one_client,
        full=measure.full,
    )


def _label(row: SessionPatternRow, *, is_one_client: bool) -> str:
    """A meeting's number of one client; a day where sessions of several stand beside each other."""
    if is_one_client:
        return str(row.meeting)
    if row.occurred_on is None:
        return "?"
    return f"{row.occurred_on.day} {MONTHS[row.occurred_on.month - 1]}"


def _said(one: BySession) -> str:
    """Say of how many sessions it is known, the newest figure, and the median where it is one."""
    of = f"Known of {len(one.known)} of {counted(len(one.values), 'session')}"
    if not one.known:
        return f"{of}."
    newest = f"{of}; the newest of these: {one.known[-1]:.1f} {one.unit}"
    if one.own_median is None:
        return f"{newest}. Too few for a median: it takes {FEWEST_FOR_MEDIAN}."
    return f"{newest}, own median {one.own_median:.1f} {one.unit}."


def _why(one: BySession, measure: Measure) -> Explanation:
    numbers = (("sessions", len(one.values)), ("known", len(one.known)), ("own median", one.own_median))
    return Explanation(
        title=measure.means, formula=measure.formula, values=numbers, line=NO_NORM, policy="", source=SOURCE
    )
