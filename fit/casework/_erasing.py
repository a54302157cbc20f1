"""Erasing all of a client on request or by rule, and the legal hold that stands before it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from fit.casework._consents import erase_withheld
from fit.casework._deed import Deed, doing, looking
from fit.casework._draft_files import erase_drafts
from fit.casework._record_rows import consent_row
from fit.casework._recording_files import erase_files, erase_leftovers
from fit.casework.views import ErasureReason, HoldRow, KeepingPage, KeptEpisode, WholeErasure
from fit.errors import ConflictError, InputError, NotFoundError
from fit.store import care, erasure, holds
from fit.store.ids import new_id, shown

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.casework.views import Erased
    from fit.store.types import Record

LONGEST_REASON = 500
WIPES, WIPE_EVERY_S = 20, 0.1
"""Readers see one moment of the database and keep its log from being emptied; they are done within a second."""
HELD = (
    "This client's record is under a legal hold: nothing of it may be erased. An administrator lifts the hold first, "
    "on the page Keep and erase."
)


def find_client(clinic: Clinic, actor: Actor, code: str) -> str:
    """An episode of the client with this code, to open the page of keeping with.

    Raises
    ------
    NotFoundError
        when there is no such client.
    """
    with looking(clinic, actor, "find_client") as deed:
        client_id = erasure.client_id_of(deed.connection, deed.clinic_id, code.strip())
        episodes = [] if client_id is None else care.episodes_of(deed.connection, deed.clinic_id, client_id)
    if not episodes:
        raise NotFoundError("No client of this clinic has this code. Look at the code in your own records.")
    return shown(max(row.id for row in episodes))


def open_keeping(clinic: Clinic, actor: Actor, episode_id: str) -> KeepingPage:
    """How much is kept of a client, what they agreed to when, and the holds; not a word or score of theirs."""
    with looking(clinic, actor, "open_keeping", episode_id=episode_id) as deed:
        connection, clinic_id, client_id = deed.connection, deed.clinic_id, deed.episode.client_id
        episodes = care.episodes_of(connection, clinic_id, client_id)
        ended = [row.closed_on for row in episodes if row.closed_on is not None]
        return KeepingPage(
            episode_id=episode_id,
            client_code=deed.episode.code,
            client_name=deed.episode.display_name,
            episodes=tuple(map(_kept_episode, sorted(episodes, key=lambda row: row.id))),
            open_episodes=len(episodes) - len(ended),
            last_ended_on=max(ended, default=None),
            rows=erasure.counted(connection, clinic_id, client_id),
            recordings=len(erasure.sounds_of(connection, clinic_id, client_id)),
            consents=tuple(map(consent_row, care.consents(connection, clinic_id, client_id))),
            holds=tuple(hold_row(row, episode_id) for row in holds.holds_of(connection, clinic_id, client_id)),
            held=holds.is_held(connection, clinic_id, client_id),
            as_of=clinic.today(),
        )


def _kept_episode(row: Record) -> KeptEpisode:
    return KeptEpisode(
        episode_id=shown(row.id),
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        programme_id=None if row.programme_id is None else shown(row.programme_id),
    )


def hold_row(row: Record, episode_id: str) -> HoldRow:
    """A hold as pages see it."""
    return HoldRow(
        episode_id=episode_id,
        client_code=row.code,
        reason=row.reason,
        set_by=row.setter_name or "",
        set_at=row.set_at,
        lifted_reason=row.lifted_reason,
        lifted_by=row.lifter_name or "",
        lifted_at=row.lifted_at,
    )


def check_not_held(deed: Deed, client_id: int) -> None:
    """Refuse to erase what is under a legal hold.

    Raises
    ------
    ConflictError
        when it is.
    """
    if holds.is_held(deed.connection, deed.clinic_id, client_id):
        raise ConflictError(HELD)


def set_hold(clinic: Clinic, actor: Actor, episode_id: str, *, reason: str) -> None:
    """See to it that nothing of this client is erased, by nobody and by no rule, until the hold is lifted.

    Raises
    ------
    InputError
        when no reason is given.
    ConflictError
        when there is a hold already.
    """
    said = _said(reason)

    def work(deed: Deed) -> None:
        client_id = deed.episode.client_id
        if holds.is_held(deed.connection, deed.clinic_id, client_id):
            raise ConflictError("There is a legal hold on this record already. Look at the page again.")
        row = {"clinic_id": deed.clinic_id, "id": new_id(), "client_id": client_id, "reason": said}
        row |= {"set_by": deed.user_id, "set_at": deed.now, "lifted_reason": ""}
        holds.add(deed.connection, row)

    doing(clinic, actor, "set_hold", work, episode_id=episode_id)


def lift_hold(clinic: Clinic, actor: Actor, episode_id: str, *, reason: str) -> Erased:
    """Let things of this client be erased again; what the client withdrew meanwhile is erased in the same act.

    Raises
    ------
    InputError
        when no reason is given.
    ConflictError
        when there is no hold.
    """
    said = _said(reason)

    def work(deed: Deed) -> Erased:
        client_id = deed.episode.client_id
        lifted = {"lifted_reason": said, "lifted_by": deed.user_id, "lifted_at": deed.now}
        if not holds.lift(deed.connection, deed.clinic_id, client_id, lifted):
            raise ConflictError("There is no legal hold on this record. Look at the page again.")
        return erase_withheld(clinic.settings, deed, client_id)

    erased = doing(clinic, actor, "lift_hold", work, episode_id=episode_id)
    erase_leftovers(clinic)
    clinic.store.wipe()
    return erased


def _said(reason: str) -> str:
    said = reason.strip()
    if not 0 < len(said) <= LONGEST_REASON:
        raise InputError(f"Say why, in 1 to {LONGEST_REASON} characters: others will have to rely on it.")
    return said


def erase_client(
    clinic: Clinic, actor: Actor, episode_id: str, *, reason: ErasureReason, client_code: str
) -> WholeErasure:
    """Erase everything of a client, in all episodes and for good. `client_code` is typed by whoever confirms it.

    Raises
    ------
    ConflictError
        when the record is under a legal hold, or the code is not the client's: nothing is erased.
    """

    def work(deed: Deed) -> tuple[int, int]:
        if client_code.strip() != deed.episode.code:
            raise ConflictError("That is not this client's code. Nothing was erased. Look whose page this is.")
        return erase_all(clinic, deed, deed.episode.client_id, reason)

    rows, sounds = doing(clinic, actor, "erase_client", work, episode_id=episode_id)
    return WholeErasure(clients=1, rows=rows, recordings=sounds, log_emptied=cleared(clinic))


def erase_all(clinic: Clinic, deed: Deed, client_id: int, reason: ErasureReason) -> tuple[int, int]:
    """Erase a client in the transaction at hand; returns how many rows and recordings that were.

    Raises
    ------
    ConflictError
        when the record is under a legal hold.
    """
    check_not_held(deed, client_id)
    sounds = erasure.sounds_of(deed.connection, deed.clinic_id, client_id)
    # files first: should the transaction fail, they are gone as was asked, and a second try finds the rest
    erase_files(clinic.settings, sounds)
    episodes = care.episodes_of(deed.connection, deed.clinic_id, client_id)
    erase_drafts(clinic.settings, [shown(row.id) for row in episodes])
    gone = erasure.erase(deed.connection, deed.clinic_id, client_id)
    deed.about("client", shown(client_id))
    deed.how = reason.value
    return sum(gone.values()), len(sounds)


def cleared(clinic: Clinic) -> bool:
    """Forget what this process remembers, and clear away what deleted rows left; whether the log could be emptied."""
    clinic.assessed.clear()
    clinic.outcomes.clear()
    clinic.read.clear()
    erase_leftovers(clinic)
    for _ in range(WIPES):
        if clinic.store.wipe():
            return True
        time.sleep(WIPE_EVERY_S)
    return False
