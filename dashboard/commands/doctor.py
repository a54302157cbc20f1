"""`mendline doctor`: what is not as it should be with this installation, and what to do."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Final

import typer

from fit.errors import ConfigurationError, MendlineError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fit.casework import Settings
    from fit.casework.doctor import Finding

__all__ = ["add_to"]

TO_MEND_CODE: Final = 1
"""Exit code when there is something to mend."""

Thorough = Annotated[
    bool, typer.Option("--thorough", help="Read every page, every encrypted file and every rating: takes minutes.")
]
Json = Annotated[bool, typer.Option("--json", help="For programs: a list of findings.")]


def add_to(cli: typer.Typer) -> None:
    """Add `doctor`."""
    cli.command()(doctor)


def doctor(thorough: Thorough = False, as_json: Json = False) -> None:
    """Look at key, database, disk, clock, backups, people and settings; exit code 1 when something is to be mended.

    Nothing is changed, and the server may go on meanwhile.
    """
    from fit.casework.doctor import State

    found = _findings(thorough=thorough)
    typer.echo(_for_programs(found) if as_json else _for_people(found))
    if any(one.state is State.TO_MEND for one in found):
        sys.exit(TO_MEND_CODE)


def _findings(*, thorough: bool) -> tuple[Finding, ...]:
    from fit.casework import Settings
    from fit.casework.doctor import Finding, State, examine

    try:
        settings = Settings.from_environment()
    except MendlineError as error:
        said = "The settings cannot be read, so nothing else was looked at."
        return (Finding(check="settings", state=State.TO_MEND, said=said, remedy=str(error)),)
    return (*examine(settings, thorough=thorough), _of_server(settings))


def _of_server(settings: Settings) -> Finding:
    """Whether a server would start with what is installed; it is put together, and not started."""
    from dashboard.server import create_app
    from fit.casework.doctor import Finding, State

    try:
        create_app(settings)
    except ConfigurationError as error:
        said = "The server would refuse to start."
        return Finding(check="server.starts", state=State.TO_MEND, said=said, remedy=str(error))
    return Finding(check="server.starts", state=State.OK, said="What is installed is set up as the server needs it.")


def _for_programs(found: Iterable[Finding]) -> str:
    return json.dumps([asdict(one) for one in found], indent=2)


def _for_people(found: tuple[Finding, ...]) -> str:
    from fit.casework.doctor import State

    lines = [f"{one.state:<8} {one.said}" + (f"\n         {one.remedy}" if one.remedy else "") for one in found]
    counted = {state: sum(one.state is state for one in found) for state in State}
    return "\n".join([*lines, "", ", ".join(f"{number} {state}" for state, number in counted.items())])
