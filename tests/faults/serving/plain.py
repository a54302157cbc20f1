"""The server as it is: what `mendline serve` runs."""

from __future__ import annotations

from dashboard.commands.serve import run_server
from fit.casework import Settings


def serve(port: int) -> None:
    run_server(Settings.from_environment(), host="127.0.0.1", port=port)
