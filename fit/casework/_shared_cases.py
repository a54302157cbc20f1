"""Couples, families and groups: made, joined, left and named. Each person keeps their own episode and ratings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fit.casework._client_known import reads_like_a_name
from fit.casework._deed import doing
from fit.casework._one_line import one_line
from fit.casework._permission import GRANTS, relation_to
from fit.errors import ConflictError, InputError, NotFoundError
from fit.store import shared
from fit.store.ids import new_id, read_id, shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.casework.views import SharedKind
    from fit.store.types import Record

LONGEST_NAME = 100
MOST_PEOPLE = 30
"""[people] Our own: more sit in no room together."""
NONE_HERE = "There is no such couple, family or group in your care. Open it from the client's page."


def begin_shared_case(clinic: Clinic, actor: Actor, episode_id: str, *, kind: SharedKind, name: str) -> str:
    """Begin a couple, a family or a group with the first of its people; returns its id.

    Raises
    ------
    InputError
        when the name is empty or too long, or reads like one where the clinic keeps codes alone.
    ConflictError
        when the episode is closed.
    """
    said = _name(clinic, name)

    def work(deed: Deed) -> str:
        _check_open(deed.episode)
        case_id = new_id()
        row: dict[str, Any] = {"clinic_id": deed.clinic_id, "id": case_id, "kind": kind.value, "name": said}
        shared.add_case(deed.connection, row | {"created_by": deed.user_id, "created_at": deed.now})
        _add(deed, case_id, clinic.today())
        return shown(case_id)

    return doing(clinic, actor, "begin_shared_case", work, episode_id=episode_id)


def join_shared_case(clinic: Clinic, actor: Actor, episode_id: str, case_id: str) -> None:
    """Let one's own client belong to a couple, a family or a group of one's own, from today.

    Raises
    ------
    NotFoundError
        when none of its people is one's own client.
    ConflictError
        when the client belongs to it already, the episode is closed, or there are too many people.
    """

    def work(deed: Deed) -> None:
        found = held_case(deed, actor, case_id)
        _check_open(deed.episode)
        here = [row for row in found if row.left_on is None]
        if any(row.client_id == deed.episode.client_id for row in here):
            raise ConflictError("This client belongs to it already. Reload the page.")
        if len(here) >= MOST_PEOPLE:
            raise ConflictError(f"There are {MOST_PEOPLE} people in it already. Begin another group.")
        if any(row.id == deed.episode.id for row in found):
            place = (deed.connection, deed.clinic_id, read_id(case_id), deed.episode.id)
            shared.set_left(*place, joined_on=clinic.today(), left_on=None)
        else:
            _add(deed, read_id(case_id), clinic.today())

    doing(clinic, actor, "join_shared_case", work, episode_id=episode_id)


def leave_shared_case(clinic: Clinic, actor: Actor, episode_id: str, case_id: str, *, left_on: date) -> None:
    """Note until when one's own client belonged to it. The episode and its ratings stay as they are.

    Raises
    ------
    NotFoundError
        when the client does not belong to it.
    InputError
        when the day lies in the future, or before the client joined.
    """
    if left_on > clinic.today():
        raise InputError(f"{left_on} lies in the future. Choose today or an earlier day.")

    def work(deed: Deed) -> None:
        found = held_case(deed, actor, case_id)
        one = next((row for row in found if row.id == deed.episode.id and row.left_on is None), None)
        if one is None:
            raise NotFoundError("This client does not belong to it any more. Reload the page.")
        if left_on < one.joined_on:
            raise InputError(f"The client joined on {one.joined_on}. Choose that day or a later one.")
        place = (deed.connection, deed.clinic_id, read_id(case_id), deed.episode.id)
        shared.set_left(*place, joined_on=one.joined_on, left_on=left_on)

    doing(clinic, actor, "leave_shared_case", work, episode_id=episode_id)


def rename_shared_case(clinic: Clinic, actor: Actor, case_id: str, *, kind: SharedKind, name: str) -> None:
    """Call a couple, a family or a group of one's own otherwise.

    Raises
    ------
    NotFoundError
        when none of its people is one's own client.
    InputError
        when the name is empty or too long, or reads like one where the clinic keeps codes alone.
    """
    said = _name(clinic, name)

    def work(deed: Deed) -> None:
        held_case(deed, actor, case_id)
        deed.about("shared_case", case_id)
        shared.change_case(deed.connection, deed.clinic_id, read_id(case_id), kind=kind.value, name=said)

    doing(clinic, actor, "rename_shared_case", work)


def held_case(deed: Deed, actor: Actor, case_id: str) -> Sequence[Record]:
    """Everybody who belongs or belonged to a case, when one of those who do now is this person's own client.

    Raises
    ------
    NotFoundError
        when none is.
    """
    found = shared.members_of(deed.connection, deed.clinic_id, [read_id(case_id)])
    if not any(row.left_on is None and holds(deed, actor, row) for row in found):
        raise NotFoundError(NONE_HERE)
    return found


def holds(deed: Deed, actor: Actor, row: Record) -> bool:
    """Whether this is the person's own client."""
    return relation_to(deed.connection, actor, row) in GRANTS["begin_shared_case"][actor.role]


def _add(deed: Deed, case_id: int, today: date) -> None:
    row = {"clinic_id": deed.clinic_id, "case_id": case_id, "episode_id": deed.episode.id}
    shared.add_member(deed.connection, row | {"joined_on": today, "left_on": None})


def _check_open(episode: Record) -> None:
    if episode.closed_on is not None:
        raise ConflictError("This episode is closed. Begin a new one with this client first.")


def _name(clinic: Clinic, given: str) -> str:
    said = one_line(given)
    if not 0 < len(said) <= LONGEST_NAME:
        raise InputError(f"A name or code has 1 to {LONGEST_NAME} characters; this one has {len(said)}.")
    if clinic.settings.codes_alone and reads_like_a_name(said):
        raise InputError("This reads like a name, and this clinic keeps codes alone. Write a code.")
    return said
