"""Every count of sessions that a director is handed, as statements: completeness, alliance grid, and reports."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from itertools import product
from math import inf

import numpy as np

from fit.casework import director
from fit.casework._alliance_grid import first_week
from fit.casework._deed import looking
from fit.casework._outcomes_reading import read_clinic
from fit.casework._programmes import names_of
from fit.casework.views import CellState, GridRows
from fit.service import suppression
from fit.service.alliance_grid import Measure, Period, period_of
from fit.service.share_bands import coarser
from fit.service.suppression import Few, Rounded, Withheld
from fit.store.cells import FIGURES
from fit.store.queries.alliance import programme_weeks
from tests.fit.casework.attacks import Statements, key_of, narrow, report_of, reported
from tests.fit.casework.random_store import FIRST_WEEK, NOW, TEAMS

EVERYBODY = "Everybody together"


@dataclass(frozen=True)
class Cell:
    """What a count of sessions is of: one row's, of one programme (None: all), in a period, or all of them."""

    row: str
    programme: str | None
    when: object
    what: str

    def part_of(self):
        """What this is a part of, with the kind of part; parts of one kind add up."""
        if self.row != EVERYBODY:
            yield replace(self, row=EVERYBODY), self.row.partition(" ")[0]
            if not self.row.startswith("Team"):
                yield replace(self, row=team_of(self.row)), "clinician"
        if self.programme is not None:
            yield replace(self, programme=None), "programme"
        if self.what != "held":
            yield replace(self, what="held"), self.what in {"rated", "unrated"}
        if isinstance(self.when, date):
            yield replace(self, when=("month", period_of(self.when, Period.MONTH))), "week"
            yield from (
                (replace(self, when=("since", one)), "week")
                for one in (FIRST_WEEK, OLDEST[Period.WEEK])
                if self.when >= one
            )
        elif self.when[0] == "month":
            yield replace(self, when=("quarter", period_of(self.when[1], Period.QUARTER))), "month"
            yield replace(self, when=("since", OLDEST[Period.MONTH])), "month"
        elif self.when[0] == "quarter":
            yield replace(self, when=("since", OLDEST[Period.QUARTER])), "quarter"


@dataclass
class Sessions:
    """Every session as a row, and what is told of them."""

    who: np.ndarray
    programme: np.ndarray
    week: np.ndarray
    kinds: dict
    told: Statements = field(default_factory=Statements)

    @classmethod
    def of(cls, world):
        """Read the weekly cells of all clinicians by programme: which of a week's sessions are rated is no matter."""
        with looking(world.clinic, world.dan, "open_clinic_outcomes") as deed:
            staff = read_clinic(world.clinic, deed).staff
            names = names_of(deed)
            weeks = programme_weeks(deed.connection, deed.clinic_id, sorted(staff), date(2025, 1, 1))
        rows = []
        for programme, who, week, figures in weeks:
            counts = dict(zip(FIGURES, figures, strict=True))
            rated, low = counts["with_alliance"], counts["below_line"]
            for place in range(counts["sessions"]):
                known = (staff[who].display_name, names[programme], week)
                rows.append((*known, place < rated, place >= rated, place < low))
        who, programme, week, rated, unrated, low = (np.array(column) for column in zip(*rows, strict=True))
        kinds = {"held": np.ones(who.size, bool), "rated": rated, "unrated": unrated, "low": low}
        return cls(who=who, programme=programme, week=week, kinds=kinds)

    def say(self, cell, table, key):
        self.told.say(self.mask(cell), table, key, cell)

    def within(self, cell, low, high):
        """Say that there are so many."""
        mask = self.mask(cell)
        assert low <= mask.sum() <= high, f"misread: {cell}"
        narrow(self.told.bounds, mask.tobytes(), low, high)
        narrow(self.told.labels, cell, low, high)
        self.told.members[cell] = mask

    def mask(self, cell):
        mask = self.kinds[cell.what].copy()
        if cell.row.startswith("Team"):
            mask &= np.array([team_of(one) == cell.row for one in self.who])
        elif cell.row != EVERYBODY:
            mask &= self.who == cell.row
        if cell.programme is not None:
            mask &= self.programme == cell.programme
        return mask & self.at(cell.when)

    def at(self, when):
        if isinstance(when, date):
            return self.week == when
        if when[0] in set(Period):
            return np.array([period_of(one, Period(when[0])) == when[1] for one in self.week])
        return self.week >= when[1]


def team_of(name):
    return TEAMS[name.removeprefix("North ")]


def gather_sessions(world):
    """Every count of sessions that a director is handed: table of completeness, alliance grid, reports."""
    found = Sessions.of(world)
    read_completeness(world, found)
    programmes = director.open_clinic_outcomes(world.clinic, world.dan).choices.programmes
    asked = [{"rows": by} for by in GridRows] + [{"programme": one} for one in programmes]
    for period, measure, one in product(Period, (Measure.UNRATED, Measure.MEAN, Measure.BELOW_LINE), asked):
        read_grid(found, director.open_alliance_grid(world.clinic, world.dan, measure=measure, period=period, **one))
    for chosen in reported(world):
        report = report_of(world, chosen)
        for table in (report.clinicians, report.whole, *report.parts):
            read_report(found, table, chosen, programmes)
    for _ in ("wholes", "wholes of wholes"):
        for whole in {whole for cell in found.told.labels for whole, _ in cell.part_of()} - set(found.told.labels):
            found.within(whole, 0, inf)  # told nowhere, and yet what the programmes add up to is what the teams do
    return found.told


def read_completeness(world, found):
    weeks = ("since", world.first_week)
    for row in director.open_clinic_outcomes(world.clinic, world.dan).completeness:
        for when, shown in [*row.weeks.items(), (weeks, row.whole)]:
            cell = Cell(row.name, None, when, "held")
            if not isinstance(shown, Withheld):
                found.say(cell, "n", key_of(shown))
                read_rated(found, replace(cell, what="rated"), shown)
            elif isinstance(when, date):
                found.say(cell, "n", key_of(shown))


def read_rated(found, cell, shown):
    """Every count that such a share, told in steps of 5 % or between two of them, may have been made of."""
    if isinstance(shown, Few):
        found.say(cell, "hits", key_of(shown, hits=True))
        return
    (might_be,) = np.nonzero([told_alike(shown, hits) for hits in range(shown.n + 3)])
    found.within(cell, int(might_be.min()), int(might_be.max()))


def told_alike(shown, hits):
    """Whether so many sessions with a rating, of about as many as are told, would be told so."""
    some = float(suppression.round_counts(hits))
    return not np.isnan(some) and shown == coarser(
        Rounded(definition=shown.definition, value=some / shown.n, n=shown.n)
    )


def read_grid(found, grid):
    """What the cells tell; a client of these stores has one session a week, so that few clients have few sessions."""
    if grid.together is not None:
        read_grid(found, replace(grid.together, by=GridRows.CLINICIANS))
    first = OLDEST[grid.period]
    for place, row in enumerate(grid.rows):
        whose, programme = (row.name, grid.programme) if grid.by is not GridRows.PROGRAMMES else (EVERYBODY, row.name)
        if row.sessions is not None:
            found.say(Cell(whose, programme, ("since", first), "held"), "rounded", str(float(row.sessions)))
        for column, begins in enumerate(grid.periods):
            when = begins if grid.period is Period.WEEK else (grid.period.value, begins)
            read_cell(found, grid, (place, column), Cell(whose, programme, when, OF[grid.measure]))


OF = {Measure.UNRATED: "held", Measure.MEAN: "rated", Measure.BELOW_LINE: "rated"}
HITS_OF = {Measure.UNRATED: "unrated", Measure.BELOW_LINE: "low"}
OLDEST = {one: first_week(NOW.date(), one) for one in Period}


def read_cell(found, grid, at, cell):
    state = grid.states[at[0]][at[1]]
    if state is CellState.NOTHING:
        found.within(cell, 0, 0)
    elif state is CellState.FEW_CLIENTS:
        found.within(cell, 0, max(most_of_few(found), MOST_OF_FOUR[grid.period]))
    elif state is CellState.IN_COMPANY:
        found.within(cell, most_of_few(found) + 1, inf)
    else:
        read_counts(found, cell, grid.measure, float(grid.view.n[at]), float(grid.view.value[at]))


MOST_OF_FOUR = {Period.WEEK: 4, Period.MONTH: 4 * 5, Period.QUARTER: 4 * 14}
"""Sessions of four clients who come once a week."""


def most_of_few(found):
    """Greatest count that is not told."""
    return found.told.tables["rounded"]["nan"][1]


def read_counts(found, cell, measure, n, value):
    found.say(cell, "rounded", str(n))
    if measure in HITS_OF:
        found.say(replace(cell, what=HITS_OF[measure]), "rounded", str(float(np.round(value * n))))


def read_report(found, table, chosen, programmes):
    for (measure, view), (place, name) in product(table.views.items(), enumerate(table.rows)):
        for column, begins in enumerate(table.periods):
            together = name in {chosen.team, chosen.programme, *programmes}
            row = (chosen.team or EVERYBODY) if together else name
            programme = chosen.programme or (name if name in programmes else None)
            n = float(view.n[place, column])
            if n and measure in OF:
                cell = Cell(row, programme, ("month", begins), OF[measure])
                read_counts(found, cell, measure, n, float(view.value[place, column]))
