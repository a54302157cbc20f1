"""The codes a test gives are taken when they arrive, also where the half minute turns on the way."""

from __future__ import annotations

from datetime import UTC, datetime

import pyotp
import pytest

from fit.casework._codes import step_of
from tests.dashboard.serving.second_factor import ON_THE_WAY_S, STEP_S, Device

BEGUN = 1_764_547_200.0
SECRET = pyotp.random_base32()


@pytest.mark.parametrize("into_the_step_s", [0.0, 15.0, 19.9, 20.0, 29.9])
def test_four_codes_in_a_row_are_each_taken_once_at_once_and_a_little_later(into_the_step_s: float) -> None:
    now = BEGUN + into_the_step_s
    waited: list[float] = []
    device = Device(secret=SECRET, clock=lambda: now + sum(waited), wait=waited.append)
    given = []
    for _ in range(4):
        code = device.code()
        here = now + sum(waited)
        at_once, later = (step_of(SECRET, code, datetime.fromtimestamp(here + s, UTC)) for s in (0, ON_THE_WAY_S - 1))
        assert at_once is not None
        assert at_once == later
        given.append(at_once)
    assert given == sorted(set(given))
    assert sum(waited) <= 2 * STEP_S
