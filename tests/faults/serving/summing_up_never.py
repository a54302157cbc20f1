"""A server that is broken on purpose: it stores ratings and leaves standings as they were. The harness must see it."""

from __future__ import annotations

import fit.casework._recording
from tests.faults.serving import plain


def serve(port: int) -> None:
    fit.casework._recording.refresh = lambda *_given, **_named: None
    plain.serve(port)
