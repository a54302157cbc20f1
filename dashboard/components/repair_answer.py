"""What the next ratings answer, in words and with the numbers before, at and after; and the next sensible step."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.status import status_html
from dashboard.dialogue_words import RESPONSE
from dashboard.guide_words import ABOUT, ANSWER, LINE, NEXT_STEP, WHY_UNKNOWN
from dashboard.sentences import counted
from dashboard.words import Look, Shape, Tone
from fit.repair import Answer, Dimension, NextStep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework.views import RepairPage
    from fit.dialogue import SessionPattern
    from fit.repair import FollowUp, Suggested
    from fit.scales import Score

__all__ = ["answer_look", "draw_answer", "next_said"]

LOOK = {
    Answer.REPAIRED: (Shape.STAR, Tone.GOOD),
    Answer.PARTLY: (Shape.DIAMOND, Tone.WATCH),
    Answer.NOT_YET: (Shape.DIAMOND, Tone.CALM),
    Answer.UNKNOWN: (Shape.RING, Tone.UNKNOWN),
}
"""Not yet is calm: nothing here is a failure."""


def draw_answer(found: RepairPage) -> None:
    """Draw the answer to this session, and what is sensible now."""
    answer = None if found.plan is None else found.plan.follow_up
    with st.container(key="repair-answer", gap="small"):
        st.header("The next ratings answer", anchor="repair-answer")
        if answer is None:
            waiting = "no rating is there yet" if found.plan else "once there is a plan, the ratings after this session"
            st.html(f'<p class="ml-quiet">{"Cannot tell: " if found.plan else "Here, "}{waiting}.</p>')
            return
        st.html(f'<p class="repair-answer">{status_html(answer_look(answer))} <span>{escape(_why(answer))}</span></p>')
        st.html(_table_html(answer))
        if talked := talks_html(found.talks):
            st.html(talked)
        if found.next_step is not None:
            st.html(f'<p class="repair-next">{escape(next_said(found.next_step))}</p>')


def talks_html(talks: Sequence[tuple[int, SessionPattern]]) -> str:
    """Set side by side how one talked then and at the next session that was written down; without one, say so."""
    if len(talks) < 2:  # noqa: PLR2004  then, and since
        missing = "With a transcript of a later session, how one talked then and since stands side by side here."
        return f'<p class="ml-quiet">{missing}</p>' if talks else ""
    head = "".join(f'<th scope="col">session {meeting}</th>' for meeting, _ in talks)
    rows = "".join(
        f'<tr><th scope="row">{name}</th>{"".join(f"<td>{escape(said(one))}</td>" for _, one in talks)}</tr>'
        for name, said in TALKED
    )
    return (
        '<table class="repair-numbers"><caption class="ml-unseen">How one talked, then and since</caption>'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>"
        '<p class="ml-quiet">From the transcripts; none of these has a norm.</p>'
    )


def _share(one: SessionPattern) -> str:
    return "not assessable" if one.clinician_share is None else f"{round(100 * one.clinician_share)} %"


def _validated(one: SessionPattern) -> str:
    if not one.understood:
        return "not assessable"
    if one.minutes_to_validation is not None:
        return f"after {one.minutes_to_validation:.1f} minutes"
    return "yes; the file has no times" if one.validated else "none recognised"


def _answered(one: SessionPattern) -> str:
    if not one.understood:
        return "not assessable"
    kinds = [RESPONSE[kind].lower() if kind else "not clear" for kind in one.answers]
    return ", ".join(kinds) or "no complaint recognised"


TALKED = (
    ("Your share of what both said", _share),
    ("First validating sentence", _validated),
    ("First answers to possible complaints", _answered),
)


def answer_look(answer: FollowUp) -> Look:
    """Return the answer as a word with its shape and tone."""
    at = f" at session {answer.repaired_at}" if answer.repaired_at else ""
    shape, tone = LOOK[answer.answer]
    return Look(word=f"{ANSWER[answer.answer]}{at}", shape=shape, tone=tone)


def next_said(step: Suggested) -> str:
    """Say the next sensible step; where it is another reading, which one."""
    said = NEXT_STEP[step.step]
    if step.step is NextStep.OTHER_DIMENSION and step.dimension is not None:
        held = " Keep that in mind; it is not for saying yet." if step.dimension is Dimension.FEAR_OF_CHANGE else ""
        return f"{said}: {ABOUT[step.dimension].lower()}.{held}"
    return said


def _why(answer: FollowUp) -> str:
    if answer.why_unknown is not None:
        return f"Why: {WHY_UNKNOWN[answer.why_unknown]}."
    if answer.answer is Answer.REPAIRED and answer.below_line:
        return "The session rating is back in this client's usual range, and still below the line: keep asking."
    if answer.answer is Answer.REPAIRED:
        return "The session rating is back in this client's usual range, or above the line."
    now = "It has risen, and is not quite back." if answer.answer is Answer.PARTLY else "It is not back yet."
    return f"{now} {_still_open(answer)}"


def _still_open(answer: FollowUp) -> str:
    left = answer.ratings_that_count - answer.ratings_since
    if answer.is_open:
        return f"The next {counted(left, 'rating')} can still change that."
    return f"That is the answer of the {counted(answer.ratings_since, 'rating')} since."


def _table_html(answer: FollowUp) -> str:
    rows = [("Session rating, total", answer.alliance)]
    rows += [(LINE[item], numbers) for item, numbers in answer.items.items()]
    rows += [("Outcome rating, total", answer.outcome)]
    sessions = {"before": answer.before_at, "at": answer.meeting, "after": answer.after_at}
    given = {name: meeting for name, meeting in sessions.items() if meeting is not None}
    head = "".join(f'<th scope="col">{_head(name, meeting)}</th>' for name, meeting in given.items())
    body = "".join(_row_html(name, [getattr(numbers, one) for one in given]) for name, numbers in rows)
    return (
        '<table class="repair-numbers"><caption class="ml-unseen">The ratings before, at and after this session'
        f"</caption><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _head(name: str, meeting: int) -> str:
    return f"{name.capitalize()}<span>session {meeting}</span>"


def _row_html(name: str, scores: Sequence[Score | None]) -> str:
    cells = "".join(f"<td>{_said(one)}</td>" for one in scores)
    return f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>'


def _said(score: Score | None) -> str:
    return "not given" if score is None else str(score)
