"""The sections of a supervision packet, each as rows of the page. The graph comes first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fit.reports._course_chart import course_chart
from fit.reports._flow import Row, beside, blank, drawn, paragraph, ruled
from fit.reports._pen import INK, QUIET
from fit.reports._shorter import ELLIPSIS, left_out, shortened, turns_shown
from fit.transcripts import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fit.reports._shorter import Limits
    from fit.reports.deidentified import DeidentifiedPacket
    from fit.reports.packet import Course, PacketExcerpt, PacketTurn
    from fit.scales import Score

__all__ = ["rows_of"]

TITLE, HEADING, TEXT, NOTE = 16.0, 11.5, 9.5, 8.2
"""[points]"""
AFTER_SECTION, AFTER_TEXT = 9.0, 3.0
MEMORY: Final = 0.32
"""Share of the width in which the memory stands beside the record."""
GUTTER: Final = 14.0
SPEAKER: Final = 82.0
"""[points] For role and time."""
LABEL: Final = 112.0
"""[points] For what a text answers."""
SCORES_TOLD: Final = 20
"""Sessions whose scores are told in figures below the chart, the last ones."""
ROLES: Final = {Role.CLINICIAN: "Clinician", Role.CLIENT: "Client", Role.OTHER: "Other person", None: "Unknown"}
SECOND_MS, MINUTE_S = 1_000, 60
NOT_WRITTEN: Final = "Not written yet."
NO_SCORE: Final = "no rating"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """Writes the sections of one packet within limits."""

    ready: DeidentifiedPacket
    limits: Limits
    width: float
    font: str

    def all(self) -> list[Row]:
        """Give every section that has something to say, in the order in which it is read."""
        parts = (
            self._head(), self._course(), self._alert(), self._question(), self._excerpts(), self._strain(),
            self._script(), self._plan(), self._talk(), self._follow_up(), self._comments(), self._replaced(),
        )  # fmt: skip
        return [row for part in parts for row in part]

    def _head(self) -> Iterator[Row]:
        yield from self._text("Supervision packet", TITLE)
        names = len(self.ready.warnings)
        kept = f" {names} known name{' was' if names == 1 else 's were'} left in by choice." if names else ""
        said = (
            "De-identified by rules: names, places, dates and numbers that a rule found are replaced in all text. A "
            f"rule can miss some; read the packet once more before you pass it on.{kept}"
        )
        yield from self._text(said, NOTE, grey=QUIET)
        yield blank(AFTER_SECTION)

    def _course(self) -> Iterator[Row]:
        packet = self.ready.packet
        yield from self._heading("The course")
        yield drawn(course_chart(packet.courses, packet.alert, width=self.width, font=self.font))
        if packet.alert:
            yield from self._text("The triangle points at the rating that raised the alert.", NOTE, grey=QUIET)
        for course in packet.courses:
            yield blank(AFTER_TEXT)
            yield from self._text(self._short(f"{course.name}: {course.verdict}"))
            yield from self._text(_in_figures(course), NOTE, grey=QUIET)
        yield blank(AFTER_SECTION)

    def _alert(self) -> Iterator[Row]:
        alert = self.ready.packet.alert
        if alert is None:
            return
        yield from self._heading(self._short(f"Why session {alert.meeting}: {alert.title}"))
        yield from self._text(self._short(alert.why))
        yield from self._listed((f"{one.name}: {one.value}" for one in alert.values), "value")
        yield blank(AFTER_TEXT)
        if alert.formula:
            yield from self._labelled("Formula", alert.formula)
        if alert.source:
            yield from self._labelled("Source", alert.source)
        yield blank(AFTER_SECTION)

    def _question(self) -> Iterator[Row]:
        yield from self._heading("My question")
        yield from self._text(self._short(self.ready.packet.question) or NOT_WRITTEN)
        yield blank(AFTER_SECTION)

    def _excerpts(self) -> Iterator[Row]:
        for number, excerpt in enumerate(self.ready.packet.excerpts, 1):
            yield from self._heading(f"What was said, {number}: session {excerpt.meeting}")
            yield from self._text(self._short(excerpt.reason), NOTE, grey=QUIET, keeps_next=True)
            yield from self._text(self._short(excerpt.fact), NOTE, grey=QUIET)
            yield blank(AFTER_TEXT)
            yield from self._memory_beside_record(excerpt)
            yield blank(AFTER_SECTION)

    def _memory_beside_record(self, excerpt: PacketExcerpt) -> list[Row]:
        if not excerpt.memory:
            return [*paragraph("What the record says", NOTE, 0, self.width, grey=QUIET), *self._turns(excerpt, 0)]
        edge = self.width * MEMORY
        memory = paragraph("How I remember it", NOTE, 0, edge, grey=QUIET)
        memory += paragraph(self._short(excerpt.memory), TEXT, 0, edge)
        record = paragraph("What the record says", NOTE, edge + GUTTER, self.width, grey=QUIET)
        record += self._turns(excerpt, edge + GUTTER)
        return beside(memory, record)

    def _turns(self, excerpt: PacketExcerpt, left: float) -> list[Row]:
        before, turns, after = turns_shown(excerpt, self.limits.turns)
        rows = self._gap(before, left)
        for turn in turns:
            said = shortened(turn.text, self.limits.turn_letters)
            rows += beside(
                paragraph(_who(turn), NOTE, left, left + SPEAKER, grey=QUIET),
                paragraph(said, TEXT, left + SPEAKER, self.width),
            )
        return rows + self._gap(after, left)

    def _gap(self, count: int, left: float) -> list[Row]:
        said = f"{ELLIPSIS} {left_out(count, 'turn')}"
        return paragraph(said, NOTE, left, self.width, grey=QUIET) if count else []

    def _strain(self) -> Iterator[Row]:
        strain = self.ready.packet.strain
        if strain:
            answers = (
                ("Kind", strain.kind),
                ("What it is about", strain.dimension),
                ("What speaks for it", strain.evidence),
            )
            yield from self._answers("How I read it", answers)

    def _script(self) -> Iterator[Row]:
        steps = self.ready.packet.script
        if steps:
            shown = steps[: self.limits.entries]
            missing = ((ELLIPSIS, left_out(len(steps) - len(shown), "step")),) if len(steps) > len(shown) else ()
            yield from self._answers("What I want to say", (*((one.step, one.words) for one in shown), *missing))

    def _plan(self) -> Iterator[Row]:
        plan = self.ready.packet.plan
        if plan:
            answers = (
                ("Where it stands", plan.state),
                ("When", plan.when),
                ("The change agreed", plan.agreed_change),
                ("How it is checked", plan.checked_by),
            )
            yield from self._answers("Plan", answers)

    def _talk(self) -> Iterator[Row]:
        talk = self.ready.packet.talk
        if talk:
            answers = (
                ("What happened", talk.what_happened),
                ("What the client said", talk.client_said),
                ("The change agreed", talk.change_kept),
            )
            yield from self._answers("After the talk", answers)

    def _follow_up(self) -> Iterator[Row]:
        follow_up = self.ready.packet.follow_up
        if follow_up:
            yield from self._heading("What the next ratings say")
            yield from self._text(self._short(follow_up.verdict))
            told = (f"{one.name}: before {_score(one.before)}, after {_score(one.after)}" for one in follow_up.scores)
            yield from self._listed(told, "score")
            yield blank(AFTER_SECTION)

    def _comments(self) -> Iterator[Row]:
        comments = self.ready.packet.comments
        if comments:
            shown = comments[-self.limits.entries :]
            rest = len(comments) - len(shown)
            missing = ((ELLIPSIS, left_out(rest, "earlier comment")),) if rest else ()
            yield from self._answers("Comments", (*missing, *((one.role, one.text) for one in shown)))

    def _replaced(self) -> Iterator[Row]:
        counts = ", ".join(f"{WORDS.get(kind, str(kind))} {count}" for kind, count in self.ready.counts.items())
        yield from self._heading("What was replaced")
        yield from self._text(counts or "Nothing was found to replace.", NOTE, grey=QUIET)

    def _heading(self, text: str) -> Iterator[Row]:
        yield from self._text(text, HEADING, keeps_next=True)
        yield ruled(5.0)

    def _answers(self, heading: str, answers: Iterable[tuple[str, str]]) -> Iterator[Row]:
        yield from self._heading(heading)
        for label, text in answers:
            yield from self._labelled(label, text or NOT_WRITTEN)
        yield blank(AFTER_SECTION)

    def _labelled(self, label: str, text: str) -> list[Row]:
        named = paragraph(self._short(label), NOTE, 0, LABEL - GUTTER, grey=QUIET)
        return [*beside(named, paragraph(self._short(text), TEXT, LABEL, self.width)), blank(AFTER_TEXT)]

    def _listed(self, entries: Iterable[str], what: str) -> Iterator[Row]:
        told = list(entries)
        shown = told[: self.limits.entries]
        if len(told) > len(shown):
            shown.append(f"{ELLIPSIS} {left_out(len(told) - len(shown), what)}")
        yield from self._text(self._short("; ".join(shown))) if shown else ()

    def _text(self, text: str, size: float = TEXT, *, grey: float = INK, keeps_next: bool = False) -> list[Row]:
        return paragraph(text, size, 0, self.width, grey=grey, keeps_next=keeps_next)

    def _short(self, text: str) -> str:
        return shortened(text, self.limits.text_letters)


WORDS: Final = {"age": "ages over 89", "postcode": "post codes", "url": "links", "email": "e-mail addresses"}
"""Kinds whose name alone does not say what they are."""


def rows_of(ready: DeidentifiedPacket, limits: Limits, *, width: float, font: str) -> list[Row]:
    """Write a packet within limits."""
    return Sections(ready=ready, limits=limits, width=width, font=font).all()


def _in_figures(course: Course) -> str:
    """The chart for those who do not see it."""
    shown = course.points[-SCORES_TOLD:]
    earlier = f"{ELLIPSIS} " if len(shown) < len(course.points) else ""
    told = ", ".join(f"{one.meeting}: {_score(one.total)}" for one in shown)
    return f"By session: {earlier}{told}." if told else "No ratings yet."


def _score(score: Score | None) -> str:
    return NO_SCORE if score is None else str(score)


def _who(turn: PacketTurn) -> str:
    if turn.start is None:
        return ROLES[turn.role]
    minutes, seconds = divmod(turn.start // SECOND_MS, MINUTE_S)
    return f"{ROLES[turn.role]}  {minutes}:{seconds:02d}"
