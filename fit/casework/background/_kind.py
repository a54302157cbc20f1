"""What a kind of background work is. NEW KIND = one module here, and its line in the registry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fit.casework._clinic import Clinic

OF_NO_CLINIC = 0
"""The number of work that is about no single clinic: no clinic has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Work that is done beside the pages. Doing it twice is as doing it once: what is left to do is read each time."""

    name: str
    waiting: Callable[[Clinic], Sequence[int]]
    """Numbers for which something is left to do, from rows and files: asked at every start."""
    begin: Callable[[Clinic, int], object]
    """Do it, or see to it that it is being done."""
    queue: Callable[[Clinic], str]
    """Which servers can do it: those that take from this queue."""
