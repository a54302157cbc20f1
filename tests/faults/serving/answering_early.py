"""A server that is broken on purpose: it says that a rating is stored before it is. The harness must find that out."""

from __future__ import annotations

import time

from fit.store._writer import Writer
from tests.faults.serving import plain

LATE_S = 0.3
"""[s] From the answer to the commit: a kill falls into it."""


def serve(port: int) -> None:
    Writer._commit = _answer_then_commit
    plain.serve(port)


def _answer_then_commit(self, batch) -> None:
    with self._connection.begin():
        for waiting in batch:
            waiting.run(self._connection)
            waiting.tell()
        if any(waiting.work.__module__ == "fit.casework.client" for waiting in batch):
            time.sleep(LATE_S)
