"""A rehearsal as it is written: the client's lines, what could be answered, and where each kind of answer leads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from fit.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fit.dialogue import RuptureKind
    from fit.repair._words import Dimension, Listener, Setting
    from fit.wording import Step


class Sound(StrEnum):
    """How an answer may sound to the client."""

    DEFENSIVE = "defensive"
    MIXED = "mixed"
    OPEN = "open"


class Openness(IntEnum):
    """How far the client's door is open."""

    CLOSED = 0
    GUARDED = 1
    TALKING = 2
    OPEN = 3


class RehearsalLength(StrEnum):
    """How much time a rehearsal takes."""

    FULL = "full"
    TWO_MINUTES = "two_minutes"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedAnswer:
    """A sentence that could be answered, and the kind that the wording check hears in it."""

    kind: str
    say: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientLine:
    """What the client does and says; with what could be answered, unless the rehearsal ends here."""

    id: str
    speaker: str
    seen: str
    said: str
    openness: Openness
    step: Step | None = None
    leads_to: Mapping[Sound, str]
    offers: Mapping[Sound, OfferedAnswer]

    @property
    def is_end(self) -> bool:
        """Whether the rehearsal ends with this line."""
        return not self.leads_to

    @property
    def offered(self) -> tuple[OfferedAnswer, ...]:
        """Return the offered answers by their letters, so that their place says nothing of their sound."""
        return tuple(sorted(self.offers.values(), key=lambda offer: offer.say))


# Compared by identity: a rehearsal is read once.
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rehearsal:
    """A scene to practise: who is there, what went before, and every line of the client's.

    Raises
    ------
    DefinitionError
        when a line is missing or never reached, when lines go round in a circle, when a line has no way back to the
        most open ending, or when a defensive answer does not close the client further than an open one.
    """

    id: str
    title: str
    before: str
    kind: RuptureKind
    dimension: Dimension
    listener: Listener
    setting: Setting
    length: RehearsalLength
    next_time: str
    source: str
    start: str
    lines: Mapping[str, ClientLine]

    def __post_init__(self) -> None:
        for wrong in self._wrong():
            raise DefinitionError(wrong)

    def _wrong(self) -> Iterator[str]:
        yield from self._without_line()
        reached = _after(self.start, self.lines)
        for name in sorted(set(self.lines) - reached):
            yield f"line.{name} is never reached. Lead to it with another line's `to`, or take it out."
        for line in self.lines.values():
            yield from self._wrong_in(line)

    def _without_line(self) -> Iterator[str]:
        if self.start not in self.lines:
            yield f"start names the line {self.start!r}, which is not there. Add [line.{self.start}]."
        for line in self.lines.values():
            for sound, name in line.leads_to.items():
                if name not in self.lines:
                    yield f"line.{line.id}.to.{sound} names the line {name!r}, which is not there. Add [line.{name}]."

    def _wrong_in(self, line: ClientLine) -> Iterator[str]:
        after = set().union(*(_after(name, self.lines) for name in line.leads_to.values()))
        if line.id in after:
            yield f"line.{line.id}.to comes back to the same line. Lead on to a line of its own."
        elif not line.is_end and not after & self._best_ends():
            yield f"line.{line.id}.to leads to no open ending any more. Give the client a way back."
        elif not line.is_end and not self._closes(line):
            yield (
                f"line.{line.id}.to opens the client more after a defensive answer than after an open one. "
                "Order them by `openness`: defensive, mixed, open."
            )

    def _best_ends(self) -> set[str]:
        ends = [line for line in self.lines.values() if line.is_end]
        best = max((line.openness for line in ends), default=Openness.CLOSED)
        return {line.id for line in ends if line.openness is best}

    def _closes(self, line: ClientLine) -> bool:
        shut, half, opened = (self.lines[line.leads_to[sound]].openness for sound in Sound)
        return shut <= half <= opened and shut < opened


def _after(start: str, lines: Mapping[str, ClientLine]) -> set[str]:
    """This line and all that can follow it."""
    found, waiting = set[str](), [start]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(lines[name].leads_to.values())
    return found
