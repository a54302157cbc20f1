"""Makes docs/service_figures.md, how every figure of a service is worked out for each reader: fit.service.explained.

`python -m tests.house.make_service_figures` writes it; a test holds that it is what would be written.
"""

from __future__ import annotations

from pathlib import Path

from fit.service.alliance_grid import Measure
from fit.service.clinic_spread import Spread
from fit.service.definitions import Status, Way, definitions
from fit.service.explained import Explained, explained_exactly, explained_rounded
from fit.service.explained_grid import explained_cell

FIGURES = Path(__file__).parents[2] / "docs" / "service_figures.md"
HEAD = """<!-- Made by python -m tests.house.make_service_figures from fit.service.explained; change that. -->

# Figures of a service, one by one

How each figure is worked out: *exactly*, for whoever may see the clients, and *rounded*, for all others, among them
the director and every reader of the service report ([decision 0015](decisions/0015-suppression.md)). "Why this?" and
the report print these sentences. What is common to the figures, and why:
[service_methods.md](service_methods.md).
"""
CELLS = "## Cells of the alliance by week, month or quarter, rounded\n"
KNOWN = {
    Status.CONFIRMED: "",
    Status.UNCONFIRMED: " What is counted is not read in the source itself.",
    Status.OWN: " What is counted is our own way, close to the source where one is named.",
}


def service_figures() -> str:
    """The whole page."""
    parts = [HEAD]
    for name, meaning in definitions().items():
        rounded = explained_rounded(name)
        parts += [f"## {meaning.title}\n", _said("Exactly", explained_exactly(name)), _said("Rounded", rounded)]
        if meaning.way == Way.EFFECT_SIZE:
            parts.append(f"In the service report the SD is that of {Spread.REPORTED}.\n")
        if known := KNOWN[meaning.status].strip():
            parts.append(f"{known}\n")
    parts.append(CELLS)
    parts += [_said(f"`{measure}`", explained_cell(measure)) for measure in Measure]
    return "\n".join(parts)


def _said(title: str, told: Explained) -> str:
    named = {
        "Counted": told.counted,
        "Weighs": told.weighs,
        "Interval": told.interval,
        "Rounded": told.rounding,
        "Source": told.source,
    }
    rest = " ".join(f"*{name}:* {said}." for name, said in named.items() if said)
    return f"**{title}.** {told.formula[:1].upper()}{told.formula[1:]}. {rest}\n"


if __name__ == "__main__":
    FIGURES.write_text(service_figures(), "utf-8")
