"""Looking back on an ending, and the list of what was learnt: plain, kind, and nobody else's."""

from __future__ import annotations

import re

import pytest

from fit.casework.administrator import close_episode
from fit.casework.clinician import (
    add_learning_point,
    mark_alert,
    open_client,
    open_debrief,
    open_learning,
    share_learning_point,
)
from fit.casework.views import AlertState
from fit.ratings import Ending
from tests.dashboard.pages.looking import labels, links, look_at, said

SHAMING = re.compile(
    r"\b(fail|failed|failure|missed|ignored|should have|mistake|wrong|bad|poor|fault|neglect)", re.IGNORECASE
)


@pytest.fixture
def actor(clinic, signed_in_as):
    return signed_in_as("clinician.one")


@pytest.fixture
def ended(clinic, people, actor, episode_of):
    """Return what ends the episode of a story, unplanned unless said otherwise."""

    def end(code="FALLING-ALLIANCE", ending=Ending.UNPLANNED):
        episode = episode_of(code)
        close_episode(clinic, people["administrator.one"], episode, closed_on=clinic.today(), ending=ending)
        return episode

    return end


def looked_back(episode):
    return look_at("debrief", {"episode": episode})


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception, page.exception


def test_an_unplanned_ending_offers_it_on_the_clients_page(ended):
    episode = ended()
    offers = [link for link in links(look_at("client", {"episode": episode})) if link[1] == "debrief"]

    assert offers == [
        (
            "It ended sooner than planned. Look back on it with the record at hand, for your eyes alone",
            "debrief",
            f"episode={episode}",
        )
    ]


def test_an_open_episode_and_a_supervisor_get_no_offer(ended, signed_in_as, episode_of):
    still_open = episode_of("STEADY")
    episode = ended()
    assert not [link for link in links(look_at("client", {"episode": still_open})) if link[1] == "debrief"]
    signed_in_as("supervisor.one")
    assert not [link for link in links(look_at("client", {"episode": episode})) if link[1] == "debrief"]
    assert "Choose one of your clients" in looked_back(episode).info[0].value


def test_the_record_says_how_it_ended_what_was_marked_and_when_the_signs_came(ended):
    text = said(looked_back(ended()))

    assert "Ended unplanned on" in text
    assert "after 6 sessions" in text
    assert "ORS: +6.4 points since the first rating (18.2 to 24.6)." in text
    assert "ORS 24.6, SRS 35.1." in text
    assert "(the last session)" in text
    assert text.count("there was no session left to take it up in") == 1, "said once for all of a session"


def test_gaps_are_told_by_session(ended):
    text = said(looked_back(ended("GAPS")))

    assert "No ORS at sessions 2, 4." in text
    assert "No SRS at session 3." in text


def test_no_sign_is_said_to_be_worth_knowing(ended):
    assert "not every ending announces itself" in said(looked_back(ended("ONE-RATING")))


def test_what_was_talked_about_is_told_as_done(clinic, actor, episode_of, ended):
    episode = episode_of("FALLING-ALLIANCE")
    for alert in open_client(clinic, actor, episode).alerts:
        if alert.state.is_open:
            mark_alert(clinic, actor, alert.alert_id, AlertState.TALKED_ABOUT)
    text = said(looked_back(ended()))

    assert "You talked about this with the client." in text
    assert "Nothing was noted of this." not in text


@pytest.mark.parametrize("code", ["FALLING-ALLIANCE", "OFF-TRACK", "STEADY", "ONE-RATING", "GAPS"])
def test_no_word_shames(ended, code):
    assert not SHAMING.findall(said(looked_back(ended(code))))


def test_only_an_unplanned_ending_is_called_one_without_a_goodbye(ended):
    assert "without a goodbye" in said(looked_back(ended()))
    assert "without a goodbye" not in said(looked_back(ended("STEADY", Ending.PLANNED)))


def test_ones_own_words_are_kept_and_stand_there_again(clinic, actor, ended):
    episode = ended()
    page = looked_back(episode)
    page.text_area[0].input("Ask at the first fall.")
    press(page, "Keep this for me")

    assert open_debrief(clinic, actor, episode).earlier == "Ask at the first fall."
    assert "Only you can read it." in page.success[0].value
    assert looked_back(episode).text_area[0].value == "Ask at the first fall."


def test_a_point_from_the_ending_is_ticked_shared_and_removed_on_the_list(clinic, people, actor, ended):
    page = looked_back(ended())
    page.text_input[0].input("Name the mark and wait.")
    press(page, "Keep it")
    learning = look_at("learning")
    assert "Name the mark and wait." in said(learning)
    assert "from an ending" in said(learning)

    learning.checkbox[0].check().run()
    learning.checkbox[1].check().run()
    (point,) = open_learning(clinic, actor).points
    assert (point.is_tried, point.is_shared) == (True, True)
    assert len(open_learning(clinic, people["supervisor.one"]).shared_with_me) == 1
    press(learning, "Yes, remove it")
    assert open_learning(clinic, actor).points == ()
    assert "Nothing here yet" in said(learning)


def test_a_point_is_added_by_hand(clinic, actor):
    page = look_at("learning")
    page.text_input[0].input("Ask about the ending early.")
    press(page, "Keep it")

    assert [one.said for one in open_learning(clinic, actor).points] == ["Ask about the ending early."]
    assert "added by hand" in said(page)


def test_a_supervisor_sees_the_shared_point_and_whose_it_is_and_no_client(clinic, actor, ended, signed_in_as):
    episode = ended()
    shared = add_learning_point(clinic, actor, "Name the mark.", episode_id=episode)
    add_learning_point(clinic, actor, "Mine alone.", episode_id=episode)
    share_learning_point(clinic, actor, shared, shared=True)
    signed_in_as("supervisor.one")
    text = said(look_at("learning"))

    assert "Shared with you" not in text  # a heading, not HTML
    assert "Name the mark. Clinician One" in text
    assert "Mine alone." not in text
    assert "FALLING-ALLIANCE" not in text


def test_nobody_elses_points_are_on_the_list(clinic, actor, signed_in_as):
    add_learning_point(clinic, actor, "Mine alone.")
    signed_in_as("clinician.two")

    assert "Mine alone." not in said(look_at("learning"))


def test_the_closed_list_says_where_one_can_look_back(ended):
    ended()
    page = look_at("caseload")
    page.button_group(key="caseload-status").select("Closed (1)").run()

    assert "look back on it from the client's page" in said(page)


def test_an_open_episode_is_not_looked_back_on(actor, episode_of):
    page = looked_back(episode_of("STEADY"))

    assert "whose episode has ended" in page.info[0].value
    assert labels(page) == []
