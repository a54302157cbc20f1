"""The server as it is, but somebody who is away for some seconds is away for long.

Run as `python -m tests.dashboard.serving.short_idle --port N`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import typer

from dashboard.commands.serve import run_server
from fit.casework import Settings

IDLE_S = 12


def serve(port: int = 0) -> None:
    settings = replace(Settings.from_environment(), idle_limit=timedelta(seconds=IDLE_S))
    run_server(settings, host="127.0.0.1", port=port)


if __name__ == "__main__":
    typer.run(serve)
