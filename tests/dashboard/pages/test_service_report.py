"""The page of the service report: months that are over, teams, and a link that says what it holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dashboard.dates import month_said
from fit.casework import Role, administrator
from tests.dashboard.pages.looking import html, look_at, said
from tests.dashboard.pages.story_clinic import ACTORS_FILE, read_actors


@pytest.fixture
def page(clinic, signed_in_as):
    signed_in_as("director.one")
    return look_at("service_report")


@pytest.fixture
def last(clinic):
    return clinic.today().replace(day=1) - timedelta(days=1)


def test_the_last_month_that_is_over_is_chosen_first(page, last):
    assert page.selectbox(key="report-month").value.strftime("%Y-%m") == f"{last:%Y-%m}"
    assert f'href="/api/service-report.pdf?month={last:%Y-%m}"' in html(page)
    assert f"{month_said(last)}, all teams together" in said(page)


def test_a_team_stands_in_the_link_and_in_the_words(clinic, signed_in_as):
    office = read_actors(clinic.settings.folder / ACTORS_FILE)["administrator.one"]
    words = {"passphrase": "four plain words here", "team": "East & West"}
    administrator.add_user(clinic, office, sign_in_name="e", display_name="E", role=Role.CLINICIAN, **words)
    signed_in_as("director.one")
    page = look_at("service_report")
    assert page.selectbox(key="report-team").options == ["All teams together", "East & West"]
    page.selectbox(key="report-team").select_index(1).run()
    assert not page.exception
    assert "&amp;team=East+%26+West" in html(page)
    assert "East & West" in said(page)


def test_it_says_that_no_client_is_named(page):
    assert (
        "No client is named in it, and figures of few are left out. Without names it may be handed to a funder"
        in said(page)
    )


def test_names_are_left_out_unless_they_are_asked_for(page):
    assert not page.checkbox(key="report-names").value
    assert "No clinician stands in it." in said(page)
    assert "names=" not in html(page)
    page.checkbox(key="report-names").check().run()
    assert not page.exception
    assert "&amp;names=1" in html(page)
    assert "Clinicians stand in it by name: it stays with the leads of the service" in said(page)
