"""The record as pages show it: a client's sessions with their transcripts, a transcript in slices, an export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._consents import OF_THE_RECORD
from fit.casework._deed import doing, looking
from fit.casework._erasing import check_not_held
from fit.casework._permission import GRANTS, relation_to
from fit.casework._record_rows import consent_row, role_of, transcript_facts, turn_row
from fit.casework._recording import consents_today
from fit.casework._recording_files import erase_leftovers
from fit.casework._rows import label_of, rating_row
from fit.casework.views import RecordPage, RecordSession, SpeakerChoice, TranscriptPage
from fit.errors import NotFoundError
from fit.store import care, holds, record, recordings
from fit.store.ids import read_id, shown
from fit.store.queries import client as queries
from fit.transcripts import Role, Transcript, Turn, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.casework.views import TurnRow
    from fit.store.types import Record

SLICE = 100
"""[turns] Sent at once: about 27 kilobytes. A session has up to 600."""


def open_record(clinic: Clinic, actor: Actor, episode_id: str) -> RecordPage:
    """A client's consents to the record, and the sessions of the episode with their transcripts."""
    with looking(clinic, actor, "open_record", episode_id=episode_id) as deed:
        connection, clinic_id, episode = deed.connection, deed.clinic_id, deed.episode
        rows = care.consents(connection, clinic_id, episode.client_id)
        kinds = {kind.value for kind in OF_THE_RECORD}
        stands = consents_today(connection, clinic_id, episode.client_id)
        return RecordPage(
            client_label=label_of(episode),
            episode_id=episode_id,
            consents=tuple(consent_row(row) for row in rows if row.kind in kinds),
            stands={kind: stands[kind] for kind in OF_THE_RECORD if kind in stands},
            sessions=_sessions(deed),
            can_change=_can_change(actor, deed),
            as_of=clinic.today(),
            held=holds.is_held(connection, clinic_id, episode.client_id),
        )


def _can_change(actor: Actor, deed: Deed) -> bool:
    return relation_to(deed.connection, actor, deed.episode) in GRANTS["import_transcript"][actor.role]


def _sessions(deed: Deed) -> tuple[RecordSession, ...]:
    there: dict[int, list[Record]] = {}
    for row in record.transcripts_of(deed.connection, deed.clinic_id, deed.episode.id):
        there.setdefault(row.session_id, []).append(row)
    return tuple(
        RecordSession(
            session_id=shown(row.id),
            meeting=row.meeting,
            occurred_on=row.occurred_on,
            transcripts=tuple(transcript_facts(one) for one in there.get(row.id, ())),
        )
        for row in reversed(queries.sessions(deed.connection, deed.clinic_id, deed.episode.id))
    )


def open_transcript(
    clinic: Clinic,
    actor: Actor,
    episode_id: str,
    transcript_id: str,
    *,
    turn_id: str | None = None,
    first: int | None = None,
) -> TranscriptPage:
    """A slice of a transcript: the one that holds a turn, or the one from a place on, or else the first.

    Raises
    ------
    NotFoundError, AccessDeniedError
        when there is no such transcript for this person.
    """
    about = ("transcript", transcript_id)
    with looking(clinic, actor, "open_transcript", episode_id=episode_id, about=about) as deed:
        row = transcript_of(deed, transcript_id)
        begins = _slice(deed, row, turn_id) if first is None else max(0, min(first, row.turns - 1)) // SLICE * SLICE
        turns = record.turns_of(deed.connection, deed.clinic_id, row.id, first=begins, count=SLICE)
        ratings = queries.ratings(deed.connection, deed.clinic_id, deed.episode.id)
        return TranscriptPage(
            client_label=label_of(deed.episode),
            episode_id=episode_id,
            facts=transcript_facts(row),
            turns=_with_edits(deed, row, turns),
            first=begins,
            speakers=speakers_of(deed, row.id),
            ratings=tuple(rating_row(one) for one in ratings if one.session_id == row.session_id),
            can_change=_can_change(actor, deed),
            has_sound=recordings.recording_of_transcript(deed.connection, deed.clinic_id, row.id) is not None,
        )


def transcript_of(deed: Deed, transcript_id: str) -> Record:
    """The transcript of that id, when it is of the deed's episode.

    Raises
    ------
    NotFoundError
        when it is not.
    """
    row = record.transcript_by_id(deed.connection, deed.clinic_id, read_id(transcript_id))
    if row is None or row.episode_id != deed.episode.id:
        raise NotFoundError("There is no such transcript of this client. Open it from the client's record.")
    return row


def _slice(deed: Deed, row: Record, turn_id: str | None) -> int:
    """Where the slice with that turn begins; a turn that is not there is no reason to show nothing."""
    try:
        turn = record.turn_by_id(deed.connection, deed.clinic_id, read_id(turn_id or ""))
    except NotFoundError:
        return 0
    if turn is None or turn.transcript_id != row.id:
        return 0
    place: int = turn.place
    return place // SLICE * SLICE


def _with_edits(deed: Deed, row: Record, turns: Sequence[Record]) -> tuple[TurnRow, ...]:
    edits: dict[int, list[Record]] = {}
    for one in record.edits_of(deed.connection, deed.clinic_id, row.id):
        edits.setdefault(one.turn_id, []).append(one)
    return tuple(turn_row(turn, edits.get(turn.id, ())) for turn in turns)


def speakers_of(deed: Deed, transcript_id: int) -> tuple[SpeakerChoice, ...]:
    """Who can be said to have spoken: everybody with a label, and the roles that nobody has."""
    rows = record.speakers_of(deed.connection, deed.clinic_id, transcript_id)
    named = [SpeakerChoice(label=row.label, role=role_of(row.role)) for row in rows if row.role is not None]
    missing = [role for role in Role if role not in {choice.role for choice in named}]
    return (*named, *(SpeakerChoice(label="", role=role) for role in missing))


def export_transcript(clinic: Clinic, actor: Actor, episode_id: str, transcript_id: str) -> Transcript:
    """Give out a transcript as it stands now, to be written into a file; every export is audited."""

    def work(deed: Deed) -> Transcript:
        row = transcript_of(deed, transcript_id)
        deed.about("transcript", transcript_id)
        return as_transcript(row, record.turns_of(deed.connection, deed.clinic_id, row.id))

    return doing(clinic, actor, "export_transcript", work, episode_id=episode_id)


def as_transcript(row: Record, turns: Sequence[Record]) -> Transcript:
    """A transcript as it stands now, from its rows."""
    made = tuple(_as_turn(turn) for turn in turns)
    roles = {_speaker_of(turn): Role(turn.role) for turn in turns if turn.role}
    return Transcript(turns=made, roles=roles, from_audio=row.from_audio, format=row.format)


def _speaker_of(row: Record) -> str:
    """The label of a turn; where a correction gave it to somebody without one, the name of the role."""
    return str(row.label or row.role or "")


def _as_turn(row: Record) -> Turn:
    words = tuple(Word(text=text, start=start, end=end, confidence=sure) for text, start, end, sure in row.words or ())
    speaker = _speaker_of(row) or None
    return Turn(index=row.place, text=row.text, speaker=speaker, start=row.start_ms, end=row.end_ms, words=words)


def remove_transcript(clinic: Clinic, actor: Actor, episode_id: str, transcript_id: str) -> None:
    """Remove a transcript for good, with its sound and all made from it: it is in the wrong session, or not needed.

    Raises
    ------
    NotFoundError
        when there is no such transcript of this client.
    ConflictError
        when the client's record is under a legal hold.
    """

    def work(deed: Deed) -> None:
        row = transcript_of(deed, transcript_id)
        deed.about("transcript", transcript_id)
        check_not_held(deed, deed.episode.client_id)
        record.erase_transcript(deed.connection, row)

    doing(clinic, actor, "remove_transcript", work, episode_id=episode_id)
    erase_leftovers(clinic)
    clinic.store.wipe()
