"""`mendline rebuild`: all summaries anew from the ratings: shares, standings, the weekly cells of the alliance."""

from __future__ import annotations

import gc
import os
from contextlib import closing
from time import perf_counter

import typer

__all__ = ["add_to", "rebuild"]

MOST_PROCESSES = 4
"""Each takes 150 MB."""


def add_to(cli: typer.Typer) -> None:
    """Add `rebuild`."""
    cli.command()(rebuild)


def rebuild() -> None:
    """Work out anew what is summed up with each rating. May be broken off, and goes on then where it was."""
    from fit.casework import Settings, open_clinic
    from fit.casework.machine import rebuild_all

    began = perf_counter()
    gc.disable()  # rows are let go by counting; looking for rings among them took a third of the time
    try:
        with closing(open_clinic(Settings.from_environment())) as clinic:
            found = rebuild_all(clinic, _say, processes=min(os.cpu_count() or 1, MOST_PROCESSES))
    finally:
        gc.enable()
    typer.echo(f"{found.episodes:,} episodes looked at in {perf_counter() - began:.1f} s.")
    typer.echo(f"{found.wrong:,} rows were wrong and are right now." if found.wrong else "Nothing was wrong.")


def _say(episodes: int) -> None:
    typer.echo(f"{episodes:,} episodes", err=True)
