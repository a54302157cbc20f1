"""Clients and episodes as records: begun, assigned, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fit.casework._deed import Deed, doing, looking
from fit.casework._import_checks import HOLDS_CLIENTS
from fit.casework._recording import method_of
from fit.casework.actor import Role
from fit.casework.views import UnassignedEpisode
from fit.errors import ConflictError, InputError, NotFoundError
from fit.scales import AgeBand
from fit.store import accounts, care, cells, record
from fit.store.ids import new_id, read_id, shown
from fit.store.queries.unassigned import unassigned
from fit.store.standing import begin, refresh

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.ratings import Ending


def add_client(
    clinic: Clinic,
    actor: Actor,
    *,
    code: str,
    age_band: AgeBand,
    display_name: str = "",
    birth_year: int | None = None,
    language: str = "en",
    clinician_id: str | None = None,
) -> str:
    """Begin an episode of care with a client, new or seen before; returns the episode's id.

    Clinicians begin their own; an administrator says whose it is.

    Raises
    ------
    InputError
        when the code is empty, or nobody of that id holds clients.
    """
    known = {"code": code.strip(), "display_name": display_name.strip(), "birth_year": birth_year, "language": language}
    if not known["code"]:
        raise InputError("The client's code is empty. Write the one from your records.")

    def work(deed: Deed) -> str:
        holder = _holder(deed, actor, clinician_id)
        episode_id = new_id()
        row: dict[str, Any] = {"clinic_id": deed.clinic_id, "id": episode_id, "client_id": _client(deed, known)}
        row |= {"clinician_id": holder, "age_band": age_band.value, "opened_on": clinic.today()}
        care.add(deed.connection, care.episode, row | {"closed_on": None, "ending": None, "import_key": None})
        begin(deed.connection, deed.clinic_id, [episode_id], method_of(clinic))
        deed.about("episode", shown(episode_id))
        return shown(episode_id)

    return doing(clinic, actor, "add_client", work)


def _holder(deed: Deed, actor: Actor, clinician_id: str | None) -> int:
    if actor.role is not Role.ADMINISTRATOR:
        return deed.user_id
    if clinician_id is None:
        raise InputError("An episode needs a clinician. Choose one from the list of users.")
    return _clinician(deed, clinician_id)


def _clinician(deed: Deed, clinician_id: str) -> int:
    person = accounts.user_by_id(deed.connection, deed.clinic_id, read_id(clinician_id))
    if person is None or person.role not in HOLDS_CLIENTS or not person.active:
        raise InputError("This person holds no clients here. Choose a clinician from the list of users.")
    user_id: int = person.id
    return user_id


def _client(deed: Deed, known: Mapping[str, Any]) -> int:
    there = care.client_by_code(deed.connection, deed.clinic_id, known["code"])
    if there is not None:
        seen_before: int = there.id
        return seen_before
    client_id = new_id()
    care.add(
        deed.connection,
        care.client,
        {**known, "clinic_id": deed.clinic_id, "id": client_id, "created_at": deed.now},
    )
    return client_id


def find_episode(clinic: Clinic, actor: Actor, import_key: str) -> str:
    """The id of the episode that was imported under that key.

    Raises
    ------
    NotFoundError
        when there is none.
    """
    with looking(clinic, actor, "find_episode") as deed:
        found = care.episode_by_import_key(deed.connection, deed.clinic_id, import_key)
    if found is None:
        raise NotFoundError(f"No episode was imported as {import_key!r}. Import its ratings first.")
    return shown(found.id)


def list_unassigned(clinic: Clinic, actor: Actor) -> tuple[UnassignedEpisode, ...]:
    """Imported episodes that nobody holds yet, by client code; no ratings."""
    with looking(clinic, actor, "list_unassigned") as deed:
        rows = unassigned(deed.connection, deed.clinic_id)
    return tuple(
        UnassignedEpisode(
            episode_id=shown(row.id), client_code=row.code, age_band=AgeBand(row.age_band), sessions=row.sessions
        )
        for row in rows
    )


def assign_episode(clinic: Clinic, actor: Actor, episode_id: str, clinician_id: str) -> None:
    """Give an episode to a clinician. Sessions that nobody held count as theirs; those of a colleague stay.

    Raises
    ------
    InputError
        when that person holds no clients.
    """

    def work(deed: Deed) -> None:
        holder = _clinician(deed, clinician_id)
        care.assign_episode(deed.connection, deed.clinic_id, deed.episode.id, holder)
        cells.hand_to(deed.connection, deed.clinic_id, deed.episode.id, holder)
        record.hand_to(deed.connection, deed.clinic_id, deed.episode.id, holder)

    doing(clinic, actor, "assign_episode", work, episode_id=episode_id)


def close_episode(clinic: Clinic, actor: Actor, episode_id: str, *, closed_on: date, ending: Ending) -> None:
    """Note how and when an episode ended. Saying the same twice changes nothing.

    Raises
    ------
    ConflictError
        when it was closed otherwise already.
    InputError
        when the day lies before the last session.
    """

    def work(deed: Deed) -> None:
        if deed.episode.closed_on is not None:
            if (deed.episode.closed_on, deed.episode.ending) != (closed_on, ending.value):
                raise ConflictError(f"This episode was closed on {deed.episode.closed_on}. Reload the page.")
            return
        last = care.last_session(deed.connection, deed.clinic_id, deed.episode.id)
        if last is not None and last.occurred_on is not None and last.occurred_on > closed_on:
            raise InputError(f"There was a session on {last.occurred_on}. Choose that day or a later one.")
        care.close_episode(deed.connection, deed.clinic_id, deed.episode.id, closed_on=closed_on, ending=ending.value)
        refresh(deed.connection, deed.clinic_id, [deed.episode.id], method_of(clinic))

    doing(clinic, actor, "close_episode", work, episode_id=episode_id)
