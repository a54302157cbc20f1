"""Goals on a client's page and on their own: the client's words, numbers from 0 to 10, and what became of each."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from fit.casework.administrator import close_episode
from fit.casework.clinician import (
    add_goal,
    change_goal,
    end_goal,
    open_client,
    open_goals,
    rate_goal,
    record_consent,
    withdraw_consent,
)
from fit.casework.views import ConsentKind, GoalState
from fit.ratings import Ending
from tests.dashboard.pages.looking import html, labels, links, look_at, said

WORDS, NEW_WORDS = "To sleep <through> again", "To rest, also awake"


@pytest.fixture
def actor(clinic, signed_in_as):
    return signed_in_as("clinician.one")


@pytest.fixture
def episode(episode_of):
    return episode_of("FALLING-ALLIANCE")


@pytest.fixture
def today(clinic):
    return clinic.today()


@pytest.fixture
def goal(clinic, actor, episode, today):
    made = add_goal(clinic, actor, episode, words=WORDS, agreed_on=today - timedelta(days=30))
    rate_goal(clinic, actor, made, mark=2, rated_on=today - timedelta(days=30))
    rate_goal(clinic, actor, made, mark=0, rated_on=today - timedelta(days=23))
    return made


def goals_of(clinic, actor, episode):
    return open_goals(clinic, actor, episode).goals


def press(page, label, place=0):
    [button for button in page.button if button.label == label][place].click().run()
    assert not page.exception, page.exception


def test_without_a_goal_the_clients_page_offers_the_question_and_the_way(actor, episode):
    page = look_at("client", {"episode": episode})

    assert "what would be different if this work had helped?" in said(page)
    assert ("Note the first goal", "goals", f"episode={episode}") in links(page)


def test_the_first_goal_is_noted_in_the_clients_words(clinic, actor, episode, today):
    page = look_at("goals", {"episode": episode})
    page.text_area[0].input("  Sundays without \n a row ")
    press(page, "Note this goal")

    (one,) = goals_of(clinic, actor, episode)
    assert (one.words, one.agreed_on) == ("Sundays without a row", today)
    assert "The goal is noted." in page.success[0].value
    assert "Sundays without a row" in said(page)


def test_without_words_it_says_what_is_missing(clinic, actor, episode):
    page = look_at("goals", {"episode": episode})
    press(page, "Note this goal")

    assert "The words are missing" in page.error[0].value
    assert goals_of(clinic, actor, episode) == ()


def test_a_number_is_kept_when_it_is_sent(clinic, actor, episode, goal, today):
    page = look_at("goals", {"episode": episode})
    page.button_group(key=f"rate-{goal}-mark-0").set_value(4)
    press(page, "Keep this rating")

    latest = goals_of(clinic, actor, episode)[0].latest
    assert (latest.mark, latest.rated_on) == (4, today)
    assert "Kept: 4 of 10." in page.success[0].value


def test_without_a_number_nothing_is_kept(clinic, actor, episode, goal):
    page = look_at("goals", {"episode": episode})
    press(page, "Keep this rating")

    assert "Choose a number first." in page.warning[0].value
    assert len(goals_of(clinic, actor, episode)[0].marks) == 2


def test_a_changed_goal_keeps_its_past_on_the_page_in_picture_and_table(clinic, actor, episode, goal):
    page = look_at("goals", {"episode": episode})
    page.text_area[0].input(NEW_WORDS)
    press(page, "Change the goal")

    before, after = goals_of(clinic, actor, episode)
    assert (before.state, after.words, after.replaces) == (GoalState.CHANGED, NEW_WORDS, goal)
    text = said(page)
    assert text.index(NEW_WORDS) < text.index("Changed")
    assert "Rated 2 of 10" in text
    assert "Agreed anew" in text


def test_a_goal_that_is_let_go_is_in_the_history_alone(clinic, actor, episode, goal):
    page = look_at("goals", {"episode": episode})
    page.radio[0].set_value(GoalState.LET_GO)
    press(page, "End this goal")

    assert goals_of(clinic, actor, episode)[0].state is GoalState.LET_GO
    assert "Keep this rating" not in labels(page)
    assert "let go on" in said(page)


def test_a_change_of_goal_is_a_letter_on_the_axis_of_the_course(clinic, actor, episode, goal, today):
    change_goal(clinic, actor, goal, words=NEW_WORDS, changed_on=today - timedelta(days=16))
    page = look_at("client", {"episode": episode})

    assert "Goal changed: “To sleep <through> again” into “To rest, also awake”" in said(page)
    (chart,) = page.get("plotly_chart")
    assert "A" in {note["text"].strip("</b>") for note in json.loads(chart.proto.spec)["layout"]["annotations"]}
    assert "Goal changed" in chart.proto.alt


def test_the_clients_page_draws_what_is_worked_on_now_with_words_for_who_does_not_see(clinic, actor, episode, goal):
    other = add_goal(clinic, actor, episode, words="Ring my sister")
    end_goal(clinic, actor, other, state=GoalState.REACHED)
    page = look_at("client", {"episode": episode})
    pictures = html(page).split('<div class="ml-goals">')[1].split("</div>")[0]

    assert pictures.count("<figure>") == 1
    assert "Rated 2 on" in pictures
    assert "&lt;through&gt;" in pictures
    assert "<through>" not in html(page)
    assert "Ring my sister" in said(page), "in the table"


def test_what_was_noted_by_mistake_is_in_no_picture(clinic, actor, episode, goal):
    end_goal(clinic, actor, goal, state=GoalState.MISTAKEN, reason="another client's")
    page = look_at("goals", {"episode": episode})

    assert "<figure>" not in html(page)
    assert "Noted by mistake: another client's" in said(page)


def test_a_supervisor_reads_and_has_nothing_to_press(clinic, signed_in_as, actor, episode, goal):
    signed_in_as("supervisor.one")
    page = look_at("goals", {"episode": episode})

    assert WORDS in said(page)
    assert labels(page) == []
    assert ("Goals and their history", "goals", f"episode={episode}") in links(look_at("client", {"episode": episode}))


def test_after_consent_to_ratings_was_withdrawn_a_goal_is_kept_and_not_rated(clinic, actor, episode, goal, today):
    agreed = today - timedelta(days=40)
    record_consent(clinic, actor, episode, kind=ConsentKind.RATINGS, given_on=agreed)
    withdraw_consent(clinic, actor, episode, kind=ConsentKind.RATINGS, withdrawn_on=today)
    page = look_at("goals", {"episode": episode})

    assert "Keep this rating" not in labels(page)
    assert "withdrawn the consent to ratings" in said(page)


def test_after_the_ending_the_goals_stay_as_they_were(clinic, people, actor, episode, goal, today):
    close_episode(clinic, people["administrator.one"], episode, closed_on=today, ending=Ending.PLANNED)
    page = look_at("goals", {"episode": episode})

    assert "The goals stay as they were." in said(page)
    assert labels(page) == ["End this goal"]
    assert open_client(clinic, actor, episode).goals


@pytest.mark.parametrize("asked", ["", "0" * 13, "nonsense"])
def test_an_address_without_a_client_leads_back(actor, asked):
    page = look_at("goals", {"episode": asked})

    assert "Choose a client first" in page.info[0].value


def test_a_colleagues_client_is_not_there(signed_in_as, episode):
    signed_in_as("clinician.two")

    assert "Choose a client first" in look_at("goals", {"episode": episode}).info[0].value


def test_days_are_written_as_everywhere(actor, episode, goal):
    assert date.today().strftime("%Y-%m") not in said(look_at("goals", {"episode": episode}))  # noqa: DTZ011
