"""The page of patterns without a browser: counts in words, few said to be few, sessions led back to, who may look."""

from __future__ import annotations

import re
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components.answer_habits import how_few
from fit.casework.clinician import import_transcript, open_client, record_consent
from fit.casework.views import ConsentKind
from fit.dialogue import SessionPattern, habits_of
from tests.dashboard.pages.looking import html, labels, links, said
from tests.fit.casework.talks import ROLES, vtt

COMPLAINT = "To be honest this isn't helping me, and you don't listen to me."
EXPLAINED = ("It was all right.", "And the spring?", COMPLAINT, "Change takes time, and that is quite normal.", "Fine.")
THANKED = ("It was all right.", "And the spring?", COMPLAINT, "Thank you for telling me.", "Yes.")
MENU = """
import streamlit as st
from dashboard.pages import patterns

def elsewhere():
    st.title("Elsewhere")

pages = [st.Page(patterns.page, title="Here", url_path="patterns", default=True)]
names = ("client", "caseload", "supervision", "record", "transcript", "search", "reading")
pages += [st.Page(elsewhere, title=name, url_path=name) for name in names]
st.navigation(pages, position="hidden").run()
"""


@pytest.fixture
def look(signed_in_as, clinic):
    assert clinic

    def one(name="clinician.one", **query):
        signed_in_as(name)
        at = AppTest.from_string(MENU, default_timeout=30)
        for part, value in query.items():
            at.query_params[part] = value
        at.run()
        assert not at.exception, at.exception
        return at

    return one


@pytest.fixture
def take(clinic, people, episode_of):
    """Take transcripts in: each goes into the next session of a client."""

    def some(code, *talks):
        actor, episode = people["clinician.one"], episode_of(code)
        record_consent(clinic, actor, episode, kind=ConsentKind.TRANSCRIPT, given_on=date(2026, 1, 5))
        sessions = open_client(clinic, actor, episode).sessions
        for session, talk in zip(sessions, talks, strict=False):
            import_transcript(clinic, actor, episode, session_id=session.session_id, content=vtt(*talk), roles=ROLES)
        return episode, [session.session_id for session in sessions]

    return some


def pattern(*answers):
    return SessionPattern(
        clinician_share=None,
        share_by="",
        minutes_to_validation=None,
        validated=False,
        answers=answers,
        client_latency_s=None,
        longest_silence_s=None,
        understood=True,
    )


def test_without_a_transcript_it_says_what_the_page_would_show(look):
    page = look()
    assert "No transcript yet" in said(page)
    assert "Who sees this: you and your supervisor, nobody else" in said(page)


def test_first_answers_are_counted_in_words_and_few_are_said_to_be_few(look, take):
    episode, _ = take("STEADY", EXPLAINED, THANKED, THANKED)
    page = look(episode=episode)
    assert (
        "3 possible complaints in 3 sessions; of 3 the first answer was recognised: 2 received it, "
        "1 may be heard as defence." in said(page)
    )
    assert "3 sessions: too few to call it a habit." in said(page)
    bars = re.findall(
        r'<th scope="row">([^<]+)</th><td><div><span class="ml-bar ml-bar-(\w+)" style="width:([\d.]+)%', html(page)
    )
    assert bars == [("Thanked for it", "receives", "100.0"), ("Explained", "defends", "50.0")]


@pytest.mark.parametrize(
    ("sessions", "complaints", "few"),
    [
        (4, 3, "4 sessions: too few to call it a habit."),
        (5, 1, "5 possible complaints: too few to call it a habit."),
        (9, 1, "9 possible complaints: too few to call it a habit."),
        (5, 2, ""),
        (11, 1, ""),
    ],
)
def test_a_habit_takes_five_sessions_and_ten_complaints(sessions, complaints, few):
    assert how_few(habits_of([pattern(*["thank"] * complaints)] * sessions)) == few


def test_every_session_leads_back_to_it(look, take):
    episode, sessions = take("STEADY", EXPLAINED, THANKED)
    page = look(episode=episode)
    assert re.findall(r'href="/reading\?episode=(\w+)&amp;session=(\w+)"', html(page)) == [
        (episode, sessions[1]),
        (episode, sessions[0]),
    ]
    assert ("record", f"episode={episode}") in [(address, query) for _, address, query in links(page)]


def test_figures_of_two_sessions_have_their_count_and_no_median(look, take):
    episode, _ = take("STEADY", EXPLAINED, THANKED)
    page = said(look(episode=episode))
    assert "Known of 2 of 2 sessions" in page
    assert "Too few for a median: it takes 3." in page
    assert "own median" not in re.sub(r"own median not known|compare with your own median", "", page)


def test_figures_of_three_sessions_have_their_median_and_a_reason(look, take):
    episode, _ = take("STEADY", EXPLAINED, THANKED, THANKED)
    page = said(look(episode=episode))
    assert re.search(r"Known of 3 of 3 sessions; the newest of these: [\d.]+ %, own median [\d.]+ %", page)
    assert "No share, pause or minute is known to be right for everybody" in page
    assert page.count("docs/dialogue.md") == 4


def test_what_did_not_happen_and_what_is_not_known_are_words_and_no_noughts(look, take):
    episode, _ = take("STEADY", ("Yes.", "And then?", "Nothing."))
    page = said(look(episode=episode))
    assert "none recognised no possible complaint none of 1.5 s or more" in page
    assert "No possible complaint was heard in 1 session. That does not mean that there was none" in page


def test_ones_own_sessions_are_those_of_all_ones_clients_with_their_names(look, take):
    take("STEADY", THANKED)
    take("OFF-TRACK", EXPLAINED)
    page = look()
    assert "Patterns: Clinician One" in page.title[0].value
    assert "STEADY: Session 1" in said(page)
    assert "OFF-TRACK: Session 1" in said(page)
    assert [box.label for box in page.selectbox] == []


def test_a_supervisor_chooses_whose_sessions_and_a_colleague_sees_none_of_them(look, take, people):
    episode, _ = take("STEADY", THANKED)
    page = look("supervisor.one")
    assert "Patterns: Clinician One" in page.title[0].value
    page.selectbox[0].set_value(people["supervisor.one"].user_id).run()
    assert "Choose above whose sessions you look at." in said(page)
    page.selectbox[0].set_value(people["clinician.one"].user_id).run()
    assert "Patterns: Clinician One" in page.title[0].value
    assert "STEADY: Session 1" in said(page)
    assert "Who sees this: the clinician and you, nobody else" in said(page)
    for asked in ({"episode": episode}, {"clinician": people["clinician.one"].user_id}):
        other = look("clinician.two", **asked)
        assert "These patterns are not here for you" in other.info[0].value
        assert "STEADY" not in said(other)


def test_sessions_still_to_be_read_are_counted_and_read_on_with_a_button(look, take):
    take("STEADY", *[THANKED] * 4)
    take("OFF-TRACK", *[THANKED] * 4)
    page = look()
    assert "3 sessions still to be read" in said(page)
    assert labels(page) == ["Read on"]
    page.button[0].click().run()
    assert "still to be read" not in said(page)
    assert "8 possible complaints in 8 sessions" in said(page)


def test_a_silence_that_the_file_cannot_tell_is_no_session_without_silence(look, clinic, people, episode_of):
    actor, episode = people["clinician.one"], episode_of("FALLING-ALLIANCE")
    record_consent(clinic, actor, episode, kind=ConsentKind.TRANSCRIPT, given_on=date(2026, 1, 5))
    session = open_client(clinic, actor, episode).sessions[-1].session_id
    plain = "\n".join(f"{'Therapist' if place % 2 else 'C-1'}: {text}" for place, text in enumerate(THANKED))
    import_transcript(
        clinic, actor, episode, session_id=session, content=plain.encode(), roles=dict(ROLES), ending=".txt"
    )
    page = said(look())
    assert page.count("not told by the file") == 2
    assert "none of 1.5 s or more" not in page
