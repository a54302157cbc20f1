"""Which episodes of a clinic are counted: period, team, programme, age band, informant, tag; never too many at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from fit.casework._views_outcomes import REPORT
from fit.casework.views import OutcomesChoices
from fit.errors import InputError
from fit.scales import AgeBand, Informant
from fit.series import INFORMANTS
from fit.service.suppression import MOST_FILTERS, SMALLEST_GROUP

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from numpy.typing import NDArray

    from fit.casework._outcomes_reading import ClinicEpisodes
    from fit.casework.views import OutcomesFilter
    from fit.store.types import Record

    Mask = NDArray[np.bool_]

BESIDE_THE_STATE = MOST_FILTERS - 1
"""Filters that may be set at once: figures by age band and informant are one more (docs/decisions/0015)."""
CLINICIANS_OF_A_TAG = 2
"""A tag is a clinician's own word. One that only one of them uses is not offered to a director."""
AGE_BANDS = tuple(AgeBand)
NOT_BESIDE_A_REPORT = ("age_band", "informant", "tag")
"""A service report has no such filter, so that the page, told the same, tells nothing more."""


def check_filters(chosen: OutcomesFilter, choices: OutcomesChoices) -> None:
    """Refuse what could point at somebody, and what is not offered.

    Raises
    ------
    InputError
        when too many filters are set, or one is not among the choices.
    """
    beside = {name for name in NOT_BESIDE_A_REPORT if getattr(chosen, name) is not None}
    if chosen.period in choices.periods and chosen.report_month is not None and beside:
        raise InputError("A service report is of all, of one team or of one programme. Take the other filters off.")
    if chosen.count > BESIDE_THE_STATE:
        raise InputError(f"{chosen.count} filters at once could point at somebody. Set at most {BESIDE_THE_STATE}.")
    offered = (
        (chosen.period, choices.periods),
        (chosen.team, choices.teams),
        (chosen.programme, choices.programmes),
        (chosen.age_band, choices.age_bands),
        (chosen.informant, choices.informants),
        (chosen.tag, choices.tags),
    )
    for value, among in offered:
        if value is not None and value not in among:
            raise InputError(f"{value!r} is not among the choices here. Choose one that is offered.")


def choices_of(whole: ClinicEpisodes, mine: Mask, today: date, *, for_clinic: bool) -> OutcomesChoices:
    """What may be chosen. For a director the choices themselves tell nothing of small groups."""
    rows = [whole.rows[place] for place in np.flatnonzero(mine).tolist()]
    holders = whole.staff if for_clinic else {row.clinician_id for row in rows}
    teams = sorted({whole.staff[one].team for one in holders} - {""})
    bands = np.unique(whole.episodes.age_band[mine]).tolist()
    rated = int(np.bitwise_or.reduce(whole.episodes.informants[mine], initial=0))
    reports = (f"{REPORT} {_last_month_over(today):%Y-%m}",) if for_clinic else ()
    return OutcomesChoices(
        periods=(*reports, *_periods(rows, today)),
        teams=tuple(teams),
        programmes=_programmes(whole, rows, for_clinic=for_clinic),
        age_bands=AGE_BANDS if for_clinic else tuple(AGE_BANDS[code] for code in bands),
        informants=tuple(Informant) if for_clinic else tuple(w for c, w in enumerate(INFORMANTS) if rated >> c & 1),
        tags=_tags(whole, rows, for_clinic=for_clinic),
    )


def _last_month_over(today: date) -> date:
    return today.replace(day=1) - timedelta(days=1)


def _periods(rows: Iterable[Record], today: date) -> tuple[str, ...]:
    """Years in which episodes began, the newest first, each with its quarters."""
    first = min((row.opened_on.year for row in rows if row.opened_on), default=today.year)
    years = range(today.year, first - 1, -1)
    return tuple(name for year in years for name in (str(year), *(f"{year} Q{quarter}" for quarter in (4, 3, 2, 1))))


def _programmes(whole: ClinicEpisodes, rows: Iterable[Record], *, for_clinic: bool) -> tuple[str, ...]:
    """Names of programmes; for a director all that there are, whoever is in them."""
    if len(whole.programmes) == 1:  # of none, alone
        return ()
    met = {whole.programme_of(row) for row in rows}
    return tuple(name for name in whole.programmes.values() if for_clinic or name in met)


def _tags(whole: ClinicEpisodes, rows: Iterable[Record], *, for_clinic: bool) -> tuple[str, ...]:
    own = {row.id: row for row in rows}
    found = []
    for tag, ids in whole.tagged.items():
        theirs = [own[one] for one in ids if one in own]
        if theirs and (not for_clinic or _is_common(theirs)):
            found.append(tag)
    return tuple(sorted(found, key=str.casefold))


def _is_common(rows: Iterable[Record]) -> bool:
    who = [(row.client_id, row.clinician_id) for row in rows]
    clients, clinicians = {client for client, _ in who}, {clinician for _, clinician in who}
    return len(clients) >= SMALLEST_GROUP and len(clinicians) >= CLINICIANS_OF_A_TAG


def marked(whole: ClinicEpisodes, chosen: OutcomesFilter) -> Mask:
    """Mark the episodes that a filter keeps."""
    episodes = whole.episodes
    kept = np.ones(episodes.count, np.bool_)
    if chosen.age_band is not None:
        kept &= episodes.age_band == AGE_BANDS.index(chosen.age_band)
    if chosen.informant is not None:
        kept &= (episodes.informants & np.uint8(1 << INFORMANTS.index(chosen.informant))) > 0
    if chosen.period is not None and chosen.report_month is None:
        kept &= _rows_where(_began_in(row.opened_on, chosen.period) for row in whole.rows)
    if chosen.team is not None:
        kept &= _rows_where(whole.staff[row.clinician_id].team == chosen.team for row in whole.rows)
    if chosen.programme is not None:
        kept &= _rows_where(whole.programme_of(row) == chosen.programme for row in whole.rows)
    if chosen.tag is not None:
        with_tag = whole.tagged.get(chosen.tag, set())
        kept &= _rows_where(row.id in with_tag for row in whole.rows)
    return kept


def _rows_where(said: Iterable[bool]) -> Mask:
    return np.fromiter(said, np.bool_)


def _began_in(day: date | None, period: str) -> bool:
    """Whether an episode began in a year or a quarter; one whose first day nobody noted began in none."""
    if day is None:
        return False
    year, _, quarter = period.partition(" Q")
    return day.year == int(year) and (not quarter or (day.month - 1) // 3 + 1 == int(quarter))
