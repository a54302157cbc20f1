"""How each figure of a service report is worked out, from the one file of definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fit.reports._pen import QUIET
from fit.reports._service_rows import NOTE, heading, text
from fit.reports._service_sections import SHOWN
from fit.service.definitions import Status, definition

if TYPE_CHECKING:
    from fit.reports._flow import Row
    from fit.reports.service_report import ServiceReport
    from fit.service.definitions import Definition

__all__ = ["appendix_rows"]

SOURCES: Final = {
    Status.CONFIRMED: "",
    Status.UNCONFIRMED: " (not read in the source itself)",
    Status.OWN: " (our own)",
}
PUBLISHED: Final = (
    "All figures are shown as published figures: counts rounded to five, sums rounded to what one client can move them "
    "by, intervals widened by what rounding may have done. docs/decisions/0015-suppression.md says why no two of them "
    "give a small group away; docs/service_methods.md how each interval is made."
)


def appendix_rows(report: ServiceReport, *, width: float) -> list[Row]:
    """Every figure that is shown: how, of whom, with which interval, from where."""
    rows = heading("How the figures are worked out", width)
    rows += text(f"Ratings are judged by {report.methods}.", width)
    rows += text(PUBLISHED, width)
    return rows + [row for name in SHOWN for row in _one(definition(name), width)]


def _one(meaning: Definition, width: float) -> list[Row]:
    spread = f" Standard deviation: {meaning.sd}." if meaning.sd else ""
    said = f"{_sentence(meaning.formula)}{spread} Counted: {meaning.counted}. Interval: {meaning.interval}."
    source = f"Source: {meaning.source}{SOURCES[meaning.status]}."
    return [
        *heading(meaning.title, width, is_section=False),
        *text(said, width, after=1, keeps_next=True),
        *text(source, width, NOTE, grey=QUIET),
    ]


def _sentence(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}."
