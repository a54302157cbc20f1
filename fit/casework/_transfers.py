"""An episode goes to a colleague: its history stays, access moves at once, and the colleague is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fit.casework._deed import doing, looking
from fit.casework._import_checks import HOLDS_CLIENTS
from fit.casework._rows import label_of
from fit.casework.views import Colleague, HandedOver, HeldEpisode
from fit.errors import ConflictError, InputError, NotFoundError
from fit.scales import AgeBand
from fit.store import accounts, care, cells, record, transfers
from fit.store.ids import new_id, read_id, shown

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor


def transfer_episode(clinic: Clinic, actor: Actor, episode_id: str, to: str, *, note: str = "") -> None:
    """Hand an episode to a colleague, with a note for them. What was held, rated and written before stays as it is.

    Forms that are out go on: a client who was given a link need not know whose caseload they are on.

    Raises
    ------
    InputError
        when that person holds no clients or holds this one already, or the note is too long.
    ConflictError
        when somebody else handed the episode over meanwhile.
    """
    said = note.strip()
    if len(said) > transfers.LONGEST_NOTE:
        raise InputError(f"The note has {len(said)} characters. Keep it to {transfers.LONGEST_NOTE}.")

    def work(deed: Deed) -> None:
        taker = clinician_of(deed, to)
        before = deed.episode.clinician_id
        lock_as_read(deed)
        if taker == before:
            raise InputError(f"{deed.episode.clinician_name} sees this client already. Choose a colleague.")
        move(deed, taker)
        add_row(deed, before, taker, said)

    doing(clinic, actor, "transfer_episode", work, episode_id=episode_id)


def lock_as_read(deed: Deed) -> None:
    """Let nobody else change the episode of this deed, and see that nobody has changed it since it was read.

    Raises
    ------
    ConflictError
        when somebody has.
    """
    care.lock_episode(deed.connection, deed.clinic_id, deed.episode.id)
    now = care.episode_facts(deed.connection, deed.clinic_id, deed.episode.id)
    read = deed.episode
    if now is None or (now.clinician_id, now.closed_on) != (read.clinician_id, read.closed_on):
        raise ConflictError("Somebody has changed this episode meanwhile. Reload the page.")


def clinician_of(deed: Deed, user_id: str) -> int:
    """The person of that id, when they hold clients here and can sign in.

    Raises
    ------
    InputError
        when they do not.
    """
    person = accounts.user_by_id(deed.connection, deed.clinic_id, read_id(user_id))
    if person is None or person.role not in HOLDS_CLIENTS or not person.active:
        raise InputError("This person holds no clients here. Choose a clinician from the list of users.")
    found: int = person.id
    return found


def move(deed: Deed, taker: int) -> None:
    """Let an episode be this clinician's. Sessions that nobody held count as theirs; those of a colleague stay."""
    place = (deed.connection, deed.clinic_id, deed.episode.id, taker)
    care.assign_episode(*place)
    cells.hand_to(*place)
    record.hand_to(*place)


def add_row(deed: Deed, before: int | None, taker: int, note: str) -> None:
    """Note from whom to whom the episode went."""
    row: dict[str, Any] = {"clinic_id": deed.clinic_id, "id": new_id(), "episode_id": deed.episode.id}
    row |= {"from_id": before, "to_id": taker, "note": note, "made_by": deed.user_id, "made_at": deed.now}
    transfers.add(deed.connection, row | {"seen_at": None})


def list_colleagues(clinic: Clinic, actor: Actor) -> tuple[Colleague, ...]:
    """Who else of the clinic holds clients and can sign in, by name."""
    with looking(clinic, actor, "list_colleagues") as deed:
        people = accounts.users(deed.connection, deed.clinic_id)
    there = [one for one in people if one.role in HOLDS_CLIENTS and one.active]
    there.sort(key=lambda one: (one.display_name.casefold(), one.id))
    return tuple(Colleague(user_id=shown(one.id), name=one.display_name, team=one.team) for one in there)


def list_handed_over(clinic: Clinic, actor: Actor) -> tuple[HandedOver, ...]:
    """Clients whom a colleague handed to this person, until they have opened them; the newest first."""
    with looking(clinic, actor, "list_handed_over") as deed:
        rows = transfers.new_to(deed.connection, deed.clinic_id, deed.user_id)
    return tuple(
        HandedOver(
            episode_id=shown(row.episode_id),
            client_label=label_of(row),
            by=row.maker_name,
            made_at=row.made_at,
            note=row.note,
        )
        for row in rows
    )


def acknowledge_transfer(clinic: Clinic, actor: Actor, episode_id: str) -> None:
    """Say that one has seen what was handed over; it is no news any more. Saying it twice changes nothing."""

    def work(deed: Deed) -> None:
        transfers.mark_seen(deed.connection, deed.clinic_id, deed.episode.id, deed.user_id, deed.now)

    doing(clinic, actor, "acknowledge_transfer", work, episode_id=episode_id)


def list_held(clinic: Clinic, actor: Actor, user_id: str) -> tuple[HeldEpisode, ...]:
    """The open episodes of one person, by client code and without any rating: for when they leave.

    Raises
    ------
    NotFoundError
        when there is no such person in the clinic.
    """
    with looking(clinic, actor, "list_held", about=("user", user_id)) as deed:
        if accounts.user_by_id(deed.connection, deed.clinic_id, read_id(user_id)) is None:
            raise NotFoundError("There is no such person here. Choose one from the list of people.")
        rows = transfers.held_by(deed.connection, deed.clinic_id, read_id(user_id))
    return tuple(
        HeldEpisode(
            episode_id=shown(row.id), client_code=row.code, age_band=AgeBand(row.age_band), sessions=row.sessions
        )
        for row in rows
    )
