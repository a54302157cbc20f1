"""The sections of a service report: key figures, alliance, outcomes, repairs, how complete the ratings are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fit.repair import PlanState
from fit.reports._bar_chart import bar_chart
from fit.reports._flow import Row, blank, drawn
from fit.reports._heat_chart import ROWS_A_SHEET, colours_of, heat_chart, legend
from fit.reports._pen import QUIET
from fit.reports._service_beside import beside_rows
from fit.reports._service_rows import AFTER_SECTION, NOTE, figure_table, heading, table, text
from fit.reports._service_told import COURSE, few_of, left_out, left_out_rows, told_of, told_rows
from fit.reports._service_words import benchmark_in_words, briefly, in_words, source_in_words
from fit.scales import AgeBand
from fit.service.alliance_grid import Measure
from fit.service.benchmarks import benchmarks
from fit.service.definitions import definition
from fit.service.episodes import State
from fit.service.suppression import LEAST_COUNT, SMALLEST_GROUP, Rounded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fit.reports.service_report import AllianceTable, ServiceReport

__all__ = ["BENCHMARKED", "CELLS", "SHOWN", "section_rows"]

STATES: Final = {
    State.ALL: "All episodes",
    State.OPEN: "Open",
    State.CLOSED: "Closed",
    State.PLANNED: "Ended as planned",
    State.UNPLANNED: "Ended unplanned",
}
KEY: Final = (
    "clients", "episodes", "sessions_mean", "days_mean", "intake_mean", "latest_mean", "gain_mean",
    "raw_effect_size", "severity_adjusted_effect_size", "relative_effect_size",
    "alliance_first_mean", "alliance_last_mean", "alliance_below_line", "alliance_drops",
)  # fmt: skip
CHANGES: Final = (
    "recovered",
    "improved",
    "unchanged",
    "reliably_worse",
    "deteriorated",
    "harmed",
    "reached_session_target",
)
ENDINGS: Final = ("reached_target", "unplanned", "unplanned_in_green", "unplanned_out_of_green")
REPAIRS: Final = ("alliance_drops", "repaired")
COMPLETE: Final = ("sessions_with_both",)
SHOWN: Final = tuple(dict.fromkeys((*KEY, *CHANGES, *ENDINGS, *REPAIRS, "undecided_dips", *COMPLETE, "informants")))
"""Every figure of the report, in the order of the appendix."""
BENCHMARKED: Final = tuple(one for one in benchmarks() if one.figure in SHOWN)
BANDS: Final = {AgeBand.ADULT: "Adults", AgeBand.ADOLESCENT: "Adolescents", AgeBand.CHILD: "Children"}
AFTER_LEGEND: Final = 3.0
CAVEAT: Final = (
    "A hollow diamond below a bar: what others found. They had other clients, scales and ways of counting: it is no "
    "target, and no mark for this service. See What others found."
)
PLANS: Final = {
    PlanState.DRAFT: "Being thought about",
    PlanState.PLANNED: "Waiting for the talk",
    PlanState.TALKED: "Talked about, not yet known whether the change is kept",
    PlanState.CHANGE_KEPT: "The agreed change is kept",
    PlanState.CHANGE_NOT_KEPT: "The agreed change is not kept",
    PlanState.ANSWERED: "Answered by later ratings",
    PlanState.SET_ASIDE: "Set aside",
}
IN_BRACKETS: Final = "In brackets: of about how many {of}."
GRIDS: Final = {
    Measure.BELOW_LINE: (
        "Session ratings below the line",
        (
            "Percent of the month's session ratings that lie below {line:.0f}. A low rating is an invitation to talk: "
            f"it is easier to give where it is welcome. {IN_BRACKETS.format(of='session ratings')}"
        ),
    ),
    Measure.MEAN: (
        "Mean session rating",
        (
            "Points, 0 to 40, in halves; brown and a triangle: below the line of {line:.0f}. A mean near 40 may be "
            "courtesy. Hatched: few, or the interval reaches across the line. "
            f"{IN_BRACKETS.format(of='session ratings')}"
        ),
    ),
    Measure.UNRATED: (
        "Sessions without a session rating",
        (
            "Percent of the month's sessions. Where many have none, ask what is in the way: time, the tablet, or the "
            f"form. {IN_BRACKETS.format(of='sessions')}"
        ),
    ),
}
BACK_BY_MONTH: Final = "Single dips back within three ratings"
CELLS: Final = {**{one: title for one, (title, _) in GRIDS.items()}, Measure.REPAIRED: BACK_BY_MONTH}
"""Every measure that is told by month, with its title."""


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
    shown = [one for one in KEY if one in {*told_of(whole.figures, KEY), *few_of(whole.figures, KEY)}]
    rows += figure_table(whole.figures, shown, width) if shown else []
    rows += beside_rows(report, shown, width)
    rows += _left_out(left_out(whole.figures, KEY, shown), width)
    rows += heading("How many episodes there are", width, is_section=False)
    counts = ((said, briefly("episodes", report.outcomes[one].figures["episodes"])) for one, said in STATES.items())
    rows += table(("Episodes", "How many"), counts, (0.47, 0.53), width)
    rows += heading("By age", width, is_section=False)
    bands = ((BANDS[one], briefly("clients", found["clients"]), briefly("intake_mean", found["intake_mean"]))
             for one, found in whole.by_age_band.items())  # fmt: skip
    return [*rows, *table(("Clients", "How many", "First outcome rating"), bands, (0.2, 0.24, 0.56), width)]


def _left_out(said: str, width: float) -> list[Row]:
    """A line on what is not shown, where there is something."""
    return text(said, width, NOTE, grey=QUIET) if said else []


def _who() -> str:
    return (
        "Episodes of care that were open at some time in the twelve months, as they stood at the end of the last one, "
        "with all their ratings up to then."
    )


def _alliance(report: ServiceReport, width: float, font: str) -> list[Row]:
    rows = heading("Alliance across the caseload", width)
    row = "Everybody together in one row"
    row += ", then a row for each team and programme" if report.parts else ""
    row += ", then one for each clinician by name" if report.names else ""
    said = (
        f"{row}, a column for each month; in brackets of about how many, below it the 95 % interval. Hatched cells are "
        "uncertain: fewer than ten sessions, a mean whose interval reaches across the line, or a share whose interval "
        "is wider than a colour. They are no verdict on anybody. Where rounding leaves no single number of a mean, the "
        "cell says between which whole points it lies and has the colour of the end nearer the line; where these reach "
        "across the line, no side is claimed and the cell is white. A cell that says few: fewer than "
        f"{LEAST_COUNT} of the sessions or ratings, perhaps none. Empty cells had no session, or fewer than "
        f"{SMALLEST_GROUP} clients, or too few to count, or would give such a cell away: which of these is not told."
    )
    rows += text(said, width, NOTE, grey=QUIET)
    for measure in (Measure.BELOW_LINE, Measure.MEAN):
        rows += _grid(report, measure, width, font)
    return rows


def _grid(report: ServiceReport, measure: Measure, width: float, font: str) -> list[Row]:
    """Everybody together in one row, then teams and programmes, then everyone by name."""
    title, said = GRIDS[measure]
    rows = heading(title, width, is_section=False)
    rows += text(said.format(line=report.line), width, NOTE, grey=QUIET, keeps_next=True)
    return [*rows, *_pictures(report, (report.whole, *report.parts, report.clinicians), measure, width, font)]


def _pictures(
    report: ServiceReport, tables: Sequence[AllianceTable], measure: Measure, width: float, font: str
) -> list[Row]:
    """Rows of which some months can be told, with their legend; and which are left out."""
    rows: list[Row] = []
    without: list[str] = []
    for found in tables:
        kept = told_rows(found.views[measure], least=1 if found is report.whole else COURSE)
        without += [left_out_rows(found.rows, kept)]
        rows += _heat_rows(report, found.only(kept), measure, width, font) if kept else []
    if rows:
        rows += [drawn(legend(colours_of(measure, report.line), width=width, font=font)), blank(AFTER_LEGEND)]
    return [*rows, *(row for said in without for row in _left_out(said, width)), blank(AFTER_SECTION)]


def _heat_rows(report: ServiceReport, found: AllianceTable, measure: Measure, width: float, font: str) -> Iterator[Row]:
    colours = colours_of(measure, report.line)
    for at in range(0, len(found.rows), ROWS_A_SHEET):
        drawing = heat_chart(found.rows, found.periods, found.views[measure], colours, width=width, font=font, at=at)
        yield Row(height=drawing.height, drawing=drawing, keeps_next=at + ROWS_A_SHEET >= len(found.rows))


def _outcomes(report: ServiceReport, width: float, font: str) -> list[Row]:
    rows = heading("Outcomes", width)
    rows += text("The line over a bar is its 95 % interval.", width, NOTE, grey=QUIET)
    rows += beside_rows(report, [*dict.fromkeys(name for state in STATES for name in _shown(report, state))], width)
    return rows + [row for state in STATES for row in _of_state(report, state, width, font)]


def _asked(state: State) -> tuple[str, ...]:
    return (*CHANGES, *ENDINGS) if state in {State.ALL, State.CLOSED} else CHANGES


def _shown(report: ServiceReport, state: State) -> tuple[str, ...]:
    return told_of(report.outcomes[state].figures, _asked(state))


def _of_state(report: ServiceReport, state: State, width: float, font: str) -> list[Row]:
    """The shares of one state that can be told; beside others' only where the better and the worse both are."""
    figures, asked, shown = report.outcomes[state].figures, _asked(state), _shown(report, state)
    others = state == State.CLOSED and {"recovered", "improved", "reliably_worse"} <= set(shown)
    rows = heading(f"{STATES[state]} ({briefly('episodes', figures['episodes'])})", width, is_section=False)
    if shown:
        rows.append(drawn(bar_chart(figures, shown, width=width, font=font, others=others)))
    rows += text(CAVEAT, width, NOTE, grey=QUIET) if others else []
    rows += _left_out(left_out(figures, asked, shown), width)
    if told_of(figures, ("gain_mean",)):
        rows += text(f"Mean gain: {in_words('gain_mean', figures['gain_mean'])}.", width)
    return [*rows, blank(AFTER_SECTION)]


def _repairs(report: ServiceReport, width: float, font: str) -> list[Row]:
    figures = report.outcomes[State.ALL].figures
    rows = heading("Ruptures and repairs", width)
    said = (
        "A dip is a session rating below the line, a fall, or one under the client's own usual range. It is back "
        "when one of the next three ratings is. Dips that follow each other count one by one here. "
        "What counts is not whether a dip comes, but how it is met."
    )
    rows += [*text(said, width), *_bars(report, REPAIRS, width, font)]
    rows += text(f"Single dips not yet decided: {briefly('undecided_dips', figures['undecided_dips'])}.", width)
    rows += heading(f"{BACK_BY_MONTH}, by month of the dip", width, is_section=False)
    rows += text(IN_BRACKETS.format(of="dips"), width, NOTE, grey=QUIET, keeps_next=True)
    rows += _pictures(report, (report.whole,), Measure.REPAIRED, width, font)
    return rows + _repair_plans(report, width)


def _bars(report: ServiceReport, asked: Sequence[str], width: float, font: str) -> list[Row]:
    """Shares of all episodes that can be told, and which cannot."""
    figures = report.outcomes[State.ALL].figures
    shown = told_of(figures, asked)
    bars = [drawn(bar_chart(figures, shown, width=width, font=font)), blank(AFTER_SECTION)] if shown else []
    return [*bars, *_left_out(left_out(figures, asked, shown), width)]


def _repair_plans(report: ServiceReport, width: float) -> list[Row]:
    """Plans by state, and in one line those of which there are few or none."""
    rows = heading("Repair plans of these episodes, as they stand now", width, is_section=False)
    told = [(PLANS[one], f"about {count:,} plans") for one, count in report.plans.items() if count is not None]
    rows += table(("Plans", "How many"), told, (0.47, 0.53), width) if told else []
    few = "; ".join(PLANS[one] for one, count in report.plans.items() if count is None)
    return rows + _left_out(f"Fewer than {LEAST_COUNT} plans each, perhaps none: {few}." if few else "", width)


def _completeness(report: ServiceReport, width: float, font: str) -> list[Row]:
    whole = report.outcomes[State.ALL]
    rows = heading("How complete the ratings are", width)
    said = "What is not rated cannot be seen: every figure of this report speaks of the rated alone."
    rows += [*text(said, width), *_bars(report, COMPLETE, width, font)]
    counted = {one: found for one, found in whole.informants.items() if isinstance(found, Rounded)}
    rows += heading("Episodes with ratings by", width, is_section=False)
    who = [(str(one).capitalize(), in_words("informants", found)) for one, found in counted.items()]
    rows += table(("Who rated", "How many"), who, (0.47, 0.53), width) if who else []
    few = ", ".join(str(one).capitalize() for one in whole.informants if one not in counted)
    rows += _left_out(f"Too few to tell, perhaps none: {few}." if few else "", width)
    return rows + _grid(report, Measure.UNRATED, width, font)


def _others(width: float) -> list[Row]:
    rows = heading("What others found", width)
    rows += text("To be read beside one's own figures as context, never as a target.", width)
    for one in BENCHMARKED:
        rows += heading(f"{definition(one.figure).title}: {benchmark_in_words(one)}", width, is_section=False)
        rows += text(one.context, width, keeps_next=True)
        rows += text(f"Who: {one.counted}. Source: {source_in_words(one)}", width, NOTE, grey=QUIET)
    return rows
