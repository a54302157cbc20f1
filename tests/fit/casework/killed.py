"""Something is done by another process, which is killed at a step on the disk."""

from __future__ import annotations

import os
import signal
import traceback
from pathlib import Path

OF_FILES = {
    os: ("fsync", "open", "unlink", "rename", "replace", "mkdir"),
    Path: ("rename", "replace", "unlink", "mkdir"),
}
OF_NAMES = {os: ("fsync", "link", "rename", "replace"), Path: ("rename", "replace", "unlink")}
"""Steps by which files change on the disk, and those by which they get their names."""


def broken_off(deed, at, steps=OF_FILES):
    """Do it in another process that is killed just before its `at`-th step on the disk; whether it came to an end."""
    child = os.fork()
    if child == 0:
        die_at(at, steps)
        try:
            deed()
        except BaseException:  # noqa: BLE001  told by the exit code
            traceback.print_exc()
            os._exit(3)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return not os.WIFSIGNALED(status)


def die_at(at, steps=OF_FILES):
    """Let the process be killed at a step; the steps are those by which files change on the disk."""
    left = [at]

    def deadly(deed):
        def wrapped(*given, **named):
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return deed(*given, **named)

        return wrapped

    for owner, names in steps.items():
        for name in names:
            setattr(owner, name, deadly(getattr(owner, name)))
