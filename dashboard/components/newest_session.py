"""The newest session in one line: what was marked, kept without a number, or skipped and why; before any verdict."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.dates import day_said, session_said
from dashboard.sentences import result
from dashboard.words import INFORMANT, SKIP_REASON
from fit.casework.views import RatingStatus
from fit.scales import Informant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.casework.views import ClientPage, RatingRow, SessionRow

__all__ = ["beside_the_numbers", "draw_newest_session", "newest_rating", "what_stands"]


def draw_newest_session(client: ClientPage, *, is_new: bool) -> None:
    """Draw what the newest session brought; after a form was sent, also what it brought to an earlier session."""
    held = [session for session in client.sessions if session.ratings]
    if not held:
        return
    lines = [_line(client, held[-1])]
    sent = newest_rating(client)
    if is_new and sent is not None and sent[0] is not held[-1]:
        lines.insert(0, _html("Just now, for an earlier session", *_in_words(client, sent[0], [sent[1]])))
    with st.container(key="newest-session"):
        st.html("".join(lines))


def newest_rating(client: ClientPage) -> tuple[SessionRow, RatingRow] | None:
    """Find what was recorded last, with its session; of what came at once, as an import does, the latest session's."""
    found = [(session, rating) for session in client.sessions for rating in what_stands(session)]
    return max(found, key=lambda one: (one[1].recorded_at, one[0].meeting), default=None)


def what_stands(session: SessionRow) -> list[RatingRow]:
    """Return what was given at a session, and what was skipped and not given afterwards."""
    given = [rating for rating in session.ratings if rating.status is RatingStatus.ACTIVE]
    places = {_place(rating) for rating in given}
    skipped = {_place(one): one for one in session.ratings if one.status is RatingStatus.SKIPPED}
    return given + [rating for place, rating in skipped.items() if place not in places]


def _place(rating: RatingRow) -> tuple[str, Informant]:
    return rating.scale_id, rating.informant


def _line(client: ClientPage, session: SessionRow) -> str:
    is_today = session.occurred_on == client.as_of
    day = day_said(session.occurred_on)
    head = f"Today, session {session.meeting}" if is_today else f"Last session ({session.meeting}{day and ', '}{day})"
    return _html(head, *_in_words(client, session, what_stands(session), is_today=is_today))


def _html(head: str, *said: str) -> str:
    parts = "".join(f"<li>{escape(one)}</li>" for one in said)
    return f'<div class="ml-newest"><strong>{escape(head)}</strong><ul>{parts}</ul></div>'


def _in_words(
    client: ClientPage, session: SessionRow, ratings: list[RatingRow], *, is_today: bool = False
) -> Iterator[str]:
    for rating in ratings:
        before = _before(client, session, rating)
        compared = f" ({before} the time before)" if before else ""
        yield said_of(rating, today="today\u2019s " if is_today else "") + compared


def said_of(rating: RatingRow, *, today: str = "") -> str:
    """Say what became of one scale: its total, its face, or that it was skipped and why; and by whom."""
    by = "" if rating.informant is Informant.CLIENT else f" by the {INFORMANT[rating.informant].lower()}"
    if rating.status is not RatingStatus.SKIPPED:
        return f"{rating.scale_title}{by} {result(rating)}"
    why = f": {SKIP_REASON[rating.skip_reason]}" if rating.skip_reason else ""
    said = f"{today}{rating.scale_title}{by} was skipped{why}"
    return said[0].upper() + said[1:]


def _before(client: ClientPage, session: SessionRow, rating: RatingRow) -> str:
    earlier = [
        one.total
        for at in client.sessions
        if at.meeting < session.meeting
        for one in what_stands(at)
        if _place(one) == _place(rating) and one.total is not None
    ]
    return str(earlier[-1]) if earlier and rating.total is not None else ""


def beside_the_numbers(client: ClientPage) -> str:
    """Return as HTML what no chart shows: answers that are kept without a number, and what was skipped."""
    lines = [
        f"{session_said(session.meeting, session.occurred_on, client.as_of)}: {said_of(rating)}"
        for session in client.sessions
        for rating in what_stands(session)
        if rating.total is None
    ]
    if not lines:
        return ""
    items = "".join(f"<li>{escape(line)}</li>" for line in reversed(lines))
    return f'<h3 class="ml-part">Kept without a number, or skipped</h3><ul class="ml-beside">{items}</ul>'
