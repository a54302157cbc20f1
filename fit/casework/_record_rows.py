"""From rows of the record to what pages see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework.views import ConsentKind, ConsentRow, TranscriptFacts, TurnEditRow, TurnRow
from fit.store.ids import shown
from fit.transcripts import Level, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fit.store.types import Record

DOUBTFUL = 0.5
"""Confidence below which the recogniser itself finds other words together likelier than the one it wrote."""

CONFIDENCE, TEXT = 3, 0
"""Where they stand in a word as it is kept: text, start, end, confidence."""


def consent_row(row: Record) -> ConsentRow:
    """Something that a client agreed to."""
    return ConsentRow(
        kind=ConsentKind(row.kind),
        given_on=row.given_on,
        recorded_by=row.recorder_name or "",
        withdrawn_on=row.withdrawn_on,
        withdrawn_by=row.withdrawer_name or "",
        form_version=row.form_version,
    )


def transcript_facts(row: Record) -> TranscriptFacts:
    """A transcript, and which session it is of."""
    return TranscriptFacts(
        transcript_id=shown(row.id),
        session_id=shown(row.session_id),
        meeting=row.meeting,
        occurred_on=row.occurred_on,
        format=row.format,
        level=Level(row.level),
        from_audio=row.from_audio,
        language=row.language,
        turns=row.turns,
        words=row.words,
        imported_by=row.importer_name,
        imported_at=row.imported_at,
        made_by=row.made_by or "",
    )


def turn_row(row: Record, edits: Sequence[Record]) -> TurnRow:
    """One turn, with what stood there before."""
    return TurnRow(
        turn_id=shown(row.id),
        place=row.place,
        start=row.start_ms,
        end=row.end_ms,
        label=row.label,
        role=role_of(row.role),
        text=row.text,
        doubtful=tuple(_doubtful(row)),
        version=row.version,
        edits=tuple(_edit_row(one) for one in edits),
    )


def role_of(kept: str | None) -> Role | None:
    """The role as it is kept; None where nobody told the speakers apart."""
    return None if kept is None else Role(kept)


def _edit_row(row: Record) -> TurnEditRow:
    return TurnEditRow(
        text=row.text_before,
        label=row.label_before,
        role=role_of(row.role_before),
        edited_by=row.editor_name,
        edited_at=row.edited_at,
    )


def _doubtful(row: Record) -> Iterator[tuple[int, int]]:
    """Find the uncertain words in the text, one after the other; a word that is written otherwise there is passed."""
    after = 0
    for word in row.words or ():
        at = row.text.find(word[TEXT], after)
        if at < 0:
            continue
        after = at + len(word[TEXT])
        if word[CONFIDENCE] is not None and word[CONFIDENCE] < DOUBTFUL:
            yield at, after
