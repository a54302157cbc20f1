"""What a published instrument is: items, range, direction, lines with their sources."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from fit.errors import RatingError, ScoreError, UnknownNameError
from fit.scales._score import Score

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fit.scales._people import AgeBand, Informant


# A line of ten centimetres, marked to the millimetre.
LINE_OF_TEN = Score(100)


class ScaleKind(StrEnum):
    """About life between sessions, or about the session itself."""

    OUTCOME = "outcome"
    ALLIANCE = "alliance"


class Layout(StrEnum):
    """How an item is answered: a mark on a line, one of a few texts, one of a few drawn faces."""

    LINES = "lines"
    CHOICES = "choices"
    FACES = "faces"


class Better(StrEnum):
    """In which direction a score gets better."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer of an item that is answered by choosing.

    A face has an `id`. On a scale that is not scored, `score` only tells one choice from another.
    """

    score: Score
    text: str
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line or question. `low` and `high` name the ends of a line; choices replace the line."""

    id: str
    prompt: str
    low: str = ""
    high: str = ""
    maximum: Score = LINE_OF_TEN
    choices: tuple[Choice, ...] = ()
    risk: bool = False
    asked_of: tuple[tuple[Informant, str], ...] = ()
    """The prompt for somebody who tells about the client, where it differs from the one for the client."""

    def prompt_for(self, informant: Informant) -> str:
        """Return the prompt as this informant is asked."""
        return dict(self.asked_of).get(informant, self.prompt)

    def choice(self, answer: Score) -> Choice | None:
        """Return the choice that an answer stands for, None where there is none."""
        return next((choice for choice in self.choices if choice.score == answer), None)

    def check(self, answer: Score) -> None:
        """Refuse an answer that this item cannot have."""
        allowed = not self.choices or self.choice(answer) is not None
        if not allowed or not 0 <= answer.tenths <= self.maximum.tenths:
            raise RatingError(f"{self.id}: {answer} is no answer of this item. Use 0.0 to {self.maximum}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutoff:
    """The line between help-seeking and not, for one age band and kind of informant."""

    age_band: AgeBand
    informants: frozenset[Informant]
    score: Score
    source: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """Published facts of a group: mean, standard deviation, reliability. None where not published."""

    group: str
    source: str
    status: str
    age_band: AgeBand | None = None
    mean: float | None = None
    sd: float | None = None
    reliability: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A published instrument as structure. `clinical_at_line` is None where the policy decides it."""

    id: str
    version: str
    title: str
    kind: ScaleKind
    family: str
    about: str
    better: Better
    maximum: Score
    items: tuple[Item, ...]
    age_bands: frozenset[AgeBand]
    cutoffs: tuple[Cutoff, ...]
    norms: tuple[Norm, ...]
    clinical_at_line: bool | None
    reliable_change: Score | None
    wording: str
    intro: str
    copyright: str
    source: str
    reviewed_on: date
    layout: Layout = Layout.LINES
    scored: bool = True
    """False for a scale that is given for the talk about it: its ratings have no total and are never assessed."""

    def item(self, item_id: str) -> Item:
        """Return the item of that id.

        Raises
        ------
        UnknownNameError
            when the scale has no such item.
        """
        for item in self.items:
            if item.id == item_id:
                return item
        known = ", ".join(item.id for item in self.items)
        raise UnknownNameError(f"{self.id} has no item {item_id!r}. It has: {known}.")

    def check_total(self, total: Score) -> None:
        """Refuse a total outside the scale's range, and any of a scale that is not scored."""
        if not self.scored:
            raise ScoreError(f"{self.title} is not scored, so {total} is no total of it. Leave the total out.")
        if not 0 <= total.tenths <= self.maximum.tenths:
            raise ScoreError(f"{total} is no {self.title} total. It runs from 0.0 to {self.maximum}.")

    def total_of(self, answers: Mapping[str, Score]) -> Score | None:
        """Add up the answers; every item must have one. None for a scale that is not scored.

        Raises
        ------
        RatingError
            when an item is missing or an answer is outside its range.
        """
        missing = [item.id for item in self.items if item.id not in answers]
        if missing:
            raise RatingError(f"No mark on: {', '.join(missing)}. Every line needs one.")
        for item_id, answer in answers.items():
            self.item(item_id).check(answer)
        return Score(sum(answer.tenths for answer in answers.values())) if self.scored else None

    def clinical_cutoff(self, age_band: AgeBand, informant: Informant) -> Cutoff | None:
        """Return the line for this age and informant, None where the scale has none.

        An informant without a line of its own is read by the rated person's own band.
        """
        own_band = [cutoff for cutoff in self.cutoffs if cutoff.age_band == age_band]
        named = [cutoff for cutoff in own_band if informant in cutoff.informants]
        general = [cutoff for cutoff in own_band if not cutoff.informants]
        return next(iter(named + general), None)

    def norm(self, group: str, age_band: AgeBand | None = None) -> Norm | None:
        """Return the published facts of a group, those of the age band first."""
        found = [norm for norm in self.norms if norm.group == group and norm.age_band in {age_band, None}]
        return next(iter(sorted(found, key=lambda norm: norm.age_band is None)), None)
