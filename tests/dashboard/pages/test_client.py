from __future__ import annotations

import json

import pytest

from fit.casework.clinician import open_client
from fit.casework.views import AlertState
from tests.dashboard.pages.looking import labels, links, look_at, said


@pytest.fixture
def episode(episode_of):
    return episode_of("FALLING-ALLIANCE")


@pytest.fixture
def page(signed_in_as, episode):
    signed_in_as("clinician.one")
    return look_at("client", {"episode": episode})


def states(clinic, people, episode):
    return [alert.state for alert in open_client(clinic, people["clinician.one"], episode).alerts if alert.meeting == 6]


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception, page.exception


def test_the_head_says_who_it_is(page):
    assert page.title[0].value == "FALLING-ALLIANCE"
    assert "Adult · 6 sessions · last seen 2 days ago" in said(page)


def test_the_verdicts_are_words_with_their_numbers(page):
    text = said(page)

    assert "Improved +6.4 points since the first rating (18.2 to 24.6)." in text
    assert "24.6 now; the expected path (simulated reference) is at" in text
    assert "Ask about it 35.1 at the last rated session; the line is 36.0." in text


def test_why_this_gives_rule_formula_numbers_line_policy_and_source(page):
    text = said(page)

    assert "How it is worked out gain = latest score - intake score" in text
    assert "intake 18.2; latest 24.6; gain 6.4; clinical cutoff 25.0" in text
    assert "reliable change at least 5" in text
    assert "ICCE" in text
    assert "Usual next step" in text


def test_the_course_is_a_chart_with_words_and_a_table_with_the_same_numbers(page):
    (chart,) = page.get("plotly_chart")
    drawn = json.loads(chart.proto.spec)
    (table,) = page.dataframe

    assert {trace["name"] for trace in drawn["data"]} >= {"ORS", "SRS", "clinical cutoff", "SRS line", "expected path"}
    assert "Marked at session 6: The session rating" in chart.proto.alt
    assert list(table.value["ORS"]) == [18.2, 19.5, 22.4, 21.0, 24.8, 24.6]
    assert "simulated reference" in chart.proto.spec


def test_alerts_of_one_rating_are_one_piece_of_work(page):
    assert said(page).count("session 6 · new") == 1
    assert "The session rating is low" in said(page)
    assert "The session rating fell since the last one" in said(page)
    assert labels(page).count("I have seen this") == 1


def test_one_tap_marks_all_alerts_of_the_rating_as_seen(page, clinic, people, episode):
    press(page, "I have seen this")

    assert set(states(clinic, people, episode)) == {AlertState.SEEN}
    assert "session 6 · seen" in said(page)
    assert "I have seen this" not in labels(page)


def test_alerts_talked_about_leave_only_closing(page, clinic, people, episode):
    press(page, "Talked about it")

    assert set(states(clinic, people, episode)) == {AlertState.TALKED_ABOUT}
    assert "Talked about it" not in labels(page)


def test_closing_needs_a_reason(page, clinic, people, episode):
    press(page, "Close this alert")

    assert AlertState.CLOSED not in states(clinic, people, episode)
    assert "Write a few words" in page.warning[0].value


def test_a_closed_alert_keeps_its_reason(page, clinic, people, episode):
    page.text_area[0].input("We agreed on another pace.")
    press(page, "Close this alert")

    assert set(states(clinic, people, episode)) == {AlertState.CLOSED}
    assert "Closed: We agreed on another pace." in said(page)
    assert "No open alert." in said(page)


def test_ratings_can_be_handed_over_or_given_in_the_room(page, episode):
    handed = [element.proto for element in page.get("bidi_component")]

    assert len(handed) == 2
    assert ("ORS here in the room", "rate", f"episode={episode}&scale=ors") in links(page)
    assert ("SRS here in the room", "rate", f"episode={episode}&scale=srs") in links(page)


def test_a_supervisor_reads_and_changes_nothing(signed_in_as, episode):
    signed_in_as("supervisor.one")
    page = look_at("client", {"episode": episode})

    assert page.title[0].value == "FALLING-ALLIANCE"
    assert "Seen by Clinician One. You can read here, not change." in said(page)
    assert labels(page) == []
    assert page.get("bidi_component") == []


@pytest.mark.parametrize("name", ["clinician.two", "director.one", "administrator.one"])
def test_nobody_else_learns_that_the_client_exists(signed_in_as, episode, name):
    signed_in_as(name)
    page = look_at("client", {"episode": episode})

    assert page.title[0].value == "No such client here"
    assert "FALLING" not in said(page)


@pytest.mark.parametrize("asked", ["", "0", "zzzz", "' or 1=1"])
def test_an_address_that_names_nobody_says_so(clinic, signed_in_as, asked):
    signed_in_as("clinician.one")

    assert look_at("client", {"episode": asked}).title[0].value == "No such client here"


def test_a_single_rating_is_drawn_without_verdicts_it_cannot_have(signed_in_as, episode_of):
    signed_in_as("clinician.one")
    page = look_at("client", {"episode": episode_of("ONE-RATING")})

    assert "Too early to say Two outcome ratings are needed to see a change." in said(page)
    assert len(page.get("plotly_chart")) == 1


def test_sessions_without_a_rating_stay_empty_in_the_table(signed_in_as, episode_of):
    signed_in_as("clinician.one")
    page = look_at("client", {"episode": episode_of("GAPS")})

    assert page.dataframe[0].value["ORS"].isna().tolist() == [False, True, False, True, False]
