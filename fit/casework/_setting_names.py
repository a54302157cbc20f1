"""How settings are called, so that a name that is misspelt is told and not passed over."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX = "MENDLINE_"
KNOWN = frozenset(
    {
        "MENDLINE_ADDRESS",
        "MENDLINE_BACKUP_SCRATCH_URL",
        "MENDLINE_BEHAVIOURS",
        "MENDLINE_CLIENT_NAMES",
        "MENDLINE_CRISIS_TEXT",
        "MENDLINE_CURVES",
        "MENDLINE_DATA",
        "MENDLINE_DATABASE_URL",
        "MENDLINE_DEMO",
        "MENDLINE_IDLE_MINUTES",
        "MENDLINE_KEEP_RECORDINGS",
        "MENDLINE_KEY",
        "MENDLINE_KEY_FILE",
        "MENDLINE_KEY_FROM",
        "MENDLINE_KEY_NEW",
        "MENDLINE_LOOK_TOGETHER",
        "MENDLINE_LOOK_TOGETHER_CUTOFF",
        "MENDLINE_OIDC_CLIENT_ID",
        "MENDLINE_OIDC_CLIENT_SECRET_FILE",
        "MENDLINE_OIDC_ISSUER",
        "MENDLINE_OIDC_NAME",
        "MENDLINE_OIDC_SECOND_FACTOR",
        "MENDLINE_OPENING_MINUTES",
        "MENDLINE_POLICY",
        "MENDLINE_PROMPTS",
        "MENDLINE_REPAIR_SCRIPTS",
        "MENDLINE_RETENTION",
        "MENDLINE_SECOND_FACTOR",
        "MENDLINE_SESSION_HOURS",
        "MENDLINE_SPEECH_AT_ONCE",
        "MENDLINE_SPEECH_LANGUAGE",
        "MENDLINE_SPEECH_MODEL",
        "MENDLINE_WORDING",
    }
)
"""Every name that `Settings.from_environment` reads, as docs/settings.md lists them."""


def unknown_names(given: Iterable[str]) -> tuple[str, ...]:
    """Names that begin as settings do, in whatever case, and that no setting has."""
    return tuple(sorted(name for name in given if name.upper().startswith(PREFIX) and name not in KNOWN))


def nearest_name(name: str) -> str:
    """The setting that was probably meant; empty when none is near."""
    near = get_close_matches(name.upper(), sorted(KNOWN), n=1, cutoff=0.85)
    return near[0] if near else ""
