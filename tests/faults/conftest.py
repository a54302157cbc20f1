"""A clinic with forms given out, on a disk that can be made to fail."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.dashboard.conftest import browser, small_clinic
from tests.faults.ground import lay_ground

if TYPE_CHECKING:
    from tests.faults.ground import Ground

__all__ = ["browser", "small_clinic"]

SOURCE = Path(__file__).parent / "disk" / "faulty_disk.c"
FORMS = 80


@pytest.fixture(scope="session")
def laid(small_clinic, tmp_path_factory) -> Ground:
    """A clinic with forms; whoever serves it copies it first."""
    folder = tmp_path_factory.mktemp("faults") / "clinic"
    shutil.copytree(small_clinic.folder, folder)
    return lay_ground(folder, forms=FORMS)


@pytest.fixture(scope="module")
def ground(laid, tmp_path_factory) -> Ground:
    """A copy of it for the tests of one file."""
    return copied(laid, tmp_path_factory.mktemp("ground") / "clinic")


def copied(laid: Ground, folder: Path) -> Ground:
    from dataclasses import replace

    shutil.copytree(laid.settings.folder, folder)
    return replace(laid, settings=replace(laid.settings, folder=folder))


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultyDisk:
    """The disk under one folder: well, full, read-only, broken or slow, from one moment to the next."""

    library: Path
    now: Path

    def is_(self, word: str) -> None:
        self.now.write_text(word)

    def environment(self, folder: Path) -> dict[str, str]:
        return {"LD_PRELOAD": str(self.library), "FAULTY_FOLDER": str(folder), "FAULTY_NOW": str(self.now)}


@pytest.fixture(scope="session")
def faulty_disk(tmp_path_factory) -> FaultyDisk:
    """Compile it, where there is a compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("there is no C compiler here, by which the faulty disk is made: install gcc")
    made = tmp_path_factory.mktemp("faulty-disk")
    library = made / "faulty_disk.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, SOURCE, "-ldl"], check=True)
    return FaultyDisk(library=library, now=made / "now")
