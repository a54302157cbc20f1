"""The page of the service report: months that are over, teams, and the reports that were asked for."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from dashboard.dates import month_said
from fit.casework import Role, administrator, director
from fit.casework.views import ReportState
from tests.dashboard.pages.looking import html, look_at, said
from tests.dashboard.pages.story_clinic import ACTORS_FILE, read_actors

WITHIN_S = 60


@pytest.fixture
def page(clinic, signed_in_as):
    signed_in_as("director.one")
    return look_at("service_report")


@pytest.fixture
def last(clinic):
    return clinic.today().replace(day=1) - timedelta(days=1)


@pytest.fixture
def asked(clinic):
    """What the director asked for, as far as it is by now."""
    director_one = read_actors(clinic.settings.folder / ACTORS_FILE)["director.one"]
    return lambda: director.list_service_reports(clinic, director_one)


def test_the_last_month_that_is_over_is_chosen_first(page, last, asked):
    assert page.selectbox(key="report-month").value.strftime("%Y-%m") == f"{last:%Y-%m}"
    assert f"{month_said(last)}, all teams together" in said(page)
    assert "Your reports" not in said(page)
    assert asked() == ()


def test_a_report_is_made_when_it_is_asked_for_and_then_stands_there_to_be_downloaded(page, last, asked):
    page.button(key="report-make").click().run()
    assert not page.exception
    [report] = asked()
    assert (report.month, report.team, report.names) == (last.replace(day=1), "", False)
    until = time.monotonic() + WITHIN_S
    while asked()[0].state is not ReportState.READY:
        assert time.monotonic() < until
        time.sleep(0.1)
    page.run()
    assert f'href="/api/service-report.pdf?report={report.report_id}"' in html(page)
    assert "No report is being made now." in said(page)
    assert f"Download: {month_said(last)}, all teams together, without clinicians' names" in said(page)


def test_while_it_is_made_it_says_so(clinic, page, last):
    clinic.under_way.stop()  # a server that is about to end
    page.button(key="report-make").click().run()
    assert not page.exception
    assert f"{month_said(last)}, all teams together, without clinicians' names: is being made" in said(page)
    assert "A report is being made. You can leave this page meanwhile." in said(page)
    assert "/api/service-report.pdf" not in html(page)


def test_a_team_stands_in_what_is_asked_for(clinic, signed_in_as, asked):
    clinic.under_way.stop()
    office = read_actors(clinic.settings.folder / ACTORS_FILE)["administrator.one"]
    words = {"passphrase": "four plain words here", "team": "East & West"}
    administrator.add_user(clinic, office, sign_in_name="e", display_name="E", role=Role.CLINICIAN, **words)
    signed_in_as("director.one")
    page = look_at("service_report")
    assert page.selectbox(key="report-team").options == ["All teams together", "East & West"]
    page.selectbox(key="report-team").select_index(1).run()
    page.button(key="report-make").click().run()
    assert not page.exception
    assert [one.team for one in asked()] == ["East & West"]
    assert "East & West, without clinicians' names" in said(page)


def test_it_says_that_no_client_is_named(page):
    assert (
        "No client is named in it, and figures of few are left out. Without names it may be handed to a funder"
        in said(page)
    )


def test_names_are_left_out_unless_they_are_asked_for(clinic, page, asked):
    clinic.under_way.stop()
    assert not page.checkbox(key="report-names").value
    assert "No clinician stands in it." in said(page)
    page.checkbox(key="report-names").check().run()
    assert not page.exception
    assert "Clinicians stand in it by name: it stays with the leads of the service" in said(page)
    page.button(key="report-make").click().run()
    assert [one.names for one in asked()] == [True]
    assert "with clinicians' names: is being made" in said(page)
