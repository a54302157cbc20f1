"""What clients agreed to: noted, looked up, withdrawn. Withdrawing the record removes it in the same act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._deed import Deed, doing, looking
from fit.casework._recording import consents_today
from fit.casework._recording_files import erase_files, erase_leftovers, put_aside
from fit.casework.views import ConsentKind, Erased
from fit.errors import ConflictError, InputError
from fit.store import care, holds, record, recordings
from fit.store.ids import new_id

if TYPE_CHECKING:
    from datetime import date

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.casework.settings import Settings
    from fit.store.types import Connection

OF_THE_RECORD = (ConsentKind.RECORDING, ConsentKind.TRANSCRIPT)
LONGEST_FORM_NAME = 60
NOTHING = Erased(transcripts=0, recordings=0)
NAMES = {
    ConsentKind.RATINGS: "ratings",
    ConsentKind.RECORDING: "recording",
    ConsentKind.TRANSCRIPT: "a transcript",
}


def open_consents(clinic: Clinic, actor: Actor, episode_id: str) -> dict[ConsentKind, bool]:
    """Which of the client's consents stand; a kind that was never asked for is not there."""
    with looking(clinic, actor, "open_consents", episode_id=episode_id) as deed:
        return consents_today(deed.connection, deed.clinic_id, deed.episode.client_id)


def record_consent(
    clinic: Clinic, actor: Actor, episode_id: str, *, kind: ConsentKind, given_on: date, form_version: str = ""
) -> None:
    """Note that the client agreed, and on which form of the clinic's. Saying the same twice changes nothing.

    Raises
    ------
    InputError
        when the day lies in the future, or the form's name is too long.
    ConflictError
        when a consent of that day was withdrawn: what the client took back is not undone by a day before it.
    """
    if given_on > clinic.today():
        raise InputError("That day lies in the future. Choose the day on which the client agreed.")
    if len(form_version.strip()) > LONGEST_FORM_NAME:
        raise InputError(f"The name of the form is longer than {LONGEST_FORM_NAME} characters. Shorten it.")

    def work(deed: Deed) -> None:
        client_id = deed.episode.client_id
        for there in care.consents(deed.connection, deed.clinic_id, client_id):
            if (there.kind, there.given_on) == (kind.value, given_on):
                _check_stands(there.withdrawn_on)
                return
        row = {"clinic_id": deed.clinic_id, "id": new_id(), "client_id": client_id, "kind": kind.value}
        row |= {"given_on": given_on, "withdrawn_on": None, "recorded_at": deed.now, "recorded_by": deed.user_id}
        row |= {"form_version": form_version.strip()}
        care.add(deed.connection, care.consent, row)

    doing(clinic, actor, "record_consent", work, episode_id=episode_id)


def _check_stands(withdrawn_on: date | None) -> None:
    if withdrawn_on is not None:
        raise ConflictError("The consent of that day was withdrawn. Write the day on which the client agreed again.")


def withdraw_consent(clinic: Clinic, actor: Actor, episode_id: str, *, kind: ConsentKind, withdrawn_on: date) -> Erased:
    """Note that the client does not agree any more.

    Withdrawing the recording or the transcript removes, at once and for good, every recording and transcript of the
    client with all that was made from them, in every episode. Ratings stay. Under a legal hold nothing may be removed:
    then nobody reads or hears them from this moment on, and they are removed when the hold is lifted.

    Raises
    ------
    ConflictError
        when there is no such consent.
    """
    of_the_record = kind in OF_THE_RECORD

    def work(deed: Deed) -> Erased:
        client_id = deed.episode.client_id
        if kind not in consents_today(deed.connection, deed.clinic_id, client_id):
            raise ConflictError(f"There is no consent to {NAMES[kind]} to withdraw. Look at the client's page.")
        care.withdraw_consent(deed.connection, deed.clinic_id, client_id, kind.value, withdrawn_on, deed.user_id)
        if not of_the_record:
            return NOTHING
        if holds.is_held(deed.connection, deed.clinic_id, client_id):
            return _withhold_record(clinic.settings, deed, client_id)
        return erase_record(clinic.settings, deed, client_id)

    erased = doing(clinic, actor, "withdraw_consent", work, episode_id=episode_id)
    if of_the_record:
        erase_leftovers(clinic)
        clinic.store.wipe()
    return erased


def check_record_consent(connection: Connection, clinic_id: int, client_id: int, *kinds: ConsentKind) -> None:
    """Refuse what a client did not agree to, or does not any more. A recording asks for both kinds of the record.

    Raises
    ------
    ConflictError
        when one of these consents was never given, or was withdrawn.
    """
    standing = consents_today(connection, clinic_id, client_id)
    for kind in kinds:
        if kind not in standing:
            raise ConflictError(f"There is no consent to {NAMES[kind]} on record. Ask the client, and note it first.")
        if not standing[kind]:
            raise ConflictError(
                f"This client withdrew consent to {NAMES[kind]}. Talk about it, and note it again if they agree."
            )


def erase_record(settings: Settings, deed: Deed, client_id: int) -> Erased:
    """Remove recordings, transcripts and all that was made from them, of one client."""
    connection, clinic_id = deed.connection, deed.clinic_id
    episodes = [row.id for row in care.episodes_of(connection, clinic_id, client_id)]
    sounds = [row for episode_id in episodes for row in recordings.recordings_of(connection, clinic_id, episode_id)]
    # files first: should the transaction fail, they are gone as the client wants, and a second try finds the rest
    erase_files(settings, sounds)
    for row in sounds:
        recordings.forget_recording(connection, row)
    return Erased(
        transcripts=record.erase_transcripts_of(connection, clinic_id, episodes),
        recordings=len(sounds),
    )


def _withhold_record(settings: Settings, deed: Deed, client_id: int) -> Erased:
    """Keep recordings and transcripts of a client from everybody, without destroying them."""
    connection, clinic_id = deed.connection, deed.clinic_id
    episodes = [row.id for row in care.episodes_of(connection, clinic_id, client_id)]
    sounds = [row for episode_id in episodes for row in recordings.recordings_of(connection, clinic_id, episode_id)]
    for row in sounds:
        put_aside(settings, row)
        recordings.withhold(connection, row)
    record.withhold_transcripts_of(connection, clinic_id, episodes)
    return Erased(transcripts=0, recordings=0, withheld=True)


def erase_withheld(settings: Settings, deed: Deed, client_id: int) -> Erased:
    """Remove what was withheld of a client's record."""
    connection, clinic_id = deed.connection, deed.clinic_id
    episodes = [row.id for row in care.episodes_of(connection, clinic_id, client_id)]
    each = [row for episode_id in episodes for row in recordings.every_recording_of(connection, clinic_id, episode_id)]
    sounds = [row for row in each if row.withheld]
    erase_files(settings, sounds)
    for row in sounds:
        recordings.forget_recording(connection, row)
    return Erased(transcripts=record.erase_withheld(connection, clinic_id, episodes), recordings=len(sounds))
