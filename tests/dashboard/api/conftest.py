"""A clinic with stories in it, opened as the current one, and its people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dashboard.clinic import use_clinic
from fit.casework import Settings, open_clinic
from tests.dashboard.pages.story_clinic import ACTORS_FILE, make_story_clinic, read_actors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fit.casework import Actor, Clinic


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    folder = tmp_path_factory.mktemp("served-files") / "clinic"
    make_story_clinic(folder)
    opened = open_clinic(Settings(folder=folder))
    with use_clinic(opened):
        yield opened
    opened.close()


@pytest.fixture(scope="module")
def people(clinic: Clinic) -> dict[str, Actor]:
    folder: Path = clinic.settings.folder
    return read_actors(folder / ACTORS_FILE)
