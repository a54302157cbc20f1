"""All ratings of an episode in order, and taking one out with its reason so that both stay visible."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from fit.casework.clinician import open_client, record_in_room
from fit.casework.views import RatingStatus
from fit.ratings import Mode
from fit.scales import Score
from tests.dashboard.pages.looking import html, links
from tests.dashboard.pages.test_enter import MENU


@pytest.fixture
def ratings(clinic, signed_in_as):
    def one(name="clinician.one", **query):
        signed_in_as(name)
        at = AppTest.from_string(MENU.format(here="ratings"), default_timeout=30)
        for part, value in query.items():
            at.query_params[part] = value
        at.run()
        assert not at.exception, at.exception
        return at

    return one


@pytest.fixture
def page_of(clinic, people):
    return lambda episode_id: open_client(clinic, people["clinician.one"], episode_id)


def rows(at):
    """The table as lists of cells."""
    body = re.search(r"<tbody>(.*)</tbody>", html(at), flags=re.DOTALL)[1]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL) for row in body.split("</tr>")]
    return [row for row in cells if row]


def test_every_rating_stands_there_in_order_with_how_it_came(ratings, episode_of):
    at = ratings(episode=episode_of("GAPS"))
    table = rows(at)

    assert [(row[0].split(",")[0], row[1], row[3]) for row in table] == [
        ("1", "ORS", "18.0"),
        ("1", "SRS", "37.0"),
        ("2", "SRS", "37.5"),
        ("3", "ORS", "21.0"),
        ("4", "SRS", "38.0"),
        ("5", "ORS", "24.5"),
        ("5", "SRS", "38.1"),
    ]
    assert {(row[2], row[4], row[5]) for row in table} == {("Client", "Counts", "Imported")}


def test_the_table_can_be_read_by_a_screen_reader(ratings, episode_of):
    shown = html(ratings(episode=episode_of("STEADY")))

    assert shown.count('<th scope="col">') == 7
    assert shown.count('<th scope="row">') == 8
    assert "<caption>Every rating of this episode." in shown


def test_a_rating_is_taken_out_with_a_reason_and_stays_with_who_and_when(ratings, episode_of, page_of):
    episode_id = episode_of("STEADY")
    at = ratings(episode=episode_id)
    at.selectbox[0].set_value(page_of(episode_id).sessions[1].ratings[0].rating_id)
    at.text_input[0].set_value("an odd day <b>")
    at.button[0].click()
    at.run()

    assert not at.exception, at.exception
    assert [one.value for one in at.success] == ["ORS of session 2 no longer counts."]
    taken = next(row for row in rows(at) if row[0].startswith("2,") and row[1] == "ORS")
    assert taken[3] == "25.1"
    assert taken[4].startswith("Taken out, no longer counts: an odd day &lt;b&gt; (Clinician One ")
    assert page_of(episode_id).sessions[1].ratings[0].status is RatingStatus.SUPERSEDED


def test_afterwards_a_new_one_can_be_entered_for_that_session_and_both_stay(
    ratings, clinic, people, episode_of, page_of
):
    episode_id = episode_of("STEADY")
    at = ratings(episode=episode_id)
    session = page_of(episode_id).sessions[1]
    at.selectbox[0].set_value(session.ratings[0].rating_id)
    at.text_input[0].set_value("measured wrongly")
    at.button[0].click()
    at.run()

    offered = {label: query for label, _, query in links(at)}
    assert offered["Enter a new one"] == f"episode={episode_id}&scale=ors&meeting=2"
    record_in_room(
        clinic,
        people["clinician.one"],
        episode_id,
        scale_id="ors",
        answers={"individual": Score(60), "interpersonal": Score(61), "social": Score(62), "overall": Score(63)},
        mode=Mode.PAPER,
        line_length_px=None,
        calibrated=False,
        idempotency_key="a-new-one",
        session_id=session.session_id,
    )
    at = ratings(episode=episode_id)
    second = [(row[3], row[4].split(":")[0]) for row in rows(at) if row[0].startswith("2,") and row[1] == "ORS"]
    assert second == [("25.1", "Taken out, no longer counts"), ("24.6", "Counts")]


@pytest.mark.parametrize(("reason", "says"), [("", "The reason is missing."), ("   ", "The reason is missing.")])
def test_without_a_reason_nothing_is_taken_out(ratings, episode_of, page_of, reason, says):
    episode_id = episode_of("STEADY")
    at = ratings(episode=episode_id)
    at.selectbox[0].set_value(page_of(episode_id).sessions[0].ratings[0].rating_id)
    at.text_input[0].set_value(reason)
    at.button[0].click()
    at.run()

    assert says in at.error[0].value
    assert page_of(episode_id).sessions[0].ratings[0].status is RatingStatus.ACTIVE


def test_without_a_choice_it_says_so(ratings, episode_of):
    at = ratings(episode=episode_of("STEADY"))
    at.text_input[0].set_value("a reason")
    at.button[0].click()
    at.run()

    assert at.error[0].value == "No rating is chosen. Choose the one that is wrong."


def test_a_supervisor_reads_the_table_and_changes_nothing(ratings, episode_of):
    at = ratings("supervisor.one", episode=episode_of("STEADY"))

    assert len(rows(at)) == 8
    assert (list(at.selectbox), list(at.button)) == ([], [])


@pytest.mark.parametrize(("name", "code"), [("clinician.two", "STEADY"), ("clinician.one", "")])
def test_nobody_elses_ratings_are_shown(ratings, episode_of, name, code):
    at = ratings(name, episode=episode_of(code) if code else "")

    assert "Choose a client first" in at.info[0].value
    assert "STEADY" not in html(at)
