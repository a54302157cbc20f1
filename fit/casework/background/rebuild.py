"""Working out anew what is summed up, where an upgrade asked for it or one was broken off. The number is a clinic's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._rebuilding import finish_rebuild, rebuilds_waiting
from fit.casework.background._kind import Kind

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic

__all__ = ["REBUILD"]

ANY_SERVER = "any server"


def _queue(_clinic: Clinic) -> str:
    return ANY_SERVER


REBUILD = Kind(name="rebuild", waiting=rebuilds_waiting, begin=finish_rebuild, queue=_queue)
