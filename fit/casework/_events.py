"""Noting what happened beside the ratings, and taking back what was noted by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._deed import Deed, doing
from fit.casework._one_line import one_line
from fit.casework._permission import check_episode
from fit.errors import ConflictError, InputError, NotFoundError
from fit.store import care, events
from fit.store.ids import new_id, read_id, shown

if TYPE_CHECKING:
    from datetime import date

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.store.states import EventKind

LONGEST = 200
"""[characters] One line on the course; more belongs in the record."""


def add_event(
    clinic: Clinic,
    actor: Actor,
    episode_id: str,
    *,
    kind: EventKind,
    said: str,
    occurred_on: date | None = None,
    meeting: int | None = None,
) -> str:
    """Note what happened, on a day or at a session; returns the event's id.

    Raises
    ------
    InputError
        when the words are missing or too long, the day lies in the future, or there is no such session.
    """
    words = _words(said, "Write in a few words what happened.")
    _check_place(clinic.today(), occurred_on, meeting)

    def work(deed: Deed) -> str:
        if meeting is not None:
            _check_meeting(deed, meeting)
        event_id = new_id()
        row = {"clinic_id": deed.clinic_id, "id": event_id, "episode_id": deed.episode.id, "kind": kind.value}
        place = {"said": words, "occurred_on": occurred_on, "meeting": meeting}
        events.add_event(deed.connection, row | place | {"created_by": deed.user_id, "created_at": deed.now})
        deed.about("event", shown(event_id))
        return shown(event_id)

    return doing(clinic, actor, "add_event", work, episode_id=episode_id)


def remove_event(clinic: Clinic, actor: Actor, event_id: str, reason: str) -> None:
    """Take an event off the course, with the reason; it stays in the history.

    Raises
    ------
    InputError
        when no reason is given.
    ConflictError
        when it was taken off already.
    """
    why = _words(reason, "Say why it is taken off the course.")

    def work(deed: Deed) -> None:
        row = events.event_by_id(deed.connection, deed.clinic_id, read_id(event_id))
        if row is None:
            raise NotFoundError("There is no such event. Open it from the client's page.")
        deed.episode = check_episode(deed.connection, actor, "remove_event", shown(row.episode_id))
        if row.removed_at is not None:
            raise ConflictError("This was taken off the course already. Reload the page.")
        deed.about("event", event_id)
        events.remove_event(deed.connection, deed.clinic_id, row.id, at=deed.now, reason=why)

    doing(clinic, actor, "remove_event", work)


def _words(given: str, remedy: str) -> str:
    words = one_line(given)
    if not words:
        raise InputError(f"The words are missing. {remedy}")
    if len(words) > LONGEST:
        raise InputError(f"That is {len(words)} characters long. Keep it to {LONGEST}; more belongs in the record.")
    return words


def _check_place(today: date, occurred_on: date | None, meeting: int | None) -> None:
    if (occurred_on is None) == (meeting is None):
        raise InputError("Say either the day or the session at which it happened.")
    if occurred_on is not None and occurred_on > today:
        raise InputError("That day lies in the future. Choose today or an earlier day.")


def _check_meeting(deed: Deed, meeting: int) -> None:
    last = care.last_session(deed.connection, deed.clinic_id, deed.episode.id)
    if not 1 <= meeting <= (last.meeting if last else 0):
        raise InputError(f"There is no session {meeting}. Choose one of the course, or a day.")
