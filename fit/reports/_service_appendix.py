"""How each figure of a service report is worked out, from the one file of definitions."""

from __future__ import annotations

import re
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
    Status.OWN: " (our own way of counting, close to this)",
}
OWN: Final = "Our own way of counting."
INSIDE: Final = ("docs/", "this file", "`", "the project", "grid")
"""Where a source is nothing but a place in the program, a reader has nothing to look up."""
PLAIN: Final = {
    "the list, as read in the project's notes on products": "the list of indices of the publishers of the scales",
    "the list:": "the list of indices of the publishers of the scales:",
    " (unconfirmed)": "",
}
PLACE: Final = re.compile(r"(; | \()docs/[^);]*\)?")
"""A place in the program's own papers."""
NAMED: Final = re.compile(r"`(\w+)`")
"""A figure by its short name, which stands for its title."""
PUBLISHED: Final = (
    "No figure can point at a client. Counts are rounded to the nearest five; sums are rounded to what one client can "
    "move them by; intervals are widened by what rounding may have done. So no two figures, and no two reports, give a "
    "small group away. Why that holds was worked out and tested; the makers of the program tell how to whoever asks."
)
INTERVAL: Final = (
    "A 95 % interval says how far chance may have moved a figure: of a hundred such intervals about ninety-five hold "
    "what would be found with very many clients."
)


def appendix_rows(report: ServiceReport, *, width: float) -> list[Row]:
    """Every figure that is shown: how, of whom, with which interval, from where."""
    rows = heading("How the figures are worked out", width)
    rows += text(f"Ratings are judged by {report.methods}.", width)
    rows += text(PUBLISHED, width) + text(INTERVAL, width)
    return rows + [row for name in SHOWN for row in _one(definition(name), width)]


def _one(meaning: Definition, width: float) -> list[Row]:
    spread = f" Standard deviation: {meaning.sd}." if meaning.sd else ""
    said = f"{_sentence(meaning.formula)}{spread} Counted: {meaning.counted}. Interval: {meaning.interval}."
    return [
        *heading(meaning.title, width, is_section=False),
        *text(_plain(said), width, after=1, keeps_next=True),
        *text(_whence(meaning), width, NOTE, grey=QUIET),
    ]


def _whence(meaning: Definition) -> str:
    if meaning.status is Status.OWN and any(one in meaning.source for one in INSIDE):
        return OWN
    return f"Source: {_plain(meaning.source)}{SOURCES[meaning.status]}."


def _plain(said: str) -> str:
    for word, plain in PLAIN.items():
        said = said.replace(word, plain)
    said = PLACE.sub("", said)
    return NAMED.sub(lambda found: definition(found[1]).title, said)


def _sentence(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}."
