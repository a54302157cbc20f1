"""Stories are told against a path made by hand, so that no fitted set moves them."""

from __future__ import annotations

import pytest

from fit.trajectory import load_curve_set

# From an intake of 20 a client is expected at 22, 24, 25 and 25.5, and 24 is half a point a session for the rest.
PATH = """
id = "by_hand"
version = "1"
label = "made by hand"
source = "made for the stories"
licence = "none"

[[curve]]
age_band = "adult"
form = "cubic"
up_to_sessions = 30
flatten_at = 4
centre = 20
intercept = [20, 1]
linear = [2.5, -0.1]
quadratic = [-0.25, 0.01]
cubic = [0, 0]
red_below = 4

[[curve]]
age_band = "adolescent"
form = "cubic"
up_to_sessions = 30
flatten_at = 4
centre = 20
intercept = [20, 1]
linear = [2.5, -0.1]
quadratic = [-0.25, 0.01]
cubic = [0, 0]
red_below = 4
"""


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "by_hand.toml"
    file.write_text(PATH)
    return load_curve_set(file)
