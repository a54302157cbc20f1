"""What was said in a strained session, where it was written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fit.casework._reading import read_kept
from fit.dialogue import pattern_of
from fit.excerpts import FallenItem, find_excerpts
from fit.repair import deepest_fall
from fit.store import record
from fit.store.ids import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.dialogue import Dialogue, Moment, SessionPattern, Unknown
    from fit.excerpts import Excerpt
    from fit.repair import ItemFall
    from fit.store.types import Record


class Heard(NamedTuple):
    """What a transcript says of a session; all empty where there is none."""

    transcript_id: str | None = None
    moments: tuple[Moment, ...] = ()
    excerpts: tuple[Excerpt, ...] = ()
    not_assessable: tuple[Unknown, ...] = ()
    talks: tuple[tuple[int, SessionPattern], ...] = ()


def heard_in(clinic: Clinic, deed: Deed, session: Record, falls: Sequence[ItemFall]) -> Heard:
    """The possible moments of a session and the excerpts to look at first, ranked by the line that fell most."""
    there = record.transcripts_of(deed.connection, deed.clinic_id, session.episode_id)
    own = [row for row in there if row.session_id == session.id]
    if not own:
        return Heard()
    dialogue = read_kept(clinic, deed, own[-1]).dialogue
    excerpts = find_excerpts(dialogue, fell=deepest_fall(falls) or FallenItem.OVERALL)
    talks = _talks(clinic, deed, session, dialogue, there)
    return Heard(shown(own[-1].id), dialogue.moments, excerpts, dialogue.not_assessable, talks)


def _talks(
    clinic: Clinic, deed: Deed, session: Record, dialogue: Dialogue, there: Sequence[Record]
) -> tuple[tuple[int, SessionPattern], ...]:
    """How one talked then, and at the next session of which there is a transcript."""
    then = (session.meeting, pattern_of(dialogue))
    later = [row for row in there if row.meeting > session.meeting]
    if not later:
        return (then,)
    newest = [row for row in later if row.meeting == later[0].meeting][-1]
    return then, (newest.meeting, pattern_of(read_kept(clinic, deed, newest).dialogue))
