from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from fit.casework.administrator import add_programme, end_supervision, find_episode, import_ratings, set_programme
from fit.service.alliance_grid import Measure, Period
from fit.service.explained_grid import explained_cell
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
    if not page.dataframe:
        page.session_state["alliance-table-open"] = True
        page.run()
    return page.dataframe[0].value


def test_the_table_is_sent_when_it_is_opened(as_director):
    assert not as_director.dataframe
    assert len(table(as_director).columns) > 0


def test_a_director_begins_with_teams_and_quarters(as_director):
    assert list(table(as_director).index) == ["No team"]
    assert all(" to " in title for title in table(as_director).columns)


def test_a_director_reads_no_client_and_finds_small_groups_withheld(as_director):
    as_director.session_state["alliance-rows"], as_director.session_state["alliance-period"] = "clinicians", Period.WEEK
    as_director.run()
    text = said(as_director) + table(as_director).to_string() + str(picture(as_director))
    assert not [code for code in STORIES if code in text]
    assert "withheld: too few" in said(as_director)
    assert (
        "Withheld: fewer than five clients, or fewer than eight to count, perhaps none."
        in table(as_director).to_string()
    )
    assert "Sessions behind a cell" not in [one.value for one in as_director.header]
    assert links(as_director) == []


@pytest.mark.parametrize("measure", Measure)
def test_a_director_is_told_how_a_cell_is_worked_out_and_a_supervisor_sees_exact_ones(
    as_director, signed_in_as, measure
):
    as_director.selectbox(key="alliance-measure").set_value(measure).run()
    told = explained_cell(measure)
    assert f"{told.formula[0].upper()}{told.formula[1:]}." in said(as_director)
    assert told.interval in said(as_director)
    signed_in_as("supervisor.one")
    assert "decision 0015" not in said(look_at("alliance"))


@pytest.mark.parametrize(("period", "columns"), [(Period.MONTH, 24), (Period.QUARTER, 8)])
def test_few_and_none_look_alike_in_the_directors_picture_table_and_words(as_director, period, columns):
    as_director.session_state["alliance-period"] = period
    as_director.run()
    found = table(as_director)
    assert found.shape[1] == columns
    cells = [str(one) for one in found.to_numpy().ravel()]
    withheld = "Withheld: fewer than five clients, or fewer than eight to count, perhaps none."
    assert [one for one in cells if one != withheld and "95 % interval" not in one] == []
    few = cells.count(withheld)
    assert columns - 2 <= few < columns, "the stories tell of a few months, most of the range has nobody"
    assert f", {few} withheld (too few, perhaps none)." in picture(as_director).alt
    assert str(picture(as_director)).count(withheld) == few


def test_a_supervisor_reads_full_figures_with_their_interval_and_number(as_supervisor):
    assert list(table(as_supervisor).index) == ["Clinician One"]
    assert "95 % interval" in table(as_supervisor).to_string()
    assert "uncertain, mean on or above it" in said(as_supervisor)
    assert "the line, 36.0" in said(as_supervisor)


def test_the_picture_says_itself_in_words(as_supervisor):
    assert "Mean session rating: 1 clinician by" in picture(as_supervisor).alt
    assert "hatched because uncertain" in picture(as_supervisor).alt


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
    as_director.selectbox(key="alliance-team").select_index(0).run()
    assert [one.value for one in as_director.header] == ["Team: No team"]
    assert list(table(as_director).index) == ["Clinician One"]
    next(button for button in as_director.button if button.label == "Back to all teams").click().run()
    assert "Back to all teams" not in labels(as_director)
    assert list(table(as_director).index) == ["No team"]


def in_a_programme(clinic, people):
    """Put the client with the falling alliance into a programme."""
    office = people["administrator.one"]
    programme = add_programme(clinic, office, "Couples").programme_id
    set_programme(clinic, office, find_episode(clinic, office, "FALLING-ALLIANCE"), programme)


def test_a_supervisor_goes_from_a_programme_to_its_clinicians_and_their_flagged_sessions(clinic, people, signed_in_as):
    in_a_programme(clinic, people)
    signed_in_as("supervisor.one")
    page = look_at("alliance")
    page.session_state["alliance-rows"] = "programmes"
    page.run()
    assert list(table(page).index) == ["Your clinicians and you together", "Couples", "No programme"]
    page.selectbox(key="alliance-programme").select("Couples").run()
    assert [one.value for one in page.header] == ["Programme: Couples", "Sessions behind a cell"]
    assert "programme=Couples" in html(page)
    for key in ("alliance-who", "alliance-when-month"):
        page.selectbox(key=key).select_index(0)
    page.run()
    assert not page.exception
    assert {label.rpartition(" of ")[2] for label, _, _ in links(page)} == {"FALLING-ALLIANCE"}
    next(button for button in page.button if button.label == "Back to all programmes").click().run()
    assert list(table(page).index) == ["Your clinicians and you together", "Couples", "No programme"]


def test_a_director_is_told_where_a_programme_is_too_small_to_tell_clinicians_apart(clinic, people, signed_in_as):
    in_a_programme(clinic, people)
    signed_in_as("director.one")
    page = look_at("alliance")
    page.session_state["alliance-rows"] = "programmes"
    page.run()
    page.selectbox(key="alliance-programme").select("Couples").run()
    assert not page.exception
    assert "Too few to tell clinicians apart" in said(page)
    assert not page.expander


def test_without_supervisees_the_page_says_what_it_will_show(clinic, people, signed_in_as):
    actor = signed_in_as("supervisor.one")
    end_supervision(clinic, people["administrator.one"], actor.user_id, people["clinician.one"].user_id)
    assert "No sessions yet" in said(look_at("alliance"))


def test_rows_stand_by_name_however_low_they_are(clinic, people, signed_in_as):
    rows = [f"L{number},adult,1,srs,12.0,2026-11-20,clinician.two" for number in range(6)]
    header = "episode_id,age_band,session,scale,total,date,clinician"
    import_ratings(clinic, people["administrator.one"], "low.csv", "\n".join([header, *rows]).encode())
    signed_in_as("director.one")
    page = look_at("alliance")
    page.session_state["alliance-rows"] = "clinicians"
    page.run()
    assert list(table(page).index) == ["Everybody together", "Clinician One", "Clinician Two"]


TWO_PAGES = """
import streamlit as st
from dashboard.pages import alliance, outcomes
(outcomes if st.session_state.get("elsewhere") else alliance).page()
"""


def test_what_was_chosen_is_still_chosen_after_another_page_was_looked_at(clinic, signed_in_as):
    signed_in_as("supervisor.one")
    page = AppTest.from_string(TWO_PAGES, default_timeout=30).run()
    page.selectbox(key="alliance-measure").set_value(Measure.MEAN).run()
    page.session_state["alliance-period"] = Period.WEEK
    page.run()
    page.selectbox(key="alliance-who").select_index(0).run()
    page.selectbox(key="alliance-when-week").select_index(0).run()
    when = page.selectbox(key="alliance-when-week").value
    for elsewhere in (True, False):
        page.session_state["elsewhere"] = elsewhere
        page.run()
        assert not page.exception
    assert page.selectbox(key="alliance-measure").value is Measure.MEAN
    assert page.session_state["alliance-period"] == Period.WEEK
    assert page.selectbox(key="alliance-who").value is not None
    assert page.selectbox(key="alliance-when-week").value == when
    page.session_state["elsewhere"] = True
    page.run()
    page.session_state["outcomes-part"] = "How complete"
    page.run()
    for elsewhere in (False, True):
        page.session_state["elsewhere"] = elsewhere
        page.run()
    assert page.session_state["outcomes-part"] == "How complete"
