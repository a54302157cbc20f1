"""One person's ratings on paper: the verdicts with their numbers and why, and the chart with every line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.charts.in_words import trend_in_words
from dashboard.charts.overlay import Overlay
from dashboard.charts.page_overlay import overlay_of
from dashboard.charts.titles import by_whom, strand_title
from dashboard.components.why_words import why_entries
from dashboard.verdict_words import verdicts_of
from fit.reports.document import Chart, Facts, Section, Text
from fit.reports.packet import ReferenceLine
from fit.reports.packet_parts import courses_of
from fit.scales import ScaleKind, Score

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.assessment import EpisodeAssessment
    from fit.casework.views import ClientPage
    from fit.reports.document import Block
    from fit.reports.packet import Course

__all__ = ["course_section", "why_section"]

TRIANGLES = "A triangle stands below each rating that raised an alert."


def course_section(page: ClientPage, one: EpisodeAssessment) -> Section:
    """The verdicts on one strand, and its chart."""
    return Section(heading=f"How it goes: {_named(one)}", blocks=tuple(_blocks(page, one)))


def why_section(page: ClientPage) -> Section:
    """Why each verdict is what it is, as the click on screen tells it."""
    return Section(heading="Why this?", blocks=tuple(_whys(page)))


def _named(one: EpisodeAssessment) -> str:
    return f"{strand_title(one)}, rated by the {by_whom(one) or 'client'}"


def _blocks(page: ClientPage, one: EpisodeAssessment) -> Iterator[Block]:
    yield Facts(entries=tuple((each.label, f"{each.look.word}. {each.sentence}") for each in verdicts_of(one)))
    # alerts, events and goals have sections of their own
    over = Overlay(superseded=overlay_of(page, one).superseded, with_own_level=True)
    marked = tuple((ScaleKind(alert.kind), alert.meeting) for alert in page.alerts if _is_drawn(page, one, alert.kind))
    said = [trend_in_words(one, over), *([TRIANGLES] if marked else [])]
    courses = tuple(_with_target(course, one) for course in courses_of(one))
    yield Chart(courses=courses, marked=marked, in_words=" ".join(said))


def _is_drawn(page: ClientPage, one: EpisodeAssessment, kind: str) -> bool:
    """Alerts are about the leading strand."""
    return one is page.assessment and kind in set(ScaleKind)


def _with_target(course: Course, one: EpisodeAssessment) -> Course:
    """The course with the line of its target, as on screen."""
    if course.kind is not ScaleKind.OUTCOME or one.target is None:
        return course
    target = ReferenceLine(name="target", at=Score(round(one.target * 10)))
    return replace(course, lines=(*course.lines, target))


def _whys(page: ClientPage) -> Iterator[Block]:
    for one in page.strands:
        for verdict in verdicts_of(one):
            for each in verdict.explanations:
                of = f" ({_named(one)})" if len(page.strands) > 1 else ""
                yield Text(said=f"{each.title.rstrip('.')}{of}", leads=True)
                yield Facts(entries=why_entries(each))
