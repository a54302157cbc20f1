"""The session that an alert is about: its day and everything that was given, behind one click."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from dashboard.components.details import details_html
from dashboard.dates import day_said
from dashboard.words import INFORMANT, MODE, RATING_STATUS
from fit.casework.views import RatingStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.casework.views import ClientPage, RatingRow, SessionRow

__all__ = ["session_details_html", "session_html"]


def session_details_html(page: ClientPage, meeting: int) -> str:
    """Return the session of that number behind one click; nothing when there is none."""
    session = next((one for one in page.sessions if one.meeting == meeting), None)
    if session is None:
        return ""
    day = "" if session.occurred_on is None else f", {day_said(session.occurred_on)}"
    return details_html(f"Session {meeting}{day}", session_html(session))


def session_html(session: SessionRow) -> str:
    """Return what was given at a session, a scale after the other."""
    if not session.ratings:
        return '<p class="ml-quiet">Nothing was given at this session.</p>'
    return f'<dl class="ml-facts">{"".join(map(_rating_html, session.ratings))}</dl>'


def _rating_html(rating: RatingRow) -> str:
    total = RATING_STATUS[RatingStatus.SKIPPED] if rating.total is None else str(rating.total)
    return (
        f"<dt>{escape(rating.scale_title)} · {escape(' · '.join(_about(rating)))}</dt>"
        f"<dd><strong>{escape(total)}</strong>{escape(_lines(rating))}</dd>"
    )


def _about(rating: RatingRow) -> Iterator[str]:
    yield INFORMANT[rating.informant].lower()
    yield MODE[rating.mode].lower()
    if rating.status is RatingStatus.SUPERSEDED:
        yield RATING_STATUS[rating.status].lower()


def _lines(rating: RatingRow) -> str:
    """Name each line by its id in the scale, with its mark: wording of the lines may be licensed."""
    given = [f"{name.replace('_', ' ')} {score}" for name, score in rating.answers.items() if score is not None]
    return f" ({', '.join(given)})" if given else ""
