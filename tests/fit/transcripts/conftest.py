"""Reading a file that a test wrote."""

from __future__ import annotations

import pytest

from fit.errors import TranscriptError
from fit.transcripts import read_transcript


@pytest.fixture
def read():
    """Read text or bytes under a name."""

    def one(content, name="session.txt", **more):
        return read_transcript(content.encode() if isinstance(content, str) else content, name, **more)

    return one


@pytest.fixture
def refused(read):
    """Give the error with which a file is refused."""

    def one(content, name="session.txt", **more):
        with pytest.raises(TranscriptError) as wrong:
            read(content, name, **more)
        return wrong.value

    return one
