"""Rows of a caseload: each is one big link to its client, with the reason in words beside it."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.charts.sparkline import HEIGHT, WIDTH, sparkline_address
from dashboard.clinic import current_clinic
from dashboard.components.links import linked_row_html, rows_html
from dashboard.components.paging import of_this_page
from dashboard.components.screen import screen_palette
from dashboard.components.status import status_html
from dashboard.row_sentences import row_look, row_next_step, row_reason, row_waits, row_when
from dashboard.sentences import counted
from dashboard.words import AGE_BAND, ENDING, SEVERITY
from fit.policies import Severity
from fit.scales import Informant, leading_pair, scale, scales

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dashboard.charts.palette import Palette
    from fit.casework.views import CaseloadRow
    from fit.scales import Score

__all__ = ["draw_rows"]

REACHED = replace(SEVERITY[Severity.GOOD], word="Target reached")
COLUMNS = ("Client", "What to look at", "Last sessions", "ORS", "SRS", "Last seen")
AXIS = 40.0
"""Points that a picture of the course is high."""
HEADER = '<div class="ml-head" aria-hidden="true">' + "".join(f"<span>{name}</span>" for name in COLUMNS) + "</div>"


def draw_rows(
    rows: Sequence[CaseloadRow],
    *,
    key: str,
    with_clinician: bool = False,
    below: Mapping[str, Callable[[], None]] | None = None,
) -> None:
    """Draw the rows, fifty at a time, with a header that names the columns; `below` draws what belongs to an episode.

    Rows that nothing stands between are one piece: each piece is a message of its own to the page.
    """
    palette = screen_palette()
    table = st.container(key=f"rows-{key}")
    shown = of_this_page(rows, key)
    with table:
        piece = [HEADER]
        for row in shown:
            piece.append(_row_html(_titled(row), palette, with_clinician=with_clinician))
            if below and row.episode_id in below:
                st.html(rows_html(piece))
                below[row.episode_id]()
                piece = []
        if piece:
            st.html(rows_html(piece))


def _titled(row: CaseloadRow) -> CaseloadRow:
    """Name the scales of a row, also before either was given: by the client's age."""
    outcome, alliance = (scale(one).title for one in leading_pair(row.age_band))
    return replace(row, outcome_title=row.outcome_title or outcome, alliance_title=row.alliance_title or alliance)


def _row_html(row: CaseloadRow, palette: Palette, *, with_clinician: bool) -> str:
    seen = _seen_html(row, palette, with_clinician=with_clinician)
    return linked_row_html(row.client_label, "client", {"episode": row.episode_id}, seen)


def _seen_html(row: CaseloadRow, palette: Palette, *, with_clinician: bool) -> str:
    about = [AGE_BAND[row.age_band], counted(row.sessions, "session")]
    about += [ENDING[row.ending]] if row.ending else []
    about += [] if row.may_be_rated else ["no consent to ratings"]
    return (
        '<div class="ml-row">'
        f'<p class="ml-about"><strong aria-hidden="true">{escape(row.client_label)}</strong>'
        f"<span>{escape(' · '.join(about))}{_clinician(row) if with_clinician else ''}</span>{_tags(row)}</p>"
        f'<div class="ml-why">{status_html(row_look(row))}<p>{escape(row_reason(row))}{_more(row)}</p>'
        f"{_reached(row)}{_next_step(row)}{_waits(row)}</div>"
        f"{_picture(row, palette)}"
        f"{_number(row.outcome_title, row.outcome_latest, 'outcome')}"
        f"{_number(row.alliance_title, row.alliance_latest, 'alliance')}"
        f'<p class="ml-when">{escape(row_when(row))}</p></div>'
    )


def _clinician(row: CaseloadRow) -> str:
    return f"<br>{escape(row.clinician_name)}"


def _more(row: CaseloadRow) -> str:
    """Say how many other alerts wait behind the gravest one."""
    others = row.waiting_alerts - 1
    return f' <span class="ml-more">{counted(others, "more alert")} to\u00a0look\u00a0at</span>' if others > 0 else ""


def _reached(row: CaseloadRow) -> str:
    """Mark a target that is reached, also where something else is looked at first."""
    return f'<p class="ml-reached">{status_html(REACHED)}</p>' if row.target_reached else ""


def _next_step(row: CaseloadRow) -> str:
    said = row_next_step(row)
    return f'<p class="ml-next-step">{escape(said)}</p>' if said else ""


def _waits(row: CaseloadRow) -> str:
    said = row_waits(row, current_clinic().today())
    return f'<p class="ml-next-step">{escape(said)}</p>' if said else ""


def _tags(row: CaseloadRow) -> str:
    said = "".join(f"<b>{escape(tag)}</b> " for tag in row.tags)
    return f'<span class="ml-row-tags"><span class="ml-unseen">Tags: </span>{said}</span>' if said else ""


def _picture(row: CaseloadRow, palette: Palette) -> str:
    address = sparkline_address(row.outcome_history, row.alliance_history, palette, _cutoff(row))
    alt = f"{_course(row.outcome_title, row.outcome_history)}; {_course(row.alliance_title, row.alliance_history)}"
    return f'<img class="ml-spark" src="{address}" width="{WIDTH}" height="{HEIGHT}" alt="{escape(alt)}">'


def _cutoff(row: CaseloadRow) -> Score | None:
    """Find the line that the outcome ratings of this row are read against, on scales that fit the picture."""
    read = next((one for one in scales().values() if one.title == row.outcome_title), None)
    found = read.clinical_cutoff(row.age_band, Informant.CLIENT) if read and read.maximum.points == AXIS else None
    return found.score if found else None


def _course(title: str, history: Sequence[Score | None]) -> str:
    given = [score for score in history if score is not None]
    return f"{title} from {given[0]} to {given[-1]}" if given else f"no {title}"


def _number(title: str, score: Score | None, area: str) -> str:
    shown = "\N{EN DASH}" if score is None else str(score)
    other = "" if title in COLUMNS else " ml-number-other"
    return f'<p class="ml-number ml-number-{area}{other}"><span>{escape(title)}</span> {shown}</p>'
