"""From rows of the database to what pages see."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from fit.assessment import SHARP_FALL, gravity, sharp_fall
from fit.casework.views import (
    AlertRow,
    AlertState,
    Attention,
    CaseloadRow,
    EpisodeFacts,
    EventKind,
    EventRow,
    RatingRow,
    RatingStatus,
    ReopeningRow,
    SessionRow,
    SkipReason,
    TransferRow,
)
from fit.change import Change
from fit.policies import Severity
from fit.ratings import Ending, Mode
from fit.scales import AgeBand, Informant, Score, scale
from fit.store.ids import shown
from fit.store.resting import is_snoozed, waits
from fit.store.tables import ITEM_COLUMNS
from fit.trajectory import Track

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from fit.assessment import EpisodeAssessment
    from fit.casework.views import ConsentKind
    from fit.scales import Scale
    from fit.store.types import Record

NOBODY = ""
TARGET_REACHED = "target_reached"
"""The rule that says so."""


@lru_cache(maxsize=1_024)
def score(tenths: int | None) -> Score | None:
    """A score column; the same few hundred scores stand in every row."""
    return None if tenths is None else Score(tenths)


def label_of(row: Record) -> str:
    """What a client is called on screen."""
    return str(row.display_name or row.code)


def caseload_row(row: Record, today: date, tags: Sequence[str] = ()) -> CaseloadRow:
    """One line of a caseload. What is closed asks for nothing any more."""
    attention = Attention(row.attention_today) if row.closed_on is None else Attention.NOTHING
    return CaseloadRow(
        episode_id=shown(row.episode_id),
        client_label=label_of(row),
        clinician_name=row.clinician_name,
        age_band=AgeBand(row.age_band),
        sessions=row.sessions,
        last_session_on=row.last_session_on,
        days_since=None if row.last_session_on is None else (today - row.last_session_on).days,
        outcome_title=_title(row.outcome_scale),
        alliance_title=_title(row.alliance_scale),
        outcome_latest=score(row.outcome_latest),
        alliance_latest=score(row.alliance_latest),
        outcome_history=tuple(score(tenths) for tenths in row.outcome_history),
        alliance_history=tuple(score(tenths) for tenths in row.alliance_history),
        intake=score(row.intake),
        gain=score(row.gain),
        change=Change(row.change),
        track=Track(row.track),
        attention=attention,
        reason_rule=None if attention is Attention.NOTHING else row.reason_rule,
        reasons=tuple(row.reasons),
        open_alerts=row.open_alerts,
        may_be_rated=bool(row.may_be_rated),
        reason_is_newest=row.reason_rule in row.signals,
        waiting_alerts=row.waiting_alerts if row.closed_on is None else 0,
        planned_at=row.planned_at,
        informants=tuple(Informant(who) for who in row.informants),
        target_reached=TARGET_REACHED in row.signals,
        tags=tuple(tags),
        closed_on=row.closed_on,
        ending=None if row.ending is None else Ending(row.ending),
    )


def _title(scale_id: str) -> str:
    return scale(scale_id).title if scale_id else ""


def episode_facts(row: Record, consents: Mapping[ConsentKind, bool]) -> EpisodeFacts:
    """An episode and whose it is."""
    return EpisodeFacts(
        episode_id=shown(row.id),
        client_id=shown(row.client_id),
        client_label=label_of(row),
        client_code=row.code,
        clinician_id=None if row.clinician_id is None else shown(row.clinician_id),
        clinician_name=row.clinician_name or NOBODY,
        age_band=AgeBand(row.age_band),
        language=row.language,
        birth_year=row.birth_year,
        birth_date=row.birth_date,
        contact=row.contact,
        programme_id=None if row.programme_id is None else shown(row.programme_id),
        programme=row.programme_name or "",
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        ending=None if row.ending is None else Ending(row.ending),
        consents=consents,
    )


def session_rows(
    sessions: Sequence[Record], ratings: Sequence[Record], one: EpisodeAssessment | None
) -> tuple[SessionRow, ...]:
    """The sessions of an episode, each with its ratings."""
    given: dict[int, list[RatingRow]] = {}
    for row in ratings:
        given.setdefault(row.session_id, []).append(rating_row(row))
    outcome, alliance = _on_chart(one)
    return tuple(
        SessionRow(
            session_id=shown(row.id),
            meeting=row.meeting,
            occurred_on=row.occurred_on,
            outcome=outcome.get(row.meeting),
            alliance=alliance.get(row.meeting),
            ratings=tuple(given.get(row.id, ())),
        )
        for row in sessions
    )


def _on_chart(one: EpisodeAssessment | None) -> tuple[dict[int, Score | None], dict[int, Score | None]]:
    if one is None:
        return {}, {}
    outcome = dict(zip(one.meetings, one.outcome, strict=True))
    return outcome, dict(zip(one.meetings, one.alliance, strict=True))


def rating_row(row: Record) -> RatingRow:
    """One rating with its items by name."""
    instrument = scale(row.scale)
    tenths = [getattr(row, name) for name in ITEM_COLUMNS]
    answers = {item.id: score(given) for item, given in zip(instrument.items, tenths, strict=False)}
    return RatingRow(
        rating_id=shown(row.id),
        scale_id=row.scale,
        scale_title=instrument.title,
        kind=instrument.kind,
        informant=Informant(row.informant),
        total=score(row.total),
        answers=answers if instrument.scored and any(answer is not None for answer in answers.values()) else {},
        status=RatingStatus(row.status),
        superseded_reason=row.superseded_reason,
        skip_reason=SkipReason(row.skip_reason) if row.skip_reason else None,
        mode=Mode(row.mode),
        calibrated=row.calibrated,
        recorded_at=row.recorded_at,
        face="" if instrument.scored else _face(instrument, answers),
        recorded_by=row.recorder_name or NOBODY,
        taken_out_by=row.remover_name or NOBODY,
        taken_out_at=row.taken_out_at,
    )


def _face(instrument: Scale, answers: Mapping[str, Score | None]) -> str:
    """The face that was chosen; none where the scale was skipped."""
    for item in instrument.items:
        answer = answers.get(item.id)
        chosen = None if answer is None else item.choice(answer)
        if chosen is not None:
            return chosen.id
    return ""


def event_row(row: Record) -> EventRow:
    """One thing that happened beside the ratings."""
    return EventRow(
        event_id=shown(row.id),
        kind=EventKind(row.kind),
        said=row.said,
        occurred_on=row.occurred_on,
        meeting=row.meeting,
    )


def transfer_row(row: Record, *, reader: int, holder: int | None) -> TransferRow:
    """One hand-over from a clinician to another."""
    return TransferRow(
        from_name=row.from_name or NOBODY,
        to_name=row.to_name,
        made_by=row.maker_name,
        made_at=row.made_at,
        note=row.note,
        is_new=row.seen_at is None and row.to_id == reader == holder,
    )


def reopening_row(row: Record) -> ReopeningRow:
    """One time when an episode was opened again."""
    return ReopeningRow(
        closed_on=row.closed_on,
        ending=Ending(row.ending),
        reason=row.reason,
        reopened_by=row.who,
        reopened_at=row.reopened_at,
    )


def alert_rows(rows: Sequence[Record], latest: int, one: EpisodeAssessment | None) -> list[AlertRow]:
    """All alerts of an episode with their place among each other; in the order given."""
    fallen = one is not None and sharp_fall(one) is not None
    fallen = fallen and any(row.rule == SHARP_FALL and waits(row, latest) for row in rows)
    return [alert_row(row, latest, fallen=fallen) for row in rows]


def alert_row(row: Record, latest: int, *, fallen: bool = False) -> AlertRow:
    """One alert with what became of it, `latest` being the episode's last meeting.

    `fallen` says that the newest outcome rating fell sharply to below any before, and that it waits for a look.
    """
    said = ("rule", "title", "kind", "meeting", "why", "line", "source", "next_step", "evidence")
    made_by = ("policy", "policy_version", "trajectory", "trajectory_version", "reason", "raised_at", "closed_at")
    return AlertRow(
        alert_id=shown(row.id),
        severity=Severity(row.severity),
        state=AlertState(row.state),
        answered_by_meeting=row.answered_by_meeting,
        session_id=shown(row.session_id),
        talked_at=row.talked_at,
        snoozed=is_snoozed(row, latest),
        waits=waits(row, latest),
        gravity=gravity(row.rule, row.severity, row.meeting, fallen=fallen, waits=waits(row, latest)),
        **{name: getattr(row, name) for name in (*said, *made_by)},
    )
