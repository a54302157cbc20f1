"""`mendline wording check FOLDER`: what a folder of wording packs holds, and every mistake in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fit.errors import DefinitionError

if TYPE_CHECKING:
    from fit.scales import Packs

__all__ = ["add_to"]

Folder = Annotated[Path, typer.Argument(help="Folder with the packs, one file a scale and language: ors.de.toml")]


def add_to(cli: typer.Typer) -> None:
    """Add `wording`."""
    group = typer.Typer(help="Look at wording packs: the licensed words of scales, a file a language.")
    group.callback()(_stay_a_group)
    group.command()(check)
    cli.add_typer(group, name="wording")


def _stay_a_group() -> None:
    """Look at wording packs: the licensed words of scales, a file a language."""


def check(folder: Folder) -> None:
    """Read every pack as the server would at its start, and name each mistake with file, key and remedy.

    Raises
    ------
    DefinitionError
        when the folder is not there, or a pack has a mistake; packs with mistakes are not used.
    """
    from fit.scales import load_packs

    found = load_packs(folder)
    for line in _good(found):
        typer.echo(line)
    if found.problems:
        listed = "\n".join(f"  {problem}" for problem in found.problems)
        raise DefinitionError(f"Files with mistakes are left out as a whole.\n{listed}")


def _good(found: Packs) -> list[str]:
    """One line a scale with its languages."""
    names = dict.fromkeys(name for name, _ in sorted(found.packs))
    lines = [f"{name}: {', '.join(found.languages(name))}" for name in names]
    return lines or ["No pack can be used here."]
