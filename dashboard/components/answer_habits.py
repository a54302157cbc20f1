"""How a clinician first answers what may be a complaint, over sessions: counts by kind, never a score of a person."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.why import draw_why
from dashboard.dialogue_words import RESPONSE
from dashboard.sentences import counted
from fit.assessment import Explanation
from fit.dialogue import DEFENSIVE, RECEIVING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from fit.casework.views import PatternsPage
    from fit.dialogue import Habits

__all__ = ["FEWEST_COMPLAINTS", "FEWEST_SESSIONS", "draw_answer_habits", "how_few"]

FEWEST_SESSIONS = 5
FEWEST_COMPLAINTS = 10
# Below these one session, or one complaint, moves a share by a fifth, or a tenth: what is seen may be chance. Ours.

UNCLEAR: Final = "No kind recognised"
GROUPS: Final[tuple[tuple[str, Collection[str]], ...]] = (
    ("Receives what was said", RECEIVING),
    ("May be heard as defence", DEFENSIVE),
)
FORMULA: Final = (
    "A possible complaint is a turn of the client with a sign of confrontation. Of each, the first answer within the "
    "next three turns of the clinician counts, by the kind that the wording check hears in it."
)
HEARD: Final = (
    "None. Half to two thirds of complaints are heard, and some that are none: look at the sessions before you make "
    "anything of a count."
)


def draw_answer_habits(found: PatternsPage) -> None:
    """Draw the sentence, the bars with their counts, what they rest on."""
    habits = found.habits
    st.header("The first answer to a possible complaint", anchor=False)
    st.html(f"<p>{_sentence(habits)}</p>")
    if few := how_few(habits):
        st.html(f'<p class="ml-quiet">{few}</p>')
    if not_understood := sum(not row.pattern.understood for row in found.rows):
        st.html(f'<p class="ml-quiet">{counted(not_understood, "session")} not counted: {WHY_NOT}</p>')
    if habits.complaints:
        st.html(_bars(habits))
    draw_why(_why(habits))


WHY_NOT: Final = "only English is understood so far, or nobody is known to be the clinician."


def how_few(habits: Habits) -> str:
    """Say plainly that it is too little to speak of a habit; empty where it is not."""
    if habits.sessions < FEWEST_SESSIONS:
        return f"{counted(habits.sessions, 'session')}: too few to call it a habit."
    if habits.complaints < FEWEST_COMPLAINTS:
        return f"{counted(habits.complaints, 'possible complaint')}: too few to call it a habit."
    return ""


def _sentence(habits: Habits) -> str:
    if not habits.complaints:
        return (
            f"No possible complaint was heard in {counted(habits.sessions, 'session')}. That does not mean that there "
            "was none: asking for it is the surer way."
        )
    return (
        f"{counted(habits.complaints, 'possible complaint')} in {counted(habits.sessions, 'session')}; of "
        f"{habits.complaints - habits.unclear} the first answer was recognised: {habits.received} received it, "
        f"{habits.defended} may be heard as defence."
    )


def _bars(habits: Habits) -> str:
    most = max([*habits.first_answers.values(), habits.unclear])
    parts = "".join(_group(habits, name, kinds, most) for name, kinds in GROUPS)
    unclear = _row(UNCLEAR, habits.unclear, most, "unclear") if habits.unclear else ""
    head = '<thead><tr><th scope="col">First answer</th><th scope="col">Times</th></tr></thead>'
    return f'<table class="ml-habits">{head}{parts}<tbody>{unclear}</tbody></table>'


def _group(habits: Habits, name: str, kinds: Collection[str], most: int) -> str:
    rows = "".join(_rows(habits, kinds, most, "receives" if kinds is RECEIVING else "defends"))
    if not rows:
        return ""
    return f'<tbody><tr class="ml-group"><th scope="rowgroup" colspan="2">{escape(name)}</th></tr>{rows}</tbody>'


def _rows(habits: Habits, kinds: Collection[str], most: int, look: str) -> Iterator[str]:
    for kind, times in habits.first_answers.items():
        if kind in kinds:
            yield _row(RESPONSE[kind], times, most, look)


def _row(name: str, times: int, most: int, look: str) -> str:
    bar = f'<span class="ml-bar ml-bar-{look}" style="width:{100 * times / most:.1f}%"></span>'
    return f'<tr><th scope="row">{escape(name)}</th><td><div>{bar}<b>{times}</b></div></td></tr>'


def _why(habits: Habits) -> Explanation:
    return Explanation(
        title="Counts of the kind of answer that came first.",
        formula=FORMULA,
        values=(
            ("sessions", habits.sessions),
            ("possible complaints", habits.complaints),
            ("received", habits.received),
            ("may be heard as defence", habits.defended),
            ("no kind recognised", habits.unclear),
        ),
        line=HEARD,
        policy="",
        source="docs/dialogue.md, How it was measured; docs/wording_check.md",
    )
