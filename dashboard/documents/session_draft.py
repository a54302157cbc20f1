"""The documentation of a session as a draft: recorded facts and the clinician's own words, in DAP or SOAP order.

Nothing is made up here: a part of which nothing is recorded is left out, or says so where empty parts are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dashboard.dates import day_said
from dashboard.documents._session_facts import FACTS, Line
from fit.reports.document import Document, Facts, Section, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fit.casework.views import Documentation

__all__ = ["NOTHING", "Draft", "DraftPart", "Order", "as_document", "as_text", "session_draft"]

NOTHING: Final = "Nothing recorded"
READ_IT: Final = "Read it, correct it, and sign it where your record is kept."


class Order(StrEnum):
    """In which order the parts stand."""

    DAP = "dap"
    SOAP = "soap"


WHERE: Final[Mapping[Order, tuple[tuple[str, tuple[Line, ...]], ...]]] = {
    Order.DAP: (
        (
            "Data",
            (
                Line.ATTENDANCE,
                Line.SCORES,
                Line.SINCE_LAST,
                Line.RISK,
                Line.TALKED,
                Line.OBSERVED,
                Line.GOALS,
                Line.REPAIR,
                Line.EVENTS,
            ),
        ),
        ("Assessment", (Line.UNDERSTOOD, Line.VERDICTS, Line.ALERTS)),
        ("Plan", (Line.PLAN, Line.AGREED)),
    ),
    Order.SOAP: (
        ("Subjective", (Line.TALKED, Line.GOALS, Line.REPAIR)),
        (
            "Objective",
            (Line.ATTENDANCE, Line.SCORES, Line.SINCE_LAST, Line.RISK, Line.OBSERVED, Line.EVENTS),
        ),
        ("Assessment", (Line.UNDERSTOOD, Line.VERDICTS, Line.ALERTS)),
        ("Plan", (Line.PLAN, Line.AGREED)),
    ),
}
"""DAP: data, assessment, plan. SOAP: subjective, objective, assessment, plan (Weed 1968)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPart:
    """One part with its lines: what each is called, and what is recorded, paragraph by paragraph; empty for nothing."""

    heading: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A whole draft in words."""

    title: str
    marked: str
    """That it is a draft, and of which day."""
    clinic: str
    code: str
    head: tuple[tuple[str, str], ...]
    parts: tuple[DraftPart, ...]


def session_draft(found: Documentation, order: Order, *, named: bool = True, with_empty: bool = False) -> Draft:
    """Put what is recorded into that order, the parts of which nothing is recorded only when asked for.

    There must be a session.
    """
    return Draft(
        title=f"Session documentation ({order.upper()})",
        marked=f"Draft, made from recorded facts on {day_said(found.page.as_of)}. {READ_IT}",
        clinic=found.clinic_name,
        code=found.page.episode.client_code,
        head=tuple(_head(found, named=named)),
        parts=tuple(_parts(found, order, with_empty=with_empty)),
    )


def _parts(found: Documentation, order: Order, *, with_empty: bool) -> Iterator[DraftPart]:
    for heading, lines in WHERE[order]:
        told = tuple((line.value, tuple(FACTS[line](found))) for line in lines)
        kept = told if with_empty else tuple((name, said) for name, said in told if said)
        if kept:
            yield DraftPart(heading=heading, lines=kept)


def _head(found: Documentation, *, named: bool) -> Iterator[tuple[str, str]]:
    facts = found.page.episode
    yield "Clinic", found.clinic_name
    yield "Client", (found.client_name if named else "") or facts.client_code
    if named and found.client_name:
        yield "Code", facts.client_code
    if named and facts.clinician_name:
        yield "Clinician", facts.clinician_name
    if found.session is not None:
        yield "Session", f"{found.session.meeting}, {day_said(found.session.occurred_on, 'day not known')}"
    if found.note is not None:
        by = f" by {found.note.written_by}" if named else ""
        day = day_said(found.note.written_at.astimezone().date())
        yield "Note", f"version {found.note.version}{by}, {day}"


def as_text(draft: Draft) -> str:
    """Write the draft as plain text, to be put into another record."""
    return "\n".join(_text_lines(draft)) + "\n"


def _text_lines(draft: Draft) -> Iterator[str]:
    yield draft.title
    yield draft.marked
    yield ""
    yield from (f"{name}: {said}" for name, said in draft.head)
    for part in draft.parts:
        yield ""
        yield part.heading.upper()
        for name, said in part.lines:
            first, *others = said or (NOTHING,)
            yield f"{name}: {first}"
            yield from (f"  {one}" for one in others)


def as_document(draft: Draft) -> Document:
    """Lay the draft out for paper."""
    return Document(
        title=draft.title,
        author=draft.clinic,
        lead=(Text(said=draft.marked), Facts(entries=draft.head)),
        sections=tuple(
            Section(heading=part.heading, blocks=(Facts(entries=tuple(_entries(part))),)) for part in draft.parts
        ),
        foot=f"{draft.title}, {draft.code}. {draft.marked.partition('. ')[0]}. Page {{number}} of {{of}}",
    )


def _entries(part: DraftPart) -> Iterator[tuple[str, str]]:
    """The lines of a part; only the first paragraph of each has its name beside it."""
    for name, said in part.lines:
        first, *others = said or (NOTHING,)
        yield name, first
        yield from (("", one) for one in others)
