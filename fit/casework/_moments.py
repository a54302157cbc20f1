"""What a clinician makes of the record: memories before it is looked at, and what became of possible moments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._deed import doing
from fit.casework._reading import session_row, version_of
from fit.casework._record_page import transcript_of
from fit.casework.views import MomentVerdict
from fit.errors import ConflictError, InputError, NotFoundError
from fit.store import readings, record
from fit.store.ids import new_id, read_id, shown

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.dialogue import RuptureKind

LONGEST = 20_000
"""[characters] As of a turn: more was pasted by mistake."""


def show_excerpt(
    clinic: Clinic, actor: Actor, episode_id: str, transcript_id: str, turn: int, *, remembered: str = ""
) -> None:
    """Open an excerpt, keeping how the clinician remembers the moment, if they wrote that; what was opened stays open.

    Raises
    ------
    InputError
        when the memory is too long, or there is no such turn.
    ConflictError
        when it was opened already: a memory of what one has just read is none.
    """
    text = _words(remembered)

    def work(deed: Deed) -> None:
        row = transcript_of(deed, transcript_id)
        if not 0 <= turn < row.turns:
            raise InputError(f"There is no turn {turn + 1} in this transcript. Open it from the session's page.")
        before = readings.memories_of(deed.connection, deed.clinic_id, row.session_id, deed.user_id)
        if any((one.transcript_id, one.turn) == (row.id, turn) for one in before):
            raise ConflictError("This stretch was opened already. Reload the page to see it.")
        about = {"session_id": row.session_id, "transcript_id": row.id, "turn": turn}
        _remember(deed, text, about)

    doing(clinic, actor, "show_excerpt", work, episode_id=episode_id)


def write_memory(clinic: Clinic, actor: Actor, episode_id: str, session_id: str, text: str) -> None:
    """Keep how the clinician remembers a session, whether there is a record of it or not.

    Raises
    ------
    InputError
        when nothing is written, or too much.
    """
    said = _words(text)
    if not said:
        raise InputError("Nothing is written yet. Write what you remember, however little.")

    def work(deed: Deed) -> None:
        session = session_row(deed, session_id)
        _remember(deed, said, {"session_id": session.id, "transcript_id": None, "turn": None})

    doing(clinic, actor, "write_memory", work, episode_id=episode_id)


def _remember(deed: Deed, text: str, about: dict[str, int | None]) -> None:
    row = {"clinic_id": deed.clinic_id, "id": new_id(), "episode_id": deed.episode.id, "text": text}
    row |= {"written_by": deed.user_id, "written_at": deed.now, **about}
    readings.add_memory(deed.connection, row)
    deed.about("memory", shown(row["id"]))


def _words(given: str) -> str:
    text = given.strip()
    if len(text) > LONGEST:
        raise InputError(f"That is {len(text)} characters long. Keep it to {LONGEST}.")
    return text


def label_moment(
    clinic: Clinic,
    actor: Actor,
    episode_id: str,
    turn_id: str,
    verdict: MomentVerdict,
    *,
    kind: RuptureKind | None = None,
) -> None:
    """Say what one makes of a possible moment: right, not one, or one of another kind. It can be changed any time.

    Raises
    ------
    InputError
        when the other kind is missing, or is the one that was said.
    NotFoundError
        when there is no possible moment at that turn.
    """
    if (verdict is MomentVerdict.OTHER_KIND) != (kind is not None):
        raise InputError("Say which kind it is instead, and only then.")

    def work(deed: Deed) -> None:
        turn = record.turn_by_id(deed.connection, deed.clinic_id, read_id(turn_id))
        if turn is None or turn.episode_id != deed.episode.id:
            raise NotFoundError("There is no such turn in this client's record. Open it from the session's page.")
        marker, was = _moment_at(clinic, deed, turn.transcript_id, turn.place)
        if kind is not None and kind.value == was:
            raise InputError("That is the kind it was taken for. Say that it is right.")
        row = {"clinic_id": deed.clinic_id, "id": new_id(), "transcript_id": turn.transcript_id, "turn_id": turn.id}
        row |= {"marker": marker, "kind": was, "verdict": verdict.value, "labelled_by": deed.user_id}
        row |= {"kind_given": None if kind is None else kind.value, "labelled_at": deed.now}
        readings.put_label(deed.connection, row)
        deed.about("moment_label", shown(row["id"]))

    doing(clinic, actor, "label_moment", work, episode_id=episode_id)


def _moment_at(clinic: Clinic, deed: Deed, transcript_id: int, place: int) -> tuple[str, str]:
    """Strongest marker and kind of the moment as it was read; the page that it was seen on keeps the reading."""
    kept = readings.reading_of(deed.connection, deed.clinic_id, transcript_id)
    if kept is None or kept.version != version_of(clinic):
        raise ConflictError("The transcript changed meanwhile. Reload the page, then say what you make of it.")
    for moment in kept.contents["moments"]:
        if moment["turn"] == place:
            own = [sign for sign in moment["signs"] if sign["turn"] == place] or moment["signs"]
            return own[0]["marker"], moment["kind"]
    raise NotFoundError("There is no possible moment at this turn. Open it from the session's page.")
