"""Writing recordings down in the background: a process of its own, of low priority, one at a time on this machine.

There is no queue to be run: the recordings that wait are the queue, and locks of the operating system say who works on
which. A run that was killed, or ended with the server, goes on after its last finished stretch when `begin` is called.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from fit.errors import ConfigurationError
from fit.priority import begin_beside
from fit.speech._installed import engine_version
from fit.speech._locks import one_of
from fit.speech._model import installed_models, is_model_folder

if TYPE_CHECKING:
    from pathlib import Path

    from fit.priority import Beside
    from fit.speech.recordings import Recordings

__all__ = ["SpeechOptions", "begin", "obstacle", "worker_locks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechOptions:
    """How recordings are written down: the settings MENDLINE_SPEECH_*."""

    model: str | None = None
    """Folder of a model, or the name of one that came in a package; None: any that came so."""
    language: str | None = None
    """Two letters; None: what the model knows, or recognised."""
    at_once: int = 1
    """How many recordings may be written down at once on this machine."""


_running: list[Beside] = []


def begin(recordings: Recordings, options: SpeechOptions) -> bool:
    """See to it that waiting recordings are written down; say whether a process was started for it.

    To be called after every upload and at every start of the server; calling it too often does no harm.
    """
    _running[:] = [one for one in _running if one.poll() is None]
    if not recordings.waits():
        return False
    free = one_of(worker_locks(recordings.folder, options.at_once))
    if free is None:
        return False
    free.release()
    _running.append(_started(recordings, options))
    return True


def obstacle(options: SpeechOptions) -> str | None:
    """Say in words why no recording can be written down here, and what to do; None when all is there."""
    try:
        engine_version()
        if options.model and not is_model_folder(options.model) and options.model not in installed_models():
            return f"The speech model {options.model} is not there. See docs/audio.md for how to get one."
        if not options.model and not installed_models():
            return "There is no speech model on this machine. See docs/audio.md for how to get one."
    except ConfigurationError as error:
        return str(error)
    return None


def worker_locks(folder: Path, at_once: int) -> list[Path]:
    """Give the locks of the processes that write down the recordings of one clinic."""
    return [folder / f"worker-{number}.lock" for number in range(at_once)]


def _started(recordings: Recordings, options: SpeechOptions) -> Beside:
    """Start the process; the key goes through a pipe: neither the list of processes nor an environment shows it."""
    task = {
        "folder": str(recordings.folder.absolute()),
        "key": recordings.clinic_key,
        "options": asdict(options),
        "server": os.getpid(),
    }
    process = begin_beside([sys.executable, "-m", "fit.speech._worker"])
    if process.stdin:
        with process.stdin as pipe:
            pipe.write(json.dumps(task).encode())
    return process
