"""The whole server with its own door and shell, but pages that show what a test wants to know.

Run as `python -m tests.dashboard.serving.probe --port N`.
"""

from __future__ import annotations

import typer

from dashboard.commands.serve import run_server
from dashboard.shell import menu
from fit.casework import Settings
from fit.casework.actor import Role

EVERY_ROLE = frozenset(Role)


def serve_probe_pages(port: int = 0) -> None:
    menu.MENU = tuple(  # type: ignore[misc]
        menu.MenuLine(
            address=address,
            title=address.capitalize(),
            icon=":material/science:",
            module=f"tests.dashboard.serving.probe_{address}",
            roles=EVERY_ROLE,
        )
        for address in ("page", "failing")
    )
    run_server(Settings.from_environment(), host="127.0.0.1", port=port)


if __name__ == "__main__":
    typer.run(serve_probe_pages)
