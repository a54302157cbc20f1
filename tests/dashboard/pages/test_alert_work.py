"""Alerts and tags on a client's page: each step with one tap, and what follows from it."""

from __future__ import annotations

import re

import pytest

from fit.casework.clinician import add_tag, make_plan, mark_alert, open_caseload, open_client, save_reading
from fit.casework.views import AlertState, Attention
from fit.repair import Dimension, KindSeen
from tests.dashboard.pages.looking import html, labels, links, look_at, said

LATER, BACK = "Not before the next session", "Bring it back now"


@pytest.fixture
def episode(episode_of):
    return episode_of("FALLING-ALLIANCE")


@pytest.fixture
def page(signed_in_as, episode):
    signed_in_as("clinician.one")
    return look_at("client", {"episode": episode})


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception, page.exception


def attention(clinic, people, episode):
    rows = open_caseload(clinic, people["clinician.one"]).rows
    return next(row.attention for row in rows if row.episode_id == episode)


def test_one_tap_puts_all_alerts_of_the_rating_off_and_another_brings_them_back(page, clinic, people, episode):
    press(page, LATER)
    assert "session 6 · new · waits for the next session" in said(page)
    assert attention(clinic, people, episode) is Attention.NOTHING
    assert LATER not in labels(page)
    press(page, BACK)
    assert "waits for the next session" not in said(page)
    assert attention(clinic, people, episode) is Attention.ALLIANCE


def test_a_planned_repair_says_at_which_session_and_needs_no_waiting(page, clinic, people, episode):
    assert ("Plan a repair", "repair") in [(label, to) for label, to, _ in links(page)]
    plan_a_repair(clinic, people["clinician.one"], episode)
    page.run()
    assert ("Open the repair", "repair") in [(label, to) for label, to, _ in links(page)]
    assert "session 6 · repair planned (marked after session 6 had been held)" in said(page)
    assert LATER not in labels(page)
    assert "Talked about it" not in labels(page)


def plan_a_repair(clinic, actor, episode):
    session = open_client(clinic, actor, episode).sessions[-1].session_id
    reading = {"kind": KindSeen.NOT_SURE, "dimension": Dimension.NOT_SURE}
    plan = save_reading(clinic, actor, episode, session, **reading)
    make_plan(clinic, actor, plan.plan_id, version=plan.version, check_by="The next ratings.")


def test_the_session_of_an_alert_is_one_click_away_with_what_was_given(page):
    assert re.search("<details [^>]*><summary>Session 6, ", html(page))
    assert "SRS · client · imported 35.1" in said(page)
    assert "ORS · client · imported 24.6" in said(page)


@pytest.fixture
def two_sessions(signed_in_as, clinic, episode_of):
    """A client with open alerts of two sessions; the newer one stands first."""
    actor = signed_in_as("clinician.one")
    episode = episode_of("OFF-TRACK")
    alerts = open_client(clinic, actor, episode).alerts
    meetings = [alert.meeting for alert in alerts if alert.state.is_open and alert.severity.value == "act"]
    assert len(set(meetings)) > 1
    return episode, min(meetings), max(meetings)


def first_alert(page):
    return next(body for body in html(page).split("ml-alert-top")[1:])


def test_the_session_that_a_link_names_stands_first(two_sessions):
    episode, older, newer = two_sessions
    assert f"session {newer} · new" in first_alert(look_at("client", {"episode": episode}))
    assert f"session {older} · new" in first_alert(look_at("client", {"episode": episode, "session": str(older)}))


@pytest.mark.parametrize("session", ["", "x", "-1", "99", "\u00b2"])
def test_a_session_that_is_none_changes_nothing(two_sessions, session):
    episode, _, newer = two_sessions
    page = look_at("client", {"episode": episode, "session": session})
    assert f"session {newer} · new" in first_alert(page)


def test_what_cannot_be_done_any_more_is_said(page, clinic, people, episode):
    actor = people["clinician.one"]
    for alert in open_client(clinic, actor, episode).alerts:
        if alert.state.is_open:
            mark_alert(clinic, actor, alert.alert_id, AlertState.CLOSED, "closed in another window")
    press(page, LATER)
    assert "not open any more" in page.toast[0].value


def test_a_tag_is_added_and_taken_off_in_place(page, clinic, people, episode):
    (field,) = page.multiselect
    field.set_value(["evening group"]).run()
    assert not page.exception
    assert open_client(clinic, people["clinician.one"], episode).tags == ("evening group",)
    assert "<li>evening group</li>" in html(page)
    page.multiselect[0].set_value([]).run()
    assert open_client(clinic, people["clinician.one"], episode).tags == ()


def test_a_tag_that_is_too_long_is_refused_and_the_field_shows_what_is_kept(page, clinic, people, episode):
    page.multiselect[0].set_value(["x" * 41]).run()
    assert "1 to 40 characters" in page.toast[0].value
    assert page.multiselect[0].value == []


def test_a_supervisor_reads_tags_and_changes_none(signed_in_as, clinic, people, episode):
    add_tag(clinic, people["clinician.one"], episode, "<b>group</b>")
    signed_in_as("supervisor.one")
    page = look_at("client", {"episode": episode})
    assert "<li>&lt;b&gt;group&lt;/b&gt;</li>" in html(page)
    assert not page.multiselect


def test_what_was_talked_about_days_later_is_said_as_marked_and_not_as_said_in_that_session(page):
    press(page, "Talked about it")
    assert "talked about with the client (marked after session 6 had been held)" in said(page)
    assert "talked about with the client at session" not in said(page)
