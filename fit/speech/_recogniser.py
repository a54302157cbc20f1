"""Words from voices, by Whisper on this machine: no network, nothing invented in silence if it can be helped."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from fit.errors import ConfigurationError
from fit.speech._heard import HeardWord, MadeBy, Voice
from fit.speech._installed import engine_version, needed
from fit.speech._packed import Packed
from fit.speech._sound import PER_MS, RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fit.speech._model import Model
    from fit.speech._sound import Samples
    from fit.speech._voice import Stretch

__all__ = ["Recogniser"]

ENGLISH = "en"
SEED = 20_261_125
# The recogniser throws dice when it tries again; the same recording must give the same text.

BEAM = 5
# Ways kept open while words are chosen.

NO_SPEECH = 0.6
UNLIKELY = -1.0
# A segment is dropped when the recogniser itself holds it for no speech at more than the first and its words are less
# likely than the second (mean log probability): the defaults of Whisper.
REPEATED = 2.4
# Text that shrinks more than this by compression repeats itself: tried again, and dropped when it stays so.

TRIES = (0.0, 0.2, 0.4)
# Temperatures, one after the other. Higher ones write fluent nonsense.


class Recogniser:
    """Understands English, or whichever language the model knows.

    `language`: two letters; None: what the model knows, or recognised from the first voices.
    """

    def __init__(self, model: Model, *, language: str | None = None, threads: int = 0) -> None:
        engine = engine_version()
        needed("ctranslate2").set_random_seed(SEED)
        self._whisper = _loaded(model, threads)
        self._check(model, language)
        self.language = language if self._whisper.model.is_multilingual else ENGLISH
        self.made_by = MadeBy(engine=engine, model=model.name, sha256=model.sha256, language=self.language)

    def understand(
        self,
        sound: Samples,
        found: Sequence[Stretch],
        *,
        channel: int,
        language: str | None,
        told: Callable[[float], None],
    ) -> tuple[tuple[Voice, ...], str | None]:
        """Write down what the voices of one channel say; times from the beginning of `sound`.

        `told` hears how much is done, 0 to 1. The language is given back as it was recognised.
        """
        packed = Packed(sound, found)
        words: dict[int, list[HeardWord]] = defaultdict(list)
        if found:
            segments, about = self._whisper.transcribe(packed.sound, language=language, **_OPTIONS)
            language = about.language
            for segment in segments:
                told(min(1.0, segment.end * RATE / len(packed.sound)))
                _place(segment, packed, words)
        told(1.0)
        voices = (
            Voice(channel=channel, start=round(start / PER_MS), end=round(end / PER_MS), words=tuple(words[index]))
            for index, (start, end) in enumerate(found)
        )
        return tuple(voices), language

    def _check(self, model: Model, language: str | None) -> None:
        known = sorted(self._whisper.supported_languages)
        if language and language not in known:
            raise ConfigurationError(
                f"The model {model.name} does not know the language {language!r}. It knows: {', '.join(known)}."
            )


_OPTIONS: dict[str, Any] = {
    "beam_size": BEAM,
    "temperature": TRIES,
    "no_speech_threshold": NO_SPEECH,
    "log_prob_threshold": UNLIKELY,
    "compression_ratio_threshold": REPEATED,
    "condition_on_previous_text": False,
    "word_timestamps": True,
    "vad_filter": False,  # voice activity was found before, with edges of our own
}


def _loaded(model: Model, threads: int) -> Any:
    whisper = needed("faster_whisper").WhisperModel
    try:
        return whisper(
            str(model.folder or model.name),
            device="cpu",
            compute_type="int8",
            cpu_threads=threads,
            local_files_only=True,
            files=dict(model.files) if model.files else None,
        )
    except (RuntimeError, ValueError) as error:
        raise ConfigurationError(
            f"The model {model.folder or model.name} cannot be loaded: {error}. Get it again; it must be a Whisper "
            "model converted for CTranslate2."
        ) from None


def _place(segment: Any, packed: Packed, words: dict[int, list[HeardWord]]) -> None:
    """Give each word to the voice it is heard in; segments that are hardly speech are left out."""
    hardly = segment.no_speech_prob > NO_SPEECH and segment.avg_logprob < UNLIKELY
    if hardly or segment.compression_ratio > REPEATED:
        return
    for word in segment.words or ():
        voice = packed.voice_at((word.start + word.end) / 2)
        start = packed.clock(word.start, voice)
        end = max(start, packed.clock(word.end, voice))
        confidence = min(1.0, max(0.0, round(float(word.probability), 3)))
        words[voice].append(HeardWord(text=word.word, start=start, end=end, confidence=confidence))
