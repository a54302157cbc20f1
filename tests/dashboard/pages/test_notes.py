"""Session notes on their pages: written, listed, brought back, and two windows that both write."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.access import identity
from dashboard.components import repair_writing
from fit.casework import access
from fit.casework.clinician import open_client, open_note, save_note, start_session
from fit.casework.views import NoteWords
from tests.dashboard.pages.looking import html, labels, links, look_at, said
from tests.dashboard.pages.story_clinic import PASSPHRASE


@pytest.fixture
def actor(clinic, signed_in_as):
    return signed_in_as("clinician.one")


@pytest.fixture
def episode(episode_of):
    return episode_of("FALLING-ALLIANCE")


@pytest.fixture
def session(clinic, actor, episode):
    return start_session(clinic, actor, episode)


def note(clinic, actor, episode, session=None):
    return open_note(clinic, actor, episode, session)


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception, page.exception


def fill(page, **words):
    for name, one in words.items():
        next(area for area in page.text_area if area.key.endswith(f"-{name}")).input(one)


def in_fields(page):
    return [area.value for area in page.text_area]


def test_the_clients_page_leads_to_todays_note_and_to_the_formulation_in_one_press(actor, episode):
    found = links(look_at("client", {"episode": episode}))
    assert ("Note for today's session", "note", f"episode={episode}") in found
    assert ("Case formulation", "formulation", f"episode={episode}") in found


def test_a_sessions_note_leads_to_the_draft_of_its_documentation(actor, episode, session):
    found = links(look_at("note", {"episode": episode, "session": session}))
    assert ("Draft of the documentation", "documentation", f"episode={episode}&session={session}") in found


def test_a_note_of_today_is_written_and_its_session_begun(clinic, actor, episode):
    page = look_at("note", {"episode": episode})
    assert "Who reads this: you, and your supervisor" in said(page)
    fill(page, talked_about="The <b>move</b>", plan="Ask about the garden")
    press(page, "Save this note")

    kept = note(clinic, actor, episode)
    assert kept.newest.words == NoteWords(talked_about="The <b>move</b>", plan="Ask about the garden")
    assert kept.occurred_on == clinic.today()
    assert "The note is saved." in page.success[0].value
    assert in_fields(page) == ["The <b>move</b>", "", "", "Ask about the garden"]
    assert "<b>move</b>" not in html(page)


def test_that_a_note_is_saved_is_said_for_a_moment_though_the_page_is_drawn_again(episode, actor, monkeypatch):
    monkeypatch.setattr(repair_writing, "SAID_FOR_S", 600)
    page = look_at("note", {"episode": episode})
    fill(page, talked_about="The garden")
    press(page, "Save this note")
    for _ in range(2):
        page.run()
        assert "The note is saved." in page.success[0].value
    monkeypatch.setattr(repair_writing, "SAID_FOR_S", 0)
    page.run()
    assert not page.success


def test_that_a_note_is_saved_is_not_said_of_the_next_client(episode, episode_of, actor, monkeypatch):
    monkeypatch.setattr(repair_writing, "SAID_FOR_S", 600)
    page = look_at("note", {"episode": episode})
    fill(page, talked_about="The garden")
    press(page, "Save this note")
    assert "The note is saved." in page.success[0].value
    page.query_params["episode"] = episode_of("STEADY")
    page.run()
    assert not page.exception
    assert not page.success


def test_an_empty_note_says_what_is_missing_and_begins_no_session(clinic, actor, episode):
    page = look_at("note", {"episode": episode})
    press(page, "Save this note")
    assert "Nothing is written yet" in page.error[0].value
    assert note(clinic, actor, episode).session_id is None


def test_what_is_typed_stays_over_a_rerun_and_is_said_not_to_be_saved(clinic, actor, episode, session):
    page = look_at("note", {"episode": episode, "session": session})
    fill(page, plan="Half a thought")
    page.run()
    assert in_fields(page)[3] == "Half a thought"
    assert "Not saved yet" in said(page)
    assert note(clinic, actor, episode, session).versions == ()


TWO_PAGES = """
import streamlit as st
from dashboard.pages import note, notes
(notes if st.session_state.get("elsewhere") else note).page()
"""


def test_a_draft_outlives_a_look_at_another_page(clinic, actor, episode, session):
    page = AppTest.from_string(TWO_PAGES, default_timeout=30)
    page.query_params["episode"], page.query_params["session"] = episode, session
    fill(page.run(), plan="Half a thought")
    page.run()
    page.session_state["elsewhere"] = True
    page.run()
    assert not page.text_area
    page.session_state["elsewhere"] = False
    page.run()
    assert in_fields(page) == ["", "", "", "Half a thought"]
    press(page, "Save this note")
    assert note(clinic, actor, episode, session).newest.words == NoteWords(plan="Half a thought")


def test_the_second_of_two_windows_sees_both_texts_and_loses_neither(clinic, actor, episode, session):
    first, second = (look_at("note", {"episode": episode, "session": session}) for _ in range(2))
    fill(first, observed="Looks down", plan="Ring the school")
    press(first, "Save this note")
    fill(second, plan="Write to the aunt")
    press(second, "Save this note")

    assert "saved meanwhile" in second.error[0].value
    assert "aunt" not in second.error[0].value
    text = said(second)
    assert "This was saved meanwhile Nothing is lost" in text
    assert "you, in another window" in text
    assert text.index("Ring the school") < text.index("Write to the aunt")
    assert in_fields(second) == ["", "", "", "Write to the aunt"]
    assert "Save this note" not in labels(second)
    assert note(clinic, actor, episode, session).newest.words.plan == "Ring the school"

    press(second, "Put theirs under mine")
    assert in_fields(second) == ["", "Looks down", "", "Write to the aunt\nRing the school"]
    press(second, "Save this note")
    versions = note(clinic, actor, episode, session).versions
    assert [one.words.plan for one in versions] == ["Write to the aunt\nRing the school", "Ring the school"]


def test_saving_on_top_rests_on_what_was_shown_and_not_on_what_came_after(clinic, actor, episode, session):
    page = look_at("note", {"episode": episode, "session": session})
    fill(page, plan="Mine")
    save_note(clinic, actor, episode, session, words=NoteWords(plan="Theirs"), based_on=0)
    press(page, "Save this note")
    save_note(clinic, actor, episode, session, words=NoteWords(plan="Theirs, again"), based_on=1)
    press(page, "Save mine on top")
    assert "saved meanwhile" in page.error[0].value
    assert "Theirs, again" in said(page)
    press(page, "Save mine on top")
    assert [one.words.plan for one in note(clinic, actor, episode, session).versions] == [
        "Mine",
        "Theirs, again",
        "Theirs",
    ]


def test_what_was_saved_elsewhere_is_shown_at_the_next_look_already(clinic, actor, episode, session):
    page = look_at("note", {"episode": episode, "session": session})
    fill(page, plan="Mine")
    save_note(clinic, actor, episode, session, words=NoteWords(plan="Theirs"), based_on=0)
    page.run()
    assert "This was saved meanwhile Nothing is lost" in said(page)
    press(page, "Leave theirs, drop mine")
    assert in_fields(page)[3] == "Mine"
    assert "What you wrote is saved nowhere" in page.warning[0].value
    press(page, "Keep what I wrote")
    assert not page.warning
    assert in_fields(page)[3] == "Mine"
    press(page, "Leave theirs, drop mine")
    press(page, "Drop what I wrote")
    assert in_fields(page)[3] == "Theirs"
    assert "This was saved meanwhile" not in said(page)
    assert len(note(clinic, actor, episode, session).versions) == 1


def test_whoever_typed_nothing_sees_what_was_saved_elsewhere(clinic, actor, episode, session):
    page = look_at("note", {"episode": episode, "session": session})
    save_note(clinic, actor, episode, session, words=NoteWords(plan="Theirs"), based_on=0)
    page.run()
    assert in_fields(page)[3] == "Theirs"


def test_text_that_came_back_after_a_restart_is_not_taken_for_a_change_of_what_was_saved_since(
    clinic, actor, episode, session
):
    save_note(clinic, actor, episode, session, words=NoteWords(plan="Theirs"), based_on=0)
    page = look_at("note", {"episode": episode, "session": session})
    fill(page, plan="Typed before the restart")
    del page.session_state["drafts"]  # the server knows no more; the browser sends what stands in its fields
    page.run()
    assert "This was saved meanwhile Nothing is lost" in said(page)
    assert in_fields(page)[3] == "Typed before the restart"


def test_an_older_version_is_read_and_brought_back(clinic, actor, episode, session):
    for based_on, plan in enumerate(("ask", "wait")):
        save_note(clinic, actor, episode, session, words=NoteWords(plan=plan), based_on=based_on)
    page = look_at("note", {"episode": episode, "session": session})
    assert "History (1 earlier version)" in [one.label for one in page.expander]
    press(page, "Bring version 1 back")
    assert note(clinic, actor, episode, session).newest.brought_back == 1
    assert in_fields(page)[3] == "ask"


def test_the_list_has_each_note_as_it_stands_and_the_way_to_write_what_is_missing(clinic, actor, episode, session):
    save_note(clinic, actor, episode, session, words=NoteWords(plan="ask"), based_on=0)
    page = look_at("notes", {"episode": episode})
    assert "Plan ask" in said(page)
    found = [(label, query) for label, address, query in links(page) if address == "note"]
    assert ("Note for today's session", f"episode={episode}") in found
    assert any(query == f"episode={episode}&session={session}" for _, query in found)
    assert any(label.startswith("Write the note: Session 1") for label, _ in found)


def test_a_long_list_is_drawn_ten_at_a_time(clinic, actor, episode, session):
    others = [one.session_id for one in look_sessions(clinic, actor, episode)]
    for one in others:
        save_note(clinic, actor, episode, one, words=NoteWords(plan=f"of {one}"), based_on=0)
    page = look_at("notes", {"episode": episode})
    drawn = html(page).count('class="ml-note')
    assert drawn == min(10, len(others))


def look_sessions(clinic, actor, episode):
    return open_client(clinic, actor, episode).sessions


def test_a_supervisor_reads_without_a_field(clinic, actor, episode, session, signed_in_as):
    save_note(clinic, actor, episode, session, words=NoteWords(plan="ask"), based_on=0)
    signed_in_as("supervisor.one")
    for name, query in (("note", {"episode": episode, "session": session}), ("notes", {"episode": episode})):
        page = look_at(name, query)
        assert "ask" in said(page)
        assert not page.text_area
        assert "You can read these notes, not change them." in said(page)


@pytest.mark.parametrize("name", ["note", "notes"])
def test_without_a_client_it_says_where_to_begin(actor, name):
    page = look_at(name, {"episode": "0" * 13})
    assert "Choose a client first" in page.info[0].value


@pytest.fixture
def token(clinic, monkeypatch):
    """A sign-in behind the page, by which what is typed is kept."""
    token = access.sign_in(clinic, "clinician.one", PASSPHRASE, source="here").token
    monkeypatch.setattr(identity, "token_of_this_page", lambda: token)
    return token


def test_what_is_typed_and_not_saved_is_there_on_another_server(clinic, actor, episode, session, token):
    save_note(clinic, actor, episode, session, words=NoteWords(plan="Before"), based_on=0)
    first = look_at("note", {"episode": episode, "session": session})
    fill(first, plan="Half a thought")
    first.run()

    second = look_at("note", {"episode": episode, "session": session})
    assert in_fields(second)[3] == "Half a thought"
    assert "Not saved yet" in said(second)
    # it is known on which version it rests, so nobody is asked which of two texts is to stay
    assert "This was saved meanwhile" not in said(second)
    press(second, "Save this note")
    assert note(clinic, actor, episode, session).newest.words == NoteWords(plan="Half a thought")
    third = look_at("note", {"episode": episode, "session": session})
    assert "Not saved yet" not in said(third)


def test_on_another_server_it_is_still_known_that_somebody_saved_meanwhile(clinic, actor, episode, session, token):
    first = look_at("note", {"episode": episode, "session": session})
    fill(first, plan="Mine")
    first.run()
    save_note(clinic, actor, episode, session, words=NoteWords(plan="Theirs"), based_on=0)
    second = look_at("note", {"episode": episode, "session": session})
    assert in_fields(second)[3] == "Mine"
    assert "This was saved meanwhile" in said(second)
