"""What works here: ruptures of one's own clients, of supervisees' clients, or of the clinic without small groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.assessment import assess
from fit.casework._deed import looking
from fit.casework._recording import method_of
from fit.casework.views import RepairsPage, RepairsScope
from fit.errors import AccessDeniedError
from fit.ratings import Ending
from fit.repair import Dimension
from fit.series import Series
from fit.service.repairs import figures_of, published_repairs
from fit.service.ruptures import Care, Reading, find_ruptures
from fit.service.suppression import SMALLEST_GROUP
from fit.store import accounts, repairs
from fit.store.ids import read_id, shown
from fit.store.queries.ruptures import dipped, talked_about
from fit.store.ratings import history

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.service.repairs import RepairFigures
    from fit.service.ruptures import Rupture
    from fit.store.types import Record

NOT_SURE = Dimension.NOT_SURE.value
EPISODES_AT_ONCE = 1_000
"""Whose ratings are held at a time: a clinic of any size is read in pieces."""


def open_repairs(clinic: Clinic, actor: Actor) -> RepairsPage:
    """What became of the ruptures of one's own clients, for one's own eyes."""
    with looking(clinic, actor, "open_repairs") as deed:
        figures = _figures(clinic, deed, [deed.user_id])
    return _page(clinic, RepairsScope.OWN, figures)


def open_team_repairs(clinic: Clinic, actor: Actor, clinician_id: str | None = None) -> RepairsPage:
    """The same of all supervisees together, or of one of them.

    Raises
    ------
    AccessDeniedError
        when that person is not under one's supervision.
    """
    with looking(clinic, actor, "open_team_repairs") as deed:
        people = accounts.supervisees(deed.connection, deed.clinic_id, deed.user_id)
        chosen = [person.id for person in people if clinician_id is None or person.id == read_id(clinician_id)]
        if clinician_id is not None and not chosen:
            raise AccessDeniedError("You do not supervise this person. Ask your administrator.")
        figures = _figures(clinic, deed, chosen)
    names = tuple((shown(person.id), person.display_name) for person in people)
    return _page(clinic, RepairsScope.TEAM, figures, people=names)


def open_clinic_repairs(clinic: Clinic, actor: Actor) -> RepairsPage:
    """The same of the whole clinic, rounded; what is about too few is withheld, and nobody is named."""
    with looking(clinic, actor, "open_clinic_repairs") as deed:
        everybody = [person.id for person in accounts.users(deed.connection, deed.clinic_id)]
        figures = published_repairs(_figures(clinic, deed, everybody))
    return _page(clinic, RepairsScope.CLINIC, figures)


def _page(
    clinic: Clinic, scope: RepairsScope, figures: RepairFigures, people: tuple[tuple[str, str], ...] = ()
) -> RepairsPage:
    return RepairsPage(
        scope=scope,
        figures=figures,
        people=people,
        smallest_group=SMALLEST_GROUP,
        policy=f"{clinic.policy.title} {clinic.policy.version}",
        within=clinic.policy.repair_ratings,
        as_of=clinic.today(),
    )


def _figures(clinic: Clinic, deed: Deed, clinician_ids: Sequence[int]) -> RepairFigures:
    return figures_of(_ruptures(clinic, deed, clinician_ids))


def _ruptures(clinic: Clinic, deed: Deed, clinician_ids: Sequence[int]) -> Iterator[Rupture]:
    """Read episodes that ever dipped, so many at a time, and ask the engine."""
    method = method_of(clinic)
    rows = dipped(deed.connection, deed.clinic_id, clinician_ids)
    for first in range(0, len(rows), EPISODES_AT_ONCE):
        some = rows[first : first + EPISODES_AT_ONCE]
        ids = [row.id for row in some]
        series = Series.of(history(deed.connection, deed.clinic_id, ids).ratings)
        talked = talked_about(deed.connection, deed.clinic_id, ids)
        plans = _by_episode(repairs.plans_of(deed.connection, deed.clinic_id, ids))
        known = {shown(row.id): _care(row, talked.get(row.id, {}), plans.get(row.id, ())) for row in some}
        yield from find_ruptures(assess(series, method.policy, method.curves, ()), known)


def _by_episode(plans: Sequence[Record]) -> dict[int, list[Record]]:
    found: dict[int, list[Record]] = {}
    for plan in plans:
        found.setdefault(plan.episode_id, []).append(plan)
    return found


def _care(row: Record, talked: Mapping[int, bool], plans: Sequence[Record]) -> Care:
    """What is known beside the ratings; the newest plan about a session says how its rupture was read."""
    return Care(
        closed=row.closed_on is not None,
        ending=None if row.ending is None else Ending(row.ending),
        talked={**talked, **{plan.meeting: True for plan in plans if plan.talked_at is not None}},
        readings={plan.meeting: Reading(kind=_sure(plan.kind), dimension=_sure(plan.dimension)) for plan in plans},
    )


def _sure(said: str | None) -> str:
    """The kind or the dimension; nothing where the clinician was not sure."""
    return "" if said in {None, NOT_SURE} else str(said)
