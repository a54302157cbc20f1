"""What the record says in each section of a case formulation: one sentence a fact, with its day and where it stands.

Every sentence is built from what was recorded, and every number is the engine's. What is not known is not said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.charts.titles import alliance_title, outcome_title
from dashboard.components.formulation_alliance import alliance_facts, helped_facts, open_facts
from dashboard.components.formulation_fact import Fact, Way
from dashboard.components.goal_pictures import goal_facts
from dashboard.dates import day_said
from dashboard.evidence import evidence_said
from dashboard.formulation_words import shortened
from dashboard.sentences import alliance_sentence, change_look, change_sentence, counted, track_look, track_sentence
from dashboard.words import ENDING, EVENT, INFORMANT
from fit.casework.views import FormulationSection, GoalState
from fit.change import Change
from fit.scales import ScaleKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from fit.assessment import EpisodeAssessment
    from fit.casework.views import AlertRow, EpisodeCourse, FormulationPage

__all__ = ["NO_FACT", "facts_of"]

NO_FACT = {
    FormulationSection.PRESENTING: "No rating is there yet.",
    FormulationSection.GOALS: "No goal is noted yet. Ask what would be different if this work had helped.",
    FormulationSection.RATINGS: "No rating is there yet.",
    FormulationSection.ALLIANCE: "The record has no dip, alert or repair of the alliance.",
    FormulationSection.HELPED: "The record has no repair that worked, no goal that was reached and no earlier episode.",
}
"""Said in the sections that the record can fill, where it has nothing; the others are the clinician's."""


def facts_of(found: FormulationPage, section: FormulationSection) -> tuple[Fact, ...]:
    """Return what the record says in a section."""
    say = SAID.get(section)
    return () if say is None else tuple(say(found))


def _presenting(found: FormulationPage) -> Iterator[Fact]:
    client = found.client
    opened_on, one = client.episode.opened_on, client.assessment
    if opened_on is not None:
        sessions = counted(len(client.sessions), "session")
        yield Fact(words=f"The episode began on {day_said(opened_on)}; {sessions} so far.", as_of=client.as_of)
    if one is not None and one.intake is not None:
        yield Fact(words=_intake(one), as_of=_day_of_first(found, one), way=_course(found))
    for event in client.events:
        when = f"session {event.meeting}" if event.occurred_on is None else day_said(event.occurred_on)
        words = f"{EVENT[event.kind]}: {event.said.rstrip('.')} ({when})."
        yield Fact(words=words, as_of=event.occurred_on, way=_course(found))


def _intake(one: EpisodeAssessment) -> str:
    line = "" if one.clinical_cutoff is None else f"; the clinical cutoff is {one.clinical_cutoff}"
    return f"The first {outcome_title(one)} was {one.intake}{line}."


def _day_of_first(found: FormulationPage, one: EpisodeAssessment) -> date | None:
    first = next((at for at, score in zip(one.meetings, one.outcome, strict=True) if score is not None), None)
    return _days(found).get(first)


def _days(found: FormulationPage) -> Mapping[int | None, date | None]:
    return {session.meeting: session.occurred_on for session in found.client.sessions}


def _course(found: FormulationPage) -> Way:
    return Way(label="The course", address="client", query={"episode": found.client.episode.episode_id})


def _goals(found: FormulationPage) -> Iterator[Fact]:
    query = {"episode": found.client.episode.episode_id}
    for goal in found.client.goals:
        if goal.state not in {GoalState.MISTAKEN, GoalState.CHANGED}:
            rated = goal.latest.rated_on if goal.latest else goal.agreed_on
            words = f"“{goal.words}” · {goal_facts(goal)}"
            yield Fact(words=words, as_of=goal.ended_on or rated, way=Way(label="Goals", address="goals", query=query))


def _ratings(found: FormulationPage) -> Iterator[Fact]:
    for one in found.client.strands:
        who = f"{INFORMANT[one.informant]}, {outcome_title(one)}"
        if one.outcome_scale is not None and one.latest is not None:
            day, way = _last_day(found, one), _course(found)
            change = change_look(one).word if one.change is not Change.NOT_ASSESSABLE else "Change"
            yield Fact(words=f"{who}: {change}. {change_sentence(one)}", as_of=day, way=way)
            yield Fact(words=f"{who}: {track_look(one).word}. {track_sentence(one)}", as_of=day, way=way)
    yield from _open_alerts(found)


def _last_day(found: FormulationPage, one: EpisodeAssessment) -> date | None:
    last = [at for at, score in zip(one.meetings, one.outcome, strict=True) if score is not None]
    return _days(found).get(last[-1]) if last else None


def _open_alerts(found: FormulationPage) -> Iterator[Fact]:
    """What the ratings of life ask to be looked at; what the alliance asks stands with the alliance."""
    for alert in reversed(found.client.alerts):
        if alert.kind != ScaleKind.ALLIANCE and alert.state.is_open:
            goes_on = f" It goes on at session {alert.goes_on_at}." if alert.goes_on_at else ""
            day = _days(found).get(alert.goes_on_at or alert.meeting)
            yield Fact(words=f"{_found(alert)}{goes_on}", as_of=day, way=_course(found))


def _found(alert: AlertRow) -> str:
    """What a rule found, at which session, with its numbers."""
    numbers = evidence_said(alert.evidence).replace(" · ", ", ")
    said = ": ".join(part for part in (alert.title.rstrip("."), numbers) if part)
    return f"Session {alert.meeting}. {said}."


def _alliance(found: FormulationPage) -> Iterator[Fact]:
    one = found.client.assessment
    if one is not None and one.alliance_latest is not None:
        last = [at for at, score in zip(one.meetings, one.alliance, strict=True) if score is not None]
        words = f"{alliance_title(one)}: {alliance_sentence(one)}"
        yield Fact(words=words, as_of=_days(found).get(last[-1]), way=_course(found))
    yield from alliance_facts(found)


def _helped(found: FormulationPage) -> Iterator[Fact]:
    yield from helped_facts(found)
    query = {"episode": found.client.episode.episode_id}
    for goal in found.client.goals:
        if goal.state is GoalState.REACHED:
            words = f"Reached: “{shortened(goal.words)}”."
            yield Fact(words=words, as_of=goal.ended_on, way=Way(label="Goals", address="goals", query=query))
    yield from map(_earlier, found.earlier)


def _earlier(course: EpisodeCourse) -> Fact:
    span, one = course.span, course.assessment
    how = ENDING[span.ending] if span.ending else "Closed"
    since = f"from {day_said(span.opened_on)} " if span.opened_on else ""
    said = "No rating was given." if one is None else f"{outcome_title(one)}: {change_look(one).word}. "
    went = "" if one is None else change_sentence(one)
    way = Way(label="That episode", address="client", query={"episode": span.episode_id})
    words = f"An earlier episode {since}to {day_said(span.closed_on)}: {how[0].lower()}{how[1:]}. {said}{went}"
    return Fact(words=words, as_of=span.closed_on, way=way)


SAID: Mapping[FormulationSection, Callable[[FormulationPage], Iterator[Fact]]] = {
    FormulationSection.PRESENTING: _presenting,
    FormulationSection.GOALS: _goals,
    FormulationSection.RATINGS: _ratings,
    FormulationSection.ALLIANCE: _alliance,
    FormulationSection.HELPED: _helped,
    FormulationSection.FOCUS: open_facts,
}
