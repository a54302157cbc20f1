"""Puts a packet together from ratings, record and plan as they stand, still with names. No private note goes in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fit.assessment import gravity
from fit.casework._packet_names import known_names
from fit.casework._record_rows import role_of
from fit.casework._repair_course import courses_of as rated_courses_of
from fit.casework.views import AlertState, ExcerptChoice, PacketWritten
from fit.deidentify import Added, Choices, KnownNames
from fit.policies import Severity
from fit.reports.deidentified import deidentified
from fit.reports.packet import Comment, NamedValue, Packet, PacketExcerpt, PacketTurn, WhyFlagged
from fit.reports.packet_parts import (
    courses_of,
    follow_up_part,
    formula_of,
    plan_part,
    script_part,
    strain_part,
    talk_part,
)
from fit.scales import ScaleKind
from fit.store import readings, record
from fit.store.ids import read_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from fit.assessment import EpisodeAssessment
    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.views import AlertRow, CommentRow, RepairPage
    from fit.excerpts import Excerpt
    from fit.reports.deidentified import DeidentifiedPacket
    from fit.store.types import Record

ENGLISH = "en"
"""Without a transcript all texts are the clinician's, whose screens are English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A packet with its names, and all that it takes to remove them."""

    packet: Packet
    known: KnownNames
    language: str
    written: PacketWritten
    excerpts: tuple[ExcerptChoice, ...]
    assessment: EpisodeAssessment | None

    def deidentified(self) -> DeidentifiedPacket:
        """The packet without names, as the clinician decided."""
        return deidentified(self.packet, self.known, self.language, self.written.choices)


def gathered(
    clinic: Clinic, deed: Deed, page: RepairPage, row: Record | None, *, memories_until: datetime | None = None
) -> Gathered:
    """Put a packet together; memories written later than `memories_until` are not in it."""
    one = rated_courses_of(clinic, deed, [deed.episode.id])[deed.episode.id].one
    written = written_of(row)
    memories = _memories(deed, page, memories_until)
    transcript, alert = _transcript(deed, page), _alert_of(page)
    return Gathered(
        packet=Packet(
            made_on=clinic.today(),
            courses=courses_of(one),
            alert=None if alert is None else _flagged(one, alert),
            question=written.question,
            excerpts=_excerpts(deed, page, written, memories),
            comments=tuple(_comment(one) for one in page.comments if one.taken_back_at is None),
            **_of_the_plan(page, one),
        ),
        known=known_names(deed, page.comments),
        language=ENGLISH if transcript is None else transcript.language or page.language or ENGLISH,
        written=written,
        excerpts=tuple(_choice(each, written, memories) for each in page.excerpts),
        assessment=one,
    )


def written_of(row: Record | None) -> PacketWritten:
    """What was decided about a packet; without a row, what one action makes of it."""
    if row is None:
        return PacketWritten()
    return PacketWritten(
        question=row.question,
        excerpts=None if row.excerpts is None else tuple(row.excerpts),
        with_memory=row.with_memory,
        choices=Choices(
            added=tuple(Added(words=words, label=label) for words, label in row.choices["added"]),
            undone=frozenset(row.choices["undone"]),
            also=frozenset(row.choices["also"]),
        ),
    )


def kept(choices: Choices) -> dict[str, Any]:
    """Choices as they are kept: words that the clinician typed, else ids in which nothing can be read."""
    return {
        "added": [[one.words, one.label] for one in choices.added],
        "undone": sorted(choices.undone),
        "also": sorted(choices.also),
    }


def _memories(deed: Deed, page: RepairPage, until: datetime | None) -> Mapping[int, str]:
    """How the clinician in charge remembers the moments of the transcript that is shown, by place of the turn."""
    if page.transcript_id is None or deed.episode.clinician_id is None:
        return {}
    place = (deed.connection, deed.clinic_id, read_id(page.session_id), deed.episode.clinician_id)
    mine = [row for row in readings.memories_of(*place) if row.transcript_id == read_id(page.transcript_id)]
    return {row.turn: row.text for row in mine if row.text and (until is None or row.written_at <= until)}


def _transcript(deed: Deed, page: RepairPage) -> Record | None:
    if page.transcript_id is None:
        return None
    return record.transcript_by_id(deed.connection, deed.clinic_id, read_id(page.transcript_id))


def _is_included(one: Excerpt, written: PacketWritten) -> bool:
    return written.excerpts is None or one.turn in written.excerpts


def _choice(one: Excerpt, written: PacketWritten, memories: Mapping[int, str]) -> ExcerptChoice:
    return ExcerptChoice(
        turn=one.turn,
        start=one.start,
        heading=one.heading,
        included=_is_included(one, written),
        has_memory=one.turn in memories,
    )


def _excerpts(
    deed: Deed, page: RepairPage, written: PacketWritten, memories: Mapping[int, str]
) -> tuple[PacketExcerpt, ...]:
    included = [one for one in page.excerpts if _is_included(one, written)]
    if not included or page.transcript_id is None:
        return ()
    turns = record.turns_of(deed.connection, deed.clinic_id, read_id(page.transcript_id))
    remembered = memories if written.with_memory else {}
    return tuple(_excerpt(page, one, turns, remembered.get(one.turn, "")) for one in included)


def _excerpt(page: RepairPage, one: Excerpt, turns: Sequence[Record], memory: str) -> PacketExcerpt:
    within = turns[one.first_turn : one.last_turn + 1]
    return PacketExcerpt(
        meeting=page.meeting,
        reason=one.reason,
        fact=one.fact,
        turns=tuple(PacketTurn(role=role_of(turn.role), start=turn.start_ms, text=turn.text) for turn in within),
        focus=one.turn - one.first_turn,
        memory=memory,
    )


def _alert_of(page: RepairPage) -> AlertRow | None:
    """The alert that the repair is about; else the gravest of the session, those of the alliance first.

    It counts also when later ratings have answered it: in supervision one looks back.
    """
    if page.alert is not None:
        return page.alert
    told = [one for one in page.alerts if one.state is not AlertState.NO_LONGER_HOLDS]
    told = [one for one in told if one.severity is not Severity.GOOD]
    return min(told, key=lambda one: (one.kind != ScaleKind.ALLIANCE, _gravity(one)), default=None)


def _gravity(alert: AlertRow) -> tuple[int, ...]:
    """Where an alert stands whatever became of it."""
    return gravity(alert.rule, alert.severity, alert.meeting)


def _flagged(one: EpisodeAssessment | None, alert: AlertRow) -> WhyFlagged:
    values = tuple(NamedValue(name=name, value=str(value)) for name, value in alert.evidence.items())
    line = (NamedValue(name="line", value=alert.line),) if alert.line else ()
    return WhyFlagged(
        title=alert.title.rstrip("."),
        meeting=alert.meeting,
        kind=ScaleKind(alert.kind),
        why=alert.why,
        formula=formula_of(one, alert.rule, alert.meeting),
        values=(*values, *line),
        source=alert.source,
    )


def _of_the_plan(page: RepairPage, one: EpisodeAssessment | None) -> dict[str, Any]:
    if page.plan is None:
        return {}
    plan = page.plan.plan
    return {
        "strain": strain_part(plan, page.falls),
        "script": script_part({step: own.words for step, own in page.words.items()}),
        "plan": plan_part(plan),
        "talk": talk_part(plan),
        "follow_up": follow_up_part(one, page.plan.follow_up),
    }


def _comment(row: CommentRow) -> Comment:
    return Comment(role="Supervisor" if row.by_supervisor else "Clinician", text=row.said)
