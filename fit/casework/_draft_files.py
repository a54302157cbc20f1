"""Where words that are typed and not saved yet lie in the data folder, and when they go.

They belong to the sign-in in which they are typed, and go with it. No name of a file tells whose they are, or about
whom.
"""

from __future__ import annotations

import hashlib
import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

from fit.casework._clinic_key import SEALED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from fit.casework.settings import Settings

FOLDER = "drafts"
SWEPT_AFTER = timedelta(hours=1)
"""Beyond the longest sign-in: the clock of a shared folder may be that of another machine."""
NAME_LENGTH = 32
"""[hexadecimal digits] 128 bits: none is guessed, and no two are the same."""


def draft_file(settings: Settings, token: str, episode_id: str, place: str) -> Path:
    """Where what is typed in a place, about this episode and in this sign-in, lies."""
    return settings.folder / FOLDER / _name(token) / f"{_name(episode_id)}-{_name(place)}{SEALED}"


def drop_drafts_of(settings: Settings, token: str) -> None:
    """Forget all that was kept in a sign-in."""
    shutil.rmtree(settings.folder / FOLDER / _name(token), ignore_errors=True)


def erase_drafts(settings: Settings, episode_ids: Iterable[str]) -> None:
    """Erase whatever anybody has typed and not saved about these episodes."""
    for episode_id in episode_ids:
        for path in (settings.folder / FOLDER).glob(f"*/{_name(episode_id)}-*"):
            path.unlink(missing_ok=True)


def sweep_drafts(settings: Settings, now: datetime) -> None:
    """Forget what was kept in sign-ins that are over, however they ended."""
    oldest = (now - settings.absolute_limit - SWEPT_AFTER).timestamp()
    for folder in (settings.folder / FOLDER).glob("*"):
        if _last_written(folder) < oldest:
            shutil.rmtree(folder, ignore_errors=True)


def _last_written(folder: Path) -> float:
    """When anything came or went there; now where another server is just removing it."""
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def _name(text: str) -> str:
    return hashlib.sha256(f"{FOLDER} {text}".encode("utf-8", "surrogatepass")).hexdigest()[:NAME_LENGTH]
