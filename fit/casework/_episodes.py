"""Clients and episodes as records: begun, found, assigned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fit.casework._client_known import check_code, check_name
from fit.casework._deed import Deed, doing, looking
from fit.casework._programmes import chosen_programme
from fit.casework._recording import method_of
from fit.casework._transfers import add_row, clinician_of, move
from fit.casework.actor import Role
from fit.casework.views import UnassignedEpisode
from fit.errors import InputError, NotFoundError
from fit.scales import AgeBand
from fit.store import care
from fit.store.ids import new_id, shown
from fit.store.queries.unassigned import unassigned
from fit.store.standing import begin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor


def add_client(  # noqa: PLR0913  all that is known of a client at the beginning
    clinic: Clinic,
    actor: Actor,
    *,
    code: str,
    age_band: AgeBand,
    display_name: str = "",
    birth_year: int | None = None,
    language: str = "en",
    clinician_id: str | None = None,
    programme_id: str | None = None,
) -> str:
    """Begin an episode of care with a client, new or seen before; returns the episode's id.

    Clinicians begin their own; an administrator says whose it is.

    Raises
    ------
    InputError
        when the code is empty, nobody of that id holds clients, or the programme takes nobody new.
    """
    known: dict[str, Any] = {
        "code": check_code(clinic, code),
        "display_name": check_name(clinic, display_name),
    }
    known |= {"birth_year": birth_year, "language": language}

    def work(deed: Deed) -> str:
        holder = _holder(deed, actor, clinician_id)
        episode_id = new_id()
        row: dict[str, Any] = {"clinic_id": deed.clinic_id, "id": episode_id, "client_id": _client(deed, known)}
        row |= {"clinician_id": holder, "age_band": age_band.value, "opened_on": clinic.today()}
        row |= {"closed_on": None, "ending": None, "import_key": None}
        care.add(deed.connection, care.episode, row | {"programme_id": chosen_programme(deed, programme_id)})
        begin(deed.connection, deed.clinic_id, [episode_id], method_of(clinic))
        deed.about("episode", shown(episode_id))
        return shown(episode_id)

    return doing(clinic, actor, "add_client", work)


def _holder(deed: Deed, actor: Actor, clinician_id: str | None) -> int:
    if actor.role is not Role.ADMINISTRATOR:
        return deed.user_id
    if clinician_id is None:
        raise InputError("An episode needs a clinician. Choose one from the list of users.")
    return clinician_of(deed, clinician_id)


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
        holder, before = clinician_of(deed, clinician_id), deed.episode.clinician_id
        move(deed, holder)
        if before is not None and before != holder:
            add_row(deed, before, holder, "")

    doing(clinic, actor, "assign_episode", work, episode_id=episode_id)
