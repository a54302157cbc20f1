from __future__ import annotations

import pytest

from fit.casework.administrator import end_supervision, import_ratings
from fit.service.alliance_grid import Measure, Period
from tests.dashboard.pages.looking import html, labels, links, look_at, said
from tests.dashboard.pages.story_clinic import STORIES


@pytest.fixture
def as_supervisor(clinic, signed_in_as):
    signed_in_as("supervisor.one")
    return look_at("alliance")


@pytest.fixture
def as_director(clinic, signed_in_as):
    signed_in_as("director.one")
    return look_at("alliance")


def picture(page):
    return page.get("echarts_chart")[0].proto


def table(page):
    return page.dataframe[0].value


def test_a_director_reads_no_client_and_finds_small_groups_withheld(as_director):
    text = said(as_director) + table(as_director).to_string() + str(picture(as_director))
    assert not [code for code in STORIES if code in text]
    assert "withheld: too few" in said(as_director)
    assert "Withheld: fewer than five clients." in table(as_director).to_string()
    assert "Sessions behind a cell" not in [one.value for one in as_director.header]
    assert links(as_director) == []


def test_a_supervisor_reads_full_figures_with_their_interval_and_number(as_supervisor):
    assert list(table(as_supervisor).index) == ["Clinician One"]
    assert "95 % interval" in table(as_supervisor).to_string()
    assert "few: uncertain" in said(as_supervisor)
    assert "the line, 36.0" in said(as_supervisor)


def test_the_picture_says_itself_in_words(as_supervisor):
    assert "Mean session rating: 1 clinician by" in picture(as_supervisor).alt
    assert "hatched because of few" in picture(as_supervisor).alt


@pytest.mark.parametrize("measure", Measure)
def test_every_measure_has_its_definition_and_its_file(as_supervisor, measure):
    as_supervisor.selectbox(key="alliance-measure").set_value(measure).run()
    assert not as_supervisor.exception
    assert f"/api/alliance.csv?measure={measure.value}&amp;rows=clinicians" in html(as_supervisor)


def test_weeks_take_the_place_of_months(as_supervisor):
    months = len(table(as_supervisor).columns)
    as_supervisor.session_state["alliance-period"] = Period.WEEK
    as_supervisor.run()
    assert not as_supervisor.exception
    assert len(table(as_supervisor).columns) > months
    assert all(title.startswith("Week of ") for title in table(as_supervisor).columns)


def test_a_supervisor_goes_from_a_cell_to_its_flagged_sessions_and_from_there_to_the_reading(as_supervisor):
    who, when = (as_supervisor.selectbox(key=key) for key in ("alliance-who", "alliance-when-month"))
    assert who.value is None
    who.select_index(0)
    when.select_index(0).run()
    assert not as_supervisor.exception
    found = links(as_supervisor)
    assert [address for _, address, _ in found] == ["reading"] * len(found)
    assert "Look back at session 6 of FALLING-ALLIANCE" in [label for label, _, _ in found]
    assert "session rating 35.1. The session rating" in said(as_supervisor)


def test_a_director_goes_into_a_team_and_out_again(as_director):
    as_director.session_state["alliance-rows"] = "teams"
    as_director.run()
    as_director.selectbox(key="alliance-team").select_index(0).run()
    assert [one.value for one in as_director.header] == ["Team: No team"]
    assert list(table(as_director).index) == ["Clinician One"]
    next(button for button in as_director.button if button.label == "Back to all teams").click().run()
    assert "Back to all teams" not in labels(as_director)
    assert list(table(as_director).index) == ["No team"]


def test_without_supervisees_the_page_says_what_it_will_show(clinic, people, signed_in_as):
    actor = signed_in_as("supervisor.one")
    end_supervision(clinic, people["administrator.one"], actor.user_id, people["clinician.one"].user_id)
    assert "No sessions yet" in said(look_at("alliance"))


def test_rows_stand_by_name_however_low_they_are(clinic, people, signed_in_as):
    rows = [f"L{number},adult,1,srs,12.0,2026-11-20,clinician.two" for number in range(6)]
    header = "episode_id,age_band,session,scale,total,date,clinician"
    import_ratings(clinic, people["administrator.one"], "low.csv", "\n".join([header, *rows]).encode())
    signed_in_as("director.one")
    assert list(table(look_at("alliance")).index) == ["Clinician One", "Clinician Two"]
