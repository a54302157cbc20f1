"""The packages for speech: an extra of its own, found when it is needed, and kept off the network."""

from __future__ import annotations

import os
from importlib import import_module
from importlib.metadata import version
from typing import Any

from fit.errors import ConfigurationError

__all__ = ["ENGINE", "engine_version", "needed"]

ENGINE = "faster-whisper"
TESTED = "1.2.1"
# The release that was measured: word errors, gaps and the filter of voice activity come from it.

OFFLINE = ("HF_HUB_OFFLINE", "HF_HUB_DISABLE_TELEMETRY", "TRANSFORMERS_OFFLINE")
# The recogniser comes with a program that fetches models from a hub. These are read when it is imported.


def needed(module: str) -> Any:
    """Import a module of the extra `speech`.

    Raises
    ------
    ConfigurationError
        when it is not installed.
    """
    os.environ.update(dict.fromkeys(OFFLINE, "1"))
    try:
        return import_module(module)
    except ModuleNotFoundError:
        raise ConfigurationError(
            f"The packages for speech are not installed ({module} is missing). Install them with: pip install "
            f"{ENGINE}=={TESTED} (docs/audio.md). Transcripts made elsewhere can be imported without them."
        ) from None


def engine_version() -> str:
    """Say which recogniser is installed.

    Raises
    ------
    ConfigurationError
        when it is none, or not the release that was measured.
    """
    needed("faster_whisper")
    found = version(ENGINE)
    if found != TESTED:
        raise ConfigurationError(f"{ENGINE} {found} is installed, {TESTED} is needed: pip install {ENGINE}=={TESTED}")
    return f"{ENGINE} {found}"
