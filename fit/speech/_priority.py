"""Work beside the pages takes what they leave of the processor."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

__all__ = ["step_back"]

LAST = 19
OF_THE_SESSION = Path("/proc/self/autogroup")


def step_back() -> None:
    """Let everything else on this machine come first, for the rest of this process.

    Where Linux weighs sessions of processes against each other (sched(7), "The autogroup feature"), the nice value of a
    process counts within its session alone, and the session has one of its own. Call it in a process that began a
    session: whatever shares the session steps back too.
    """
    os.nice(LAST)
    with suppress(OSError):  # not there: other systems, and kernels that weigh processes
        OF_THE_SESSION.write_text(str(LAST))
