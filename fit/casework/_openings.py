"""Opening a client with a reason: for an emergency, by somebody outside the care relation, and told at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fit.casework._deed import doing, looking
from fit.casework._permission import NOT_IN_CARE, check_episode, relation_to
from fit.casework._rows import label_of
from fit.casework._views_audit import Opened, OpeningNews
from fit.errors import AccessDeniedError, InputError, NotFoundError
from fit.store import accounts, care, openings
from fit.store.ids import new_id, read_id, shown

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.store.types import Record

SHORTEST_REASON = 10
"""[characters] Our own: fewer letters are no reason that somebody could follow."""


def open_with_a_reason(clinic: Clinic, actor: Actor, *, code: str, reason: str) -> Opened:
    """Open a colleague's client for reading, for a limited time; the clinician in charge and supervisors are told.

    Raises
    ------
    InputError
        when the reason is missing, too short or too long.
    NotFoundError
        when there is no client with this code in the clinic.
    AccessDeniedError
        when the client is in one's care already, or in nobody's.
    """
    said = _reason(reason)

    def work(deed: Deed) -> Opened:
        deed.episode = _in_question(deed, actor, code)
        opening_id, until = new_id(), deed.now + clinic.settings.opening_limit
        tell = _those_in_charge(deed)
        row = {"clinic_id": deed.clinic_id, "id": opening_id, "client_id": deed.episode.client_id}
        row |= {"episode_id": deed.episode.id, "user_id": deed.user_id, "reason": said, "at": deed.now, "until": until}
        openings.add(deed.connection, row, tell)
        deed.about("opening", shown(opening_id))
        return Opened(episode_id=shown(deed.episode.id), until=until, told=tuple(tell.values()))

    return doing(clinic, actor, "open_with_a_reason", work)


def _reason(given: str) -> str:
    said = " ".join(given.split())
    if not SHORTEST_REASON <= len(said) <= openings.LONGEST_REASON:
        raise InputError(
            f"Say in {SHORTEST_REASON} to {openings.LONGEST_REASON} characters why you need to read this; "
            f"there are {len(said)}. The clinician in charge reads it."
        )
    return said


def _in_question(deed: Deed, actor: Actor, code: str) -> Record:
    """The client's episode that goes on, or else the last one, which is not in this person's care."""
    client = care.client_by_code(deed.connection, deed.clinic_id, code.strip())
    episodes = [] if client is None else care.episodes_of(deed.connection, deed.clinic_id, client.id)
    if not episodes:
        raise NotFoundError("There is no client with this code here. Check the code with whoever gave it to you.")
    newest_first = sorted(episodes, key=lambda row: (row.closed_on is None, row.opened_on or date.min), reverse=True)
    outside = [row for row in newest_first if relation_to(deed.connection, actor, row) in NOT_IN_CARE]
    asked = (outside or newest_first)[0]
    episode = check_episode(deed.connection, actor, "open_with_a_reason", shown(asked.id), now=deed.now)
    if episode.clinician_id is None:
        raise AccessDeniedError("Nobody is in charge of this client yet. Ask an administrator to give you the client.")
    return episode


def _those_in_charge(deed: Deed) -> dict[int, str]:
    """Clinician and supervisors, by id, with their names."""
    clinician = deed.episode.clinician_id
    supervisors = accounts.supervisors(deed.connection, deed.clinic_id, clinician)
    told = {clinician: deed.episode.clinician_name} | {one.id: one.display_name for one in supervisors}
    return {person: name for person, name in told.items() if person != deed.user_id}


def list_openings(clinic: Clinic, actor: Actor) -> tuple[OpeningNews, ...]:
    """Who opened a client of one's own or of a supervisee, as long as one has not said that one saw it."""
    with looking(clinic, actor, "list_openings") as deed:
        rows = openings.unseen(deed.connection, deed.clinic_id, deed.user_id)
    return tuple(
        OpeningNews(
            opening_id=shown(row.id),
            episode_id=shown(row.episode_id),
            client_label=label_of(row),
            who=row.who,
            reason=row.reason,
            at=row.at,
            until=row.until,
        )
        for row in rows
    )


def acknowledge_opening(clinic: Clinic, actor: Actor, opening_id: str) -> None:
    """Say that one has seen that a client was opened; it is no news any more.

    Raises
    ------
    NotFoundError
        when one was never told of such a thing.
    """

    def work(deed: Deed) -> None:
        if not openings.mark_seen(deed.connection, deed.clinic_id, read_id(opening_id), deed.user_id, deed.now):
            raise NotFoundError("There is no such news for you. Reload the page.")
        deed.about("opening", opening_id)

    doing(clinic, actor, "acknowledge_opening", work)
