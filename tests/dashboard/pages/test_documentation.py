"""The documentation of a session on screen: what is recorded, the rest on demand, the files as on the page."""

from __future__ import annotations

import pytest

from tests.dashboard.pages.looking import html, look_at, said


@pytest.fixture
def page(signed_in_as, episode_of):
    signed_in_as("clinician.one")
    return look_at("documentation", {"episode": episode_of("FALLING-ALLIANCE")})


def test_empty_parts_are_left_out_until_they_are_asked_for_on_the_page_and_in_the_files(page):
    assert "Nothing recorded" not in said(page)
    assert "No scale given at this session asks about risk." in said(page)
    assert "empty=yes" not in html(page)
    page.toggle(key="draft-empty").set_value(True).run()
    assert not page.exception
    assert "Nothing recorded" in said(page)
    assert html(page).count("empty=yes") == 2
