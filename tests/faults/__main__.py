"""`python -m tests.faults --kills 200 --database sqlite`: kill the server under load, and look at what is left.

Exits with 1 when anything was lost, doubled or left by half, and prints the seed by which it is repeated.
"""

from __future__ import annotations

import shutil
import tempfile
from enum import StrEnum
from pathlib import Path
from random import SystemRandom
from typing import Annotated

import typer

from tests.faults.ground import make_ground
from tests.faults.killer import PLAIN, run
from tests.faults.summary import summary
from tests.fit.store.postgres import fresh_database, server_url

FORMS_A_KILL = 12
"""More than the tablets can fill in between one kill and the next."""


class Kind(StrEnum):
    """Where the clinic is kept."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


def main(
    kills: Annotated[int, typer.Option(help="How often the server is killed.")] = 200,
    database: Kind = Kind.SQLITE,
    seed: Annotated[int | None, typer.Option(help="Of an earlier run, to repeat its moments and marks.")] = None,
    tablets: int = 8,
    forms: Annotated[int | None, typer.Option(help="Forms given out; each is rated twice.")] = None,
    variant: Annotated[str, typer.Option(help="Module of another server to be served.")] = PLAIN,
) -> None:
    """Kill the server under load and look at what is left."""
    chosen = SystemRandom().randrange(1_000_000) if seed is None else seed
    folder = Path(tempfile.mkdtemp(prefix="mendline-faults-"))
    typer.echo(f"seed {chosen}", err=True)
    try:
        url = _address() if database is Kind.POSTGRESQL else ""
        ground = make_ground(folder / "clinic", url, forms=forms or kills * FORMS_A_KILL + 40, seed=chosen)
        came = run(ground, kills=kills, seed=chosen, tablets=tablets, variant=variant, told=_tell)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    typer.echo(summary(came, database))
    raise typer.Exit(0 if came.is_whole else 1)


def _address() -> str:
    if server_url() is None:
        typer.echo("There is no PostgreSQL here: set MENDLINE_TEST_POSTGRES_URL or install postgresql.", err=True)
        raise typer.Exit(2)
    return fresh_database()


def _tell(line: str) -> None:
    typer.echo(line, err=True)


if __name__ == "__main__":
    typer.run(main)
