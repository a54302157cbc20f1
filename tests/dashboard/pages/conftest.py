"""A small clinic with clients whose ratings tell different stories, and pages looked at as one of its people."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from dashboard.access import identity
from dashboard.clinic import use_clinic
from dashboard.components import own_sign_ins
from fit.casework import Settings, open_clinic
from fit.casework.clinician import open_caseload
from tests.dashboard.pages.story_clinic import ACTORS_FILE, make_story_clinic, read_actors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fit.casework import Actor, Clinic


@pytest.fixture(scope="session")
def story_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of a clinic with stories in it; a test that writes copies it first."""
    folder = tmp_path_factory.mktemp("stories") / "clinic"
    make_story_clinic(folder)
    return folder


@pytest.fixture
def clinic(story_folder: Path, tmp_path: Path) -> Iterator[Clinic]:
    """Open a copy of the story clinic as the current one."""
    folder = tmp_path / "clinic"
    shutil.copytree(story_folder, folder)
    opened = open_clinic(Settings(folder=folder))
    with use_clinic(opened):
        yield opened
    opened.close()


@pytest.fixture
def people(story_folder: Path) -> dict[str, Actor]:
    """Return the people of the story clinic by sign-in name."""
    return read_actors(story_folder / ACTORS_FILE)


@pytest.fixture
def signed_in_as(monkeypatch: pytest.MonkeyPatch, people: dict[str, Actor]) -> Callable[[str], Actor]:
    """Look at pages as the person of that sign-in name."""

    def sign_in(name: str) -> Actor:
        monkeypatch.setattr(identity, "actor_behind_this_page", lambda **_: people[name])
        for asking in (identity, own_sign_ins):
            monkeypatch.setattr(asking, "token_of_this_page", lambda: "")
        return people[name]

    return sign_in


@pytest.fixture
def episode_of(clinic: Clinic, people: dict[str, Actor]) -> Callable[[str], str]:
    """Find the episode of a story by the client's code."""

    def find(code: str) -> str:
        rows = open_caseload(clinic, people["clinician.one"]).rows
        return next(row.episode_id for row in rows if code in row.client_label)

    return find
