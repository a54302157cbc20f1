"""How each figure of a service report is worked out for its readers, in the words of fit.service.explained."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from fit.reports._flow import blank
from fit.reports._pen import QUIET
from fit.reports._service_rows import AFTER_TEXT, NOTE, heading, text
from fit.reports._service_sections import CELLS, SHOWN
from fit.service.clinic_spread import Spread
from fit.service.definitions import Status, definition
from fit.service.explained import RULES, explained_rounded
from fit.service.explained_grid import explained_cell
from fit.service.suppression import LEAST_COUNT, SMALLEST_GROUP

if TYPE_CHECKING:
    from fit.reports._flow import Row
    from fit.reports.service_report import ServiceReport
    from fit.service.definitions import Definition
    from fit.service.explained import Explained

__all__ = ["appendix_rows", "in_sentences"]

SOURCES: Final = {
    Status.CONFIRMED: "",
    Status.UNCONFIRMED: " (not read in the source itself)",
    Status.OWN: " (our own way of counting, close to this)",
}
OWN: Final = "our own way of counting"
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
    "move them by, of shares five clients; intervals are widened by what rounding may have done. So no two figures, "
    "and no two reports, give a small group away. Why that holds was worked out and tested (decision 0015); the "
    "makers of the program tell how to whoever asks. Whoever may see the clients sees exact figures, which are "
    "worked out in another way and may differ from these."
)
INTERVAL: Final = (
    "A 95 % interval says how far chance may have moved a figure: of a hundred such intervals about ninety-five hold "
    "what would be found with very many clients. Those of means hold it as long as clients differ from each other no "
    "more than is usual, since they are made with a fixed standard deviation."
)
OF_WHOM: Final = (
    "Where the whole clinic's own episodes are spoken of, those are meant that were open at some time in the twelve "
    "months, as they stood at the end."
)
BY_MONTH: Final = "By month: {title}"
PLANS: Final = (
    f"Repair plans: the plans of these episodes by how they stand now, each counted once, to the nearest "
    f"{SMALLEST_GROUP}; nothing of fewer than {LEAST_COUNT} plans or of fewer than {SMALLEST_GROUP} clients, perhaps "
    "none. Rounding: our own rule, decision 0015."
)


def appendix_rows(report: ServiceReport, *, width: float) -> list[Row]:
    """Every figure that is shown: how, of whom, with which interval, from where."""
    rows = heading("How the figures are worked out", width)
    rows += text(f"Ratings are judged by {report.methods}.", width)
    rows += text(PUBLISHED, width) + text(INTERVAL, width) + text(OF_WHOM, width)
    rows += [row for title, said in RULES.items() for row in _rule(title, said, width)]
    rows += [row for name in SHOWN for row in _one(definition(name), width)]
    rows += [row for measure, title in CELLS.items() for row in _cell(title, explained_cell(measure), width)]
    return [*rows, blank(AFTER_TEXT), *text(PLANS, width)]


def in_sentences(told: Explained) -> str:
    """All but the source: what is worked out, of what, what weighs, the interval, and how it is rounded."""
    parts = {"Counted": told.counted, "Weighs": told.weighs, "Interval": told.interval, "Rounded": told.rounding}
    return " ".join((_sentence(told.formula), *(f"{name}: {said}." for name, said in parts.items() if said)))


def _rule(title: str, said: str, width: float) -> list[Row]:
    return [*heading(title, width, is_section=False), *text(said, width)]


def _one(meaning: Definition, width: float) -> list[Row]:
    told = explained_rounded(meaning.id, Spread.REPORTED)
    return _entry(meaning.title, _plain(told.brief or in_sentences(told)), _whence(meaning), width)


def _cell(title: str, told: Explained, width: float) -> list[Row]:
    return _entry(BY_MONTH.format(title=title), in_sentences(told), f"Source: {told.source}.", width)


def _entry(title: str, said: str, whence: str, width: float) -> list[Row]:
    return [
        *heading(title, width, is_section=False),
        *text(said, width, after=1, keeps_next=True),
        *text(whence, width, NOTE, grey=QUIET),
    ]


def _whence(meaning: Definition) -> str:
    """The source of what is counted, in readers' words; what is our own rule stands with the rules."""
    inside = meaning.status is Status.OWN and any(one in meaning.source for one in INSIDE)
    return f"Source: {OWN if inside else f'{_plain(meaning.source)}{SOURCES[meaning.status]}'}."


def _plain(said: str) -> str:
    for word, plain in PLAIN.items():
        said = said.replace(word, plain)
    said = PLACE.sub("", said)
    return NAMED.sub(lambda found: definition(found[1]).title, said)


def _sentence(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}."
