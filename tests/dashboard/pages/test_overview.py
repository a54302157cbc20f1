from __future__ import annotations

import pytest

from tests.dashboard.pages.looking import links, look_at, said
from tests.dashboard.pages.story_clinic import STORIES


@pytest.fixture
def page(clinic, signed_in_as):
    signed_in_as("director.one")
    return look_at("overview")


def test_the_service_is_counted(page):
    assert "5 open and 0 closed episodes." in said(page)


def test_small_groups_are_withheld_and_zero_points_at_nobody(page):
    text = said(page)

    assert "Improved withheld" in text or "Improved 0" in text
    assert "Ended as planned 0" in text


def test_no_client_is_named_and_none_can_be_opened(page):
    everything = said(page) + str([table.value.to_dict() for table in page.dataframe])

    assert links(page) == []
    assert not [code for code in STORIES if code in everything]


def test_a_week_of_few_sessions_is_withheld(page):
    assert "withheld" in page.dataframe[0].value.to_string()


def test_the_measure_can_be_chosen(page):
    page.selectbox(key="overview-measure").set_value("Sessions").run()

    assert not page.exception
    assert len(page.dataframe) == 1
