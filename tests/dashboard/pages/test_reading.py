"""The page of a session that is looked back at, without a browser: memory first, then the words; who sees what."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from fit.casework.clinician import import_transcript, open_client, open_reading, record_consent
from fit.casework.views import ConsentKind, MomentVerdict
from fit.transcripts import Role
from tests.dashboard.pages.looking import html, labels, links, said
from tests.fit.casework.talks import ROLES, vtt

TALK = (
    "It was all right.",
    "Shall we look at your goals for the spring?",
    "To be honest this isn't helping me, and you don't listen to me.",
    "Change takes time, and that is quite normal.",
    "Fine.",
    "Thank you for telling me. It makes sense that you are disappointed in me.",
    "Yes. It was hard to say.",
)
MENU = """
import streamlit as st
from dashboard.pages import reading

def elsewhere():
    st.title("Elsewhere")

pages = [st.Page(reading.page, title="Here", url_path="reading", default=True)]
names = ("client", "caseload", "supervision", "record", "transcript", "search", "add-transcript", "patterns")
pages += [st.Page(elsewhere, title=name, url_path=name) for name in names]
st.navigation(pages, position="hidden").run()
"""


@pytest.fixture
def session(clinic, people, episode_of):
    """The last session of a client whose alliance fell, and whose it is."""
    actor, episode = people["clinician.one"], episode_of("FALLING-ALLIANCE")
    return actor, episode, open_client(clinic, actor, episode).sessions[-1]


@pytest.fixture
def recorded(clinic, session):
    actor, episode, last = session
    record_consent(clinic, actor, episode, kind=ConsentKind.TRANSCRIPT, given_on=date(2026, 1, 5))
    import_transcript(clinic, actor, episode, session_id=last.session_id, content=vtt(*TALK), roles=ROLES)
    return episode, last.session_id


def _remembering_the_stretch(page):
    return next(area for area in page.text_area if area.label.startswith("How do you remember this moment"))


@pytest.fixture
def look(signed_in_as):
    def one(episode, session_id, name="clinician.one"):
        signed_in_as(name)
        at = AppTest.from_string(MENU, default_timeout=30)
        at.query_params["episode"], at.query_params["session"] = episode, session_id
        at.run()
        assert not at.exception, at.exception
        return at

    return one


def test_without_a_session_it_says_where_to_find_one(look, clinic):
    assert clinic
    page = look("", "")
    assert "it is reached from an alert" in page.info[0].value


def test_a_session_without_a_transcript_says_how_to_add_one_and_asks_for_the_memory(look, session):
    _, episode, last = session
    page = look(episode, last.session_id)
    assert "The session rating is low" in said(page)
    assert "No transcript of this session" in said(page)
    assert ("add-transcript", f"episode={episode}&session={last.session_id}") in [
        (address, query) for _, address, query in links(page)
    ]
    page.text_area[0].set_value("She looked at the clock.")
    next(button for button in page.button if button.label == "Keep it").click().run()
    assert not page.exception
    assert "She looked at the clock." in said(page)
    assert "neither a supervisor nor a report" in said(page)


def test_the_words_are_shown_after_the_memory_and_both_stand_side_by_side(look, recorded):
    page = look(*recorded)
    assert "Possible moment: " in said(page)
    assert "helping" not in said(page).partition("All possible moments")[0].partition("Where to look first")[2]
    assert "Only you see what you write." in said(page)
    _remembering_the_stretch(page).set_value("I was calm, I think.")
    next(button for button in page.button if button.label == "Show what was said").click().run()
    assert not page.exception
    words = said(page)
    assert "As you remember it I was calm, I think. As it was said" in words
    assert "To be honest this isn't helping me" in words
    assert "Why this stretch: possibly" in words
    assert "Show what was said" not in labels(page)[:1]


def test_a_supervisor_sees_the_words_and_is_asked_for_no_memory(look, recorded):
    page = look(*recorded, name="supervisor.one")
    assert "To be honest this isn't helping me" in said(page)
    assert "Show what was said" not in labels(page)
    assert "Right" not in labels(page)
    assert not page.text_area


def test_a_colleague_sees_nothing_of_it(look, recorded):
    page = look(*recorded, name="clinician.two")
    assert "not here for you" in page.info[0].value
    assert "helping" not in said(page)
    assert look("abc", "abc", name="clinician.two").info[0].value == page.info[0].value


def test_a_moment_is_judged_with_one_press_and_counted(look, recorded, clinic, people):
    page = look(*recorded)
    assert "Say of each whether it was one" in said(page)
    next(button for button in page.button if button.label == "It was none").click().run()
    assert not page.exception
    assert "You found that it was none." in said(page)
    assert "You answered 1 possible moment so far: 0 right, 0 of another kind, 1 none: too few" in said(page)
    made = open_reading(clinic, people["clinician.one"], *recorded).moments[0].label
    assert made.verdict is MomentVerdict.WRONG


def test_a_moment_is_judged_where_it_was_read_and_in_the_list_of_all_alike(look, recorded):
    page = look(*recorded)
    assert labels(page).count("Right") == 1
    next(button for button in page.button if button.label == "Show what was said").click().run()
    assert labels(page).count("Right") == 2
    assert "was it one? Only you see your answer." in said(page)
    page.button(key="wrong-stretch-1").click().run()
    assert not page.exception
    assert said(page).count("You found that it was none.") == 2


def test_the_memory_of_the_whole_session_is_asked_for_before_a_stretch_is_opened(look, recorded):
    asked = [area.label for area in look(*recorded).text_area]
    assert asked.index("How do you remember this session?") < asked.index("How do you remember this moment? (optional)")


def test_what_came_after_what_is_said_with_its_turn_to_open(look, recorded, clinic, people):
    page = look(*recorded)
    assert "After a possible complaint at 0:24 , the first answer, at 0:30 , was: explained." in said(page)
    assert "The first validating sentence came at 0:42 ." in said(page)
    reading = open_reading(clinic, people["clinician.one"], *recorded)
    assert f"turn={reading.turn_ids[3]}" in html(page)


def test_what_the_file_does_not_tell_is_said_with_the_reason(look, session, clinic):
    actor, episode, last = session
    record_consent(clinic, actor, episode, kind=ConsentKind.TRANSCRIPT, given_on=date(2026, 1, 5))
    plain = "\n".join(f"{'Therapist' if place % 2 == 0 else 'C-1'}: {text}" for place, text in enumerate(TALK))
    import_transcript(
        clinic, actor, episode, session_id=last.session_id, content=plain.encode(), roles=dict(ROLES), ending=".txt"
    )
    page = look(episode, last.session_id)
    assert "the file has no times" in said(page)
    assert "Silences, latency, overlaps" in said(page)
    assert said(page).count("not assessable. The file has no times.") == 1
    assert "found by words: you decide" in said(page)
    assert "(by words)" in said(page)
    assert Role.CLIENT in open_reading(clinic, actor, episode, last.session_id).dialogue.talk
