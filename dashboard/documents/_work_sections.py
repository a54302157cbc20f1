"""What was done beside rating: alerts and what became of them, repairs, goals, tags and events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.charts.goals import goal_events
from dashboard.dates import day_said
from dashboard.evidence import evidence_said
from dashboard.guide_words import KIND_SEEN
from dashboard.sentences import counted, marked_after
from dashboard.words import ALERT_STATE, EVENT, GOAL_STATE, SEVERITY
from fit.reports.document import Facts, Section, Table, Text
from fit.reports.packet_parts import follow_up_part, plan_part, talk_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from dashboard.documents._period import Period
    from fit.casework.views import AlertRow, ClientPage, EventRow, GoalRow, ProgressRecord, RepairPlanRow
    from fit.repair import RepairPlan

__all__ = [
    "alert_section",
    "became",
    "beside_section",
    "event_said",
    "goal_said",
    "goal_section",
    "in_one_line",
    "plan_said",
    "repair_section",
    "talk_said",
]

ALERTS = ("Session", "What", "The numbers", "What became of it")
ALERT_SHARES = (0.9, 3.2, 3.6, 3.1)
REPAIRS = ("Session", "How it is seen", "Plan", "Talk", "What later ratings say")
REPAIR_SHARES = (0.9, 1.6, 2.6, 2.8, 2.2)
QUOTES, ENDS = "\u201d\"'", (".", "!", "?", "\u2026")
GOALS = ("Day", "What", "Goal, in the client's words")
GOAL_SHARES = (1.2, 3.0, 4.2)


def alert_section(page: ClientPage, period: Period) -> Section:
    """Every alert, the first session first, with how it was answered."""
    inside = [alert for alert in page.alerts if period.has_session(alert.meeting)]
    told = sorted(inside, key=lambda alert: (alert.meeting, alert.alert_id))
    if not told:
        return Section(heading="Alerts", blocks=(Text(said="No alert in this period."),))
    table = Table(names=ALERTS, shares=ALERT_SHARES, rows=tuple(map(_alert, told)))
    found = (Text(said=said, quiet=True, leads=True) for said in _found_by(told))
    return Section(heading="Alerts", blocks=(*found, table))


def _found_by(alerts: Sequence[AlertRow]) -> Iterator[str]:
    """Say once by which policy these were found, and when, instead of on each row."""
    days: dict[str, list[date]] = {}
    for one in alerts:
        days.setdefault(f"{one.policy} {one.policy_version}", []).append(one.raised_at.astimezone().date())
    for policy, found in days.items():
        first, last = day_said(min(found)), day_said(max(found))
        when = f"on {first}" if first == last else f"from {first} to {last}"
        number = "" if len(days) == 1 else f", {counted(len(found), 'alert')}"
        yield f"Found by the policy {policy}, {when}{number}."


def _alert(alert: AlertRow) -> tuple[str, ...]:
    numbers = " · ".join(part for part in (evidence_said(alert.evidence), alert.line and f"line: {alert.line}") if part)
    now = f" (goes on at session {alert.goes_on_at})" if alert.goes_on_at else ""
    what = f"{SEVERITY[alert.severity].word}: {alert.title.rstrip('.')}{now}"
    return str(alert.meeting), what, numbers, became(alert)


def became(alert: AlertRow) -> str:
    """Say what became of an alert, with its session and its reason."""
    said = ALERT_STATE[alert.state]
    said += f" (session {alert.answered_by_meeting})" if alert.answered_by_meeting else ""
    said += "" if alert.answered_by_meeting else marked_after(alert.talked_at)
    return f"{said}: {alert.reason}" if alert.reason else said


def repair_section(found: ProgressRecord, period: Period) -> Section:
    """Each plan of repair: what was agreed, how the talk went, and whether the ratings since say that it worked."""
    rows = tuple(_repair(found, row) for row in found.plans if period.has_session(row.meeting))
    if not rows:
        return Section(heading="Repairs", blocks=(Text(said="No repair was planned in this period."),))
    return Section(heading="Repairs", blocks=(Table(names=REPAIRS, shares=REPAIR_SHARES, rows=rows),))


def _repair(found: ProgressRecord, row: RepairPlanRow) -> tuple[str, ...]:
    checked = follow_up_part(found.page.assessment, row.follow_up)
    return (
        str(row.meeting),
        KIND_SEEN[row.plan.kind],
        in_one_line(plan_said(row.plan)),
        in_one_line(talk_said(row.plan)) or "not held yet",
        "no rating yet" if checked is None else checked.verdict,
    )


def in_one_line(parts: Iterable[str]) -> str:
    """Join what was said: after a full stop that somebody wrote a sentence begins, else a semicolon goes between."""
    told = ""
    for part in parts:
        if told.rstrip(QUOTES).endswith(ENDS):
            told += f" {part[:1].upper()}{part[1:]}"
        else:
            told += f"; {part}" if told else part
    return told


def plan_said(plan: RepairPlan) -> Iterator[str]:
    """Where a plan stands, and what was agreed, in the words in which it was written."""
    part = plan_part(plan)
    if part is None:
        yield "Being thought about"
        return
    yield part.state
    if part.agreed_change:
        yield f"agreed: \u201c{part.agreed_change}\u201d"
    if part.checked_by:
        yield f"checked by: {part.checked_by}"


def talk_said(plan: RepairPlan) -> Iterator[str]:
    """What happened in the talk, and what the client said; nothing before there was one."""
    part = talk_part(plan)
    if part is not None:
        yield f"what happened: {part.what_happened}"
        if part.client_said:
            yield f"the client said: \u201c{part.client_said}\u201d"
        yield f"the change agreed: {part.change_kept[:1].lower()}{part.change_kept[1:]}"


def goal_section(page: ClientPage, period: Period) -> Section:
    """The goals in the client's words, how near they are, and their history."""
    if not page.goals:
        return Section(heading="Goals", blocks=(Text(said="No goal is noted."),))
    now = Facts(entries=tuple((f"\u201c{goal.words}\u201d", goal_said(goal)) for goal in page.goals))
    rows = tuple((day_said(day), what, words) for day, what, words in goal_events(page.goals) if period.has_day(day))
    history = (Table(names=GOALS, shares=GOAL_SHARES, rows=rows),) if rows else ()
    return Section(heading="Goals", blocks=(now, *history))


def goal_said(goal: GoalRow) -> str:
    """Say since when, how near by the first and the last rating, and what became of it."""
    marks = [f"{one.mark} of 10 on {day_said(one.rated_on)}" for one in (*goal.marks[:1], *goal.marks[1:][-1:])]
    near = " to ".join(marks) or "not rated yet"
    ended = f" · {GOAL_STATE[goal.state].lower()} on {day_said(goal.ended_on)}" if goal.ended_on else ""
    return f"agreed on {day_said(goal.agreed_on)} · {near}{ended}"


def beside_section(page: ClientPage, period: Period) -> Section:
    """Tags, and what happened beside the ratings."""
    told = [row for row in page.events if _belongs(row, period)]
    entries = [("Tags", ", ".join(page.tags) or "none"), *((_when(row), event_said(row)) for row in told)]
    return Section(heading="Tags and events", blocks=(Facts(entries=tuple(entries)),))


def _belongs(row: EventRow, period: Period) -> bool:
    return period.has_session(row.meeting) if row.meeting is not None else period.has_day(row.occurred_on)


def _when(row: EventRow) -> str:
    return day_said(row.occurred_on) if row.meeting is None else f"Session {row.meeting}"


def event_said(row: EventRow) -> str:
    """Say what happened, with its kind."""
    return f"{EVENT[row.kind]}: {row.said}"
