"""Single facts of one session, each a few lines of what was recorded; none where nothing was."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dashboard.charts.goals import goal_events
from dashboard.charts.titles import by_whom
from dashboard.dates import day_said
from dashboard.documents._work_sections import became, event_said, in_one_line, plan_said, talk_said
from dashboard.evidence import evidence_said
from dashboard.risk_words import asks_about_risk, risk_answers
from dashboard.sentences import result
from dashboard.verdict_words import verdicts_of
from dashboard.words import INFORMANT, SKIP_REASON
from fit.casework.views import AlertState, RatingStatus
from fit.scales import scale as scale_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from fit.assessment import EpisodeAssessment
    from fit.casework.views import AlertRow, Documentation, RatingRow, SessionRow
    from fit.scales import Scale, Score

__all__ = ["FACTS", "Line"]

UNMARKED: Final = frozenset({AlertState.NEW, AlertState.SEEN})
"""Alerts of which nobody has noted anything: there is nothing to tell."""


class Line(StrEnum):
    """What each line of a draft is called."""

    ATTENDANCE = "Date and attendance"
    SCORES = "Scores"
    SINCE_LAST = "Since the last rating"
    RISK = "Answers about risk"
    TALKED = "What was talked about"
    OBSERVED = "What was seen and heard"
    GOALS = "Goals"
    REPAIR = "Talk about the alliance"
    EVENTS = "Events and tags"
    UNDERSTOOD = "How the clinician understands it"
    VERDICTS = "What the ratings say"
    ALERTS = "Alerts of this session"
    PLAN = "Plan"
    AGREED = "Agreed in a repair"


def _session(found: Documentation) -> SessionRow:
    assert found.session is not None  # noqa: S101  a draft is made of a session
    return found.session


def _attendance(found: Documentation) -> Iterator[str]:
    session = _session(found)
    yield f"Session {session.meeting}, {day_said(session.occurred_on, 'day not known')}."
    given = [rating for rating in session.ratings if rating.status is RatingStatus.ACTIVE]
    people = list(dict.fromkeys(INFORMANT[rating.informant].lower() for rating in given))
    yield f"Rated by: {', '.join(people)}." if people else "No rating."
    skipped = [_skipped(rating) for rating in session.ratings if rating.status is RatingStatus.SKIPPED]
    if skipped:
        yield f"Not given: {', '.join(skipped)}."


def _skipped(rating: RatingRow) -> str:
    why = SKIP_REASON[rating.skip_reason] if rating.skip_reason else "no reason noted"
    return f"{rating.scale_title} ({why})"


def _scores(found: Documentation) -> Iterator[str]:
    for rating in _session(found).ratings:
        who = INFORMANT[rating.informant].lower()
        if rating.status is RatingStatus.ACTIVE:
            yield f"{rating.scale_title} {result(rating)} ({who})"
        elif rating.status is RatingStatus.SUPERSEDED:
            why = rating.superseded_reason or "no reason noted"
            yield f"{rating.scale_title} {result(rating)} ({who}), taken out: {why}"


def _since_last(found: Documentation) -> Iterator[str]:
    meeting = _session(found).meeting
    for one in found.strands:
        for scale, scores in ((one.outcome_scale, one.outcome), (one.alliance_scale, one.alliance)):
            if scale is not None:
                yield from _moved(one, scale, scores, meeting)


def _moved(one: EpisodeAssessment, scale: Scale, scores: Sequence[Score | None], meeting: int) -> Iterator[str]:
    """The score before and the one now, where there are both."""
    given = [(at, score) for at, score in zip(one.meetings, scores, strict=True) if score is not None]
    if len(given) > 1 and given[-1][0] == meeting:
        (before, was), (_, now) = given[-2:]
        by = by_whom(one)
        yield f"{scale.title}{f' ({by})' if by else ''}: {was} at session {before}, {now} now"


def _risk(found: Documentation) -> Iterator[str]:
    answers = tuple(risk_answers(_session(found)))
    for one in answers:
        yield f"{one.said} ({one.on_which})"
    if not answers:
        yield from _not_asked(found)


def _not_asked(found: Documentation) -> Iterator[str]:
    """Why there is no answer: a scale that asks was not answered, or none was given. Silence says nothing of risk."""
    given = [one for one in _session(found).ratings if asks_about_risk(one.scale_id)]
    for one in given:
        if one.status is RatingStatus.SKIPPED:
            yield f"{one.scale_title} asks about risk: {_skipped_why(one)}."
        elif one.status is RatingStatus.ACTIVE:
            yield f"{one.scale_title} asks about risk: that question was not answered."
        else:
            yield f"{one.scale_title} asks about risk: it was taken out."
    if given:
        return
    yield "No scale given at this session asks about risk."
    could = [scale_named(one.scale_id).title for one in found.page.scales if asks_about_risk(one.scale_id)]
    if could:
        yield f"Scales here that ask: {', '.join(could)}."


def _skipped_why(rating: RatingRow) -> str:
    return f"not given ({SKIP_REASON[rating.skip_reason] if rating.skip_reason else 'no reason noted'})"


def _words(name: str) -> Callable[[Documentation], Iterator[str]]:
    """The clinician's own words of one field of the note, line by line."""

    def written(found: Documentation) -> Iterator[str]:
        if found.note is not None:
            yield from (line.strip() for line in getattr(found.note.words, name).splitlines() if line.strip())

    return written


def _goals(found: Documentation) -> Iterator[str]:
    """What happened with goals on the day of the session."""
    day = _session(found).occurred_on
    for at, what, words in goal_events(found.page.goals):
        if day is not None and at == day:
            yield f"\u201c{words}\u201d: {what[:1].lower()}{what[1:]}"


def _repair(found: Documentation) -> Iterator[str]:
    """The talk of a repair, where it was in this session."""
    for row in found.plans:
        if row.plan.talked_at == _session(found).meeting:
            yield f"About session {row.meeting}. {_sentence(talk_said(row.plan))}"


def _events(found: Documentation) -> Iterator[str]:
    session = _session(found)
    for row in found.page.events:
        same_day = row.occurred_on is not None and row.occurred_on == session.occurred_on
        if row.meeting == session.meeting or same_day:
            yield event_said(row)
    if found.page.tags:
        yield f"Tags: {', '.join(found.page.tags)}"


def _verdicts(found: Documentation) -> Iterator[str]:
    """Verdicts as of this session, of whoever rated it."""
    for one in found.strands:
        if _is_rated(one, _session(found).meeting):
            by = by_whom(one)
            for each in verdicts_of(one):
                yield f"{each.label}{f' ({by})' if by else ''}: {each.look.word}. {each.sentence}"


def _is_rated(one: EpisodeAssessment, meeting: int) -> bool:
    return any(
        at == meeting and (outcome is not None or alliance is not None)
        for at, outcome, alliance in zip(one.meetings, one.outcome, one.alliance, strict=True)
    )


def _alerts(found: Documentation) -> Iterator[str]:
    for alert in found.page.alerts:
        if alert.meeting == _session(found).meeting:
            yield _finding(alert)


def _finding(alert: AlertRow) -> str:
    """What was found, with its numbers, and what became of it: a record holds no instruction of ours."""
    line = alert.line and f"line {alert.line}"
    numbers = ", ".join(part for part in (evidence_said(alert.evidence), line) if part)
    found = ": ".join(part for part in (alert.title.rstrip("."), numbers) if part)
    return f"{found}." if alert.state in UNMARKED else f"{found}. {became(alert).rstrip('.')}."


def _agreed(found: Documentation) -> Iterator[str]:
    for row in found.plans:
        yield f"About session {row.meeting}. {_sentence(plan_said(row.plan))}"


def _sentence(parts: Iterator[str]) -> str:
    told = in_one_line(parts)
    return f"{told[:1].upper()}{told[1:]}"


FACTS: Final[Mapping[Line, Callable[[Documentation], Iterator[str]]]] = {
    Line.ATTENDANCE: _attendance,
    Line.SCORES: _scores,
    Line.SINCE_LAST: _since_last,
    Line.RISK: _risk,
    Line.TALKED: _words("talked_about"),
    Line.OBSERVED: _words("observed"),
    Line.GOALS: _goals,
    Line.REPAIR: _repair,
    Line.EVENTS: _events,
    Line.UNDERSTOOD: _words("assessment"),
    Line.VERDICTS: _verdicts,
    Line.ALERTS: _alerts,
    Line.PLAN: _words("plan"),
    Line.AGREED: _agreed,
}
"""Where the lines of each come from."""
