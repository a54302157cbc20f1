"""Work beside the pages takes what they leave of the processor."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Beside", "begin_beside", "step_aside", "step_back"]

Beside = subprocess.Popen[bytes]
LAST, ASIDE = 19, 5
OF_THIS_PROCESS, MOST = Path("/proc/self/oom_score_adj"), "1000"


def begin_beside(command: Sequence[str], *, answers: bool = False) -> Beside:
    """Start a process with an open standard input that Ctrl+C does not reach, in the session of this one.

    With `answers` its standard output is read here, else it is that of this process.

    Linux weighs sessions of processes against each other (sched(7), "The autogroup feature"): in a session of its own
    a process would have as much of the processor as this one, however low it is within that session.
    """
    out = subprocess.PIPE if answers else None
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, process_group=0)  # noqa: S603  our own command


def step_aside() -> None:
    """Let everything else have about three times as much, for the rest of this process: somebody waits for its work."""
    os.nice(ASIDE)
    _go_first()


def step_back() -> None:
    """Let everything else in this session come first, for the rest of this process.

    Where the system knows of work for idle times, whatever else wakes up is let in at once; a process that is only low
    keeps the processor until its turn is over.
    """
    os.nice(LAST)
    _go_first()
    if hasattr(os, "SCHED_IDLE"):
        with suppress(PermissionError):  # a container may refuse it; low priority is left
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def _go_first() -> None:
    """Where memory runs out, let the system end this process before the one that serves the pages."""
    with suppress(OSError):
        OF_THIS_PROCESS.write_text(MOST)
