"""A served clinic and a browser, for tests that need the real thing."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.small_clinic import make_small_clinic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.dashboard.serving.running import RunningServer
    from tests.dashboard.serving.small_clinic import SmallClinic

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
def small_clinic(tmp_path_factory: pytest.TempPathFactory) -> SmallClinic:
    """Return a small clinic; whoever serves or changes it copies its folder first."""
    return make_small_clinic(tmp_path_factory.mktemp("small-clinic") / "clinic")


@pytest.fixture(scope="session")
def server(small_clinic: SmallClinic, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Serve a small clinic of its own, as `mendline serve` does, for the whole session."""
    folder = tmp_path_factory.mktemp("served") / "clinic"
    shutil.copytree(small_clinic.folder, folder)
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
