"""On what statements of a case formulation rest: found in the record as it stands, and checked when one is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework.views import (
    AlertState,
    EvidenceKind,
    EvidenceRef,
    EvidenceRow,
    EvidenceStanding,
    GoalState,
    MarkedMoment,
)
from fit.dialogue import RuptureKind
from fit.errors import InputError, NotFoundError
from fit.store import alerts, care, goals, marked, notes, record, repairs
from fit.store.ids import read_id, shown
from fit.transcripts import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from fit.casework._deed import Deed
    from fit.casework.views import ClientPage, SessionRow, StatementVersion
    from fit.store.types import Record

Found = dict[EvidenceRef, EvidenceRow]
NOT_THERE = "What the statement shall rest on is not in this client's record. Choose from the list."


def marked_moments(deed: Deed, transcripts: Sequence[Record]) -> tuple[MarkedMoment, ...]:
    """The moments that who reads found worth a look, in transcripts that may still be read, by session."""
    of = {row.id: row for row in transcripts}
    rows = marked.marked_turns(deed.connection, deed.clinic_id, list(of), deed.user_id)
    found = [_moment(row, of[row.transcript_id]) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.meeting, one.turn)))


def _moment(row: Record, transcript: Record) -> MarkedMoment:
    return MarkedMoment(
        transcript_id=shown(row.transcript_id),
        turn=row.place,
        session_id=shown(transcript.session_id),
        meeting=transcript.meeting,
        occurred_on=transcript.occurred_on,
        kind=RuptureKind(row.kind_given or row.kind),
        role=None if row.role is None else Role(row.role),
        words=row.text,
    )


def evidence_in(page: ClientPage, plans: Iterable[Record], written: Iterable[Record]) -> Found:
    """What there is besides the transcripts, the newest session first."""
    sessions = {one.session_id: one for one in page.sessions}
    rows = [
        *(_of_session(one) for one in page.sessions),
        *(_of_alerts(page, sessions)),
        *(_at(EvidenceKind.REPAIR, shown(row.id), sessions[shown(row.session_id)]) for row in plans),
        *(_of_note(row, sessions[shown(row.session_id)]) for row in written),
    ]
    rows.sort(key=lambda row: -(row.meeting or 0))
    return {row.ref: row for row in (*rows, *_of_goals(page))}


def _at(kind: EvidenceKind, evidence_id: str, session: SessionRow) -> EvidenceRow:
    return EvidenceRow(
        ref=EvidenceRef(kind=kind, evidence_id=evidence_id),
        session_id=session.session_id,
        meeting=session.meeting,
        occurred_on=session.occurred_on,
        said="",
    )


def _of_session(one: SessionRow) -> EvidenceRow:
    taken_out = [rating.taken_out_at for rating in one.ratings if rating.taken_out_at is not None]
    return EvidenceRow(
        ref=EvidenceRef(kind=EvidenceKind.SESSION, evidence_id=one.session_id),
        session_id=one.session_id,
        meeting=one.meeting,
        occurred_on=one.occurred_on,
        said="",
        changed_at=max(taken_out, default=None),
    )


def _of_alerts(page: ClientPage, sessions: Mapping[str, SessionRow]) -> Iterator[EvidenceRow]:
    for alert in page.alerts:
        yield EvidenceRow(
            ref=EvidenceRef(kind=EvidenceKind.ALERT, evidence_id=alert.alert_id),
            session_id=alert.session_id,
            meeting=alert.meeting,
            occurred_on=sessions[alert.session_id].occurred_on,
            said=alert.title,
            is_gone=alert.state is AlertState.NO_LONGER_HOLDS,
        )


def _of_note(row: Record, session: SessionRow) -> EvidenceRow:
    return EvidenceRow(
        ref=EvidenceRef(kind=EvidenceKind.NOTE, evidence_id=session.session_id),
        session_id=session.session_id,
        meeting=session.meeting,
        occurred_on=session.occurred_on,
        said="",
        changed_at=row.written_at,
    )


def _of_goals(page: ClientPage) -> Iterator[EvidenceRow]:
    for goal in page.goals:
        yield EvidenceRow(
            ref=EvidenceRef(kind=EvidenceKind.GOAL, evidence_id=goal.goal_id),
            session_id="",
            meeting=None,
            occurred_on=goal.agreed_on,
            said=goal.words,
            is_gone=goal.state is GoalState.MISTAKEN,
        )


def excerpts_of(moments: Iterable[MarkedMoment]) -> Found:
    """The moments as evidence that can be chosen."""
    rows = [
        EvidenceRow(
            ref=EvidenceRef(kind=EvidenceKind.EXCERPT, evidence_id=one.transcript_id, place=one.turn),
            session_id=one.session_id,
            meeting=one.meeting,
            occurred_on=one.occurred_on,
            said=one.words,
        )
        for one in moments
    ]
    return {row.ref: row for row in rows}


def excerpts_named(deed: Deed, transcripts: Sequence[Record], refs: Iterable[EvidenceRef]) -> Found:
    """The turns on which statements rest, whoever wrote these; what may not be read any more is not among them."""
    of = {shown(row.id): row for row in transcripts}
    asked = {ref for ref in refs if ref.kind is EvidenceKind.EXCERPT and ref.evidence_id in of}
    ids, places = {of[ref.evidence_id].id for ref in asked}, {ref.place for ref in asked if ref.place is not None}
    rows = marked.turns_at(deed.connection, deed.clinic_id, sorted(ids), sorted(places))
    found = [_excerpt(row, of[shown(row.transcript_id)]) for row in rows]
    return {row.ref: row for row in found if row.ref in asked}


def _excerpt(row: Record, transcript: Record) -> EvidenceRow:
    return EvidenceRow(
        ref=EvidenceRef(kind=EvidenceKind.EXCERPT, evidence_id=shown(row.transcript_id), place=row.place),
        session_id=shown(transcript.session_id),
        meeting=transcript.meeting,
        occurred_on=transcript.occurred_on,
        said=row.text,
    )


def standing_of(said: StatementVersion, found: EvidenceRow | None) -> EvidenceStanding | None:
    """Whether what a statement rests on is as it was when it was written."""
    if said.evidence is None:
        return None
    if found is None or found.is_gone:
        return EvidenceStanding.GONE
    changed = found.changed_at is not None and found.changed_at > said.written_at
    return EvidenceStanding.CHANGED if changed else EvidenceStanding.STANDS


def check_evidence(deed: Deed, ref: EvidenceRef) -> None:
    """Refuse a statement that would rest on what is not in this client's record.

    Raises
    ------
    InputError
        when it is no such thing, or has no such place.
    NotFoundError
        when this client's record does not have it.
    """
    if not isinstance(ref.kind, EvidenceKind) or not isinstance(ref.evidence_id, str):
        raise InputError(NOT_THERE)
    key = read_id(ref.evidence_id)
    if ref.kind is EvidenceKind.EXCERPT:
        _check_place(deed, key, ref.place)
        return
    found = FOUND_BY[ref.kind](deed.connection, deed.clinic_id, key)
    if ref.place is not None or found is None or found.episode_id != deed.episode.id:
        raise NotFoundError(NOT_THERE)


FOUND_BY = {
    EvidenceKind.SESSION: care.session_by_id,
    EvidenceKind.ALERT: alerts.alert_by_id,
    EvidenceKind.REPAIR: repairs.plan_by_id,
    EvidenceKind.GOAL: goals.goal_by_id,
    EvidenceKind.NOTE: notes.newest_version,
}


def _check_place(deed: Deed, transcript_id: int, place: int | None) -> None:
    found = record.transcript_by_id(deed.connection, deed.clinic_id, transcript_id)
    if found is None or found.episode_id != deed.episode.id:
        raise NotFoundError(NOT_THERE)
    if isinstance(place, bool) or not isinstance(place, int) or not 0 <= place < found.turns:
        raise InputError(f"{NOT_THERE} There is no such turn in this transcript.")
