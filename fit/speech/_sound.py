"""A recording as sound: read from any common file, by its content and never by its name."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fit.errors import TranscriptError
from fit.speech._installed import needed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

__all__ = ["PER_MS", "RATE", "Sound", "open_sound"]

RATE = 16_000
"""Samples a second [Hz] that voice activity and recogniser work on."""
PER_MS = RATE // 1_000

KNOWN = {
    "wav": "audio/wav",
    "w64": "audio/wav",
    "aiff": "audio/aiff",
    "mp3": "audio/mpeg",
    "mov": "audio/mp4",
    "ogg": "audio/ogg",
    "flac": "audio/flac",
    "matroska": "audio/webm",
    "aac": "audio/aac",
    "asf": "audio/x-ms-wma",
    "amr": "audio/amr",
    "caf": "audio/x-caf",
}
# Kinds of file that hold their own sound. Playlists are kept out: they may name other files and addresses, and the
# reader would open them.

OUR_OWN = 2
# Channels from which each speaker's own sound can be told; anything else is mixed into one.

REMEDY = "Save the recording as WAV, MP3, M4A or OGG and try again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A recording that was looked into: how many channels it has, and how long it says it is [ms]."""

    name: str
    """What errors call it."""
    kind: str
    """Media type by which browsers play it."""
    channels: int
    length: int | None
    source: Callable[[], BinaryIO]
    """Opens the file anew; it must be able to seek."""

    def blocks(self, *, skip: int = 0) -> Iterator[Samples]:
        """Give the sound in blocks, each [channels, samples] between -1 and 1, without the first `skip` samples.

        Raises
        ------
        TranscriptError
            when it breaks so that nothing more can be heard.
        """
        with self.source() as file, _opened(file, self.name) as container:
            for block in _resampled(container, self.channels):
                left = max(0, skip)
                skip -= block.shape[1]
                if left < block.shape[1]:
                    yield block[:, left:]


def open_sound(source: Callable[[], BinaryIO], name: str) -> Sound:
    """Look into a recording; `name` is what its errors call it.

    Raises
    ------
    TranscriptError
        when it is no recording that can be read.
    ConfigurationError
        when the packages for speech are not installed.
    """
    with source() as file, _opened(file, name) as container:
        stream = container.streams.audio[0]
        length = _length(container, stream)
        kind = next(KNOWN[one] for one in container.format.name.split(",") if one in KNOWN)
        channels = OUR_OWN if stream.channels == OUR_OWN else 1
        return Sound(name=name, kind=kind, channels=channels, length=length, source=source)


@contextmanager
def _opened(file: BinaryIO, name: str) -> Iterator[Any]:
    av = needed("av")
    options = {"format_whitelist": ",".join(sorted(KNOWN))}
    try:
        container = av.open(file, mode="r", metadata_errors="ignore", options=options)
    except (av.FFmpegError, UnicodeError, ValueError):
        raise _fault(name, "this is no recording that can be read") from None
    with container:
        if KNOWN.keys().isdisjoint(container.format.name.split(",")):
            raise _fault(name, "this is no recording that can be read")
        if not container.streams.audio:
            raise _fault(name, "there is no sound in it")
        yield container


def _length(container: Any, stream: Any) -> int | None:
    if container.duration:
        return int(container.duration // 1_000)
    return int(stream.duration * stream.time_base * 1_000) if stream.duration else None


def _resampled(container: Any, channels: int) -> Iterator[Samples]:
    """Decode and resample; damaged pieces are left out, as players do."""
    av = needed("av")
    resampler = av.AudioResampler(format="fltp", layout="stereo" if channels == OUR_OWN else "mono", rate=RATE)
    frames = container.decode(audio=0)
    while True:
        try:
            frame = next(frames)
        except StopIteration:
            break
        except av.error.InvalidDataError:
            continue
        frame.pts = None  # recorders write times that jump; the samples themselves are the clock
        yield from (part.to_ndarray() for part in resampler.resample(frame))
    yield from (part.to_ndarray() for part in resampler.resample(None))


def _fault(name: str, what: str) -> TranscriptError:
    return TranscriptError(name, where="the sound", what=what, remedy=REMEDY)
