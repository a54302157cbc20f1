"""A served clinic and a browser, for tests that need the real thing."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.small_clinic import make_small_clinic

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.dashboard.serving.running import RunningServer

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def small_clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of a small clinic; whoever serves it copies it first."""
    folder = tmp_path_factory.mktemp("small-clinic") / "clinic"
    make_small_clinic(folder)
    return folder


@pytest.fixture(scope="session")
def server(small_clinic: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Serve a small clinic of its own, as `mendline serve` does, for the whole session."""
    folder = tmp_path_factory.mktemp("served") / "clinic"
    shutil.copytree(small_clinic, folder)
    with running_server(folder) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the Chromium of this machine."""
    executable = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if executable is None:
        pytest.skip(f"no browser found: none of {', '.join(CHROMIUM_NAMES)} is on the path")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield launched
        launched.close()
