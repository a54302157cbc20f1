"""From a recording to a transcript, stretch by stretch; what is finished is kept and never done again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from fit.speech._channels import share_a_sound, without_the_other
from fit.speech._heard import Heard, HeardStretch
from fit.speech._sound import PER_MS, RATE
from fit.speech._stretches import pieces
from fit.speech._turns import transcript_of
from fit.speech._voice import voiced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from fit.speech._heard import Voice
    from fit.speech._recogniser import Recogniser
    from fit.speech._sound import Sound
    from fit.speech._stretches import Piece

__all__ = ["Finished", "transcribe"]

ENOUGH = 5 * RATE
# Voices of five seconds tell whether two channels hold the same sound; a knock that both hear does not.


class Finished(Protocol):
    """Where finished stretches are kept."""

    def stretches(self) -> Sequence[HeardStretch]:
        """Give what an earlier run finished, in order."""

    def add(self, stretch: HeardStretch) -> None:
        """Keep a stretch for good before the next one is begun."""


def transcribe(
    sound: Sound, recogniser: Recogniser, *, finished: Finished, told: Callable[[int], None] = lambda _done: None
) -> Heard:
    """Write down a recording.

    Two channels with a speaker each give exact speakers; else there is one, `Speaker`: nobody told them apart.
    `told` hears up to which time of the recording [ms] the work is done; it may raise an error to stop it.

    Raises
    ------
    TranscriptError
        when the recording breaks, or no voice is heard in it.
    """
    done = list(finished.stretches())
    begin = done[-1].until if done else 0
    told(begin // PER_MS)
    for piece in pieces(sound, start=begin):
        done.append(_Stretch(piece, recogniser, done, told).heard())
        finished.add(done[-1])
    shared = _shared(done)
    return Heard(
        transcript=transcript_of(_voices(done, shared=shared), shared=shared, name=sound.name),
        made_by=replace(recogniser.made_by, language=_language(done) or recogniser.language),
        length=(done[-1].until if done else 0) // PER_MS,
    )


class _Stretch:
    """One stretch on its way from sound to words."""

    def __init__(
        self, piece: Piece, recogniser: Recogniser, done: Sequence[HeardStretch], told: Callable[[int], None]
    ) -> None:
        self._whole, self._found, self._start = piece
        self._recogniser, self._done, self._told = recogniser, done, told

    def heard(self) -> HeardStretch:
        shared, sure = self._who()
        until = self._start + self._whole.shape[1]
        language = _language(self._done) or self._recogniser.language
        voices: list[Voice] = []
        for channel, (sound, found) in enumerate(zip(self._whole, self._found, strict=True)):
            said, language = self._recogniser.understand(
                sound, found, channel=channel, language=language, told=self._progress(channel)
            )
            voices.extend(_later(one, self._start // PER_MS) for one in said)
        return HeardStretch(until=until, shared=shared, sure=sure, language=language, voices=tuple(voices))

    def _who(self) -> tuple[bool, bool]:
        """Say whether the channels share a sound, and leave in each what is to be written down."""
        if len(self._whole) == 1:
            return True, True
        known = [one.shared for one in self._done if one.sure]
        shared = known[0] if known else share_a_sound(*self._whole)
        if shared:
            self._whole = self._whole.mean(axis=0, keepdims=True)
            self._found = [voiced(self._whole[0])]
        else:
            self._found = without_the_other(list(self._whole), self._found)
        return shared, bool(known) or sum(end - start for one in self._found for start, end in one) >= ENOUGH

    def _progress(self, channel: int) -> Callable[[float], None]:
        channels, length = self._whole.shape

        def told(share: float) -> None:
            self._told(round((self._start + length * (channel + share) / channels) / PER_MS))

        return told


def _shared(done: Sequence[HeardStretch]) -> bool:
    return next((one.shared for one in done if one.sure), bool(done) and done[-1].shared)


def _voices(done: Iterable[HeardStretch], *, shared: bool) -> list[Voice]:
    """Give all voices; where both channels turned out to hold one sound, each once."""
    return [voice for one in done for voice in one.voices if not shared or voice.channel == 0]


def _language(done: Sequence[HeardStretch]) -> str | None:
    return next((one.language for one in reversed(done) if one.language), None)


def _later(voice: Voice, by: int) -> Voice:
    words = tuple(replace(word, start=word.start + by, end=word.end + by) for word in voice.words)
    return replace(voice, start=voice.start + by, end=voice.end + by, words=words)
