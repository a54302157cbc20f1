from __future__ import annotations

import pytest

from tests.dashboard.pages.looking import links, look_at, said
from tests.dashboard.pages.story_clinic import STORIES


@pytest.fixture
def page(clinic, signed_in_as):
    signed_in_as("director.one")
    return look_at("overview")


def test_the_service_is_counted(page):
    assert "Fewer than 8 open and fewer than 8 closed episodes." in said(page)


def test_the_path_that_track_is_held_against_is_said_beside_it(page):
    assert "simulated until a clinic fits its own" in said(page)


def test_small_groups_and_nobody_are_withheld_alike(page):
    text = said(page)

    assert "Improved none, or fewer than 8" in text
    assert "Ended as planned none, or fewer than 8" in text


def test_no_client_is_named_and_the_only_way_on_is_the_alliance_across_the_caseload(page):
    assert [address for _, address, _ in links(page)] == ["alliance"]
    assert not [code for code in STORIES if code in said(page)]
