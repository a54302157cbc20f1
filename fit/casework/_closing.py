"""An episode ends: how and when it was, what is still open before, and opening it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fit.casework._deed import doing, looking
from fit.casework._one_line import one_line
from fit.casework._recording import method_of
from fit.casework._transfers import lock_as_read
from fit.casework.views import AlertState, BeforeClosing, FormState
from fit.errors import ConflictError, InputError
from fit.store import accounts, care, handovers, repairs, transfers
from fit.store.ids import new_id
from fit.store.queries import client as queries
from fit.store.standing import refresh

if TYPE_CHECKING:
    from datetime import date

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.ratings import Ending

SHORTEST_REASON, LONGEST_REASON = 3, 500
"""[characters] Our own: fewer tell nobody why."""


def open_closing(clinic: Clinic, actor: Actor, episode_id: str) -> BeforeClosing:
    """What is still open on an episode, before it is closed: how many alerts, repairs and forms."""
    with looking(clinic, actor, "open_closing", episode_id=episode_id) as deed:
        place = (deed.connection, deed.clinic_id, deed.episode.id)
        alerts = queries.alerts(*place)
        plans = repairs.plans_of(deed.connection, deed.clinic_id, [deed.episode.id])
        forms = handovers.open_of_episode(*place, deed.now)
        earliest = _earliest(deed)
    return BeforeClosing(
        earliest=earliest,
        alerts=sum(AlertState(row.state).is_open for row in alerts),
        plans=sum(row.ended_at is None for row in plans),
        forms=len(forms),
        as_of=clinic.today(),
    )


def _earliest(deed: Deed) -> date | None:
    """Before which day the episode cannot have ended."""
    last = care.last_day(deed.connection, deed.clinic_id, deed.episode.id)
    known = [day for day in (last, deed.episode.opened_on) if day is not None]
    return last if last is not None else max(known, default=None)


def close_episode(clinic: Clinic, actor: Actor, episode_id: str, *, closed_on: date, ending: Ending) -> int:
    """Note how and when an episode ended, and withdraw the forms that are out; returns how many those were.

    Saying the same twice changes nothing. Alerts, repairs and the record stay as they are.

    Raises
    ------
    ConflictError
        when it was closed otherwise already.
    InputError
        when the day lies before the last session, or in the future.
    """
    today = clinic.today()

    def work(deed: Deed) -> int:
        if deed.episode.closed_on is not None:
            if (deed.episode.closed_on, deed.episode.ending) != (closed_on, ending.value):
                raise ConflictError(f"This episode was closed on {deed.episode.closed_on}. Reload the page.")
            return 0
        _check_day(deed, closed_on, today)
        lock_as_read(deed)
        place = (deed.connection, deed.clinic_id, deed.episode.id)
        forms = handovers.open_of_episode(*place, deed.now)
        handovers.end_all(deed.connection, deed.clinic_id, forms, FormState.WITHDRAWN.value)
        care.close_episode(*place, closed_on=closed_on, ending=ending.value)
        refresh(deed.connection, deed.clinic_id, [deed.episode.id], method_of(clinic))
        return len(forms)

    return doing(clinic, actor, "close_episode", work, episode_id=episode_id)


def _check_day(deed: Deed, closed_on: date, today: date) -> None:
    last = care.last_day(deed.connection, deed.clinic_id, deed.episode.id)
    if last is not None and last > closed_on:
        raise InputError(f"There was a session on {last}. Choose that day or a later one.")
    if closed_on > today:
        raise InputError(f"{closed_on} lies in the future. Choose today or an earlier day.")


def reopen_episode(clinic: Clinic, actor: Actor, episode_id: str, *, reason: str) -> None:
    """Open an episode again that was closed by mistake, or too early: it goes on as if it had not ended.

    How it had been closed is kept beside it with the reason. For somebody who comes back later, begin a new episode.

    Raises
    ------
    InputError
        when no reason is given.
    ConflictError
        when it is open, the clinician has another open episode with this client, or holds no clients any more.
    """
    said = one_line(reason)
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        raise InputError(f"Say in {SHORTEST_REASON} to {LONGEST_REASON} characters why it is opened again.")

    def work(deed: Deed) -> None:
        if deed.episode.closed_on is None:
            raise ConflictError("This episode is open. Reload the page.")
        lock_as_read(deed)
        _check_goes_on(deed)
        row: dict[str, Any] = {"clinic_id": deed.clinic_id, "id": new_id(), "episode_id": deed.episode.id}
        row |= {"closed_on": deed.episode.closed_on, "ending": deed.episode.ending, "reason": said}
        transfers.add_reopening(deed.connection, row | {"reopened_by": deed.user_id, "reopened_at": deed.now})
        refresh(deed.connection, deed.clinic_id, [deed.episode.id], method_of(clinic))

    doing(clinic, actor, "reopen_episode", work, episode_id=episode_id)


def _check_goes_on(deed: Deed) -> None:
    """One person goes on with one episode of a client at a time, and has to be there for it."""
    holder = deed.episode.clinician_id
    person = None if holder is None else accounts.user_by_id(deed.connection, deed.clinic_id, holder)
    if person is not None and not person.active:
        raise ConflictError(f"{person.display_name} holds no clients any more. Hand the episode to a colleague first.")
    others = care.episodes_of(deed.connection, deed.clinic_id, deed.episode.client_id)
    if any(row.closed_on is None and row.clinician_id == holder for row in others):
        raise ConflictError("There is an open episode of this client with the same clinician. Go on there.")
