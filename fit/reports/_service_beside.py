"""What must be read beside some figures of a report: how a number misleads alone, and which are a first guess."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fit.reports._pen import QUIET
from fit.reports._service_rows import NOTE, text
from fit.service.definitions import MEASURED_BY_PATH, definition

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fit.reports._flow import Row
    from fit.reports.service_report import ServiceReport

__all__ = ["beside_rows"]

SIMULATED_PATH: Final = (
    "Held against an expected path that is simulated until the service fits its own, and so a first guess and no "
    "result: {figures}."
)


def beside_rows(report: ServiceReport, shown: Sequence[str], width: float) -> list[Row]:
    """What must be read beside these figures; nothing where none of them misleads."""
    return [row for said in _said(report, shown) for row in text(said, width, NOTE, grey=QUIET)]


def _said(report: ServiceReport, shown: Sequence[str]) -> Iterator[str]:
    yield from (f"{one.title}. {one.beside}" for one in map(definition, shown) if one.beside)
    guessed = [definition(one).title for one in shown if one in MEASURED_BY_PATH]
    if guessed and report.path_is_simulated:
        yield SIMULATED_PATH.format(figures="; ".join(guessed))
