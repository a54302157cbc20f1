"""The sections of a service report: cover, key figures, alliance, outcomes, repairs, how complete the ratings are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fit.repair import PlanState
from fit.reports._bar_chart import bar_chart
from fit.reports._flow import Row, blank, drawn
from fit.reports._heat_chart import ROWS_A_SHEET, colours_of, heat_chart, legend
from fit.reports._pen import QUIET
from fit.reports._service_rows import AFTER_SECTION, NOTE, TITLE, figure_table, heading, table, text
from fit.reports._service_words import benchmark_in_words, in_words
from fit.reports._sheets import day_in_words
from fit.scales import AgeBand
from fit.service.alliance_grid import Measure
from fit.service.benchmarks import benchmarks
from fit.service.definitions import definition
from fit.service.episodes import State
from fit.service.suppression import SMALLEST_GROUP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.reports.service_report import AllianceTable, ServiceReport

__all__ = ["BENCHMARKED", "SHOWN", "cover_rows", "section_rows"]

STATES: Final = {
    State.ALL: "All episodes",
    State.OPEN: "Open",
    State.CLOSED: "Closed",
    State.PLANNED: "Ended as planned",
    State.UNPLANNED: "Ended by the client alone",
}
KEY: Final = (
    "clients", "episodes", "sessions_mean", "days_mean", "intake_mean", "latest_mean", "gain_mean",
    "raw_effect_size", "severity_adjusted_effect_size", "relative_effect_size",
    "alliance_first_mean", "alliance_last_mean", "alliance_below_line", "alliance_drops",
)  # fmt: skip
CHANGES: Final = ("recovered", "improved", "unchanged", "deteriorated", "harmed", "reached_session_target")
ENDINGS: Final = ("reached_target", "unplanned", "unplanned_in_green", "unplanned_out_of_green")
REPAIRS: Final = ("alliance_drops", "repaired")
COMPLETE: Final = ("sessions_with_both",)
SHOWN: Final = tuple(dict.fromkeys((*KEY, *CHANGES, *ENDINGS, *REPAIRS, "undecided_dips", *COMPLETE, "informants")))
"""Every figure of the report, in the order of the appendix."""
BENCHMARKED: Final = tuple(one for one in benchmarks() if one.figure in SHOWN)
BANDS: Final = {AgeBand.ADULT: "Adults", AgeBand.ADOLESCENT: "Adolescents", AgeBand.CHILD: "Children"}
PLANS: Final = {
    PlanState.DRAFT: "Being thought about",
    PlanState.PLANNED: "Waiting for the talk",
    PlanState.TALKED: "Talked about, not yet known whether the change is kept",
    PlanState.CHANGE_KEPT: "The agreed change is kept",
    PlanState.CHANGE_NOT_KEPT: "The agreed change is not kept",
    PlanState.ANSWERED: "Answered by later ratings",
    PlanState.SET_ASIDE: "Set aside",
}
GRIDS: Final = {
    Measure.BELOW_LINE: (
        "Session ratings below the line",
        (
            "Percent of the month's session ratings that lie below {line:.0f}. A low rating is an invitation to talk: "
            "it is easier to give where it is welcome."
        ),
    ),
    Measure.MEAN: (
        "Mean session rating",
        "Points, 0 to 40; orange lies below the line of {line:.0f}, blue from it on. A mean near 40 may be courtesy.",
    ),
    Measure.UNRATED: (
        "Sessions without a session rating",
        "Percent of the month's sessions. Where much is empty, ask what is in the way: time, the tablet, or the form.",
    ),
}
HOW_TO_READ: Final = (
    (
        "Nobody can be recognised. Counts are rounded to the nearest five, shares and means are made of rounded "
        f'numbers, and nothing is told of fewer than {SMALLEST_GROUP} clients. That is why each figure is "about", '
        "and why parts may not add up."
    ),
    (
        "Each figure stands with its 95 % interval and with how many it rests on. Where intervals overlap, the "
        "difference may be chance."
    ),
    "Nobody is ranked. Clinicians stand by name, and see different clients; a cell is no verdict on a person.",
    (
        "What others found stands beside some figures as context. It is no target: their clients, scales and ways of "
        "counting were not yours."
    ),
)


def cover_rows(report: ServiceReport, *, width: float) -> list[Row]:
    """What it is about, in short, and how to read it."""
    whose = report.team or "All teams"
    rows = [blank(90), *text(report.service, width, TITLE), *text("Service report", width, TITLE, after=AFTER_SECTION)]
    rows += text(f"{report.month_in_words} and the eleven months before. {whose}.", width, 12, after=4)
    rows += text(f"Made on {day_in_words(report.made_on)}.", width, 12, grey=QUIET, after=36)
    rows += heading("In short", width)
    rows += [row for said in _in_short(report) for row in text(said, width, 11)]
    rows += [blank(24), *heading("How to read this", width)]
    return rows + [row for said in HOW_TO_READ for row in text(said, width)]


def _in_short(report: ServiceReport) -> Iterator[str]:
    whole, closed = report.outcomes[State.ALL].figures, report.outcomes[State.CLOSED].figures
    yield f"Clients in care in these twelve months: {in_words('clients', whole['clients'])}."
    told = {
        "Mean gain of those rated again": ("gain_mean", whole),
        "Recovered, of closed episodes": ("recovered", closed),
        "Improved without recovering, of closed episodes": ("improved", closed),
        "Ended by the client alone, of closed episodes": ("unplanned", closed),
        "Session ratings below the line": ("alliance_below_line", whole),
        "Ruptures repaired within three sessions": ("repaired", whole),
        "Sessions with both ratings": ("sessions_with_both", whole),
    }
    for said, (name, figures) in told.items():
        yield f"{said}: {in_words(name, figures[name])}."


def section_rows(report: ServiceReport, *, width: float, font: str) -> list[tuple[str, list[Row]]]:
    """Every section after the cover, by its heading."""
    return [
        ("Key figures", _key(report, width)),
        ("Alliance across the caseload", _alliance(report, width, font)),
        ("Outcomes", _outcomes(report, width, font)),
        ("Ruptures and repairs", _repairs(report, width, font)),
        ("How complete the ratings are", _completeness(report, width, font)),
        ("What others found", _others(width)),
    ]


def _key(report: ServiceReport, width: float) -> list[Row]:
    whole = report.outcomes[State.ALL]
    rows = [*heading("Key figures", width), *text(_who(), width)]
    rows += figure_table(whole.figures, KEY, width)
    rows += heading("How many episodes there are", width, is_section=False)
    counts = ((said, in_words("episodes", report.outcomes[one].figures["episodes"])) for one, said in STATES.items())
    rows += table(("Episodes", "How many"), counts, (0.47, 0.53), width)
    rows += heading("By age", width, is_section=False)
    bands = ((BANDS[one], in_words("clients", found["clients"]), in_words("intake_mean", found["intake_mean"]))
             for one, found in whole.by_age_band.items())  # fmt: skip
    return [*rows, *table(("Clients", "How many", "First outcome rating"), bands, (0.27, 0.28, 0.45), width)]


def _who() -> str:
    return (
        "Episodes of care that were open at some time in the twelve months, as they stood at the end of the last one, "
        "with all their ratings up to then."
    )


def _alliance(report: ServiceReport, width: float, font: str) -> list[Row]:
    rows = heading("Alliance across the caseload", width)
    said = (
        "A row for each clinician by name, a column for each month. Hatched cells rest on fewer than ten sessions: one "
        "session moves them far. A cell that says few: fewer than "
        f"{SMALLEST_GROUP} of the sessions. Empty cells had no session, or fewer than {SMALLEST_GROUP} clients, or "
        "would give such a cell away."
    )
    rows += text(said, width, NOTE, grey=QUIET)
    for measure in (Measure.BELOW_LINE, Measure.MEAN):
        rows += _grid(report, measure, width, font)
    return rows


def _grid(report: ServiceReport, measure: Measure, width: float, font: str) -> list[Row]:
    """Everybody together in one row, then everyone by name."""
    title, said = GRIDS[measure]
    rows = heading(title, width, is_section=False)
    rows += text(said.format(line=report.line), width, NOTE, grey=QUIET, keeps_next=True)
    for found in (report.whole, report.clinicians):
        rows += _heat_rows(report, found, measure, width, font)
    return [*rows, drawn(legend(colours_of(measure, report.line), width=width, font=font)), blank(AFTER_SECTION)]


def _heat_rows(report: ServiceReport, found: AllianceTable, measure: Measure, width: float, font: str) -> Iterator[Row]:
    colours = colours_of(measure, report.line)
    for at in range(0, len(found.rows), ROWS_A_SHEET):
        drawing = heat_chart(found.rows, found.periods, found.views[measure], colours, width=width, font=font, at=at)
        yield Row(height=drawing.height, drawing=drawing, keeps_next=at + ROWS_A_SHEET >= len(found.rows))


def _outcomes(report: ServiceReport, width: float, font: str) -> list[Row]:
    rows = heading("Outcomes", width)
    said = (
        "The line over a bar is its 95 % interval. A hollow diamond below a bar of closed episodes: what others found."
    )
    rows += text(said, width, NOTE, grey=QUIET)
    for state, name in STATES.items():
        shown = (*CHANGES, *ENDINGS) if state in {State.ALL, State.CLOSED} else CHANGES
        figures = report.outcomes[state].figures
        count = in_words("episodes", figures["episodes"])
        rows += heading(f"{name} ({count})", width, is_section=False)
        rows.append(drawn(bar_chart(figures, shown, width=width, font=font, others=state == State.CLOSED)))
        rows += text(f"Mean gain: {in_words('gain_mean', figures['gain_mean'])}.", width, after=AFTER_SECTION)
    return rows


def _repairs(report: ServiceReport, width: float, font: str) -> list[Row]:
    figures = report.outcomes[State.ALL].figures
    rows = heading("Ruptures and repairs", width)
    said = (
        "A dip is a session rating below the line, a fall, or one under the client's own usual range. It is repaired "
        "when one of the next three ratings is back. What counts is not whether a dip comes, but how it is met."
    )
    rows += [*text(said, width), drawn(bar_chart(figures, REPAIRS, width=width, font=font)), blank(AFTER_SECTION)]
    rows += text(f"Dips not yet decided: {in_words('undecided_dips', figures['undecided_dips'])}.", width)
    rows += heading("Repaired within three sessions, by month of the dip", width, is_section=False)
    rows += _heat_rows(report, report.whole, Measure.REPAIRED, width, font)
    rows.append(drawn(legend(colours_of(Measure.REPAIRED, report.line), width=width, font=font)))
    rows += [
        blank(AFTER_SECTION),
        *heading("Repair plans of these episodes, as they stand now", width, is_section=False),
    ]
    few = f"fewer than {SMALLEST_GROUP}, or none"
    told = ((PLANS[one], few if count is None else f"about {count:,}") for one, count in report.plans.items())
    return [*rows, *table(("Plans", "How many"), told, (0.47, 0.53), width)]


def _completeness(report: ServiceReport, width: float, font: str) -> list[Row]:
    whole = report.outcomes[State.ALL]
    rows = heading("How complete the ratings are", width)
    said = "What is not rated cannot be seen: every figure of this report speaks of the rated alone."
    rows += [*text(said, width), drawn(bar_chart(whole.figures, COMPLETE, width=width, font=font))]
    who = ((str(one).capitalize(), in_words("informants", found)) for one, found in whole.informants.items())
    rows += heading("Episodes with ratings by", width, is_section=False)
    rows += table(("Informant", "How many"), who, (0.47, 0.53), width)
    return rows + _grid(report, Measure.UNRATED, width, font)


def _others(width: float) -> list[Row]:
    rows = heading("What others found", width)
    rows += text("To be read beside one's own figures as context, never as a target.", width)
    for one in BENCHMARKED:
        rows += heading(f"{definition(one.figure).title}: {benchmark_in_words(one)}", width, is_section=False)
        rows += text(one.context, width, keeps_next=True)
        checked = "" if one.status == "confirmed" else " Not read in the source itself."
        rows += text(f"Who: {one.counted}. Source: {one.source}, p. {one.page}.{checked}", width, NOTE, grey=QUIET)
    return rows
