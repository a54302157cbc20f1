"""Entering a rating from paper or from what was said: numbers, the sum compared, stored once, in its session."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.dates import day_said
from fit.casework.administrator import add_client
from fit.casework.clinician import open_client
from fit.ratings import Informant, Mode
from fit.scales import AgeBand, Score

MENU = """
import streamlit as st
from dashboard.pages import {here}

def elsewhere():
    st.title("Elsewhere")

pages = [st.Page({here}.page, title="Here", url_path="{here}", default=True)]
others = [name for name in ("client", "caseload", "enter", "ratings") if name != "{here}"]
pages += [st.Page(elsewhere, title=name, url_path=name) for name in others]
st.navigation(pages, position="hidden").run()
"""
NUMBERS = ("6.1", "5,2", "73", "4.8")
# 6.1 + 5.2 + 7.3 + 4.8
SUM = Score(234)


@pytest.fixture
def enter(clinic, signed_in_as):
    """Open the page as a person, for an episode and a scale."""

    def one(name="clinician.one", **query):
        signed_in_as(name)
        at = AppTest.from_string(MENU.format(here="enter"), default_timeout=30)
        for part, value in query.items():
            at.query_params[part] = value
        at.run()
        assert not at.exception, at.exception
        return at

    return one


@pytest.fixture
def page_of(clinic, people):
    return lambda episode_id: open_client(clinic, people["clinician.one"], episode_id)


def send(at, numbers=NUMBERS, total="", **chosen):
    """Type the numbers and press Enter."""
    fields = [one for one in at.text_input if not one.label.startswith("Total")]
    for field, typed in zip(fields, numbers, strict=True):
        field.set_value(typed)
    next(one for one in at.text_input if one.label.startswith("Total")).set_value(total)
    for label, value in chosen.items():
        next(one for one in at.selectbox if one.label == label.replace("_", " ")).set_value(value)
    next(one for one in at.button if one.label == "Check and store").click()
    at.run()
    assert not at.exception, at.exception
    return at


def todays(client):
    return [row for session in client.sessions for row in session.ratings if session.occurred_on == client.as_of]


def shown(at, kind):
    return [one.value for one in getattr(at.main, kind)]


def test_four_numbers_and_the_papers_total_are_stored_at_once(enter, episode_of, page_of):
    episode_id = episode_of("STEADY")
    at = send(enter(episode=episode_id, scale="ors"), total="23.4")

    assert shown(at, "success") == ["Stored: ORS 23.4, today."]
    (row,) = todays(page_of(episode_id))
    assert (row.total, row.mode, row.informant, row.calibrated) == (SUM, Mode.PAPER, Informant.CLIENT, False)
    assert list(row.answers.values()) == [Score(61), Score(52), Score(73), Score(48)]
    assert row.recorded_by == "Clinician One"


def test_without_the_papers_total_the_sum_is_shown_first_and_stored_by_enter_once_more(enter, episode_of, page_of):
    episode_id = episode_of("STEADY")
    at = send(enter(episode=episode_id, scale="ors"))

    assert any("add up to **23.4**" in one for one in shown(at, "info"))
    assert todays(page_of(episode_id)) == []
    at.button[0].click()
    at.run()
    assert [row.total for row in todays(page_of(episode_id))] == [SUM]


def test_a_changed_number_is_compared_anew(enter, episode_of, page_of):
    episode_id = episode_of("STEADY")
    at = send(enter(episode=episode_id, scale="ors"))
    at = send(at, ("6.1", "5.2", "7.3", "4.9"))

    assert any("add up to **23.5**" in one for one in shown(at, "info"))
    assert todays(page_of(episode_id)) == []


def test_another_total_on_the_paper_is_an_error_and_nothing_is_stored(enter, episode_of, page_of):
    episode_id = episode_of("STEADY")
    at = send(enter(episode=episode_id, scale="ors"), total="24.3")

    assert shown(at, "error") == ["The lines add up to 23.4, the paper says 24.3. Measure or add up once more."]
    assert todays(page_of(episode_id)) == []
    assert [one.value for one in at.text_input][:4] == list(NUMBERS)


def test_a_bad_number_is_named_and_what_was_typed_stays(enter, episode_of, page_of):
    episode_id = episode_of("STEADY")
    at = send(enter(episode=episode_id, scale="ors"), ("6.1", "52.0", "73", "4.8"))

    assert "Line 2: '52.0' is no answer there" in shown(at, "error")[0]
    assert [one.value for one in at.text_input][:4] == ["6.1", "52.0", "73", "4.8"]
    assert todays(page_of(episode_id)) == []


def test_it_can_belong_to_an_earlier_session_and_to_another_informant(enter, episode_of, page_of):
    episode_id = episode_of("GAPS")
    gap = page_of(episode_id).sessions[1]
    at = send(enter(episode=episode_id, scale="ors"), total="23.4", Session=gap.session_id, Given_by="caregiver")

    assert f"Session 2, {day_said(gap.occurred_on)}." in shown(at, "success")[0]
    added = page_of(episode_id).sessions[1].ratings[-1]
    assert (added.total, added.informant) == (SUM, Informant.CAREGIVER)
    assert todays(page_of(episode_id)) == []


def test_the_address_can_name_the_session(enter, episode_of, page_of):
    episode_id = episode_of("GAPS")
    at = enter(episode=episode_id, scale="ors", meeting="2")
    send(at, total="23.4")

    assert [row.total for row in page_of(episode_id).sessions[1].ratings if row.scale_id == "ors"] == [SUM]


def test_after_the_first_sheet_the_second_one_is_asked_for_and_another_can_be_chosen(enter, episode_of, page_of):
    episode_id = episode_of("STEADY")
    at = send(enter(episode=episode_id, scale="ors"), total="23.4")
    assert at.title[0].value == "Enter SRS"
    assert "mendline.focus_in" in [one.proto.component_name for one in at.get("bidi_component")]

    send(at, ("9.1", "9.2", "9.3", "9.4"), total="37.0")
    assert [row.scale_id for row in todays(page_of(episode_id))] == ["ors", "srs"]
    assert at.title[0].value == "Enter SRS"

    at.get("button_group")[0].set_value("phq9").run()
    assert at.title[0].value == "Enter PHQ-9"


def test_a_second_rating_of_the_session_is_refused_with_the_way_to_correct_it(enter, episode_of):
    episode_id = episode_of("STEADY")
    send(enter(episode=episode_id, scale="ors"), total="23.4")
    at = enter(episode=episode_id, scale="ors")
    assert "The ORS of today is here already" in shown(at, "info")[0]
    send(at, total="23.4")

    assert "already rated" in shown(at, "error")[0]
    assert "All ratings of this client" in [link.proto.label for link in at.get("page_link")]


def test_spoken_numbers_are_kept_as_spoken(enter, episode_of, page_of):
    episode_id = episode_of("STEADY")
    at = enter(episode=episode_id, scale="ors")
    at.radio[0].set_value("oral").run()
    send(at, ("6", "5.5", "7", "4"), total="22.5")

    assert [(row.mode, row.total) for row in todays(page_of(episode_id))] == [(Mode.ORAL, Score(225))]


def test_the_digits_of_a_choice_scale_are_entered_one_a_line(enter, episode_of, page_of):
    episode_id = episode_of("STEADY")
    send(enter(episode=episode_id, scale="phq9"), tuple("121000300"), total="7")

    assert [(row.scale_id, row.total) for row in todays(page_of(episode_id))] == [("phq9", Score(70))]


def test_a_reversed_item_says_which_digit_means_what(enter, episode_of):
    labels = [one.label for one in enter(episode=episode_of("STEADY"), scale="core10").text_input]

    assert labels[0] == "1. I have felt tense, anxious or nervous (0 = Not at all, 4 = Most or all the time)"
    assert labels[2].endswith("(4 = Not at all, 0 = Most or all the time)")


def test_a_face_is_chosen_and_kept_without_a_number(enter, clinic, people, page_of):
    episode_id = add_client(clinic, people["clinician.one"], code="SMALL", age_band=AgeBand.CHILD)
    at = enter(episode=episode_id, scale="ycors")
    _, faces = at.radio
    assert list(at.text_input) == []
    faces.set_value("3.0")
    at.button[0].click()
    at.run()
    assert not at.exception, at.exception
    assert [(row.face, row.total) for row in todays(page_of(episode_id))] == [("sad", None)]


def test_it_links_the_blank_form_without_naming_the_client(enter, episode_of):
    at = enter(episode=episode_of("STEADY"), scale="ors")
    pieces = "".join(one.proto.body for one in at.get("html"))

    assert 'href="/api/blank-form?scale=ors&language=en&for=adult&sheet=a4"' in pieces.replace("&amp;", "&")
    assert "STEADY" not in pieces


@pytest.mark.parametrize("scale", ["", "nonsense", "ycors"])
def test_without_a_scale_for_this_client_it_asks_which(enter, episode_of, scale):
    at = enter(episode=episode_of("STEADY"), scale=scale)
    labels = [link.proto.label for link in at.get("page_link")]

    assert labels[1:3] == ["ORS", "SRS"]
    assert "YCORS" not in labels


@pytest.mark.parametrize(
    ("name", "code"), [("clinician.two", "STEADY"), ("clinician.one", "nonsense"), ("clinician.one", "")]
)
def test_nobody_elses_client_is_entered(enter, episode_of, name, code):
    at = enter(name, episode=episode_of(code) if code == "STEADY" else code, scale="ors")
    assert "Choose a client first" in shown(at, "info")[0]


def test_who_only_supervises_cannot_enter(enter, episode_of):
    at = enter("supervisor.one", episode=episode_of("STEADY"), scale="ors")
    assert "cannot be rated now" in shown(at, "info")[0]
