"""The server as it is, with a clock that can be set: a file says by how many seconds it is ahead or behind."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import fit.casework
from tests.faults.serving import plain


def serve(port: int) -> None:
    file = Path(os.environ["FAULTY_CLOCK"])

    def now() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(file.read_text()))

    fit.casework.open_clinic = partial(fit.casework.open_clinic, clock=now)
    plain.serve(port)
