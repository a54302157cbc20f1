"""Use cases, one file a role: where records and assessment meet, and where it is decided who may see what.

Importing this is light; the database and the engine are loaded by `open_clinic`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework.actor import Actor, Role
from fit.casework.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from fit.casework._clinic import Clinic

__all__ = ["Actor", "Clinic", "Role", "Settings", "open_clinic"]


def open_clinic(settings: Settings, *, clock: Callable[[], datetime] | None = None) -> Clinic:
    """Open the database, bring it up to date, and read the policy and the curves that the settings name.

    `clock` tells the time, in UTC; only tests and the demo set it.
    """
    from fit.casework._clinic import opened

    return opened(settings, clock)


def __getattr__(name: str) -> object:
    if name == "Clinic":
        from fit.casework._clinic import Clinic

        return Clinic
    raise AttributeError(name)
