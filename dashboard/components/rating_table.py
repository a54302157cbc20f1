"""All ratings of an episode as one plain table: in order, with how each came, and what became of it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from dashboard.dates import day_said, moment_said
from dashboard.sentences import result
from dashboard.words import INFORMANT, MODE, RATING_STATUS, SKIP_REASON
from fit.casework.views import RatingStatus
from fit.ratings import Mode

if TYPE_CHECKING:
    from fit.casework.views import RatingRow, SessionRow

__all__ = ["rating_table"]

HEAD: Final = ("Session", "Scale", "Given by", "Result", "Status", "How it came", "Recorded")


def rating_table(sessions: tuple[SessionRow, ...]) -> str:
    """Return the table as HTML, the first session on top; superseded and skipped ratings stand in their place."""
    head = "".join(f'<th scope="col">{name}</th>' for name in HEAD)
    rows = "".join(_row(session, rating) for session in sessions for rating in session.ratings)
    return (
        '<div class="ml-table-frame" tabindex="0" role="region" aria-label="All ratings"><table class="ml-table">'
        f"<caption>Every rating of this episode. What no longer counts stays here.</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(session: SessionRow, rating: RatingRow) -> str:
    day = day_said(session.occurred_on, "day not known")
    cells = (rating.scale_title, INFORMANT[rating.informant], result(rating), _status(rating), _how(rating))
    named = zip(HEAD[1:], (*cells, _recorded(rating)), strict=True)
    shown = "".join(f'<td data-label="{name}">{escape(cell)}</td>' for name, cell in named)
    out = "" if rating.status is RatingStatus.ACTIVE else ' class="ml-out"'
    return f'<tr{out}><th scope="row">{session.meeting}, {day}</th>{shown}</tr>'


def _status(rating: RatingRow) -> str:
    said = RATING_STATUS[rating.status]
    if rating.status is RatingStatus.ACTIVE and rating.total is None:
        said = "Kept, not scored"
    why = SKIP_REASON[rating.skip_reason] if rating.skip_reason else rating.superseded_reason
    reason = f": {why}" if why else ""
    by = " ".join(part for part in (rating.taken_out_by, moment_said(rating.taken_out_at)) if part)
    return f"{said}{reason}" + (f" ({by})" if by else "")


def _how(rating: RatingRow) -> str:
    marked_here = rating.mode in {Mode.TABLET, Mode.REMOTE} and rating.total is not None
    line = (", line of 10 cm" if rating.calibrated else ", line not calibrated") if marked_here else ""
    return f"{MODE[rating.mode]}{line}"


def _recorded(rating: RatingRow) -> str:
    whoever = f"the {INFORMANT[rating.informant].lower()}"
    by = rating.recorded_by or (whoever if rating.mode in {Mode.TABLET, Mode.REMOTE} else "")
    return " ".join(part for part in (moment_said(rating.recorded_at), f"by {by}" if by else "") if part)
