"""`mendline demo`: a simulated clinic to look around in, on this machine only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from dashboard.commands.serve import BeyondLoopback, Host, Port, check_reach, run_server

if TYPE_CHECKING:
    from fit.casework import Settings

__all__ = ["add_to", "demo_settings"]

DEMO_FOLDER: Final = Path("data/demo")
"""Apart from the clinic's own data, so that neither ever gets into the other."""

HUNDREDTHS: Final = 100


def add_to(cli: typer.Typer) -> None:
    """Add `demo`."""
    cli.command()(demo)


def demo(host: Host = "127.0.0.1", port: Port = 8501, *, beyond_loopback: BeyondLoopback = False) -> None:
    """Make the demo clinic when it is not there yet, print a sign-in for each role, and open it in the browser."""
    settings = demo_settings()
    check_reach(settings, host, beyond_loopback=beyond_loopback)
    _load(settings)
    _print_sign_ins()
    run_server(settings, host=host, port=port)


def demo_settings() -> Settings:
    """Return the settings of the demo: as in the environment, but with a folder of its own."""
    from fit.casework import Settings
    from fit.casework.settings import DEFAULT_FOLDER

    given = Settings.from_environment()
    return replace(given, demo=True, folder=DEMO_FOLDER if given.folder == DEFAULT_FOLDER else given.folder)


def _load(settings: Settings) -> None:
    from fit.casework.demo import load_demo

    with typer.progressbar(length=HUNDREDTHS, label="Demo clinic") as bar:

        def show(share: float, _doing: str) -> None:
            bar.update(int(share * HUNDREDTHS) - bar.pos)

        load_demo(settings, progress=show)
        show(1.0, "done")


def _print_sign_ins() -> None:
    from dashboard.access.demo import one_for_each_role

    people = one_for_each_role()
    typer.echo("\nEverybody in it is simulated. Sign in as")
    for person in people:
        typer.echo(f"  {person.role.value:<14} {person.sign_in_name:<14} passphrase: {person.passphrase}")
    typer.echo(f"The PIN that takes a tablet back is {people[0].pin}.\n")
