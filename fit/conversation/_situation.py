"""A situation of the conversation: when it is there, what could be said, what to avoid and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.conversation._moment import Moment
    from fit.conversation._when import When
    from fit.scales import AgeBand

__all__ = ["Listener", "Situation"]


class Listener(StrEnum):
    """To whom a sentence is said: a client by age band, or whoever cares for one."""

    ADULT = "adult"
    ADOLESCENT = "adolescent"
    CHILD = "child"
    CAREGIVER = "caregiver"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One file: a moment of the work that asks for words of its own. Lower `order` is shown first."""

    id: str
    title: str
    order: int
    when: tuple[When, ...]
    purpose: str
    say: Mapping[Listener, tuple[str, ...]]
    avoid: str
    source: str

    def reached(self, moment: Moment) -> When | None:
        """Return the first way by which this moment comes to it, None when none does."""
        return next((when for when in self.when if when.holds(moment)), None)

    def to_client(self, age_band: AgeBand) -> tuple[str, ...]:
        """Sentences for a client of that age; those for adults where the file has none."""
        return self.say.get(Listener(age_band.value), self.say[Listener.ADULT])

    def to_caregiver(self) -> tuple[str, ...]:
        """Sentences for whoever cares for the client; none where the file has none."""
        return self.say.get(Listener.CAREGIVER, ())
