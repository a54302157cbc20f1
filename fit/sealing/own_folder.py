"""A folder that only the account of Mendline may enter."""

from __future__ import annotations

import grp
import os
import pwd
from typing import TYPE_CHECKING

from fit.errors import ConfigurationError
from fit.sealing.file_key import OWNER_ONLY_FOLDER

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["make_own_folder"]


def make_own_folder(folder: Path) -> None:
    """Make a folder where it is not there yet.

    Raises
    ------
    ConfigurationError
        when it is not there and this account may not make it: that is no matter of the rights of what is there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY_FOLDER)
    except PermissionError:
        if not _is_missing(folder):
            raise
        owner, group = _name_of_account(), _name_of_group()
        raise ConfigurationError(
            f"There is no folder {folder}, and this account ({owner}) may not make it. Make it as root, and say the "
            f"command again: install -d -m 0700 -o {owner} -g {group} {folder}"
        ) from None


def _is_missing(folder: Path) -> bool:
    """Whether it is not there; of what lies behind a closed door nobody can tell."""
    try:
        folder.stat()
    except FileNotFoundError:
        return True
    except PermissionError:
        return False
    return False


def _name_of_account() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def _name_of_group() -> str:
    try:
        return grp.getgrgid(os.getegid()).gr_name
    except KeyError:
        return str(os.getegid())
