"""Reading and seeking in what lies in chunks of one length, opened one at a time."""

from __future__ import annotations

import io
import os
from typing import Any


class InChunks(io.RawIOBase):
    """A file of chunks [bytes each], the last of which may be shorter; whoever has them says how one is opened."""

    def __init__(self, *, chunk: int, count: int) -> None:
        super().__init__()
        self._chunk, self._at = chunk, 0
        self._cached = (-1, b"")
        self._size = (count - 1) * chunk + len(self._kept(count - 1)) if count else 0

    def opened(self, number: int) -> bytes:
        """Give the content of a chunk."""
        raise NotImplementedError

    def readable(self) -> bool:
        """Whether it can be read."""
        return True

    def seekable(self) -> bool:
        """Whether one can go anywhere in it."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place [bytes], never before the beginning."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Read up to the end of the chunk at hand."""
        if self._at >= self._size:
            return 0
        number, offset = divmod(self._at, self._chunk)
        content = self._kept(number)[offset : offset + len(buffer)]
        buffer[: len(content)] = content
        self._at += len(content)
        return len(content)

    def _kept(self, number: int) -> bytes:
        if self._cached[0] != number:
            self._cached = (number, self.opened(number))
        return self._cached[1]
