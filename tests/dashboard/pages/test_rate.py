"""The rating in the room: one scale, one client, stored once, thanked for."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components.rating_line import form_key
from fit.casework.clinician import open_client
from fit.ratings import Mode
from fit.scales import Score
from tests.dashboard.pages.looking import html

MENU = """
import streamlit as st
from dashboard.pages import rate

def elsewhere():
    st.title("Elsewhere")

here = st.Page(rate.page, title="Rating", url_path="rate", default=True)
client = st.Page(elsewhere, title="Client", url_path="client")
st.navigation([here, client], position="hidden").run()
"""
ANSWERS = {"individual": "6.1", "interpersonal": "5.2", "social": "7.3", "overall": "6.4"}
KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"


@pytest.fixture
def rate(clinic, signed_in_as):
    """Open the page as a person, for an episode and a scale."""

    def one(name="clinician.one", **query):
        signed_in_as(name)
        at = AppTest.from_string(MENU, default_timeout=30)
        for part, value in query.items():
            at.query_params[part] = value
        return at.run()

    return one


@pytest.fixture
def client_page(clinic, people):
    return lambda episode_id: open_client(clinic, people["clinician.one"], episode_id)


def send(at, client, answers=ANSWERS, key=KEY, scale="ors"):
    """Give the page what the form in the browser sends."""
    filled = {"answers": answers, "idempotency_key": key, "line_length_px": 614.0, "calibrated": False}
    at.session_state[form_key(client.episode.episode_id, scale, client.as_of)] = {"sent": filled}
    return at.run()


def todays(client):
    return [row for session in client.sessions for row in session.ratings if session.occurred_on == client.as_of]


def said(at):
    """What the client reads around the form, as HTML."""
    return " ".join(one.proto.body for one in at.main.get("html"))


def texts(at):
    return [one.value for kind in (at.main.title, at.main.markdown, at.main.info, at.main.warning) for one in kind]


def test_it_asks_warmly_and_names_the_neutral_wording(rate, episode_of):
    at = rate(episode=episode_of("STEADY"), scale="ors")

    assert not at.exception
    assert "<h1>How has the past week been for you?</h1>" in said(at)
    assert at.main.caption[1].value.startswith("Neutral wording, not the licensed form.")


def test_sent_marks_are_stored_and_thanked_for(rate, episode_of, client_page):
    episode_id = episode_of("STEADY")
    at = send(rate(episode=episode_id, scale="ors"), client_page(episode_id))

    assert not at.exception
    assert "<h1>Thank you</h1>" in said(at)
    (row,) = todays(client_page(episode_id))
    assert (row.total, row.mode, row.answers["social"]) == (Score(250), Mode.TABLET, Score(73))


def test_drawing_the_thank_you_again_stores_nothing_more(rate, episode_of, client_page):
    episode_id = episode_of("STEADY")
    at = send(rate(episode=episode_id, scale="ors"), client_page(episode_id))
    at.run()

    assert "<h1>Thank you</h1>" in said(at)
    assert len(todays(client_page(episode_id))) == 1


def test_the_same_form_sent_again_after_a_reload_is_stored_once(rate, episode_of, client_page):
    episode_id = episode_of("STEADY")
    for _ in range(2):
        at = send(rate(episode=episode_id, scale="ors"), client_page(episode_id))

    assert "<h1>Thank you</h1>" in said(at)
    assert len(todays(client_page(episode_id))) == 1


def test_a_second_rating_of_the_day_is_not_stored_and_says_why(rate, episode_of, client_page):
    episode_id = episode_of("STEADY")
    send(rate(episode=episode_id, scale="ors"), client_page(episode_id))
    again = rate(episode=episode_id, scale="ors")
    assert "Today's ORS of this client is already here." in texts(again)
    again = send(again, client_page(episode_id), key="f" * 32)

    assert again.main.title[0].value == "This rating was not stored"
    assert "already rated" in again.main.warning[0].value
    assert len(todays(client_page(episode_id))) == 1


def test_what_is_no_rating_is_not_stored_and_says_why(rate, episode_of, client_page):
    episode_id = episode_of("STEADY")
    at = send(rate(episode=episode_id, scale="ors"), client_page(episode_id), answers={"individual": "6.1"})

    assert "No mark on: interpersonal, social, overall." in at.main.warning[0].value
    assert todays(client_page(episode_id)) == []


def test_outcome_and_session_rating_of_one_day_are_one_session(rate, episode_of, client_page):
    episode_id = episode_of("STEADY")
    send(rate(episode=episode_id, scale="ors"), client_page(episode_id))
    marks = dict.fromkeys(("relationship", "goals", "approach", "overall"), "9.5")
    send(rate(episode=episode_id, scale="srs"), client_page(episode_id), marks, "e" * 32, "srs")

    last = client_page(episode_id).sessions[-1]
    assert {row.scale_id: row.total for row in last.ratings} == {"ors": Score(250), "srs": Score(380)}


@pytest.mark.parametrize("query", [{}, {"episode": "", "scale": "ors"}, {"episode": "nonsense", "scale": "ors"}])
def test_without_a_client_it_leads_back_to_the_caseload(rate, query):
    at = rate(**query)

    assert not at.exception
    assert "Choose a client first; a rating starts on the client's page." in texts(at)


@pytest.mark.parametrize("query", [{}, {"scale": "nonsense"}])
def test_without_a_scale_it_leads_back_to_the_client(rate, episode_of, query):
    at = rate(episode=episode_of("STEADY"), **query)

    assert not at.exception
    assert "Choose which rating to give on the client's page." in texts(at)


def test_a_colleagues_client_is_not_shown(rate, episode_of):
    at = rate("clinician.two", episode=episode_of("STEADY"), scale="ors")

    assert "Choose a client first; a rating starts on the client's page." in texts(at)
    assert "STEADY" not in " ".join(texts(at))


def test_who_only_supervises_cannot_rate(rate, episode_of):
    at = rate("supervisor.one", episode=episode_of("STEADY"), scale="ors")

    assert not at.exception
    assert "cannot be rated now" in " ".join(texts(at))


def test_the_clinicians_menu_is_hidden_and_a_way_back_is_there(rate, episode_of):
    at = rate(episode=episode_of("STEADY"), scale="ors")
    assert re.search(r'stSidebar"\][^}]*display: none', html(at))
    assert "For the clinician: back to the client's page" in [one.proto.label for one in at.get("page_link")]
