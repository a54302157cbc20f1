"""The course as a true table: read out cell by cell, walked by keyboard, printed whole."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from dashboard.charts.in_words import NOT_GIVEN, OWN, trend_table

if TYPE_CHECKING:
    from dashboard.charts.overlay import Overlay
    from fit.assessment import EpisodeAssessment

__all__ = ["course_table"]

IN_WORDS = {"Marked", "Events"}


def course_table(one: EpisodeAssessment, over: Overlay) -> str:
    """Return the table as HTML, a row a session."""
    table = trend_table(one, over)
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.names)
    rows = "".join(f"<tr>{_cells(table.names, row)}</tr>" for row in table.rows)
    return (
        '<div class="ml-table" role="region" tabindex="0" aria-label="The course, a row a session">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _cells(names: tuple[str, ...], row: tuple[object, ...]) -> str:
    first, *rest = zip(names, row, strict=True)
    return f'<th scope="row">{first[1]}</th>' + "".join(_cell(name, value) for name, value in rest)


def _cell(name: str, value: object) -> str:
    if value is None:
        unknown = "" if name in IN_WORDS else NOT_GIVEN if name not in {"Date", *COMPUTED} else "not known"
        return f'<td class="ml-quiet">{unknown}</td>'
    said = f"{value:.1f}" if isinstance(value, float) else str(value)
    return f"<td>{escape(said)}</td>"


COMPUTED = {"Expected", "Off track below", *OWN}
