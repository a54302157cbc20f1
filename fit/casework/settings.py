"""Where a clinic's data and definitions are, from MENDLINE_* environment variables."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from fit.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Settings"]

DEFAULT_FOLDER = Path("data/clinic")
DATABASE_FILE = "clinic.db"
KEY_FILE = "clinic.key"
YES = frozenset({"1", "true", "yes", "on"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this installation is set up. Without a database URL, an encrypted file in `folder` is used."""

    folder: Path = DEFAULT_FOLDER
    database_url: str = ""
    key_file_path: Path | None = None
    policy: str = "icce"
    """Name of a policy that comes with Mendline, or the path of a policy file."""
    curves: str = "simulated_reference"
    """Name of a curve set that comes with Mendline, or the path of a curve file."""
    prompts: Path | None = None
    """Folder with the clinic's own prompts for the conversation, a TOML file a situation."""
    behaviours: Path | None = None
    """Weights that `mendline train-behaviours` learned from the clinic's own labels; None: those of Mendline."""
    repair_scripts: Path | None = None
    """Folder with the clinic's own sentences for a repair, TOML files laid over Mendline's; None: Mendline's alone."""
    look_together: bool = False
    """Client and clinician may look at the client's own line together."""
    look_together_cutoff: bool = False
    """The line of the cutoff is drawn there too."""
    wording: Path | None = None
    """Folder with the clinic's wording packs, outside of Mendline's own files; None when it has none."""
    speech_model: str | None = None
    """Folder of the model that writes recordings down, or the name of one installed as a package."""
    speech_language: str | None = None
    """Two letters; None: recognised."""
    speech_at_once: int = 1
    """How many recordings are written down at once on this machine."""
    keep_recordings: bool = False
    """Recordings are kept after they were written down, where the client consented to that."""
    demo: bool = False
    idle_limit: timedelta = timedelta(minutes=30)
    """A web session ends after so long without a request."""
    absolute_limit: timedelta = timedelta(hours=12)
    """A web session ends after a working day, whatever happens."""
    hand_over_limit: timedelta = timedelta(minutes=60)
    """A client's form can be sent for so long."""
    code_limit: timedelta = timedelta(minutes=15)
    """Six digits open a form on another device for so long."""
    link_limit: timedelta = timedelta(days=3)
    """A link opens a form for so long."""
    crisis_file: Path | None = None
    """What the clinic says to somebody in danger, by language; without it, a general text is shown."""
    address: str = ""
    """Where clients' own devices reach this clinic, such as https://ratings.clinic.example."""

    @property
    def database_file(self) -> Path:
        """The encrypted database, when no database URL is set."""
        return self.folder / DATABASE_FILE

    @property
    def key_file(self) -> Path:
        """The key that opens it; keep a copy of it apart from the backups."""
        return self.key_file_path or self.folder / KEY_FILE

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read what docs/settings.md lists."""
        given = os.environ if environment is None else environment
        key_file = given.get("MENDLINE_KEY_FILE", "")
        crisis = given.get("MENDLINE_CRISIS_TEXT", "")
        behaviours, repair_scripts = given.get("MENDLINE_BEHAVIOURS", ""), given.get("MENDLINE_REPAIR_SCRIPTS", "")
        prompts, wording = given.get("MENDLINE_PROMPTS", ""), given.get("MENDLINE_WORDING", "")
        return cls(
            folder=Path(given.get("MENDLINE_DATA", "") or DEFAULT_FOLDER),
            database_url=given.get("MENDLINE_DATABASE_URL", ""),
            key_file_path=Path(key_file) if key_file else None,
            policy=given.get("MENDLINE_POLICY", "") or "icce",
            curves=given.get("MENDLINE_CURVES", "") or "simulated_reference",
            crisis_file=Path(crisis) if crisis else None,
            address=given.get("MENDLINE_ADDRESS", "").rstrip("/"),
            prompts=Path(prompts) if prompts else None,
            behaviours=Path(behaviours) if behaviours else None,
            repair_scripts=Path(repair_scripts) if repair_scripts else None,
            look_together=given.get("MENDLINE_LOOK_TOGETHER", "").lower() in YES,
            look_together_cutoff=given.get("MENDLINE_LOOK_TOGETHER_CUTOFF", "").lower() in YES,
            wording=Path(wording) if wording else None,
            speech_model=given.get("MENDLINE_SPEECH_MODEL") or None,
            speech_language=given.get("MENDLINE_SPEECH_LANGUAGE") or None,
            speech_at_once=_whole_number("MENDLINE_SPEECH_AT_ONCE", given, default=1),
            keep_recordings=given.get("MENDLINE_KEEP_RECORDINGS", "").lower() in YES,
            demo=given.get("MENDLINE_DEMO", "").lower() in YES,
        )


def _whole_number(name: str, given: Mapping[str, str], *, default: int) -> int:
    text = given.get(name, "").strip() or str(default)
    if not (text.isdecimal() and int(text) > 0):
        raise ConfigurationError(f"{name} is {text!r}. Give a whole number from 1.")
    return int(text)
