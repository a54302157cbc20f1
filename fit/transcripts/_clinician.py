"""Which speaker is the clinician: a guess to be confirmed, with what it rests on."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.transcripts._transcript import Transcript

__all__ = ["ClinicianGuess", "SpeakerWords", "guess_clinician", "is_role_word", "language_of"]

SURE = 0.99
# Confidence where the file itself calls one speaker the clinician, and nobody else so.

CURLED = "\N{RIGHT SINGLE QUOTATION MARK}"

SHORT = 2
# Letters of abbreviations such as T and Th.

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_ELISION = re.compile(r"\b([cjmt])'(?=\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerWords:
    """What one speaker says: all words, you-words and I-words."""

    label: str
    words: int
    you_words: int
    i_words: int

    @property
    def you_share(self) -> float:
        """Share of you-words among both, one of each added so that a silent speaker is even."""
        return (self.you_words + 1) / (self.you_words + self.i_words + 2)

    @property
    def variance(self) -> float:
        """Variance of that share (of a beta distribution)."""
        return self.you_share * (1 - self.you_share) / (self.you_words + self.i_words + 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicianGuess:
    """A speaker who may be the clinician; None with the reason where nothing speaks for anybody."""

    label: str | None
    confidence: float
    """0.5: as good as chance; 1: certain."""
    reason: str
    evidence: tuple[SpeakerWords, ...] = ()
    language: str | None = None


def guess_clinician(transcript: Transcript, *, language: str | None = None) -> ClinicianGuess:
    """Guess who is the clinician: the one whom the file calls so, else the one who says "you" rather than "I".

    `language`: two letters; None: recognised by its small words.
    """
    labels = [speaker.label for speaker in transcript.speakers]
    if len(labels) < 2:  # noqa: PLR2004 - a talk needs two
        return ClinicianGuess(label=None, confidence=0.5, reason="fewer than two speakers are told apart")
    return _by_label(labels) or _by_pronouns(transcript, labels, language)


def _by_label(labels: list[str]) -> ClinicianGuess | None:
    clinicians = [label for label in labels if _called(label, "clinician")]
    if len(clinicians) == 1:
        return ClinicianGuess(label=clinicians[0], confidence=SURE, reason="the file calls this speaker so")
    others = [label for label in labels if not _called(label, "client")]
    if len(labels) == 2 and len(others) == 1:  # noqa: PLR2004 - of two
        return ClinicianGuess(label=others[0], confidence=SURE, reason="the file calls the other speaker the client")
    return None


def _called(label: str, role: str) -> bool:
    """Whether a label is, or holds, a word for that role; single letters count only when they stand alone."""
    known = _tables()["labels"][role]
    words = _label_words(label)
    return words in [[one] for one in known] or any(len(word) > SHORT and word in known for word in words)


def is_role_word(label: str) -> bool:
    """Whether a label is nothing but a word for clinician or client."""
    return _label_words(label) in [[one] for known in _tables()["labels"].values() for one in known]


def _label_words(label: str) -> list[str]:
    return _WORD.findall(label.lower().replace("_", " "))


def language_of(transcript: Transcript) -> str | None:
    """Recognise the language by its small words (two letters); None where it is none of ours."""
    return _language({"": Counter(word for turn in transcript.turns for word in _words(turn.text))})


def _by_pronouns(transcript: Transcript, labels: list[str], language: str | None) -> ClinicianGuess:
    said = {label: Counter[str]() for label in labels}
    for turn in transcript.turns:
        if turn.speaker:
            said[turn.speaker].update(_words(turn.text))
    chosen = language if language in _tables()["language"] else _language(said)
    if chosen is None:
        return ClinicianGuess(label=None, confidence=0.5, reason="no language of ours is spoken in it")
    counted = tuple(_counted(label, words, chosen) for label, words in said.items())
    first, second = sorted(counted, key=lambda one: one.you_share, reverse=True)[:2]
    return ClinicianGuess(
        label=first.label,
        confidence=_sure(first, second),
        reason=f"{first.you_words} you-words and {first.i_words} I-words; "
        f"next: {second.you_words} and {second.i_words}",
        evidence=counted,
        language=chosen,
    )


def _sure(first: SpeakerWords, second: SpeakerWords) -> float:
    """Chance that the first speaker's share really is the higher one, both being known from so many words only."""
    return NormalDist().cdf((first.you_share - second.you_share) / sqrt(first.variance + second.variance))


def _counted(label: str, words: Counter[str], language: str) -> SpeakerWords:
    table = _tables()["language"][language]
    return SpeakerWords(
        label=label,
        words=words.total(),
        you_words=sum(words[one] for one in table["you"]),
        i_words=sum(words[one] for one in table["me"]),
    )


def _language(said: Mapping[str, Counter[str]]) -> str | None:
    whole = sum(said.values(), Counter[str]())
    hits = {one: sum(whole[word] for word in table["common"]) for one, table in _tables()["language"].items()}
    best = max(hits, key=lambda one: hits[one])
    return best if hits[best] else None


def _words(text: str) -> list[str]:
    """Words in small letters; French j'ai counts as j and ai, English I'm as one word."""
    return _WORD.findall(_ELISION.sub(r"\1 ", text.lower().replace(CURLED, "'")))


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "pronouns.toml").read_text("utf-8"))
