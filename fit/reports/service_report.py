"""The monthly report on a service as a PDF file: published figures alone, for readers who may not see the clients."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from fit.errors import InputError
from fit.reports._flow import pages_of
from fit.reports._fonts import font_of
from fit.reports._service_appendix import appendix_rows
from fit.reports._service_cover import cover_rows
from fit.reports._service_sections import section_rows
from fit.reports._sheets import HEIGHT, MONTHS, WIDTH, day_in_words, draw_foot, draw_rows
from fit.service.alliance_grid import Measure
from fit.service.episodes import State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from fit.repair import PlanState
    from fit.reports._flow import Row
    from fit.service.alliance_grid import GridView
    from fit.service.published_outcomes import PublishedOutcomes

__all__ = ["MEASURES", "AllianceTable", "ServiceReport", "service_report"]

MEASURES: Final = (Measure.BELOW_LINE, Measure.MEAN, Measure.UNRATED, Measure.REPAIRED)
"""What the report tells of every row and month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllianceTable:
    """The published alliance grid: who a row is about, which months, and the measures [rows, months]."""

    rows: tuple[str, ...]
    periods: tuple[date, ...]
    views: Mapping[Measure, GridView]

    def __post_init__(self) -> None:
        shape = (len(self.rows), len(self.periods))
        wrong = [one for one in MEASURES if one not in self.views or self.views[one].value.shape != shape]
        if wrong:
            raise InputError(f"The grid of {wrong[0]} has not {shape} cells. Give one a row and month.")

    def only(self, rows: Sequence[int]) -> AllianceTable:
        """These rows alone."""
        views = {one: view.only(list(rows)) for one, view in self.views.items()}
        return AllianceTable(rows=tuple(self.rows[row] for row in rows), periods=self.periods, views=views)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReport:
    """What a month's report holds. Every figure is published (fit.service.suppression): none points at a client."""

    service: str
    team: str
    """Empty for the whole service."""
    programme: str = ""
    """Empty for all programmes. Otherwise no clinician has a row: each stands in other programmes too."""
    names: bool = False
    """Whether clinicians stand in it by name: then it is for the leads of the service alone."""
    month: date
    """Its first day."""
    made_on: date
    outcomes: Mapping[State, PublishedOutcomes]
    clinicians: AllianceTable
    """By name; without names no row."""
    parts: tuple[AllianceTable, ...] = ()
    """By team, by programme, where there are several."""
    whole: AllianceTable
    """One row: everybody together."""
    plans: Mapping[PlanState, int | None]
    """Repair plans by state, rounded; None for fewer than eight, none included."""
    line: float
    """[points] below which a session rating is low."""
    methods: str
    """By which policy and expected path the ratings were judged."""
    path_is_simulated: bool
    """Whether that path is made of simulated clients, so that what is held against it is a first guess."""

    def __post_init__(self) -> None:
        if self.month.day != 1:
            raise InputError(f"{self.month} is no month. Give its first day.")
        if self.clinicians.rows and not self.names:
            raise InputError("A report without names has rows of clinicians. Leave them out, or make one with names.")
        missing = [state for state in State if state not in self.outcomes]
        if missing:
            raise InputError(f"There are no outcomes of {missing[0]} episodes. Give all states.")

    @property
    def month_in_words(self) -> str:
        """Such as October 2026."""
        return f"{MONTHS[self.month.month - 1]} {self.month.year}"

    @property
    def title(self) -> str:
        """What the file is called where it is opened."""
        part = self.team or self.programme
        whose = f"{self.service}, {part}" if part else self.service
        return f"Service report {self.month_in_words}: {whose}"


def service_report(report: ServiceReport) -> bytes:
    """Give the report as a PDF file: the same file for the same report."""
    pages = _pages(report)
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, lang="en", invariant=1, pageCompression=1)
    canvas.setTitle(report.title)
    canvas.setAuthor("Mendline")
    canvas.setCreator("Mendline")
    canvas.setSubject("")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    for number, (heading, rows) in enumerate(pages, 1):
        _mark(canvas, heading, number)
        draw_rows(canvas, rows)
        draw_foot(canvas, _foot(report, f"Page {number} of {len(pages)}"))
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _pages(report: ServiceReport) -> list[tuple[str, list[Row]]]:
    """Every page with the heading that begins on it, empty where none does; each section begins a page."""
    font = font_of("en")
    sections = [
        ("Cover", cover_rows(report, width=WIDTH)),
        *section_rows(report, width=WIDTH, font=font),
        ("How the figures are worked out", appendix_rows(report, width=WIDTH)),
    ]
    return [
        (heading if place == 0 else "", rows)
        for heading, section in sections
        for place, rows in enumerate(pages_of(section, HEIGHT))
    ]


def _mark(canvas: Canvas, heading: str, number: int) -> None:
    """Make a section findable in the reader's list of contents."""
    if heading:
        key = f"page-{number}"
        canvas.bookmarkPage(key)
        canvas.addOutlineEntry(heading, key)


def _foot(report: ServiceReport, place: str) -> str:
    return f"{report.title}. Made on {day_in_words(report.made_on)} with Mendline. {place}"
