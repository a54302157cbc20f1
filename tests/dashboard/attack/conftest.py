"""The walk through the second clinic of the served database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.dashboard.attack.visitors import begin_walk

if TYPE_CHECKING:
    from tests.dashboard.attack.visitors import Walk
    from tests.dashboard.serving.running import RunningServer
    from tests.dashboard.serving.second_clinic import SecondClinic


@pytest.fixture(scope="session")
def walk(server: RunningServer, second_clinic: SecondClinic) -> Walk:
    return begin_walk(server, second_clinic)
