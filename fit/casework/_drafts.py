"""Words that are being typed and are not saved yet, kept sealed, so that they outlive the server that held them."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict
from typing import TYPE_CHECKING

from fit.casework._clinic_key import clinic_key
from fit.casework._draft_files import draft_file, sweep_drafts
from fit.casework._web_sessions import actor_of
from fit.casework.views import KeptDraft
from fit.errors import MendlineError
from fit.sealing import open_sealed, sealed_file
from fit.sealing.file_key import OWNER_ONLY_FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from fit.casework._clinic import Clinic

log = logging.getLogger(__name__)


def keep_draft(clinic: Clinic, token: str, episode_id: str, place: str, *, draft: KeptDraft) -> None:
    """Keep what stands unsaved in the fields of a place, instead of what was kept of it before.

    Where the disk does not take it, it stays in the server's memory alone, and the log says so.
    """
    if actor_of(clinic, token, in_use=False) is None:
        return
    try:
        _write(clinic, draft_file(clinic.settings, token, episode_id, place), draft)
    except (MendlineError, OSError) as wrong:
        log.warning("words that are not saved yet are in memory alone: %s", type(wrong).__name__)


def _write(clinic: Clinic, path: Path, draft: KeptDraft) -> None:
    if not path.parent.exists():
        sweep_drafts(clinic.settings, clinic.now())
        path.parent.parent.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
        path.parent.mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)
    with sealed_file(path, clinic_key(clinic.settings)) as file:
        file.write(json.dumps(asdict(draft)).encode())


def find_draft(clinic: Clinic, token: str, episode_id: str, place: str) -> KeptDraft | None:
    """What was kept of this place in this sign-in; None where nothing was, or what lies there cannot be read."""
    path = draft_file(clinic.settings, token, episode_id, place)
    if not path.exists() or actor_of(clinic, token, in_use=False) is None:
        return None
    try:
        with open_sealed(path, clinic_key(clinic.settings)) as file:
            return KeptDraft(**json.loads(file.read()))
    except (MendlineError, OSError, ValueError, TypeError) as wrong:
        log.warning("words that were not saved yet could not be read: %s", type(wrong).__name__)
        return None


def drop_draft(clinic: Clinic, token: str, episode_id: str, place: str) -> None:
    """Forget what was kept of a place: it is saved now, or nobody wants it."""
    draft_file(clinic.settings, token, episode_id, place).unlink(missing_ok=True)
