"""A served clinic and a browser, for tests that need the real thing."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.second_clinic import add_second_clinic
from tests.dashboard.serving.small_clinic import make_small_clinic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.dashboard.serving.running import RunningServer
    from tests.dashboard.serving.second_clinic import SecondClinic
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
def served_folder(small_clinic: SmallClinic, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small clinic's folder to serve for the whole session."""
    return Path(shutil.copytree(small_clinic.folder, tmp_path_factory.mktemp("served") / "clinic"))


@pytest.fixture(scope="session")
def second_clinic(served_folder: Path) -> SecondClinic:
    """Found a second clinic in the database that is served: nobody of the first may notice that it is there."""
    return add_second_clinic(served_folder)


@pytest.fixture(scope="session")
def server(served_folder: Path, second_clinic: SecondClinic) -> Iterator[RunningServer]:
    """Serve a small clinic of its own, as `mendline serve` does, for the whole session."""
    with running_server(served_folder) as running:
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
        # as for people who asked their system for less motion: what still moves is not pressed (test_motion.py)
        launched.new_context = partial(launched.new_context, reduced_motion="reduce")
        yield launched
        launched.close()
