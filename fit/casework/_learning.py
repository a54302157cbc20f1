"""What a clinician learns: one's own list, seen by nobody else but for what one shares with one's supervisors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._deed import Deed, doing, looking
from fit.casework._one_line import one_line
from fit.casework.actor import Role
from fit.casework.views import LearningPage, PointRow, SharedPoint
from fit.errors import ConflictError, InputError, NotFoundError
from fit.store import accounts, learning
from fit.store.ids import new_id, read_id, shown

if TYPE_CHECKING:
    from datetime import date, datetime

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.store.types import Record

LONGEST = 300
"""[characters] A point that is longer is not remembered in a session."""
MOST = 200
"""[points a person] More would not be read again."""


def open_learning(clinic: Clinic, actor: Actor) -> LearningPage:
    """One's own learning points, and for a supervisor what supervisees have shared."""
    with looking(clinic, actor, "open_learning") as deed:
        own = learning.points_of(deed.connection, deed.clinic_id, deed.user_id)
        shared = _shared(deed) if actor.role is Role.SUPERVISOR else ()
    return LearningPage(points=tuple(point_row(row) for row in own), shared_with_me=shared)


def _shared(deed: Deed) -> tuple[SharedPoint, ...]:
    people = accounts.supervisees(deed.connection, deed.clinic_id, deed.user_id)
    rows = learning.shared_by(deed.connection, deed.clinic_id, [person.id for person in people])
    return tuple(
        SharedPoint(point_id=shown(row.id), said=row.said, author_name=row.display_name, shared_on=_day(row.shared_at))
        for row in rows
    )


def point_row(row: Record) -> PointRow:
    """One's own point as a page sees it."""
    return PointRow(
        point_id=shown(row.id),
        said=row.said,
        noted_on=_day(row.created_at),
        is_tried=row.tried_at is not None,
        is_shared=row.shared_at is not None,
        is_from_ending=row.episode_id is not None,
    )


def _day(at: datetime) -> date:
    return at.astimezone().date()


def add_learning_point(clinic: Clinic, actor: Actor, said: str, *, episode_id: str | None = None) -> str:
    """Keep what one takes with one, learnt with a client of one's own or without any; returns the point's id.

    Raises
    ------
    InputError
        when the words are missing or too long.
    ConflictError
        when the list is full.
    """
    words = one_line(said)
    if not 0 < len(words) <= LONGEST:
        raise InputError(f"A learning point has 1 to {LONGEST} characters; this one has {len(words)}.")

    def work(deed: Deed) -> str:
        if len(learning.points_of(deed.connection, deed.clinic_id, deed.user_id)) >= MOST:
            raise ConflictError(f"There are {MOST} points already. Remove what you need no more.")
        point_id = new_id()
        row = {"clinic_id": deed.clinic_id, "id": point_id, "author_id": deed.user_id, "said": words}
        learnt_with = None if deed.episode is None else deed.episode.id
        learning.add_point(deed.connection, row | {"episode_id": learnt_with, "created_at": deed.now})
        deed.about("learning point", shown(point_id))
        return shown(point_id)

    return doing(clinic, actor, "add_learning_point", work, episode_id=episode_id)


def mark_learning_point(clinic: Clinic, actor: Actor, point_id: str, *, tried: bool) -> None:
    """Tick that one has tried it, or take the tick back."""

    def work(deed: Deed) -> None:
        own = _own(deed, point_id)
        learning.change_point(deed.connection, deed.clinic_id, own.id, tried_at=deed.now if tried else None)

    doing(clinic, actor, "mark_learning_point", work)


def share_learning_point(clinic: Clinic, actor: Actor, point_id: str, *, shared: bool) -> None:
    """Let one's supervisors read this one point, or keep it to oneself again."""

    def work(deed: Deed) -> None:
        own = _own(deed, point_id)
        learning.change_point(deed.connection, deed.clinic_id, own.id, shared_at=deed.now if shared else None)

    doing(clinic, actor, "share_learning_point", work)


def remove_learning_point(clinic: Clinic, actor: Actor, point_id: str) -> None:
    """Forget a point with its words: it is one's own note, not a part of any client's record."""

    def work(deed: Deed) -> None:
        learning.remove_point(deed.connection, deed.clinic_id, _own(deed, point_id).id)

    doing(clinic, actor, "remove_learning_point", work)


def _own(deed: Deed, point_id: str) -> Record:
    """The point, if it is this person's; anybody else's is not found."""
    found = learning.own_point(deed.connection, deed.clinic_id, deed.user_id, read_id(point_id))
    if found is None:
        raise NotFoundError("There is no such point on your list. Reload the page.")
    deed.about("learning point", point_id)
    return found
