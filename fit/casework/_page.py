"""Putting a client's page together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from fit.casework._comments import on_alerts
from fit.casework._goals import goal_rows
from fit.casework._permission import GRANTS, Relation, relation_to
from fit.casework._recording import consents_today, method_of
from fit.casework._rows import alert_rows, episode_facts, event_row, label_of, reopening_row, session_rows, transfer_row
from fit.casework._together import own_strand
from fit.casework.views import (
    ClientPage,
    ConsentKind,
    EpisodeCourse,
    EpisodeSpan,
    RatingStatus,
    ScaleChoice,
    SharedKind,
    SharedName,
)
from fit.conversation import find_prompts
from fit.ratings import Ending
from fit.scales import AgeBand, Informant, ScaleKind, leading_pair, scales
from fit.store import care, events, openings, shared, transfers
from fit.store.ids import read_id, shown
from fit.store.queries import client as queries
from fit.store.queries.caseload import tags
from fit.store.standing import strands_of
from fit.store.tags import tags_on

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from fit.assessment import EpisodeAssessment
    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.casework.views import AlertRow, CommentRow, SessionRow, TransferRow
    from fit.conversation import Prompt
    from fit.scales import Scale

FAMILIES = ("ors", "srs")
"""What is offered first: the pair made for the age band, then their relatives, then everything else."""
FOR_CHILDREN = frozenset({"cors", "csrs", "ycors", "ycsrs"})
BY_FACES, OLDEST_BY_FACES = ("ycors", "ycsrs"), 5
"""[years] Up to which age a child chooses a face, as the scale itself says."""


def client_page(clinic: Clinic, actor: Actor, deed: Deed) -> ClientPage:
    """Everything the page of this deed's episode draws."""
    connection, clinic_id, episode = deed.connection, deed.clinic_id, deed.episode
    consents = consents_today(connection, clinic_id, episode.client_id)
    strands = strands_of(connection, clinic_id, episode.id, method_of(clinic))
    sessions = session_rows(
        queries.sessions(connection, clinic_id, episode.id),
        queries.ratings(connection, clinic_id, episode.id),
        strands[0] if strands else None,
    )
    latest = max((session.meeting for session in sessions), default=0)
    alerts = alert_rows(queries.alerts(connection, clinic_id, episode.id), latest, strands[0] if strands else None)
    pair = pair_of(AgeBand(episode.age_band), episode.birth_year, clinic.today())
    own_tags = tags_on(connection, clinic_id, episode.id)
    relation = relation_to(connection, actor, episode, now=deed.now)
    can_comment = relation in GRANTS["comment_on_alert"][actor.role]
    said = on_alerts(deed, {episode.id: episode.clinician_id}) if can_comment else {}
    holds = relation in GRANTS["hand_over"][actor.role] and episode.closed_on is None
    return ClientPage(
        client_label=label_of(episode),
        episode=episode_facts(episode, consents),
        assessment=strands[0] if strands else None,
        strands=strands,
        alerts=_open_first([_with(said, _as_it_stands(alert, strands)) for alert in alerts]),
        sessions=sessions,
        scales=_choices(episode.age_band, pair, sessions, clinic.today()),
        pair=pair,
        can_hand_over=holds and consents.get(ConsentKind.RATINGS, True),
        can_mark_alerts=relation in GRANTS["mark_alert"][actor.role],
        can_comment=can_comment,
        as_of=clinic.today(),
        prompts=_prompts(clinic, strands, sessions, alerts, own_tags) if episode.closed_on is None else (),
        can_look_together=clinic.settings.look_together
        and relation in GRANTS["open_together"][actor.role]
        and own_strand(strands) is not None,
        tags=own_tags,
        tag_choices=_tag_choices(deed) if relation in GRANTS["add_tag"][actor.role] else (),
        events=tuple(event_row(row) for row in events.events_of(connection, clinic_id, episode.id)),
        other_episodes=tuple(span for span in spans_seen_by(actor, deed) if span.episode_id != shown(episode.id)),
        can_note_events=relation in GRANTS["add_event"][actor.role],
        goals=goal_rows(connection, clinic_id, episode.id),
        can_set_goals=relation in GRANTS["add_goal"][actor.role] and episode.closed_on is None,
        can_close=relation in GRANTS["close_episode"][actor.role] and episode.closed_on is None,
        can_reopen=relation in GRANTS["reopen_episode"][actor.role] and episode.closed_on is not None,
        can_transfer=relation in GRANTS["transfer_episode"][actor.role],
        can_change_client=relation in GRANTS["change_client"][actor.role],
        handed_over=_handed_over(deed),
        shared_cases=_shared_names(deed) if relation in GRANTS["open_shared_case"][actor.role] else (),
        can_share=relation in GRANTS["begin_shared_case"][actor.role] and episode.closed_on is None,
        reopened=tuple(reopening_row(row) for row in transfers.reopenings_of(connection, clinic_id, episode.id)),
        opened_until=_opened_until(deed) if relation is Relation.OPENED else None,
        can_debrief=relation in GRANTS["open_debrief"][actor.role] and episode.closed_on is not None,
    )


def _handed_over(deed: Deed) -> tuple[TransferRow, ...]:
    rows = transfers.transfers_of(deed.connection, deed.clinic_id, deed.episode.id)
    return tuple(transfer_row(row, reader=deed.user_id, holder=deed.episode.clinician_id) for row in rows)


def _shared_names(deed: Deed) -> tuple[SharedName, ...]:
    rows = shared.cases_of_episode(deed.connection, deed.clinic_id, deed.episode.id)
    return tuple(SharedName(case_id=shown(row.id), kind=SharedKind(row.kind), name=row.name) for row in rows)


def _prompts(
    clinic: Clinic,
    strands: Sequence[EpisodeAssessment],
    sessions: Sequence[SessionRow],
    alerts: Sequence[AlertRow],
    own_tags: Sequence[str],
) -> tuple[Prompt, ...]:
    """Find what could be said; while today's session goes on, what is not given yet is not missing."""
    if not strands:
        return ()
    todays = next((session for session in sessions if session.occurred_on == clinic.today()), None)
    return find_prompts(
        strands[0],
        strands=strands,
        tags=frozenset(own_tags),
        unfinished=todays.meeting if todays else None,
        skipped=_skipped(todays) if todays else frozenset(),
        settled=frozenset((alert.rule, alert.meeting) for alert in alerts if not alert.state.is_open),
        among=clinic.situations,
    )


def _skipped(session: SessionRow) -> frozenset[ScaleKind]:
    """What the client left out at a session and did not give afterwards."""
    own = [rating for rating in session.ratings if rating.informant is Informant.CLIENT]
    given = {rating.kind for rating in own if rating.status is RatingStatus.ACTIVE}
    return frozenset(rating.kind for rating in own if rating.status is RatingStatus.SKIPPED) - given


def _opened_until(deed: Deed) -> datetime | None:
    return openings.open_until(deed.connection, deed.clinic_id, deed.episode.client_id, deed.user_id, deed.now)


def _tag_choices(deed: Deed) -> tuple[str, ...]:
    used = tags(deed.connection, deed.clinic_id, deed.user_id)
    return tuple(dict.fromkeys(row.tag for row in used))


def spans_seen_by(actor: Actor, deed: Deed) -> tuple[EpisodeSpan, ...]:
    """When this client was in care, as far as this person may see it; the oldest first."""
    connection, allowed = deed.connection, GRANTS["open_client"][actor.role]
    rows = care.episodes_with_names(connection, deed.clinic_id, deed.episode.client_id)
    seen = [row for row in rows if relation_to(connection, actor, row, now=deed.now) in allowed]
    seen.sort(key=lambda row: (row.opened_on or date.max, row.id))
    return tuple(
        EpisodeSpan(
            episode_id=shown(row.id),
            opened_on=row.opened_on,
            closed_on=row.closed_on,
            ending=None if row.ending is None else Ending(row.ending),
            clinician_name=row.clinician_name or "",
        )
        for row in seen
    )


def course_of(clinic: Clinic, deed: Deed, span: EpisodeSpan) -> EpisodeCourse:
    """Assess one of the episodes of a client."""
    strands = strands_of(deed.connection, deed.clinic_id, read_id(span.episode_id), method_of(clinic))
    return EpisodeCourse(span=span, assessment=strands[0] if strands else None)


def _as_it_stands(alert: AlertRow, strands: Sequence[EpisodeAssessment]) -> AlertRow:
    """Give an open alert about a state that goes on the numbers of its newest session."""
    for one in strands if alert.state.is_open else ():
        spoken = [signal for signal in one.signals if signal.rule.id == alert.rule]
        begun_here = any(signal.session == alert.meeting for signal in spoken)
        if begun_here and spoken[-1].rule.lasting and spoken[-1].session > alert.meeting:
            newest = {name: str(value) for name, value in spoken[-1].evidence.items() if value is not None}
            return replace(alert, evidence=newest, goes_on_at=spoken[-1].session)
    return alert


def _with(said: Mapping[str, tuple[CommentRow, ...]], alert: AlertRow) -> AlertRow:
    return replace(alert, comments=said.get(alert.alert_id, ()))


def _open_first(alerts: Sequence[AlertRow]) -> tuple[AlertRow, ...]:
    return tuple(sorted(alerts, key=lambda alert: not alert.state.is_open))


def pair_of(age_band: AgeBand, birth_year: int | None, today: date) -> tuple[str, str]:
    """What the client fills in at every session: faces up to five years, where the birth year says so."""
    is_young = birth_year is not None and today.year - birth_year <= OLDEST_BY_FACES
    return BY_FACES if age_band is AgeBand.CHILD and is_young else leading_pair(age_band)


def _suits(one: Scale, age_band: str) -> bool:
    """Whether a scale is made for this age; the ORS of an adult is allowed for a child, and comes after the CORS."""
    return one.family not in FAMILIES or one.id == "gsrs" or (one.id in FOR_CHILDREN) == (age_band == AgeBand.CHILD)


def _choices(
    age_band: str, pair: tuple[str, str], sessions: Sequence[SessionRow], today: date
) -> tuple[ScaleChoice, ...]:
    """Scales allowed for this age band: the pair of this client first, then what is made for the age.

    Of each the one about life comes before the one about the session.
    """
    todays = [session for session in sessions if session.occurred_on == today][-1:]
    own = [row for day in todays for row in day.ratings if row.informant is Informant.CLIENT]
    given = {row.scale_id for row in own if row.status is RatingStatus.ACTIVE}
    fitting = [each for each in scales().values() if age_band in each.age_bands]

    def place(each: Scale) -> tuple[bool | str, ...]:
        is_late = (each.id not in pair, not _suits(each, age_band), each.family not in FAMILIES)
        return (*is_late, each.kind is ScaleKind.ALLIANCE, each.id)

    fitting.sort(key=place)
    return tuple(
        ScaleChoice(scale_id=each.id, title=each.title, kind=each.kind, recorded_today=each.id in given)
        for each in fitting
    )
