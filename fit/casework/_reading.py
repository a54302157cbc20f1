"""Looking back at a session: what its transcript lets one say, read once by each version of the rules and kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from fit.casework._deed import looking
from fit.casework._permission import GRANTS, relation_to
from fit.casework._reading_rows import as_plain, excerpt_rows, hit_rate, memory_row, moment_rows
from fit.casework._record_page import as_transcript, transcript_of
from fit.casework._record_rows import transcript_facts
from fit.casework._repair_course import courses_of
from fit.casework._rows import alert_row, label_of, rating_row
from fit.casework.views import RatingStatus, ReadingPage
from fit.dialogue import VERSION, as_kept, from_kept, pattern_of, read_dialogue, written
from fit.errors import NotFoundError
from fit.excerpts import FallenItem, find_excerpts
from fit.repair import deepest_fall
from fit.store import readings, record, recordings
from fit.store.ids import new_id, read_id, shown
from fit.store.queries import client as queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.casework.views import RatingRow
    from fit.dialogue import Dialogue, Weighting
    from fit.store.types import Record

NO_SESSION = "There is no such session of this client. Open it from the client's page."


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A transcript with its turns and what was read in them."""

    row: Record
    turns: Sequence[Record]
    dialogue: Dialogue


def open_reading(
    clinic: Clinic, actor: Actor, episode_id: str, session_id: str, transcript_id: str | None = None
) -> ReadingPage:
    """Look back at a session: what flags it, where to look first, and what was said.

    Of several transcripts the newest is shown, unless one is named. A reading of other rules than today's is made
    anew and kept. Without a transcript there are memories only.

    Raises
    ------
    NotFoundError, AccessDeniedError
        when there is no such session or transcript for this person.
    """
    with looking(clinic, actor, "open_reading", episode_id=episode_id, about=("session", session_id)) as deed:
        session = session_row(deed, session_id)
        there = [row for row in _transcripts(deed) if row.session_id == session.id]
        chosen = there[-1] if there else None
        if transcript_id is not None:
            chosen = _of_session(transcript_of(deed, transcript_id), session)
        return _page(clinic, actor, deed, session, there, chosen)


def session_row(deed: Deed, session_id: str) -> Record:
    """The session of that id, when it is of the deed's episode.

    Raises
    ------
    NotFoundError
        when it is not.
    """
    rows = queries.sessions(deed.connection, deed.clinic_id, deed.episode.id)
    wanted = read_id(session_id)
    for row in rows:
        if row.id == wanted:
            return row
    raise NotFoundError(NO_SESSION)


def _transcripts(deed: Deed) -> Sequence[Record]:
    return record.transcripts_of(deed.connection, deed.clinic_id, deed.episode.id)


def _of_session(row: Record, session: Record) -> Record:
    if row.session_id != session.id:
        raise NotFoundError(NO_SESSION)
    return row


def _page(
    clinic: Clinic, actor: Actor, deed: Deed, session: Record, there: Sequence[Record], chosen: Record | None
) -> ReadingPage:
    connection, clinic_id = deed.connection, deed.clinic_id
    alerts = [row for row in queries.alerts(connection, clinic_id, deed.episode.id) if row.session_id == session.id]
    falls = courses_of(clinic, deed, [deed.episode.id])[deed.episode.id].falls_at(session.meeting)
    about = deepest_fall(falls)
    own = relation_to(connection, actor, deed.episode) in GRANTS["show_excerpt"][actor.role]
    memories = readings.memories_of(connection, clinic_id, session.id, deed.user_id)
    read = None if chosen is None else read_kept(clinic, deed, chosen)
    found = () if read is None else find_excerpts(read.dialogue, fell=about or FallenItem.OVERALL)
    about_turns = {} if chosen is None else {m.turn: m for m in memories if m.transcript_id == chosen.id}
    return ReadingPage(
        client_label=label_of(deed.episode),
        episode_id=shown(deed.episode.id),
        session_id=shown(session.id),
        meeting=session.meeting,
        occurred_on=session.occurred_on,
        alerts=tuple(alert_row(row, session.meeting) for row in alerts),
        ratings=_ratings(deed, session),
        fallen=falls,
        about=about,
        transcripts=tuple(transcript_facts(row) for row in there),
        facts=None if chosen is None else transcript_facts(chosen),
        dialogue=None if read is None else read.dialogue,
        turn_ids=() if read is None else tuple(shown(turn.id) for turn in read.turns),
        excerpts=() if read is None else excerpt_rows(found, read.turns, about_turns, always_open=not own),
        moments=() if read is None else moment_rows(deed, read.dialogue, read.turns),
        memories=tuple(memory_row(row) for row in memories if row.turn is None and row.text),
        hits=hit_rate(readings.label_counts(connection, clinic_id, deed.user_id)),
        can_change=own,
        has_sound=chosen is not None
        and recordings.recording_of_transcript(connection, clinic_id, chosen.id) is not None,
    )


def _ratings(deed: Deed, session: Record) -> tuple[RatingRow, ...]:
    rows = queries.ratings(deed.connection, deed.clinic_id, deed.episode.id)
    return tuple(
        rating_row(row) for row in rows if row.session_id == session.id and row.status == RatingStatus.ACTIVE.value
    )


def read_kept(clinic: Clinic, deed: Deed, row: Record) -> Read:
    """What was read in a transcript by today's rules: as kept, or read now and kept."""
    turns = record.turns_of(deed.connection, deed.clinic_id, row.id)
    transcript = as_transcript(row, turns)
    kept = readings.reading_of(deed.connection, deed.clinic_id, row.id)
    if kept is not None and kept.version == version_of(clinic):
        return Read(row=row, turns=turns, dialogue=from_kept(kept.contents, transcript))
    dialogue = read_dialogue(transcript, weighting=clinic.weighting)
    _keep(clinic, deed, row, dialogue, turns)
    return Read(row=row, turns=turns, dialogue=dialogue)


def _keep(clinic: Clinic, deed: Deed, row: Record, dialogue: Dialogue, turns: Sequence[Record]) -> None:
    kept: dict[str, Any] = {
        "clinic_id": deed.clinic_id,
        "id": new_id(),
        "transcript_id": row.id,
        "version": version_of(clinic),
        "made_at": deed.now,
        "pattern": as_plain(pattern_of(dialogue)),
        "contents": as_kept(dialogue),
    }
    as_read = {turn.id: turn.version for turn in turns}
    clinic.store.write(lambda connection: readings.put_reading(connection, kept, as_read))


def version_of(clinic: Clinic) -> str:
    """Which rules read: those of this version of Mendline, with the clinic's own weights where it has some."""
    return VERSION if clinic.weighting is None else f"{VERSION}+{_digest(clinic.weighting)}"


@cache
def _digest(weighting: Weighting) -> str:
    return hashlib.sha256(written(weighting).encode()).hexdigest()[:16]
