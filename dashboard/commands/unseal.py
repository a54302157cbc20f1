"""`mendline unseal`: the content of a sealed file of the data folder, in plain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["add_to"]

Sealed = Annotated[Path, typer.Argument(help="A file that ends in .sealed.", metavar="FILE.sealed")]
Out = Annotated[Path, typer.Option(help="Where the plain file goes: outside of the data folder.", metavar="FILE")]


def add_to(cli: typer.Typer) -> None:
    """Add `unseal`."""
    cli.command()(unseal)


def unseal(sealed: Sealed, *, out: Out) -> None:
    """Write what is in a sealed file in plain. From then on you answer for where it lies."""
    from fit.casework import Settings, machine

    machine.unseal_file(Settings.from_environment(), sealed, out)
    typer.echo(f"{out} is written, in plain. Delete it when it is not needed any more.")
