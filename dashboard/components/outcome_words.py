"""What a figure of a service says on screen: the number, how many it rests on, how sure it is, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.sentences import counted
from fit.assessment import Explanation
from fit.casework.views import OutcomesScope
from fit.service.benchmarks import benchmarks_of
from fit.service.clinic_spread import Spread
from fit.service.definitions import Status, Unit, definition
from fit.service.explained import explained_exactly, explained_rounded
from fit.service.explained_grid import explained_cell
from fit.service.figure import Figure, NotAssessable
from fit.service.share_bands import Band
from fit.service.suppression import LEAST_COUNT, TOO_FEW, TOO_ROUGH, Few, Rounded, Withheld

if TYPE_CHECKING:
    from fit.casework.views import OutcomesPage
    from fit.service.alliance_grid import Measure
    from fit.service.benchmarks import Benchmark
    from fit.service.explained import Explained
    from fit.service.figure import Answer
    from fit.service.suppression import Published

__all__ = [
    "ABOUT",
    "AS_CONTEXT",
    "CANNOT_BE_TOLD",
    "CONTEXT",
    "Reader",
    "Said",
    "beside_others",
    "context_of",
    "in_brief",
    "said_of",
    "why_of",
    "why_of_cell",
]

ABOUT = "about "
NOT_KNOWN, WITHHELD, ROUGH = "nothing to say yet", "withheld", "too few to say"
NONE_OR_FEW = "none or too few"
"""Said of few and of nobody alike: that something is withheld would tell that there is something."""
CANNOT_BE_TOLD = "cannot be told from so few"
WIDEST = 0.9
"""Said of a share whose interval is wider: it could be nearly none or nearly all."""
AS_CONTEXT = (
    "What is told of elsewhere may be quoted as context, not as a comparison of like with like: other clients, often "
    "another scale, and other ways of counting."
)
"""Said once, above or below all that is told of elsewhere."""
PERCENT = "\N{NO-BREAK SPACE}%"
CONTEXT = "Elsewhere, as context and no target"
"""Stands before what others found, wherever it is told."""
SIGNED = {"gain_mean", "adjusted_gain", "raw_effect_size", "severity_adjusted_effect_size", "relative_effect_size"}
"""Figures that may be losses."""
UNITS = {
    Unit.POINTS: " points",
    Unit.SESSIONS: " sessions",
    Unit.DAYS: " days",
    Unit.STANDARD_DEVIATIONS: " SD",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """For whom a figure is explained: exactly, or as it is told to whoever may not see the clients."""

    exact: bool
    spread: Spread = Spread.RATED
    """Whose first ratings the SD of a rounded raw effect size is of."""

    @classmethod
    def of(cls, page: OutcomesPage) -> Reader:
        """Whoever reads this page of outcomes; the period of a service report has the figures of the report."""
        spread = Spread.RATED if page.chosen.report_month is None else Spread.REPORTED
        return cls(exact=page.scope is not OutcomesScope.CLINIC, spread=spread)

    def explained(self, name: str) -> Explained:
        """How the figure is worked out for this reader."""
        return explained_exactly(name) if self.exact else explained_rounded(name, self.spread)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A figure in words, and as a share to draw where it is one."""

    value: str
    rests_on: str
    share: tuple[float, float, float] | None = None
    """Value and both ends."""


def said_of(figure: Answer | Published) -> Said:
    """Put a figure in words."""
    match figure:
        case NotAssessable():
            return Said(value=NOT_KNOWN, rests_on=figure.reason)
        case Withheld():
            value = ROUGH if figure == TOO_ROUGH else NONE_OR_FEW if figure == TOO_FEW else WITHHELD
            return Said(value=value, rests_on=figure.reason)
        case Few():
            return _few(figure)
        case _:
            return _figure(figure)


def _few(figure: Few) -> Said:
    if figure.upper > WIDEST:
        return Said(value=CANNOT_BE_TOLD, rests_on=f"fewer than {LEAST_COUNT}, perhaps none, of {ABOUT}{_noun(figure)}")
    upper = _number(figure.definition, figure.upper)
    return Said(
        value=f"fewer than {LEAST_COUNT} of {ABOUT}{_noun(figure)}",
        rests_on=f"perhaps none; at most {upper}, 95{PERCENT} interval",
    )


def _figure(figure: Figure | Rounded) -> Said:
    about = ABOUT if isinstance(figure, Rounded) else ""
    value = f"{about}{_number(figure.definition, figure.value)}"
    if definition(figure.definition).unit is Unit.COUNT:
        return Said(value=value, rests_on="")
    of = f"of {about}{_noun(figure)}"
    if figure.lower is None or figure.upper is None:
        return Said(value=value, rests_on=f"{of}; too few for an interval")
    share = definition(figure.definition).unit is Unit.SHARE
    if share and figure.upper - figure.lower > WIDEST:
        return Said(value=CANNOT_BE_TOLD, rests_on=of)
    ends = f"{_bare(figure.definition, figure.lower)} to {_number(figure.definition, figure.upper)}"
    drawn = (figure.value, figure.lower, figure.upper) if share else None
    return Said(value=value, rests_on=f"{of}; 95{PERCENT} interval {ends}", share=drawn)


def _noun(figure: Figure | Rounded | Few) -> str:
    """Say of how many of what; a rounded figure of sessions counts their episodes."""
    meaning = definition(figure.definition)
    return counted(figure.n, meaning.of if isinstance(figure, Figure) else meaning.rounded_of)


def _number(name: str, value: float) -> str:
    unit = definition(name).unit
    return f"{_bare(name, value)}{PERCENT if unit is Unit.SHARE else UNITS.get(unit, '')}"


def _bare(name: str, value: float) -> str:
    """Write the number as exactly as it deserves, with a true minus."""
    unit = definition(name).unit
    if unit is Unit.SHARE:
        return f"{100 * value:.0f}"
    if unit in {Unit.COUNT, Unit.DAYS}:
        return f"{value:,.0f}"
    digits = 2 if unit is Unit.STANDARD_DEVIATIONS else 1
    sign = "+" if name in SIGNED else ""
    return f"{value:{sign}.{digits}f}".replace("-", "\N{MINUS SIGN}")


def in_brief(figure: Answer | Published | Band) -> str:
    """Write a figure for a cell of a table: the number, or between which it lies, and how many it rests on."""
    if isinstance(figure, Band):
        ends = f"{_bare(figure.definition, figure.lower)} to {_number(figure.definition, figure.upper)}"
        return f"{ends} ({figure.n:,})"
    if isinstance(figure, NotAssessable):
        return "\N{EN DASH}"
    told = said_of(figure).value
    if told == CANNOT_BE_TOLD:
        return told
    counts = isinstance(figure, Figure | Rounded) and definition(figure.definition).unit is not Unit.COUNT
    return f"{told} ({figure.n:,})" if counts and isinstance(figure, Figure | Rounded) else told


def beside_others(figure: Answer | Published) -> str:
    """Write a figure for a cell that is read across: the number, its interval, and how many it rests on."""
    match figure:
        case _ if said_of(figure).value == CANNOT_BE_TOLD:
            return CANNOT_BE_TOLD
        case Few():
            return f"{said_of(figure).value} (at most {_number(figure.definition, figure.upper)})"
        case Figure() | Rounded() if figure.lower is not None and figure.upper is not None:
            about = ABOUT if isinstance(figure, Rounded) else ""
            ends = f"{_bare(figure.definition, figure.lower)} to {_bare(figure.definition, figure.upper)}"
            return f"{said_of(figure).value} ({ends}), of {about}{_noun(figure)}"
        case _:
            return in_brief(figure)


def context_of(name: str, *, below: str = "") -> tuple[tuple[str, str], ...]:
    """What others found of this figure, each with who was counted and where it stands; empty where none is cited.

    Of whom it was found is not said twice where it stands right `below` another figure that was found of the same.
    """
    above = {(one.counted, one.status) for one in benchmarks_of(below)} if below else set()
    return tuple(
        (one.context if (one.counted, one.status) in above else _of_whom(one), _whence(one))
        for one in benchmarks_of(name)
    )


def _of_whom(one: Benchmark) -> str:
    """What others found, and in the same breath of whom, and whether it was read where it stands."""
    unseen = "" if one.status is Status.CONFIRMED else "; not read in the paper itself"
    return f"{one.context} Counted there: {one.counted}{unseen}."


def _whence(one: Benchmark) -> str:
    unseen = "" if one.status is Status.CONFIRMED else " (not read in the paper itself)"
    return f"Elsewhere: {one.counted}. {one.source}{unseen}"


def why_of(name: str, policy: str, reader: Reader) -> Explanation:
    """Define a figure as it is worked out for this reader: of whom, what weighs, its interval, rounding and source."""
    whence = " ".join(said for _, said in context_of(name))
    return _explanation(definition(name).title, reader.explained(name), policy, whence)


def why_of_cell(title: str, measure: Measure) -> Explanation:
    """Define a cell of the alliance as it is worked out for whoever may not see the clients."""
    return _explanation(title, explained_cell(measure), "", "")


def _explanation(title: str, told: Explained, policy: str, whence: str) -> Explanation:
    beside = {"Weighs:": told.weighs, "Rounded:": told.rounding}
    return Explanation(
        title=title,
        formula=f"{told.formula[0].upper()}{told.formula[1:]}.",
        values=(("Counted:", told.counted), *((said, what) for said, what in beside.items() if what)),
        line=f"95{PERCENT} interval: {told.interval}",
        policy=policy,
        source=f"{told.source[0].upper()}{told.source[1:]}. {whence}".strip(),
    )
