"""Every route of the whole application, ours and those of the installed Streamlit, as lines of JSON.

Run as `python -m tests.dashboard.serving.list_routes`: a process has one Streamlit runtime, so tests ask another one.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]
ANY = "ANY"
SOCKET = "SOCKET"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Address:
    """One way in: a path as it is registered, and a method."""

    path: str
    method: str
    is_ours: bool


@cache
def every_route() -> tuple[Address, ...]:
    """Return every route of the application, in the order in which they are tried."""
    asked = subprocess.run(
        [sys.executable, "-m", "tests.dashboard.serving.list_routes"], cwd=ROOT, capture_output=True, check=True
    )
    return tuple(Address(**json.loads(line)) for line in asked.stdout.splitlines() if line.startswith(b"{"))


def _listed() -> Iterator[Address]:
    from starlette.routing import Mount, WebSocketRoute

    from dashboard.server import create_app
    from fit.casework import Settings

    app = create_app(Settings())
    ours = list(app._user_routes)
    for route in app._build_starlette_app().routes:
        if isinstance(route, WebSocketRoute):
            methods = {SOCKET}
        elif isinstance(route, Mount):
            methods = {ANY}
        else:
            methods = set(route.methods) - {"HEAD"}  # type: ignore[attr-defined]
        for method in sorted(methods):
            yield Address(path=route.path, method=method, is_ours=route in ours)  # type: ignore[attr-defined]


if __name__ == "__main__":
    for one in _listed():
        sys.stdout.write(json.dumps({"path": one.path, "method": one.method, "is_ours": one.is_ours}) + "\n")
