"""The opened clinic of this process: one for all pages, routes and the door."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.casework import Clinic, Settings

__all__ = ["current_clinic", "is_open", "opened_clinic", "use_clinic"]

_opened: list[Clinic] = []


def is_open() -> bool:
    """Whether this process has a clinic open: not yet while it starts, and no more while it stops."""
    return bool(_opened)


def current_clinic() -> Clinic:
    """Return the clinic that this process has open.

    Raises
    ------
    RuntimeError
        When none is open: the server opens it at start, a test by `use_clinic`.
    """
    if not _opened:
        raise RuntimeError("no clinic is open; the server opens it at start, a test with use_clinic(clinic)")
    return _opened[-1]


@contextmanager
def use_clinic(clinic: Clinic) -> Iterator[Clinic]:
    """Make `clinic` the current one, and the earlier one again afterwards."""
    _opened.append(clinic)
    try:
        yield clinic
    finally:
        _opened.remove(clinic)


@contextmanager
def opened_clinic(settings: Settings) -> Iterator[Clinic]:
    """Open the clinic of these settings for this process, and close it afterwards."""
    from fit.casework import open_clinic

    clinic = open_clinic(settings)
    try:
        with use_clinic(clinic):
            yield clinic
    finally:
        clinic.close()
