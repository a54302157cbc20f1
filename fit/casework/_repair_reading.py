"""What was said in a strained session, where it was written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fit.casework._reading import read_kept
from fit.excerpts import FallenItem, find_excerpts
from fit.repair import deepest_fall
from fit.store import record
from fit.store.ids import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.dialogue import Dialogue, Moment, Unknown
    from fit.excerpts import Excerpt
    from fit.repair import ItemFall
    from fit.store.types import Record


class Heard(NamedTuple):
    """What a transcript says of a session; all empty where there is none."""

    transcript_id: str | None = None
    moments: tuple[Moment, ...] = ()
    excerpts: tuple[Excerpt, ...] = ()
    not_assessable: tuple[Unknown, ...] = ()


def heard_in(clinic: Clinic, deed: Deed, session: Record, falls: Sequence[ItemFall]) -> Heard:
    """The possible moments of a session and the excerpts to look at first, ranked by the line that fell most."""
    found = _signs_of(clinic, deed, session)
    if found is None:
        return Heard()
    transcript_id, dialogue = found
    excerpts = find_excerpts(dialogue, fell=deepest_fall(falls) or FallenItem.OVERALL)
    return Heard(transcript_id, dialogue.moments, excerpts, dialogue.not_assessable)


def _signs_of(clinic: Clinic, deed: Deed, session: Record) -> tuple[str, Dialogue] | None:
    """The newest transcript of a session, read; None where there is none."""
    there = record.transcripts_of(deed.connection, deed.clinic_id, session.episode_id)
    own = [row for row in there if row.session_id == session.id]
    if not own:
        return None
    return shown(own[-1].id), read_kept(clinic, deed, own[-1]).dialogue
