"""Transcripts come in: looked at first, speakers told by the clinician, then stored whole or not at all."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from fit.casework._consents import check_record_consent
from fit.casework._deed import Deed, doing, looking
from fit.casework._recording import session_of_episode
from fit.casework.views import ConsentKind, SpeakerFound, TranscriptCheck
from fit.errors import ConflictError, InputError
from fit.speech import AUDIO
from fit.store import record
from fit.store.ids import new_id, shown
from fit.transcripts import Role, as_json, formats, guess_clinician, language_of, read_transcript, with_roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.store.types import Record
    from fit.transcripts import Columns, Transcript, Turn

FILE = "the file"
"""What errors call it: its real name may be a client's, and goes nowhere."""
ENDINGS = frozenset({".csv", ".tsv", ".vtt"})
"""Endings of a name that help to know what a file is."""
HEARD = "A recording, written down on this machine"
LONGEST_LABEL = 200
FIRST_WORDS = 120
"""[characters] Of what somebody says first: enough to know who it is."""


def check_transcript(
    clinic: Clinic, actor: Actor, episode_id: str, content: bytes, *, columns: Columns | None = None, ending: str = ""
) -> TranscriptCheck:
    """Look at a file without storing anything: what it holds, who speaks, and who may be the clinician.

    `ending` is that of the file's name, such as .csv: nothing else of the name is wanted.

    Raises
    ------
    ConflictError
        when there is no consent to a transcript.
    TranscriptError
        when the file is broken: where, what, and what to do.
    """
    with looking(clinic, actor, "check_transcript", episode_id=episode_id) as deed:
        check_record_consent(deed.connection, deed.clinic_id, deed.episode.client_id, ConsentKind.TRANSCRIPT)
    return checked(_read(content, ending, columns))


def _read(content: bytes, ending: str, columns: Columns | None) -> Transcript:
    return read_transcript(content, FILE + ending if ending in ENDINGS else FILE, columns=columns)


def checked(found: Transcript) -> TranscriptCheck:
    """What a transcript holds, who speaks, and who may be the clinician."""
    guess = guess_clinician(found)
    guessed = _guessed_roles(found, guess.label)
    return TranscriptCheck(
        format=found.format,
        title=HEARD if found.format == AUDIO else formats()[found.format].title,
        level=found.level,
        turns=len(found.turns),
        words=sum(_words(turn) for turn in found.turns),
        speakers=tuple(_speaker(found, one.label, guessed.get(one.label)) for one in found.speakers),
        unlabelled=sum(turn.speaker is None for turn in found.turns),
        why=guess.reason,
        sure=guess.confidence,
    )


def _guessed_roles(found: Transcript, clinician: str | None) -> dict[str, Role]:
    """The clinician as guessed; of two, the other is the client; what the file itself says goes first."""
    guessed = {} if clinician is None else {clinician: Role.CLINICIAN}
    others = [one.label for one in found.speakers if one.label != clinician]
    if clinician is not None and others:
        talk = {label: sum(_words(turn) for turn in found.turns if turn.speaker == label) for label in others}
        guessed |= dict.fromkeys(others, Role.OTHER) | {max(others, key=talk.__getitem__): Role.CLIENT}
    return guessed | dict(found.roles)


def _words(turn: Turn) -> int:
    return len(turn.text.split())


def _speaker(found: Transcript, label: str, guess: Role | None) -> SpeakerFound:
    own = [turn for turn in found.turns if turn.speaker == label]
    return SpeakerFound(
        label=label,
        turns=len(own),
        words=sum(_words(turn) for turn in own),
        first_words=max((turn.text for turn in own[:5]), key=len)[:FIRST_WORDS],
        guess=guess,
    )


def import_transcript(
    clinic: Clinic,
    actor: Actor,
    episode_id: str,
    *,
    session_id: str,
    content: bytes,
    roles: Mapping[str, Role],
    columns: Columns | None = None,
    ending: str = "",
) -> str:
    """Store what was said in a session, from a file; returns the transcript's id.

    Raises
    ------
    TranscriptError
        when the file is broken: nothing is kept.
    InputError
        when somebody who speaks was not told yet.
    ConflictError
        when there is no consent to a transcript, or this file came in already.
    """
    found = _read(content, ending, columns)
    digest = hashlib.sha256(content).hexdigest()

    def work(deed: Deed) -> str:
        session = session_of_episode(deed.connection, deed.episode, session_id)
        return store_transcript(deed, session, with_roles(found, roles), digest)

    return doing(clinic, actor, "import_transcript", work, episode_id=episode_id)


def keep_transcript(
    clinic: Clinic, actor: Actor, episode_id: str, *, session_id: str, transcript: Transcript, roles: Mapping[str, Role]
) -> str:
    """Store a transcript that was made here, such as from a recording; returns its id.

    Raises
    ------
    InputError
        when somebody who speaks was not told yet.
    ConflictError
        when there is no consent to a transcript, or, of a recording, to recording; or the same is here already.
    """
    digest = hashlib.sha256(as_json(transcript).encode()).hexdigest()
    kinds = [ConsentKind.RECORDING] if transcript.from_audio else []

    def work(deed: Deed) -> str:
        check_record_consent(deed.connection, deed.clinic_id, deed.episode.client_id, *kinds)
        session = session_of_episode(deed.connection, deed.episode, session_id)
        return store_transcript(deed, session, with_roles(transcript, roles), digest)

    return doing(clinic, actor, "keep_transcript", work, episode_id=episode_id)


def store_transcript(deed: Deed, session: Record, found: Transcript, digest: str, *, made_by: str | None = None) -> str:
    """Store a transcript, within the transaction at hand; returns its id.

    Raises
    ------
    InputError
        when somebody who speaks was not told yet.
    ConflictError
        when there is no consent to a transcript, or the same is here already.
    """
    check_record_consent(deed.connection, deed.clinic_id, deed.episode.client_id, ConsentKind.TRANSCRIPT)
    _check_speakers(found)
    if record.transcript_of_file(deed.connection, deed.clinic_id, session.id, digest) is not None:
        raise ConflictError("This file is in the record of this session already. Open it there.")
    row = _row(deed, session, found, digest) | {"made_by": made_by}
    record.add_transcript(deed.connection, row, list(_turn_rows(deed.clinic_id, row["id"], found)))
    deed.about("transcript", shown(row["id"]))
    return shown(row["id"])


def _check_speakers(found: Transcript) -> None:
    untold = [one for one in found.speakers if one.role is None]
    if untold:
        who = "One speaker was" if len(untold) == 1 else f"{len(untold)} speakers were"
        raise InputError(f"{who} not told yet. Say of each: the clinician, the client, or somebody else.")
    if any(len(one.label) > LONGEST_LABEL for one in found.speakers):
        raise InputError(f"A speaker's name is longer than {LONGEST_LABEL} letters. Shorten it in the file.")


def _row(deed: Deed, session: Record, found: Transcript, digest: str) -> dict[str, Any]:
    return {
        "clinic_id": deed.clinic_id,
        "id": new_id(),
        "episode_id": deed.episode.id,
        "session_id": session.id,
        "format": found.format or AUDIO,
        "level": found.level.value,
        "from_audio": found.from_audio,
        "language": language_of(found),
        "content_hash": digest,
        "turns": len(found.turns),
        "words": sum(_words(turn) for turn in found.turns),
        "found_by": deed.episode.clinician_id,
        "imported_by": deed.user_id,
        "imported_at": deed.now,
    }


def _turn_rows(clinic_id: int, transcript_id: int, found: Transcript) -> Iterable[dict[str, Any]]:
    for turn in found.turns:
        role = found.role_of(turn)
        sure = [word.confidence for word in turn.words if word.confidence is not None]
        words = [[word.text, word.start, word.end, word.confidence] for word in turn.words]
        yield {
            "clinic_id": clinic_id,
            "id": new_id(),
            "transcript_id": transcript_id,
            "place": turn.index,
            "start_ms": turn.start,
            "end_ms": turn.end,
            "role": None if role is None else role.value,
            "label": turn.speaker or "",
            "text": turn.text,
            "confidence": min(sure, default=None),
            "words": words or None,
            "version": 1,
        }
