"""The people of a couple, a family or a group beside each other: each with their own verdict, nothing averaged."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from fit.casework._deed import found_in_passing, looking
from fit.casework._page import pair_of
from fit.casework._permission import GRANTS, relation_to
from fit.casework._rows import caseload_row, label_of
from fit.casework._shared_cases import NONE_HERE, holds
from fit.casework.actor import Role
from fit.casework.views import Apart, SharedKind, SharedPage, SharedPerson, SharedRow
from fit.errors import NotFoundError
from fit.scales import AgeBand, ScaleKind, Score, scale
from fit.store import accounts, shared
from fit.store.ids import read_id, shown
from fit.store.queries import caseload

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.store.types import Record

APART_SHOWN = 6
"""[days] As many as stand on a phone."""
LOOKED_BACK = timedelta(weeks=26)
"""How far back days are compared. Our own: half a year holds six sessions of nearly everybody."""


def open_shared_cases(clinic: Clinic, actor: Actor) -> tuple[SharedRow, ...]:
    """The couples, families and groups with somebody in one's care, by name."""
    with looking(clinic, actor, "open_shared_cases") as deed:
        cases = shared.cases_of_clinicians(deed.connection, deed.clinic_id, _in_care(deed, actor))
        people = shared.members_of(deed.connection, deed.clinic_id, [row.id for row in cases])
        here = [row for row in people if row.left_on is None]
        seen = _seen(deed, actor, here)
    return tuple(
        SharedRow(
            case_id=shown(case.id),
            kind=SharedKind(case.kind),
            name=case.name,
            people=tuple(label_of(row) for row in here if row.case_id == case.id and row.id in seen),
            others=sum(row.case_id == case.id and row.id not in seen for row in here),
        )
        for case in cases
    )


def _in_care(deed: Deed, actor: Actor) -> list[int]:
    people = accounts.supervisees(deed.connection, deed.clinic_id, deed.user_id)
    return [deed.user_id, *(row.id for row in people if actor.role is Role.SUPERVISOR)]


def _seen(deed: Deed, actor: Actor, people: Sequence[Record]) -> set[int]:
    """Whose episodes this person may see: decided once for each clinician, not for each client."""
    of_clinician: dict[int | None, bool] = {}
    for row in people:
        if row.clinician_id not in of_clinician:
            allowed = GRANTS["open_shared_case"][actor.role]
            of_clinician[row.clinician_id] = relation_to(deed.connection, actor, row) in allowed
    return {row.id for row in people if of_clinician[row.clinician_id]}


def open_shared_case(clinic: Clinic, actor: Actor, case_id: str) -> SharedPage:
    """The people of a couple, a family or a group, as far as they are in one's care.

    Raises
    ------
    NotFoundError
        when nobody of it is.
    """
    with looking(clinic, actor, "open_shared_case", about=("shared_case", case_id)) as deed:
        case = shared.case_by_id(deed.connection, deed.clinic_id, read_id(case_id))
        people = shared.members_of(deed.connection, deed.clinic_id, [read_id(case_id)])
        seen = _seen(deed, actor, people)
        mine = [row for row in people if row.id in seen]
        if case is None or not any(row.left_on is None for row in mine):
            raise NotFoundError(NONE_HERE)
        page = _page(clinic, actor, deed, case, mine, others=_others(people, seen))
    found_in_passing(clinic, actor, "open_shared_case", deed, seen)
    return page


def _others(people: Sequence[Record], seen: Collection[int]) -> int:
    return sum(row.left_on is None and row.id not in seen for row in people)


def _page(clinic: Clinic, actor: Actor, deed: Deed, case: Record, mine: Sequence[Record], *, others: int) -> SharedPage:
    today = clinic.today()
    ids = [row.id for row in mine]
    rows = {row.episode_id: row for row in caseload.of_episodes(deed.connection, deed.clinic_id, ids, today)}
    given = shared.ratings_of(deed.connection, deed.clinic_id, ids, today - LOOKED_BACK)
    todays: dict[int, set[str]] = defaultdict(set)
    for mark in given:
        if mark.occurred_on == today:
            todays[mark.episode_id].add(mark.scale)
    can_change = any(row.left_on is None and holds(deed, actor, row) for row in mine)
    return SharedPage(
        case_id=shown(case.id),
        kind=SharedKind(case.kind),
        name=case.name,
        people=tuple(
            SharedPerson(
                row=caseload_row(rows[row.id], today),
                joined_on=row.joined_on,
                left_on=row.left_on,
                own=holds(deed, actor, row),
                pair=pair_of(AgeBand(row.age_band), row.birth_year, today),
                given_today=frozenset(todays[row.id]),
            )
            for row in mine
        ),
        others=others,
        apart=tuple(_apart([row for row in mine if row.left_on is None], given))[:APART_SHOWN],
        can_change=can_change,
        choices=_choices(deed, today, mine) if can_change else (),
        as_of=today,
    )


def _apart(people: Sequence[Record], given: Sequence[Record]) -> Iterator[Apart]:
    """Compare what people gave the same day's session on the same scale; two at least, the newest day first."""
    names = {row.id: label_of(row) for row in people}
    of_day: dict[tuple[date, str], list[tuple[str, Score]]] = defaultdict(list)
    for row in given:
        about_the_session = scale(row.scale).kind is ScaleKind.ALLIANCE and row.total is not None
        if about_the_session and row.episode_id in names:
            of_day[row.occurred_on, row.scale].append((names[row.episode_id], Score(row.total)))
    for (day, scale_id), marks in sorted(of_day.items(), reverse=True):
        if len(marks) > 1:
            marks.sort(key=lambda one: (-one[1].tenths, one[0]))
            points = Score(marks[0][1].tenths - marks[-1][1].tenths)
            yield Apart(day=day, scale_title=scale(scale_id).title, marks=tuple(marks), points=points)


def _choices(deed: Deed, today: date, mine: Sequence[Record]) -> tuple[tuple[str, str], ...]:
    """One's own open episodes that do not belong to it, by label."""
    here = {row.id for row in mine if row.left_on is None}
    rows = caseload.caseload(deed.connection, deed.clinic_id, deed.user_id, today)
    found = [(shown(row.episode_id), label_of(row)) for row in rows if row.episode_id not in here]
    return tuple(sorted(found, key=lambda one: one[1].casefold()))
