"""What each figure about ruptures is called, what it says, and how it is worked out: one click from the number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from dashboard.components.counts import WITHHELD
from dashboard.guide_words import ABOUT, KIND_SEEN
from dashboard.sentences import counted
from fit.assessment import Explanation
from fit.casework.views import RepairsScope
from fit.repair import Dimension, KindSeen
from fit.service.ruptures import Answer
from fit.service.suppression import LEAST_COUNT, SMALLEST_GROUP

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from fit.casework.views import RepairsPage
    from fit.service.repairs import Median, RepairFigures, Share

__all__ = ["ASSOCIATION", "FigureLine", "FigurePart", "parts_of", "told_apart", "too_few_said"]

RUPTURE = (
    "A dip is a session rating below the line, below the client's own usual range, or down by what the policy counts "
    "as a fall. Dips at ratings that follow each other are one rupture, counted from the first of them."
)
ALERTED = (
    "Talked about: at one of its sessions an alert on the session rating was noted as talked about with the client, or "
    "a repair was planned. Counted once there was a further rated session, and where there was an alert to answer: "
    "ratings that were past when they came in are left out."
)
DECIDED = (
    "Repaired: one of the next {within} rated sessions was back in the usual range, or above the line. Counted once "
    "{within} further ratings have come, or the episode has ended after at least one. Outcomes counts single dips "
    "instead, each by itself, and only those that {within} further ratings followed."
)
MIDDLE = "The middle of the numbers of rated sessions from the first dip to the rating that was back, of repaired ones."
LAST = "Of ended episodes with a rupture, each once, by its last rupture: the share that ended unplanned."
ASSOCIATION = (
    "Side by side, nothing more. Who could be talked with, and who came back, may have differed from the start, and a "
    "repair can only be seen in who stayed for another rating. An association shows no cause."
)
WILSON = "Wilson 1927; Newcombe 1998, Statistics in Medicine 17, 857-872, method 3"
ORDER = "Conover 1999, Practical Nonparametric Statistics, 3rd ed., section 3.2"
CLUSTERED = "95 % interval as if each rupture stood for itself; with several of one client it is rather wider"
NOT_SAID = "not said in a plan"
ABOUT_SO_MANY = "about "
ENDS = "95\N{NO-BREAK SPACE}% interval"
OWN_VALUE = "a median is one client's own value"
ENDED: Mapping[Answer, str] = MappingProxyType(
    {
        Answer.REPAIRED: "Ended unplanned, after a repaired rupture",
        Answer.NOT_REPAIRED: "Ended unplanned, after one not repaired",
        Answer.UNKNOWN: "Ended unplanned, without a rating after it",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """One figure: its name, what it says, of how many, the share to draw where there is one, and why."""

    name: str
    said: str
    of_what: str
    share: Share | None
    why: Explanation


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePart:
    """Figures that are read together. `is_association` asks for the caution beside them."""

    title: str
    lines: tuple[FigureLine, ...]
    is_association: bool = False
    left_out: str = ""
    """What is in none of the lines, and why."""


def parts_of(page: RepairsPage) -> tuple[FigurePart, ...]:
    """Put the figures of a page in words."""
    figures = page.figures
    talk = (
        _share(page, "After talking about it", figures.repaired_after_talk, DECIDED),
        _share(page, "Without a note of talking about it", figures.repaired_without_talk, DECIDED),
    )
    ended = tuple(_share(page, ENDED[answer], share, LAST, "episode") for answer, share in figures.ended.items())
    return (
        FigurePart(title="Noticed and talked about", lines=(_found(page), _talked(page))),
        FigurePart(title="What the next ratings said", lines=(_repaired(page), _median(page))),
        FigurePart(
            title="Repaired, talked about or not", lines=talk, is_association=True, left_out=_in_neither(figures)
        ),
        *_by_reading(page),
        FigurePart(title="How care ended after a rupture", lines=ended, is_association=True),
    )


def told_apart(parts: Iterable[FigurePart]) -> tuple[tuple[FigurePart, ...], tuple[str, ...]]:
    """Parts with the lines that tell something, and what the lines are called that are withheld, in order."""
    told, untold = [], []
    for part in parts:
        lines = tuple(line for line in part.lines if line.said != WITHHELD)
        untold += [_in_full(part, line) for line in part.lines if line.said == WITHHELD]
        told += [replace(part, lines=lines)] if lines else []
    return tuple(told), tuple(untold)


def _in_full(part: FigurePart, line: FigureLine) -> str:
    """Name a line so that it can stand without its heading."""
    return f"{part.title}: {line.name[0].lower()}{line.name[1:]}"


def too_few_said(untold: Collection[str]) -> str:
    """Say in one line of how much too little is known to tell it; nothing where all is told."""
    if not untold:
        return ""
    return (
        f"Too few to tell yet: {counted(len(untold), 'row')}. Each would be about fewer than {LEAST_COUNT} ruptures or "
        f"{SMALLEST_GROUP} clients, be one client's own value, or give such a figure away. "
        "With more ruptures noted they appear here by themselves."
    )


def _in_neither(figures: RepairFigures) -> str:
    """Say how many of the repaired and not repaired are in neither row; nothing where that is withheld, or nobody."""
    every, rows = figures.repaired, (figures.repaired_after_talk, figures.repaired_without_talk)
    if every is None or every.rounded or any(row is None for row in rows):
        return ""
    rest = every.whole - sum(row.whole for row in rows if row is not None)
    if not rest:
        return ""
    return (
        f"{rest} of the {every.whole} ruptures above are in neither row: their ratings were past when they came in, or "
        "no session has come since, so nobody could talk about them yet."
    )


def _found(page: RepairsPage) -> FigureLine:
    figures = page.figures
    waiting = (("too early to say", figures.too_early), ("ended without a later rating", figures.unknown))
    about = ABOUT_SO_MANY if page.scope is RepairsScope.CLINIC else ""
    told = ", ".join(f"{WITHHELD if count is None else f'{about}{count}'} {name}" for name, count in waiting)
    said = WITHHELD if figures.found is None else f"{about}{figures.found}"
    return FigureLine(
        name="Ruptures noticed in the ratings", said=said, of_what=told, share=None, why=_why(page, "Noticed", RUPTURE)
    )


def _talked(page: RepairsPage) -> FigureLine:
    return _share(page, "Talked about with the client", page.figures.talked, ALERTED)


def _repaired(page: RepairsPage) -> FigureLine:
    return _share(page, f"Ruptures repaired within {page.within} rated sessions", page.figures.repaired, DECIDED)


def _median(page: RepairsPage) -> FigureLine:
    name, repaired, found = "Sessions to repair", page.figures.repaired, page.figures.sessions_to_repair
    if repaired is None or (found is None and repaired.part):
        return _line(page, name, WITHHELD, OWN_VALUE, MIDDLE)
    if found is None:
        return _line(page, name, "none yet", "no repaired rupture to count from", MIDDLE)
    return FigureLine(
        name=name,
        said=f"{found.value:g} (median)",
        of_what=_of_median(found),
        share=None,
        why=_why(page, name, MIDDLE, ("repaired ruptures", len(found.values)), source=ORDER),
    )


def _of_median(found: Median) -> str:
    of = f"of {counted(len(found.values), 'repaired rupture')}"
    if found.interval is None:
        return f"{of}; fewer than six give no interval"
    return f"{of}; {ENDS} {found.interval[0]} to {found.interval[1]}"


def _by_reading(page: RepairsPage) -> Iterator[FigurePart]:
    """Tell repairs by kind and dimension, where plans say anything of them."""
    for title, shares in (
        ("Repaired, by kind of rupture", page.figures.by_kind),
        ("Repaired, by what it was about", page.figures.by_dimension),
    ):
        if shares is None:
            yield FigurePart(title=title, lines=(_line(page, "All groups", WITHHELD, "", DECIDED),))
        elif shares:
            lines = tuple(_share(page, _named(name), share, DECIDED) for name, share in shares.items())
            yield FigurePart(title=title, lines=lines)


def _named(reading: str) -> str:
    """Name a kind or a dimension as the guide does."""
    if reading in set(KindSeen):
        return KIND_SEEN[KindSeen(reading)]
    return ABOUT[Dimension(reading)] if reading else NOT_SAID.capitalize()


def _share(page: RepairsPage, name: str, share: Share | None, formula: str, unit: str = "rupture") -> FigureLine:
    if share is None:
        why = f"fewer than {LEAST_COUNT}, or such a figure could be worked out from it"
        return _line(page, name, WITHHELD, why, formula)
    if share.value is None or share.interval is None:
        return _line(page, name, "none yet", f"no {unit} to count", formula)
    about = ABOUT_SO_MANY if share.rounded else ""
    low, high = share.interval
    numbers = (("of them", share.part), (f"{unit}s", share.whole), ("in so many episodes", share.episodes))
    return FigureLine(
        name=name,
        said=f"{about}{share.part} of {about}{share.whole} ({_percent(share.value)})",
        of_what=f"{about}{counted(share.whole, unit)}; {ENDS} {_percent(low)} to {_percent(high)}",
        share=share,
        why=_why(page, name, formula, *numbers, source=WILSON),
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"


def _line(page: RepairsPage, name: str, said: str, of_what: str, formula: str) -> FigureLine:
    return FigureLine(name=name, said=said, of_what=of_what, share=None, why=_why(page, name, formula))


def _why(page: RepairsPage, title: str, formula: str, *numbers: tuple[str, int], source: str = "") -> Explanation:
    told = formula.format(within=page.within)
    return Explanation(
        title=title,
        formula=told if formula == RUPTURE else f"{told} {RUPTURE}",
        values=numbers,
        line=CLUSTERED if source == WILSON else "",
        policy=page.policy,
        source=source,
    )
