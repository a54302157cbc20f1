"""What was heard: voices with their words, stretch by stretch, and at the end the transcript."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from fit.transcripts import as_json, as_vtt, read_transcript

if TYPE_CHECKING:
    from fit.transcripts import Transcript

__all__ = ["AUDIO", "Heard", "HeardStretch", "HeardWord", "MadeBy", "Voice"]

AUDIO = "audio"
"""What a transcript calls the format it came from when it was made here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardWord:
    """A word as the recogniser wrote it, with the spaces before it; times [ms] of the recording, confidence 0 to 1."""

    text: str
    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A voice between two silences [ms] in one channel, and what was understood; perhaps nothing."""

    channel: int
    start: int
    end: int
    words: tuple[HeardWord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardStretch:
    """A piece of the recording that is finished, up to this sample: what need not be done again."""

    until: int
    shared: bool
    """Whether nobody told the speakers apart: one channel, or two with the same sound."""
    sure: bool
    """Whether enough was heard to say so for the whole recording."""
    language: str | None
    voices: tuple[Voice, ...]

    def as_line(self) -> str:
        """Write it on one line."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def of_line(cls, line: str) -> HeardStretch:
        """Read what `as_line` wrote; ValueError, KeyError or TypeError when a line was cut short."""
        told: dict[str, Any] = json.loads(line)
        voices = tuple(
            Voice(**{**voice, "words": tuple(HeardWord(**word) for word in voice["words"])})
            for voice in told.pop("voices")
        )
        return cls(**told, voices=voices)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeBy:
    """By what a transcript was made: to be kept with it."""

    engine: str
    model: str
    sha256: str
    language: str | None

    def __str__(self) -> str:
        return f"{self.engine}, model {self.model} (sha256 {self.sha256}), language {self.language or 'unknown'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A recording as text: the transcript, by what it was made, and how much was heard [ms]."""

    transcript: Transcript
    made_by: MadeBy
    length: int

    def as_vtt(self) -> str:
        """Write it as WebVTT that says by what it was made; it reads back as the same transcript."""
        first, _, rest = as_vtt(self.transcript).partition("\n\n")
        return f"{first}\n\nNOTE\nWritten down by {self.made_by}.\nNot checked by a person.\n\n{rest}"

    def as_json(self) -> str:
        """Write it as JSON with the confidence of single words; it reads back as the same transcript."""
        told = json.loads(as_json(self.transcript))
        return json.dumps({**told, "made_by": asdict(self.made_by), "length": self.length}, ensure_ascii=False)

    @classmethod
    def of_json(cls, text: str) -> Heard:
        """Read what `as_json` wrote."""
        told = json.loads(text)
        read = read_transcript(text.encode(), "transcript.json", format_id="mendline_json")
        return cls(transcript=replace(read, format=AUDIO), made_by=MadeBy(**told["made_by"]), length=told["length"])
