"""Talk spoken aloud by a program: recordings of people who do not exist, for the demo clinic and the tests.

Each of two speakers has a voice and a channel; silences and the times of every line are known to the sample. The
program is flite or espeak-ng, from Debian; without either there is no recording.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import wave
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from fit.errors import ConfigurationError
from fit.speech._sound import PER_MS, RATE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Wave = NDArray[np.float64]

__all__ = ["Line", "Spoken", "speak", "speaking_program"]

VOICES = {"flite": ("slt", "rms"), "espeak-ng": ("en-us", "en-gb+f3")}
# Of each program, in order of preference: recognisers understand flite's voices better. English only.

WORDS_A_MINUTE = "150"
SILENT = 0.005
# Programs put silence around what they say; quieter than this (-46 dB of the loudest possible) it is cut off.
LOUDEST = 0.9
SIXTEEN_BITS = 32_767
SOFTEST_STEPS = 5 * PER_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one of two speakers (0, 1) says, after a silence [ms] that may be negative: then both speak at once."""

    speaker: int
    text: str
    silence: int = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A recording as a WAV file, and when each line begins and ends in it [ms]."""

    wav: bytes
    times: tuple[tuple[int, int], ...]


def speaking_program() -> str | None:
    """Name the program that speaks; None when none is installed."""
    return next((name for name in VOICES if shutil.which(name)), None)


def speak(lines: Iterable[Line], *, channels: int = 2, program: str | None = None) -> Spoken:
    """Speak a talk; with one channel both voices are mixed.

    Raises
    ------
    ConfigurationError
        when no program that speaks is installed.
    """
    said = program or speaking_program()
    if said is None:
        raise ConfigurationError(f"No program that speaks is installed. Install one of: {', '.join(VOICES)}.")
    times: list[tuple[int, int]] = []
    pieces: list[tuple[int, int, Wave]] = []
    at = 0
    lines = list(lines)
    with ThreadPoolExecutor(os.cpu_count()) as at_once:
        voices = list(at_once.map(partial(_voice, said), lines))
    for line, voice in zip(lines, voices, strict=True):
        start = max(0, at + line.silence * PER_MS)
        pieces.append((line.speaker, start, voice))
        at = start + len(voice)
        times.append((round(start / PER_MS), round(at / PER_MS)))
    sound = np.zeros((2, max((start + len(voice) for _, start, voice in pieces), default=0) + RATE))
    for speaker, start, voice in pieces:
        sound[speaker, start : start + len(voice)] += voice
    return Spoken(wav=wav_of(sound if channels > 1 else sound.sum(axis=0, keepdims=True)), times=tuple(times))


def wav_of(sound: Wave) -> bytes:
    """Write sound [channels, samples] between -1 and 1 as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(len(sound))
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes((np.clip(sound, -1, 1).T * SIXTEEN_BITS).astype("<i2").tobytes())
    return file.getvalue()


def _voice(program: str, line: Line) -> Wave:
    voice = VOICES[program][line.speaker]
    with tempfile.TemporaryDirectory() as folder:
        text, out = Path(folder, "text"), Path(folder, "voice.wav")
        text.write_text(line.text, "utf-8")
        if program == "flite":
            command = ["flite", "-voice", voice, "-f", str(text), "-o", str(out)]
        else:
            command = ["espeak-ng", "-v", voice, "-s", WORDS_A_MINUTE, "-f", str(text), "-w", str(out)]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - the programs named above
        return _trimmed(_read(out))


def _read(file: Path) -> Wave:
    from math import gcd

    from scipy.signal import resample_poly

    with wave.open(str(file)) as read:
        rate = read.getframerate()
        sound = np.frombuffer(read.readframes(read.getnframes()), "<i2") / SIXTEEN_BITS
    common = gcd(rate, RATE)
    return np.asarray(resample_poly(sound, RATE // common, rate // common))


def _trimmed(sound: Wave) -> Wave:
    loud = np.convolve(np.abs(sound), np.ones(SOFTEST_STEPS) / SOFTEST_STEPS, mode="same") > SILENT
    heard = np.flatnonzero(loud)
    kept = sound[heard[0] : heard[-1] + 1] if len(heard) else sound[:0]
    return kept * (LOUDEST / np.abs(kept).max()) if len(kept) else kept
