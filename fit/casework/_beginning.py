"""A clinician begins an episode: the client, the episode and the consent to ratings, all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fit.casework._client_known import check_birth, check_code, check_contact, check_name
from fit.casework._deed import Deed, doing
from fit.casework._programmes import chosen_programme
from fit.casework._recording import method_of
from fit.casework.views import ConsentKind
from fit.errors import ConflictError, InputError
from fit.store import care
from fit.store.ids import new_id, shown
from fit.store.standing import begin

if TYPE_CHECKING:
    from datetime import date

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.scales import AgeBand
    from fit.store.types import Record


def begin_episode(  # noqa: PLR0913  all that is known of a client at the beginning
    clinic: Clinic,
    actor: Actor,
    *,
    code: str,
    age_band: AgeBand,
    display_name: str = "",
    birth_year: int | None = None,
    birth_date: date | None = None,
    language: str = "en",
    contact: str = "",
    consent_given_on: date | None = None,
    seen_before: bool = False,
    programme_id: str | None = None,
) -> str:
    """Begin one's own episode of care with a client; returns the episode's id.

    With `seen_before`, it is one's own earlier client of that code, and what is known of them stays as it is.

    Raises
    ------
    InputError
        when code, name, birth, contact or the day of the consent cannot be, no earlier client has that code, or the
        programme takes nobody new.
    ConflictError
        when the code is somebody else's, or the client is on one's list already.
    """
    today = clinic.today()
    year, day = check_birth(birth_year, birth_date, today)
    known: dict[str, Any] = {"code": check_code(clinic, code), "display_name": check_name(clinic, display_name)}
    known |= {"birth_year": year, "birth_date": day, "language": language, "contact": check_contact(contact)}
    _check_consent_day(consent_given_on, today)

    def work(deed: Deed) -> str:
        client_id = _own_earlier(deed, known["code"]) if seen_before else _new(deed, known)
        episode_id = new_id()
        row: dict[str, Any] = {"clinic_id": deed.clinic_id, "id": episode_id, "client_id": client_id}
        row |= {"clinician_id": deed.user_id, "age_band": age_band.value, "opened_on": today}
        row |= {"closed_on": None, "ending": None, "import_key": None}
        row |= {"programme_id": chosen_programme(deed, programme_id)}
        care.add(deed.connection, care.episode, row)
        _agree(deed, client_id, consent_given_on)
        begin(deed.connection, deed.clinic_id, [episode_id], method_of(clinic))
        deed.about("episode", shown(episode_id))
        return shown(episode_id)

    return doing(clinic, actor, "begin_episode", work)


def _check_consent_day(given_on: date | None, today: date) -> None:
    if given_on is not None and given_on > today:
        raise InputError(f"{given_on} lies in the future. Choose the day on which the client agreed.")


def _new(deed: Deed, known: dict[str, Any]) -> int:
    there = care.client_by_code(deed.connection, deed.clinic_id, known["code"])
    if there is not None:
        raise ConflictError(_why_taken(deed, there))
    client_id = new_id()
    row = {**known, "clinic_id": deed.clinic_id, "id": client_id, "created_at": deed.now}
    care.add(deed.connection, care.client, row)
    return client_id


def _why_taken(deed: Deed, there: Record) -> str:
    """A colleague's client is not told apart from any other code in use."""
    own = _own_episodes(deed, there)
    if any(episode.closed_on is None for episode in own):
        return f"A client with the code {there.code!r} is on your list already. Open the client there."
    if own:
        return f"You had a client with the code {there.code!r} before. If it is the same person, say so below."
    return f"The code {there.code!r} is in use in this clinic. Choose another one."


def _own_episodes(deed: Deed, there: Record) -> list[Record]:
    episodes = care.episodes_of(deed.connection, deed.clinic_id, there.id)
    return [episode for episode in episodes if episode.clinician_id == deed.user_id]


def _own_earlier(deed: Deed, code: str) -> int:
    there = care.client_by_code(deed.connection, deed.clinic_id, code)
    own = [] if there is None else _own_episodes(deed, there)
    if there is None or not own:
        raise InputError(f"You had no client with the code {code!r} before. Look at the code, or begin with a new one.")
    if any(episode.closed_on is None for episode in own):
        raise ConflictError(_why_taken(deed, there))
    client_id: int = there.id
    return client_id


def _agree(deed: Deed, client_id: int, given_on: date | None) -> None:
    there = care.consents(deed.connection, deed.clinic_id, client_id)
    if given_on is None or any((row.kind, row.given_on) == (ConsentKind.RATINGS.value, given_on) for row in there):
        return
    row = {"clinic_id": deed.clinic_id, "id": new_id(), "client_id": client_id, "kind": ConsentKind.RATINGS.value}
    row |= {"given_on": given_on, "withdrawn_on": None, "recorded_at": deed.now, "recorded_by": deed.user_id}
    care.add(deed.connection, care.consent, row)
