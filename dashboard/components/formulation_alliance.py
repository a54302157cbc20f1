"""The history of the alliance in sentences: dips, alerts, moments and repairs, and whether the ratings came back."""

from __future__ import annotations

from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dashboard.components.formulation_fact import Fact, Way
from dashboard.dates import day_said
from dashboard.formulation_words import BACK, kind_said, shortened
from dashboard.guide_words import STATE, WHY_UNKNOWN
from dashboard.words import ALERT_STATE
from fit.casework.views import AlertState
from fit.repair import Answer, PlanState
from fit.scales import ScaleKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from fit.casework.views import AlertRow, FormulationPage, MarkedMoment, RepairPlanRow
    from fit.repair import FollowUp

__all__ = ["alliance_facts", "back_explained", "helped_facts", "open_facts"]

HELPED = frozenset({Answer.REPAIRED, Answer.PARTLY})
SINCE: Final[Mapping[Answer, str]] = MappingProxyType(
    {Answer.REPAIRED: "back", Answer.PARTLY: "partly back", Answer.NOT_YET: "not yet back"}
)
"""What the ratings since answered; explained by `back_explained`."""


def alliance_facts(found: FormulationPage) -> Iterator[Fact]:
    """Say session by session what happened to the alliance."""
    facts = [
        *((dip.meeting, 0, _dip(found, dip)) for dip in found.dips),
        *((meeting, 1, _alerts(found, meeting, told)) for meeting, told in _by_session(found)),
        *((one.meeting, 2, _moment(found, one)) for one in found.marked),
        *((plan.meeting, 3, _repair(found, plan)) for plan in found.plans),
    ]
    facts.sort(key=lambda one: one[:2])
    yield from (fact for _, _, fact in facts)


NOT_TOLD = frozenset({AlertState.NO_LONGER_HOLDS, AlertState.TAKEN_UP})
"""What was corrected away, and what goes on in a newer alert that is told itself."""


SAID_BY_THE_DIP = frozenset({AlertState.ANSWERED, AlertState.NEW})
"""Beside a dip these say nothing more: it tells what later ratings answered, and "next focus" what nobody looked at."""


def _by_session(found: FormulationPage) -> Iterator[tuple[int, list[AlertRow]]]:
    dips = {dip.meeting for dip in found.dips}
    alerts = [
        one
        for one in found.client.alerts
        if one.kind == ScaleKind.ALLIANCE
        and one.state not in NOT_TOLD
        and not (one.meeting in dips and one.state in SAID_BY_THE_DIP)
    ]
    alerts.sort(key=lambda one: one.meeting)
    for meeting, told in groupby(alerts, key=lambda one: one.meeting):
        yield meeting, list(told)


def _day(found: FormulationPage, meeting: int) -> date | None:
    return next((one.occurred_on for one in found.client.sessions if one.meeting == meeting), None)


def _session_way(found: FormulationPage, meeting: int) -> Way | None:
    session = next((one.session_id for one in found.client.sessions if one.meeting == meeting), None)
    if session is None:
        return None
    query = {"episode": found.client.episode.episode_id, "session": session}
    return Way(label=f"Session {meeting}", address="reading", query=query)


def _dip(found: FormulationPage, dip: FollowUp) -> Fact:
    words = f"At session {dip.meeting} the session rating {_went(dip)}. {_answer(dip)}"
    return Fact(words=words, as_of=_day(found, dip.meeting), way=_session_way(found, dip.meeting))


def _went(dip: FollowUp) -> str:
    """Say that it fell, or that it was low without having fallen."""
    before, at = dip.alliance.before, dip.alliance.at
    if before is not None and at is not None and at < before:
        return f"fell from {before} to {at}"
    return f"was low: {at}" if before is None else f"was low: {at}, {before} the time before"


def _answer(answer: FollowUp) -> str:
    """Say what the ratings since answered, with the number."""
    if answer.why_unknown is not None:
        return f"Whether it came back is not known: {WHY_UNKNOWN[answer.why_unknown]}."
    at = "" if answer.after_at is None else f" ({answer.alliance.after} at session {answer.after_at})"
    return f"The ratings since: {SINCE[answer.answer]}{at}."


def back_explained(found: FormulationPage) -> str:
    """Say what "back", "partly back" and "not yet back" mean; empty where none of them is said."""
    answers = [*found.dips, *(plan.follow_up for plan in found.plans if plan.follow_up is not None)]
    within = next((one.ratings_that_count for one in answers if one.why_unknown is None), None)
    return "" if within is None else BACK.format(within=within)


def _alerts(found: FormulationPage, meeting: int, told: list[AlertRow]) -> Fact:
    """Say in one sentence what the rules said of a session, and what became of each."""
    said = "; ".join(f"{one.title.rstrip('.')} ({_first_small(ALERT_STATE[one.state])})" for one in told)
    way = _alert_way(found, told[0]) if len(told) == 1 else _session_way(found, meeting)
    head = "Alert" if len(told) == 1 else "Alerts"
    return Fact(words=f"{head} at session {meeting}: {said}.", as_of=_day(found, meeting), way=way)


def _first_small(words: str) -> str:
    return words[:1].lower() + words[1:]


def _alert_way(found: FormulationPage, alert: AlertRow) -> Way | None:
    if not found.can_open_repairs:
        return _session_way(found, alert.meeting)
    query = {"episode": found.client.episode.episode_id, "alert": alert.alert_id}
    return Way(label="The alert", address="repair", query=query)


def _moment(found: FormulationPage, one: MarkedMoment) -> Fact:
    words = (
        f"A moment that you marked in session {one.meeting} ({kind_said(one.kind).lower()}): “{shortened(one.words)}”"
    )
    query = {"episode": found.client.episode.episode_id, "session": one.session_id, "transcript": one.transcript_id}
    return Fact(words=words, as_of=one.occurred_on, way=Way(label="The moment", address="reading", query=query))


def _repair(found: FormulationPage, row: RepairPlanRow) -> Fact:
    answer = "" if row.follow_up is None else f" {_answer(row.follow_up)}"
    words = f"Repair after session {row.meeting}: {STATE[row.plan.state].lower()}.{answer}"
    return Fact(words=words, as_of=row.updated_at.astimezone().date(), way=_repair_way(found, row))


def _repair_way(found: FormulationPage, row: RepairPlanRow) -> Way:
    query = {"episode": found.client.episode.episode_id, "plan": row.plan_id}
    return Way(label="The repair", address="repair", query=query)


def helped_facts(found: FormulationPage) -> Iterator[Fact]:
    """Say which repairs worked by the ratings, with what was agreed and what the client said."""
    for row in found.plans:
        answer = row.follow_up
        if row.plan.talked_at is None or answer is None or answer.answer not in HELPED:
            continue
        agreed = f" Agreed: “{_quoted(row.plan.agreed_change)}”." if row.plan.agreed_change else ""
        said = f" The client said: “{_quoted(row.plan.client_said)}”." if row.plan.client_said else ""
        words = f"Talking about session {row.meeting}, at session {row.plan.talked_at}. {_answer(answer)}{agreed}{said}"
        yield Fact(words=words, as_of=_day(found, answer.after_at or row.meeting), way=_repair_way(found, row))


def _quoted(words: str) -> str:
    """Words within a sentence: its end is after the quotation."""
    return shortened(words).removesuffix(".")


def open_facts(found: FormulationPage) -> Iterator[Fact]:
    """Say which repairs are under way, and what nobody has looked at yet."""
    for row in found.plans:
        if row.plan.state in {PlanState.DRAFT, PlanState.PLANNED}:
            when = "at the next session" if row.plan.said_on is None else f"on {day_said(row.plan.said_on)}"
            words = f"A repair after session {row.meeting} is {STATE[row.plan.state].lower()}, {when}."
            yield Fact(words=words, as_of=row.updated_at.astimezone().date(), way=_repair_way(found, row))
    yield from _not_looked_at(found)


def _not_looked_at(found: FormulationPage) -> Iterator[Fact]:
    """One sentence a session, the newest first."""
    new = sorted((one for one in found.client.alerts if one.state is AlertState.NEW), key=lambda one: -one.meeting)
    for meeting, told in groupby(new, key=lambda one: one.meeting):
        alerts = list(told)
        titles = "; ".join(_first_small(one.title.rstrip(".")) for one in alerts)
        way = _alert_way(found, alerts[0]) if len(alerts) == 1 else _all_alerts(found)
        yield Fact(words=f"Not looked at yet, session {meeting}: {titles}.", as_of=_day(found, meeting), way=way)


def _all_alerts(found: FormulationPage) -> Way:
    return Way(label="The alerts", address="client", query={"episode": found.client.episode.episode_id})
