"""Finished stretches beside the file that is being written, so that a stopped command goes on where it was.

They are words of the session in plain text, as the file itself will be: only the owner reads them, and they are deleted
when the transcript is written.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from fit.speech._heard import HeardStretch

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PartFile"]

OWNER_ONLY = 0o600


class PartFile:
    """Stretches, a line each, below a line that says which recording and which model they are of."""

    def __init__(self, file: Path, *, made_for: str) -> None:
        self.file = file
        self._first = json.dumps({"mendline stretches of": made_for})

    def stretches(self) -> list[HeardStretch]:
        """Give what an earlier run finished of the same recording with the same model; else begin anew."""
        lines = self.file.read_text("utf-8", errors="replace").splitlines() if self.file.exists() else []
        whole = list(_whole(lines[1:])) if lines[:1] == [self._first] else []
        descriptor = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, OWNER_ONLY)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join([self._first, *(one.as_line() for one in whole)]) + "\n")
        return whole

    def add(self, stretch: HeardStretch) -> None:
        """Keep a stretch; it survives a power cut."""
        with self.file.open("a", encoding="utf-8") as file:
            file.write(stretch.as_line() + "\n")
            file.flush()
            os.fsync(file.fileno())

    def delete(self) -> None:
        """Delete it: the transcript is written."""
        self.file.unlink(missing_ok=True)


def _whole(lines: list[str]) -> list[HeardStretch]:
    """Read the stretches; a last line that was cut short is left out."""
    found = []
    for line in lines:
        try:
            found.append(HeardStretch.of_line(line))
        except (ValueError, KeyError, TypeError):
            break
    return found
