"""The cover of a service report: what it is about, in short, and how to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fit.reports._flow import blank
from fit.reports._pen import QUIET
from fit.reports._service_rows import AFTER_SECTION, TITLE, heading, text
from fit.reports._service_told import few_of, told_of
from fit.reports._service_words import in_words
from fit.reports._sheets import day_in_words
from fit.service.episodes import State
from fit.service.suppression import LEAST_COUNT, SMALLEST_GROUP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.reports._flow import Row
    from fit.reports.service_report import ServiceReport

__all__ = ["cover_rows"]

NO_NAMES: Final = (
    "No clinician stands in this report: it tells of the service as a whole, of its teams and of its programmes. A "
    "team or programme in which only one clinician works has no row of its own."
)
NAMES: Final = (
    "Clinicians stand by name: this report is for those who lead the service, and goes no further without the "
    "agreement of those who stand in it. Nobody is ranked. Clinicians see different clients; a cell is no verdict on a "
    "person."
)
HOW_TO_READ: Final = (
    (
        "No client is named. Counts are rounded to the nearest five, shares and means are made "
        f"of rounded numbers; nothing is told of fewer than {SMALLEST_GROUP} clients, and no count of fewer than "
        f"{LEAST_COUNT}. "
        'That is why each figure is "about", '
        "and why parts may not add up."
    ),
    (
        "Each figure stands with its 95 % interval and with how many it rests on. Where intervals overlap, the "
        "difference may be chance."
    ),
    (
        "Counted are the episodes of care that were open at some time in the twelve months, as they stood on the last "
        "day of the month. The Outcomes page counts by when an episode began, as things stand today; with its "
        'choice "As in the service report" it shows the very figures of this report.'
    ),
    (
        "What others found stands beside some figures as context. It is no target: their clients, scales and ways of "
        "counting were not yours."
    ),
)


def cover_rows(report: ServiceReport, *, width: float) -> list[Row]:
    """What it is about, in short, and how to read it."""
    whose = report.team or report.programme or "All teams"
    rows = [blank(90), *text(report.service, width, TITLE), *text("Service report", width, TITLE, after=AFTER_SECTION)]
    rows += text(f"{report.month_in_words} and the eleven months before. {whose}.", width, 12, after=4)
    rows += text("With clinicians' names: for the leads of the service." if report.names else "Without names.",
                 width, 12, after=4)  # fmt: skip
    rows += text(f"Made on {day_in_words(report.made_on)}.", width, 12, grey=QUIET, after=36)
    rows += heading("In short", width)
    rows += [row for said in _in_short(report) for row in text(said, width, 11)]
    rows += [blank(24), *heading("How to read this", width)]
    return rows + [row for said in (NAMES if report.names else NO_NAMES, *HOW_TO_READ) for row in text(said, width)]


def _in_short(report: ServiceReport) -> Iterator[str]:
    whole, closed = report.outcomes[State.ALL].figures, report.outcomes[State.CLOSED].figures
    told = {
        "Clients in care in these twelve months": ("clients", whole),
        "Mean gain of those rated again": ("gain_mean", whole),
        "Recovered, of closed episodes": ("recovered", closed),
        "Improved without recovering, of closed episodes": ("improved", closed),
        "Reliably worse, of closed episodes": ("reliably_worse", closed),
        "Ended unplanned, of closed episodes": ("unplanned", closed),
        "Session ratings below the line": ("alliance_below_line", whole),
        "Single dips back within three ratings": ("repaired", whole),
        "Sessions with both ratings": ("sessions_with_both", whole),
    }
    known = {said: one for said, one in told.items() if told_of(one[1], one[:1]) or few_of(one[1], one[:1])}
    for said, (name, figures) in known.items():
        yield f"{said}: {in_words(name, figures[name])}."
    if missing := [said for said in told if said not in known]:
        yield f"Too few clients to say: {'; '.join(missing)}."
