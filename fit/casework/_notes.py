"""Session notes: each saved state is a version that stays; nobody writes over what somebody else saved meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fit.casework._deed import Deed, doing, looking
from fit.casework._permission import GRANTS, relation_to
from fit.casework._recording import consents_today, method_of, session_of_day
from fit.casework._repair_changing import own_words
from fit.casework._rows import episode_facts, label_of, session_rows
from fit.casework.views import NoteRow, NotesPage, NoteVersion, NoteWords, SavedNote, SessionNotePage
from fit.errors import ConflictError, InputError, NotFoundError
from fit.store import care, notes
from fit.store.ids import new_id, read_id, shown
from fit.store.queries import client as queries
from fit.store.standing import refresh

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.store.types import Record

FIELDS = ("talked_about", "observed", "assessment", "plan")
NO_SESSION = "This client has no such session. Choose one from the list."
SAVED_MEANWHILE = "This was saved meanwhile, by somebody else or in another window. Look at both, then save yours."
"""A refusal repeats no word of either text."""


def open_notes(clinic: Clinic, actor: Actor, episode_id: str) -> NotesPage:
    """The notes of an episode as they stand, that of the newest session first.

    Raises
    ------
    NotFoundError, AccessDeniedError
        when there is no such client for this person.
    """
    with looking(clinic, actor, "open_notes", episode_id=episode_id) as deed:
        connection, clinic_id, episode = deed.connection, deed.clinic_id, deed.episode
        written = notes.newest_notes(connection, clinic_id, episode.id)
        noted = {shown(row.session_id) for row in written}
        sessions = session_rows(queries.sessions(connection, clinic_id, episode.id), (), None)
        return NotesPage(
            client_label=label_of(episode),
            episode=episode_facts(episode, consents_today(connection, clinic_id, episode.client_id)),
            notes=tuple(note_row(row, deed.user_id) for row in written),
            without=tuple(one for one in reversed(sessions) if one.session_id not in noted),
            can_write=_can_write(actor, deed),
            as_of=clinic.today(),
        )


def open_note(clinic: Clinic, actor: Actor, episode_id: str, session_id: str | None = None) -> SessionNotePage:
    """The note of a session with all its saved states; without a session that of today's.

    Raises
    ------
    NotFoundError, AccessDeniedError
        when there is no such client for this person, or the client has no such session.
    """
    with looking(clinic, actor, "open_note", episode_id=episode_id) as deed:
        episode = deed.episode
        session = _todays(clinic, deed) if session_id is None else session_asked_for(deed, session_id)
        versions = () if session is None else notes.versions_of(deed.connection, deed.clinic_id, session.id)
        return SessionNotePage(
            client_label=label_of(episode),
            episode=episode_facts(episode, consents_today(deed.connection, deed.clinic_id, episode.client_id)),
            session_id=None if session is None else shown(session.id),
            meeting=None if session is None else session.meeting,
            occurred_on=clinic.today() if session is None else session.occurred_on,
            versions=tuple(_version(row, deed.user_id) for row in versions),
            can_write=_can_write(actor, deed),
            as_of=clinic.today(),
        )


def save_note(
    clinic: Clinic,
    actor: Actor,
    episode_id: str,
    session_id: str | None = None,
    *,
    words: NoteWords,
    based_on: int,
) -> SavedNote:
    """Keep a note as its newest version; without a session that of today's, which is begun where it is not yet.

    `based_on` is the version that was looked at, 0 where nothing was written. What is kept already, word for word, is
    not kept twice.

    Raises
    ------
    InputError
        when nothing is written, or a field is too long.
    NotFoundError
        when the client has no such session.
    ConflictError
        when the note was saved meanwhile; nothing is lost then, neither what stands nor what was brought.
    """
    said = NoteWords(**{name: own_words(getattr(words, name)) for name in FIELDS})

    def work(deed: Deed) -> SavedNote:
        session = _session_to_write(clinic, deed, session_id)
        there = notes.newest_version(deed.connection, deed.clinic_id, session.id)
        if there is not None and words_of(there) == said:
            return _kept(deed, session, there.version)
        check_based_on(0 if there is None else there.version, based_on)
        if there is None and said.is_empty:
            raise InputError("Nothing is written yet. Write at least one line of the note.")
        return _add(deed, session, said, based_on + 1)

    return doing(clinic, actor, "save_note", work, episode_id=episode_id)


def bring_back_note(
    clinic: Clinic, actor: Actor, episode_id: str, session_id: str, version: int, *, based_on: int
) -> SavedNote:
    """Make an older version of a note the newest again, as a version of its own: all between stay.

    Raises
    ------
    NotFoundError
        when the client has no such session, or its note no such version.
    InputError
        when the note says that already.
    ConflictError
        when the note was saved meanwhile.
    """

    def work(deed: Deed) -> SavedNote:
        session = _session_to_write(clinic, deed, session_id)
        versions = notes.versions_of(deed.connection, deed.clinic_id, session.id)
        old = next((row for row in versions if row.version == version), None)
        if old is None:
            raise NotFoundError("This note has no such version. Choose one from its history.")
        check_based_on(versions[0].version, based_on)
        if words_of(old) == words_of(versions[0]):
            raise InputError("The note says that already. There is nothing to bring back.")
        return _add(deed, session, words_of(old), based_on + 1, brought_back=version)

    return doing(clinic, actor, "bring_back_note", work, episode_id=episode_id)


def check_based_on(stands: int, based_on: int) -> None:
    """Refuse to save over what was saved since one looked.

    Raises
    ------
    ConflictError
        when the version that stands is not the one that was looked at.
    """
    if stands != based_on:
        raise ConflictError(SAVED_MEANWHILE)


def session_asked_for(deed: Deed, session_id: str) -> Record:
    """The session of that id, when it is of the deed's episode.

    Raises
    ------
    NotFoundError
        when it is not.
    """
    found = care.session_by_id(deed.connection, deed.clinic_id, read_id(session_id))
    if found is None or found.episode_id != deed.episode.id:
        raise NotFoundError(NO_SESSION)
    return found


def newest_of(deed: Deed, session: Record) -> NoteVersion | None:
    """The note of a session as it stands; None where nothing is written."""
    found = notes.newest_version(deed.connection, deed.clinic_id, session.id)
    return None if found is None else _version(found, deed.user_id)


def _todays(clinic: Clinic, deed: Deed) -> Record | None:
    return care.session_on(deed.connection, deed.clinic_id, deed.episode.id, clinic.today())


def _session_to_write(clinic: Clinic, deed: Deed, session_id: str | None) -> Record:
    """The session; until the transaction ends nobody else writes to its episode."""
    care.lock_episode(deed.connection, deed.clinic_id, deed.episode.id)
    if session_id is not None:
        return session_asked_for(deed, session_id)
    # an ended episode has no new session, but the note of its last day can still be written
    return _todays(clinic, deed) or _begun_today(clinic, deed)


def _begun_today(clinic: Clinic, deed: Deed) -> Record:
    session = session_of_day(deed.connection, deed.episode, clinic.today())
    refresh(deed.connection, deed.clinic_id, [session.episode_id], method_of(clinic))
    return session


def _add(deed: Deed, session: Record, said: NoteWords, version: int, brought_back: int | None = None) -> SavedNote:
    row: dict[str, Any] = {"clinic_id": deed.clinic_id, "id": new_id(), "episode_id": deed.episode.id}
    row |= {"session_id": session.id, "version": version, "brought_back": brought_back}
    row |= {name: getattr(said, name) for name in FIELDS}
    notes.add_note(deed.connection, row | {"written_by": deed.user_id, "written_at": deed.now})
    return _kept(deed, session, version)


def _kept(deed: Deed, session: Record, version: int) -> SavedNote:
    deed.about("session note", shown(session.id))
    return SavedNote(session_id=shown(session.id), version=version)


def _can_write(actor: Actor, deed: Deed) -> bool:
    return relation_to(deed.connection, actor, deed.episode) in GRANTS["save_note"][actor.role]


def words_of(row: Record) -> NoteWords:
    """What a state of a note says."""
    return NoteWords(**{name: getattr(row, name) for name in FIELDS})


def note_row(row: Record, reader: int) -> NoteRow:
    """The note of a session as it stands."""
    return NoteRow(
        session_id=shown(row.session_id),
        meeting=row.meeting,
        occurred_on=row.occurred_on,
        newest=_version(row, reader),
    )


def _version(row: Record, reader: int) -> NoteVersion:
    return NoteVersion(
        version=row.version,
        words=words_of(row),
        written_by=row.author_name,
        is_own=row.written_by == reader,
        written_at=row.written_at,
        brought_back=row.brought_back,
    )
