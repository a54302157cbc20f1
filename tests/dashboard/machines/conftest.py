"""Three processes behind each proxy of deploy/."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.dashboard.machines.several import several
from tests.dashboard.serving.small_clinic import make_small_clinic
from tests.fit.store.postgres import fresh_database, server_url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.dashboard.machines.several import Several
    from tests.dashboard.serving.small_clinic import SmallClinic


@dataclass(frozen=True, slots=True, kw_only=True)
class Founded:
    """A small clinic on PostgreSQL."""

    clinic: SmallClinic
    url: str


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def proxy_name(request: pytest.FixtureRequest) -> str:
    """Name the proxy that stands in front."""
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def founded(proxy_name: str, tmp_path_factory: pytest.TempPathFactory) -> Founded:
    """Make a clinic for each proxy: what was written behind the one is not there behind the other."""
    del proxy_name
    if server_url() is None:
        pytest.skip("there is no PostgreSQL here: set MENDLINE_TEST_POSTGRES_URL or install postgresql")
    folder: Path = tmp_path_factory.mktemp("several") / "clinic"
    url = fresh_database()
    return Founded(clinic=make_small_clinic(folder, url), url=url)


@pytest.fixture(scope="module")
def three(proxy_name: str, founded: Founded) -> Iterator[Several]:
    """Serve it by three processes behind each proxy."""
    with several(proxy_name, founded.clinic.folder, founded.url) as running:
        yield running
