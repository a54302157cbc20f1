"""The full progress report for the record: everything from the one engine, as the client's page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.charts.titles import by_whom, strand_title
from dashboard.dates import day_said
from dashboard.documents._appendix import appendix
from dashboard.documents._course_section import course_section, why_section
from dashboard.documents._period import Period
from dashboard.documents._rated import quality_section, session_section
from dashboard.documents._work_sections import alert_section, beside_section, goal_section, repair_section
from dashboard.words import AGE_BAND, ENDING
from fit.reports.document import Document, Facts, Section, Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from fit.casework.views import ClientPage, ProgressRecord

__all__ = ["TITLE", "progress_report"]

TITLE = "Progress report"
WITHOUT_NAMES = "left out: this copy is by code only"
AS_WRITTEN = (
    "By code only: no name of the client or of the clinician is put in. Words that people wrote (goals, events, "
    "reasons, repairs) stand as they were written and may name somebody: read them before this leaves the clinic."
)
CARE = "Ratings open a conversation. They are no diagnosis, and no verdict on a client or a clinician."


def progress_report(found: ProgressRecord, *, since: date | None = None, named: bool = True) -> Document:
    """Put the whole report into words; `since` leaves out of its tables what was before that day."""
    page, period = found.page, Period(found.page.sessions, since)
    about = f"{TITLE}, {page.episode.client_code}. Made on {day_said(page.as_of)} with Mendline"
    return Document(
        title=f"{TITLE}: {_whose(found, named=named)}",
        author=found.clinic_name,
        lead=(Facts(entries=tuple(_head(found, period, named=named))), *_notes(named=named)),
        sections=tuple(_sections(found, period)),
        foot=f"{about}. Page {{number}} of {{of}}",
    )


def _whose(found: ProgressRecord, *, named: bool) -> str:
    return (found.client_name if named else "") or found.page.episode.client_code


def _head(found: ProgressRecord, period: Period, *, named: bool) -> Iterator[tuple[str, str]]:
    page = found.page
    facts = page.episode
    yield "Clinic", found.clinic_name
    yield "Client", _whose(found, named=named)
    if _whose(found, named=named) != facts.client_code:
        yield "Code", facts.client_code
    yield "Age band", AGE_BAND[facts.age_band]
    yield "Clinician", (facts.clinician_name or "nobody yet") if named else WITHOUT_NAMES
    if facts.programme:
        yield "Programme", facts.programme
    yield "Episode", _span(page)
    yield "Period of the tables", period.in_words
    yield "Made on", day_said(page.as_of)
    yield "Rated by", ", ".join(f"{by_whom(one) or 'client'} ({strand_title(one)})" for one in page.strands) or "nobody"
    if page.assessment is not None:
        one = page.assessment
        yield "Policy", f"{one.policy.title} ({one.policy.id} {one.policy.version})"
        yield "Expected path", f"{one.curve_set.label} ({one.curve_set.id} {one.curve_set.version})"


def _span(page: ClientPage) -> str:
    begun = day_said(page.episode.opened_on, "day not known")
    if page.episode.closed_on is None:
        return f"since {begun}, open"
    how = ENDING[page.episode.ending] if page.episode.ending else "Closed"
    return f"{begun} to {day_said(page.episode.closed_on)}. {how}"


def _notes(*, named: bool) -> Iterator[Text]:
    yield Text(said=CARE, quiet=True)
    if not named:
        yield Text(said=AS_WRITTEN, quiet=True)


def _sections(found: ProgressRecord, period: Period) -> Iterator[Section]:
    page = found.page
    if not page.strands:
        yield Section(heading="How it goes", blocks=(Text(said="No rating yet. The course begins with the first."),))
    for one in page.strands:
        yield course_section(page, one)
    yield session_section(page, period)
    yield alert_section(page, period)
    yield repair_section(found, period)
    yield goal_section(page, period)
    yield beside_section(page, period)
    yield quality_section(page)
    if page.strands:
        yield why_section(page)
        yield appendix(page)
