"""What was said in a session, turn by turn. Valid or not built."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from fit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LONGEST_MS", "Level", "Role", "Speaker", "Transcript", "Turn", "Word", "with_roles"]

LONGEST_MS = 100 * 60 * 60 * 1000 - 1
# 99:59:59.999: no session lasts longer, and a time beyond it is a slip.

KNOWN_SHARE = 0.9
# Share of turns that must have a time before the file counts as having it: a few missing word times of a recogniser
# do not hide the rest, a few stray times do not promise what most turns lack.

SECOND_MS = 1_000

UNSPOKEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
# Control characters, halves of characters and byte-order marks: nobody says them, and they break files.


class Level(StrEnum):
    """What a file tells beyond the words: nothing, when turns start, when they end too, or sound itself."""

    WORDS = "words"
    STARTS = "starts"
    ENDS = "ends"
    AUDIO = "audio"


class Role(StrEnum):
    """Who somebody is in the session."""

    CLINICIAN = "clinician"
    CLIENT = "client"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word as a recogniser heard it; times [ms], confidence 0 to 1; None where it did not say."""

    text: str
    start: int | None = None
    end: int | None = None
    confidence: float | None = None

    def __post_init__(self) -> None:
        _check_text(self.text, "word")
        _check_times(self.start, self.end, "word")
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            raise InputError(f"A confidence of {self.confidence} is not between 0 and 1. Correct it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one person said without another speaking; times [ms] from the beginning, None where unknown."""

    index: int
    text: str
    speaker: str | None = None
    start: int | None = None
    end: int | None = None
    words: tuple[Word, ...] = ()

    def __post_init__(self) -> None:
        name = f"turn {self.index}"
        _check_text(self.text, name)
        _check_times(self.start, self.end, name)
        if self.speaker is not None and (not self.speaker or self.speaker != " ".join(self.speaker.split())):
            raise InputError(f"The speaker of {name} is empty or has stray spaces. Write a name, or leave it unknown.")
        if self.speaker and UNSPOKEN.search(self.speaker):
            raise InputError(f"The speaker of {name} holds control characters. Remove them.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A label of the file and who that is, None until somebody said so."""

    label: str
    role: Role | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """The turns of one session in the order of the file, and who the labels stand for."""

    turns: tuple[Turn, ...]
    roles: Mapping[str, Role] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    from_audio: bool = False
    format: str = field(default="", compare=False)
    """Id of the format it was read from: where it came from, not what it says."""

    def __post_init__(self) -> None:
        if [turn.index for turn in self.turns] != list(range(len(self.turns))):
            raise InputError("The turns of a transcript are counted from 0 without gaps. Number them so.")
        unknown = sorted(set(self.roles) - {turn.speaker for turn in self.turns})
        if unknown:
            raise InputError(f"There is no speaker {unknown[0]!r} in this transcript. Use the labels it has.")
        object.__setattr__(self, "roles", MappingProxyType(dict(self.roles)))

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """Everybody with a label, in the order in which they first speak."""
        labels = dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker)
        return tuple(Speaker(label=label, role=self.roles.get(label)) for label in labels)

    @property
    def level(self) -> Level:
        """What can be said of times at all; beyond it nothing may be worked out."""
        if _mostly(self.turns, [turn.end is not None for turn in self.turns]):
            return Level.AUDIO if self.from_audio else Level.ENDS
        starts = _mostly(self.turns, [turn.start is not None for turn in self.turns])
        return Level.STARTS if starts else Level.WORDS

    @property
    def whole_seconds(self) -> bool:
        """Whether every known time is a whole second, so that no gap may be told more finely."""
        times = [time for turn in self.turns for time in (turn.start, turn.end) if time is not None]
        return bool(times) and all(time % SECOND_MS == 0 for time in times)

    def role_of(self, turn: Turn) -> Role | None:
        """Return the role of the speaker of a turn; None when nobody said."""
        return self.roles.get(turn.speaker) if turn.speaker else None


def with_roles(transcript: Transcript, roles: Mapping[str, Role]) -> Transcript:
    """Say who the speakers are; labels that are left out keep their role.

    Raises
    ------
    InputError
        when a label is none of the transcript's.
    """
    return replace(transcript, roles={**transcript.roles, **roles})


def _mostly(turns: tuple[Turn, ...], known: list[bool]) -> bool:
    return bool(turns) and sum(known) >= KNOWN_SHARE * len(turns)


def _check_text(text: str, name: str) -> None:
    if not text or text != text.strip():
        raise InputError(f"The text of {name} is empty or has spaces around it. Leave the turn out, or trim it.")
    if UNSPOKEN.search(text):
        raise InputError(f"The text of {name} holds control characters. Remove them.")


def _check_times(start: int | None, end: int | None, name: str) -> None:
    if start is None and end is not None:
        raise InputError(f"{name} has an end without a start. Give both, or leave both unknown.")
    if start is not None and not 0 <= start <= (LONGEST_MS if end is None else end) <= LONGEST_MS:
        raise InputError(f"{name} has impossible times. Start and end go from 0 to 100 hours, and forward.")
