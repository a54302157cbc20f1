"""Where a clinic's data and definitions are, from MENDLINE_* environment variables."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from fit.casework._setting_names import unknown_names
from fit.casework._sign_on_settings import MFA, SignOn, is_safe_address
from fit.casework.actor import Role
from fit.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Settings", "SignOn", "is_safe_address"]

DEFAULT_FOLDER = Path("data/clinic")
ROOT = 0
DATABASE_FILE = "clinic.db"
KEY_FILE = "clinic.key"
KEY_PLACES = {"file": "MENDLINE_KEY_FILE", "environment": "MENDLINE_KEY", "keyring": ""}
YES = frozenset({"1", "true", "yes", "on"})
WITHOUT_CLIENTS = frozenset({Role.DIRECTOR.value, Role.ADMINISTRATOR.value})
"""Who reaches the whole clinic: their sign-in is worth most to a thief."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this installation is set up. Without a database URL, an encrypted file in `folder` is used."""

    folder: Path = DEFAULT_FOLDER
    database_url: str = ""
    key_file_path: Path | None = None
    key_from: str = "file"
    """Where the clinic's key is: file, environment, or keyring (that of the operating system)."""
    key_text: str = field(default="", repr=False)
    """The key itself, when it comes from the environment."""
    next_key_text: str = field(default="", repr=False)
    """The key to change to, when it comes from the environment."""
    retention: Path | None = None
    """File that says how long records are kept; None: until somebody asks for their erasure."""
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
    backup_scratch_url: str = ""
    """An empty PostgreSQL database in which backups are tried by restoring them; without it, one is made each time."""
    demo: bool = False
    idle_limit: timedelta = timedelta(minutes=30)
    """A web session ends after so long without a request."""
    absolute_limit: timedelta = timedelta(hours=12)
    """A web session ends after a working day, whatever happens."""
    second_factor_roles: frozenset[str] = WITHOUT_CLIENTS
    """Who must have a second factor; everybody else may."""
    sign_on: SignOn | None = None
    """The clinic's own provider of a single sign-on; None when there is none."""
    hand_over_limit: timedelta = timedelta(minutes=60)
    """A client's form can be sent for so long."""
    code_limit: timedelta = timedelta(minutes=15)
    """Six digits open a form on another device for so long."""
    link_limit: timedelta = timedelta(days=3)
    """A link opens a form for so long."""
    opening_limit: timedelta = timedelta(minutes=60)
    """Somebody else's client that was opened with a reason can be read for so long."""
    crisis_file: Path | None = None
    """What the clinic says to somebody in danger, by language; without it, a general text is shown."""
    codes_alone: bool = False
    """Clients have a code and no name: no field for one is offered, and a name that is given is refused."""
    address: str = ""
    """Where clients' own devices reach this clinic, such as https://ratings.clinic.example."""
    unknown_names: tuple[str, ...] = ()
    """Names in the environment that look like settings and are none: each may be one that is misspelt."""

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
        folder = Path(given.get("MENDLINE_DATA", "") or DEFAULT_FOLDER)
        _check_account(folder)
        key_file = given.get("MENDLINE_KEY_FILE", "")
        crisis, retention = given.get("MENDLINE_CRISIS_TEXT", ""), given.get("MENDLINE_RETENTION", "")
        behaviours, repair_scripts = given.get("MENDLINE_BEHAVIOURS", ""), given.get("MENDLINE_REPAIR_SCRIPTS", "")
        prompts, wording = given.get("MENDLINE_PROMPTS", ""), given.get("MENDLINE_WORDING", "")
        return cls(
            folder=folder,
            database_url=given.get("MENDLINE_DATABASE_URL", ""),
            key_file_path=Path(key_file) if key_file else None,
            key_from=_key_from(given),
            key_text=given.get("MENDLINE_KEY", "").strip(),
            next_key_text=given.get("MENDLINE_KEY_NEW", "").strip(),
            retention=Path(retention) if retention else None,
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
            opening_limit=timedelta(minutes=_whole_number("MENDLINE_OPENING_MINUTES", given, default=60)),
            codes_alone=_codes_alone(given),
            backup_scratch_url=given.get("MENDLINE_BACKUP_SCRATCH_URL", ""),
            demo=given.get("MENDLINE_DEMO", "").lower() in YES,
            idle_limit=timedelta(minutes=_whole_number("MENDLINE_IDLE_MINUTES", given, default=30, least=5)),
            absolute_limit=timedelta(hours=_whole_number("MENDLINE_SESSION_HOURS", given, default=12)),
            second_factor_roles=_second_factor_roles(given),
            sign_on=_sign_on(given),
            unknown_names=unknown_names(given),
        )


def _check_account(folder: Path) -> None:
    """Refuse root in another account's data folder: what it leaves there, the server could not read."""
    if os.geteuid() != ROOT or not folder.exists() or (owner := folder.stat().st_uid) == ROOT:
        return
    name = next((one.pw_name for one in pwd.getpwall() if one.pw_uid == owner), str(owner))
    raise ConfigurationError(
        f"{folder} belongs to the account {name}, which could not read what root leaves there. Say it as that account: "
        f"runuser -u {name} -- mendline ..., with the same settings (docs/operations.md)."
    )


def _key_from(given: Mapping[str, str]) -> str:
    """One place and no other: with two it would not be plain which key is the clinic's."""
    named = {name for name in ("MENDLINE_KEY", "MENDLINE_KEY_FILE") if given.get(name, "").strip()}
    asked = given.get("MENDLINE_KEY_FROM", "").strip().lower()
    if asked not in {"", *KEY_PLACES}:
        raise ConfigurationError(f"MENDLINE_KEY_FROM is {asked!r}. Choose one of: {', '.join(KEY_PLACES)}.")
    place = asked or ("environment" if "MENDLINE_KEY" in named else "file")
    others = named - {KEY_PLACES[place]}
    if others:
        raise ConfigurationError(
            f"The key is to come from one place, here the {place}, but {' and '.join(sorted(others))} is set too. "
            "Take one of them away."
        )
    return place


def _codes_alone(given: Mapping[str, str]) -> bool:
    asked = given.get("MENDLINE_CLIENT_NAMES", "").strip().lower()
    if asked not in {"", "name", "code"}:
        raise ConfigurationError(f"MENDLINE_CLIENT_NAMES is {asked!r}. Say code for codes alone, or name, or nothing.")
    return asked == "code"


def _second_factor_roles(given: Mapping[str, str]) -> frozenset[str]:
    """Read who must have a second factor: it can be asked of more people, never of fewer."""
    asked = given.get("MENDLINE_SECOND_FACTOR", "").strip().lower()
    if asked not in {"", "all"}:
        raise ConfigurationError(
            f"MENDLINE_SECOND_FACTOR is {asked!r}. Say all, or nothing: directors and administrators always need one."
        )
    return frozenset(role.value for role in Role) if asked else WITHOUT_CLIENTS


def _sign_on(given: Mapping[str, str]) -> SignOn | None:
    issuer = given.get("MENDLINE_OIDC_ISSUER", "").strip().rstrip("/")
    if not issuer:
        return None
    secret_file = given.get("MENDLINE_OIDC_CLIENT_SECRET_FILE", "")
    return SignOn(
        issuer=issuer,
        client_id=given.get("MENDLINE_OIDC_CLIENT_ID", "").strip(),
        secret_file=Path(secret_file) if secret_file else None,
        name=given.get("MENDLINE_OIDC_NAME", "").strip(),
        factors=frozenset(given.get("MENDLINE_OIDC_SECOND_FACTOR", "").split()) or MFA,
    )


def _whole_number(name: str, given: Mapping[str, str], *, default: int, least: int = 1) -> int:
    text = given.get(name, "").strip() or str(default)
    if not (text.isdecimal() and int(text) >= least):
        raise ConfigurationError(f"{name} is {text!r}. Give a whole number from {least}.")
    return int(text)
