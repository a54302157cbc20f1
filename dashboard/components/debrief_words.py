"""What the record says of an ended episode, in plain words: ratings, gaps, signals and what was noted of each.

Nothing here judges: a signal that has no note is one of which nothing was noted, and many endings give no sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from dashboard.charts.titles import alliance_title, outcome_title
from dashboard.dates import day_said
from dashboard.sentences import alliance_sentence, change_sentence, counted
from dashboard.words import ENDING
from fit.casework.views import AlertState
from fit.policies import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fit.assessment import EpisodeAssessment
    from fit.casework.views import AlertRow, DebriefPage, SessionRow

__all__ = ["Signs", "ending_said", "no_signs", "ratings_said", "signs_of"]

NO_SIGN = frozenset({Severity.GOOD})
"""Good news is told elsewhere; what is good to know, such as full marks every time, is worth a second look."""
LAST = 3
"""Sessions before the ending that are told one by one."""
NO_NOTE = "Nothing was noted of this."
AT_THE_LAST = "This came with the last ratings: there was no session left to take it up in."
NOTED = {
    AlertState.SEEN: "You noted that you had seen this.",
    AlertState.TALKED_ABOUT: "You talked about this with the client.",
    AlertState.REPAIR_PLANNED: "You had planned a repair.",
    AlertState.NO_LONGER_HOLDS: "This does not hold any more: a rating was corrected.",
    AlertState.TAKEN_UP: "This came up again at a later session.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What was found at one session: when, how long before the end; findings of which the same was noted together."""

    session: str
    before_the_end: str
    findings: tuple[tuple[tuple[str, ...], str], ...]
    """Each the reasons, and what was noted of them."""


def ending_said(page: DebriefPage) -> str:
    """Say how and when it ended, and after how many sessions."""
    how = ENDING[page.episode.ending] if page.episode.ending else "Closed"
    return f"{how} on {day_said(page.episode.closed_on)}, after {counted(len(page.sessions), 'session')}."


def ratings_said(page: DebriefPage) -> Iterator[str]:
    """Say what the ratings said: change, alliance, the last sessions one by one, and what was not given."""
    one = page.assessment
    if one is None:
        yield "No ratings were given, so the record has no numbers to look back on."
        return
    yield f"{outcome_title(one)}: {change_sentence(one)}"
    yield f"{alliance_title(one)}: {alliance_sentence(one)}"
    for session in page.sessions[-LAST:]:
        yield _session_said(one, session)
    yield from _gaps(one, page.sessions)


def _session_said(one: EpisodeAssessment, session: SessionRow) -> str:
    totals = ((outcome_title(one), session.outcome), (alliance_title(one), session.alliance))
    told = ", ".join(f"{title} {'not given' if total is None else total}" for title, total in totals)
    return f"{_place(session.meeting, page_day(session))}: {told}."


def page_day(session: SessionRow) -> str:
    """Say the day of a session; empty where nobody noted it."""
    return day_said(session.occurred_on)


def _place(meeting: int, day: str) -> str:
    return f"Session {meeting}, {day}" if day else f"Session {meeting}"


def _gaps(one: EpisodeAssessment, sessions: Sequence[SessionRow]) -> Iterator[str]:
    for title, without in (
        (outcome_title(one), [session.meeting for session in sessions if session.outcome is None]),
        (alliance_title(one), [session.meeting for session in sessions if session.alliance is None]),
    ):
        if without:
            meetings = ", ".join(map(str, without))
            yield f"No {title} at {'session' if len(without) == 1 else 'sessions'} {meetings}."


def no_signs(page: DebriefPage) -> str:
    """Say that the ratings gave no sign."""
    if page.assessment is None:
        return "Without ratings there could be no signals."
    return "The ratings gave no sign of strain. That is worth knowing too: not every ending announces itself."


def signs_of(page: DebriefPage) -> tuple[Signs, ...]:
    """Gather what asked for a look, session by session, the earliest first."""
    last = max((session.meeting for session in page.sessions), default=0)
    days = {session.meeting: page_day(session) for session in page.sessions}
    asking = [alert for alert in page.alerts if alert.severity not in NO_SIGN]
    return tuple(
        Signs(
            session=_place(meeting, days.get(meeting, "")),
            before_the_end=_before(last - meeting),
            findings=_findings(alerts, last),
        )
        for meeting, alerts in groupby(asking, key=lambda alert: alert.meeting)
    )


def _findings(alerts: Iterable[AlertRow], last: int) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Put together those of which the same was noted, so that it is read once."""
    together: dict[str, list[str]] = {}
    for alert in alerts:
        together.setdefault(_noted(alert, last), []).append(alert.why)
    return tuple((tuple(whys), noted) for noted, whys in together.items())


def _before(sessions: int) -> str:
    return "the last session" if sessions == 0 else f"{counted(sessions, 'session')} before the last"


def _noted(alert: AlertRow, last: int) -> str:
    """Say what was noted of a finding, and what later ratings said of it."""
    if alert.state is AlertState.ANSWERED:
        return f"{_talked(alert)}The ratings of session {alert.answered_by_meeting} answered this."
    if alert.state is AlertState.CLOSED:
        return f"Closed: {alert.reason}" + ("" if alert.reason.endswith(".") else ".")
    if alert.state is AlertState.NEW:
        return AT_THE_LAST if alert.meeting == last else NO_NOTE
    told = NOTED[alert.state]
    return f"{_talked(alert)}{told}" if alert.state is AlertState.TAKEN_UP else told


def _talked(alert: AlertRow) -> str:
    return f"{NOTED[AlertState.TALKED_ABOUT]} " if alert.talked_at is not None else ""
