"""Opening the clinic for a command that has to have it alone, and what else there is while a server has it open."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from fit.casework import open_clinic
from fit.errors import StoreLockedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.casework import Clinic, Settings

__all__ = ["opened_alone"]


@contextmanager
def opened_alone(settings: Settings, instead: str) -> Iterator[Clinic]:
    """Open the clinic and close it; `instead` says how to get the same from the server that has it open.

    Raises
    ------
    StoreLockedError
        when a server has it open.
    """
    try:
        clinic = open_clinic(settings)
    except StoreLockedError as held:
        raise StoreLockedError(f"{held} {instead}") from None
    with closing(clinic):
        yield clinic
