"""How long the next try must wait, told to clinicians with numbers and to clients without."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dashboard.components.client_words import WORDS
from dashboard.handover.clinician_words import pin_wait, wait_key


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (1, "5 seconds"),
        (11, "15 seconds"),
        (50, "50 seconds"),
        (51, "a minute"),
        (61, "2 minutes"),
        (600, "10 minutes"),
    ],
)
def test_a_clinician_hears_about_how_long(seconds, said):
    assert pin_wait(timedelta(seconds=seconds)) == f"Too many tries. Please wait about {said}, then try again."


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (40, "half a minute"),
        (41, "a minute"),
        (91, "a few minutes"),
        (600, "a few minutes"),
        (601, "a quarter of an hour"),
    ],
)
def test_a_client_hears_it_without_a_number(seconds, said):
    assert f" in {said}" in WORDS[wait_key(timedelta(seconds=seconds))].replace("about ", "")
