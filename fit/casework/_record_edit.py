"""Correcting a turn of a transcript: what was misheard, or who spoke. What stood there is kept beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fit.casework._deed import Deed, doing
from fit.casework._record_page import speakers_of
from fit.casework._record_rows import role_of
from fit.casework.views import SpeakerChoice
from fit.errors import ConflictError, InputError, NotFoundError
from fit.store import record
from fit.store.ids import new_id, read_id
from fit.transcripts import Turn

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.store.types import Record

LONGEST = 20_000
"""[characters] Nobody speaks longer without another; what is longer was pasted by mistake."""


def edit_turn(
    clinic: Clinic,
    actor: Actor,
    episode_id: str,
    turn_id: str,
    *,
    version: int,
    text: str | None = None,
    speaker: SpeakerChoice | None = None,
) -> None:
    """Change the words of a turn, or who spoke it; `version` is that of the turn as it was looked at.

    Raises
    ------
    InputError
        when the words are missing or too many, or nobody of that kind speaks.
    ConflictError
        when somebody else changed the turn meanwhile.
    """

    def work(deed: Deed) -> None:
        before = record.turn_by_id(deed.connection, deed.clinic_id, read_id(turn_id))
        if before is None or before.episode_id != deed.episode.id:
            raise NotFoundError("There is no such turn in this client's record. Open it from the transcript.")
        deed.about("turn", turn_id)
        if before.version != version:
            raise _meanwhile()
        changed = _changed(deed, before, text, speaker)
        if changed and not record.change_turn(deed.connection, before, changed, _kept(deed, before)):
            raise _meanwhile()

    doing(clinic, actor, "edit_turn", work, episode_id=episode_id)


def _meanwhile() -> ConflictError:
    return ConflictError("Somebody changed this turn meanwhile. Look at it again, then change it.")


def _changed(deed: Deed, before: Record, text: str | None, speaker: SpeakerChoice | None) -> dict[str, Any]:
    """The new contents of the row; nothing when they are the old ones."""
    words = before.text if text is None else _words(text)
    who = SpeakerChoice(label=before.label, role=role_of(before.role)) if speaker is None else speaker
    if speaker is not None and speaker not in speakers_of(deed, before.transcript_id):
        raise InputError("Nobody of that kind speaks here. Choose one of those who do.")
    role = None if who.role is None else who.role.value
    if (words, who.label, role) == (before.text, before.label, before.role):
        return {}
    changed: dict[str, Any] = {"text": words, "label": who.label, "role": role}
    # how sure the recogniser was says nothing of words that somebody has written since
    return changed if words == before.text else changed | {"words": None, "confidence": None}


def _words(given: str) -> str:
    words = " ".join(given.split())
    if not words:
        raise InputError("The words are missing. Write what was said; a turn cannot be empty.")
    if len(words) > LONGEST:
        raise InputError(f"That is {len(words)} characters long. Keep a turn to {LONGEST}.")
    return Turn(index=0, text=words).text


def _kept(deed: Deed, before: Record) -> dict[str, Any]:
    return {
        "clinic_id": deed.clinic_id,
        "id": new_id(),
        "transcript_id": before.transcript_id,
        "turn_id": before.id,
        "version": before.version,
        "text_before": before.text,
        "label_before": before.label,
        "role_before": before.role,
        "edited_by": deed.user_id,
        "edited_at": deed.now,
    }
