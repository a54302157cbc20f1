"""The page of a supervision packet, without a browser: what stands there, is decided, and is seen by a supervisor."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from fit.casework.administrator import end_supervision
from fit.casework.clinician import (
    import_transcript,
    make_plan,
    open_client,
    open_packet,
    open_reading,
    open_repair,
    record_consent,
    save_packet,
    save_private_note,
    save_reading,
    save_words,
    share_packet,
    show_excerpt,
)
from fit.casework.views import ConsentKind, PacketWritten
from fit.repair import Dimension, KindSeen, Step
from tests.dashboard.pages.looking import html, labels, links, look_at, said
from tests.fit.casework.talks import ROLES, vtt

TALK = (
    "My sister Agneta came over on Sunday.",
    "And how was that, with Agneta there?",
    "To be honest this isn't helping me, and you don't listen to me.",
    "Change takes time, and that is quite normal.",
    "Fine.",
)
NAMES = ("client", "caseload", "supervision", "reading", "search")
MENU = """
import streamlit as st
from dashboard.pages import {page}

def elsewhere():
    st.title("Elsewhere")

pages = [st.Page({page}.page, title="Here", url_path="{page}", default=True)]
pages += [st.Page(elsewhere, title=name, url_path=name) for name in {others}]
st.navigation(pages, position="hidden").run()
"""


@pytest.fixture
def place(clinic, people, episode_of):
    """Who holds a client whose alliance fell, the episode, and its last session, of which there is a transcript."""
    actor, episode = people["clinician.one"], episode_of("FALLING-ALLIANCE")
    session = open_client(clinic, actor, episode).sessions[-1].session_id
    record_consent(clinic, actor, episode, kind=ConsentKind.TRANSCRIPT, given_on=date(2026, 1, 5))
    import_transcript(clinic, actor, episode, session_id=session, content=vtt(*TALK), roles=ROLES)
    return actor, episode, session


@pytest.fixture
def plan(clinic, place):
    actor, episode, session = place
    reading = {"kind": KindSeen.CONFRONTATION, "dimension": Dimension.RELATIONAL_BREACH}
    begun = save_reading(clinic, actor, episode, session, **reading)
    save_words(clinic, actor, begun.plan_id, step=Step.VALIDATE, words="Thank you for saying it.")
    save_private_note(clinic, actor, begun.plan_id, felt="Zephyrous dread", tells="hurry")
    make_plan(clinic, actor, begun.plan_id, version=begun.version, check_by="the line on the relation")
    return begun.plan_id


@pytest.fixture
def shared(clinic, place, plan):
    actor, episode, session = place
    written = PacketWritten(question="Why do I hurry when Agneta is named?")
    saved = save_packet(clinic, actor, episode, session, plan_id=plan, written=written)
    return share_packet(clinic, actor, saved.packet_id, shared=True, version=saved.version)


@pytest.fixture
def look(signed_in_as, place):
    def one(name="clinician.one", **query):
        signed_in_as(name)
        at = AppTest.from_string(MENU.format(page="packet", others=NAMES), default_timeout=30)
        at.query_params["episode"] = place[1]
        for key, value in (query or {"session": place[2]}).items():
            at.query_params[key] = value
        at.run()
        assert not at.exception, at.exception
        return at

    return one


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception, page.exception


def test_without_a_session_it_says_where_a_packet_comes_from(look):
    assert "made from the page of a session" in look(episode="", session="x").info[0].value


def test_the_graph_is_first_then_why_the_question_what_was_said_and_the_plan(look, plan):
    page = look(plan=plan)
    assert [header.value for header in page.header] == [
        "The course", "Why session 6: The session rating is low", "My question", "What was said", "How I read it",
        "What I want to say", "Plan", "What the next ratings say", "Comments", "What was replaced",
    ]  # fmt: skip
    assert "Course over 6 sessions." in page.get("plotly_chart")[0].proto.alt
    assert "FALLING-ALLIANCE, session 6. Below it stands as it is passed on" in said(page)
    assert "Zephyrous" not in said(page)


def test_the_words_stand_as_they_are_passed_on_with_what_was_replaced_marked(look):
    page = look()
    assert '<mark class="ml-in-place">[Person A]</mark>' in html(page)
    words = said(page)
    assert "Agneta is [Person A]" in words
    assert "My sister [Person A] came over" in words
    passed_on, list_of_replacements, _ = words.partition("Found by rules on this machine")
    assert list_of_replacements
    assert "isn't helping" in passed_on
    assert "Agneta" not in passed_on
    assert "Excerpt 1, turn 2: \u2026My sister Agneta [Person A] came over" in words


def test_one_press_leaves_a_word_in_and_another_takes_it_out_again(look, clinic, place):
    page = look()
    press(page, "Leave \u201cAgneta\u201d in")
    assert "My sister Agneta came over on Sunday." in said(page)
    assert "Agneta stays" in said(page)
    press(page, "Replace \u201cAgneta\u201d")
    assert "My sister [Person A] came over" in said(page)
    actor, episode, session = place
    assert open_packet(clinic, actor, episode, session_id=session).written.choices.undone == frozenset()


def test_words_of_ones_own_are_taken_out_everywhere_and_can_be_brought_back(look):
    page = look()
    page.text_input[0].set_value("sunday")
    page.text_input[1].set_value("one day")
    press(page, "Take these words out")
    assert "came over on [one day] ." in said(page)
    assert "sunday is [one day] 1 place" in said(page)
    press(page, "Put \u201csunday\u201d back")
    assert "[one day]" not in said(page)


def test_half_a_pair_of_words_is_refused_in_words(look):
    page = look()
    page.text_input[0].set_value("sunday")
    press(page, "Take these words out")
    assert "Write both" in page.error[0].value


def test_the_question_is_kept_and_shown_as_it_will_be_read(look, clinic, place):
    page = look()
    page.text_area[0].set_value("What do I do when Agneta is named?")
    press(page, "Keep the question")
    assert "What do I do when [Person A] is named?" in said(page)
    assert page.success[0].value == "Your question is kept."
    actor, episode, session = place
    assert open_packet(clinic, actor, episode, session_id=session).written.question.startswith("What do I do when Ag")


def test_an_excerpt_and_the_memory_can_be_left_out(look, clinic, place):
    actor, episode, session = place
    reading = open_reading(clinic, actor, episode, session)
    turn, transcript = reading.excerpts[0].turn, reading.facts.transcript_id
    show_excerpt(clinic, actor, episode, transcript, turn, remembered="She looked at the clock.")
    page = look()
    assert "As I remember it She looked at the clock." in said(page)
    memory, *excerpts = page.checkbox
    assert memory.label == "My own memory stands beside the record"
    memory.uncheck().run()
    assert "She looked at the clock." not in said(page)
    for place_ in range(len(excerpts)):
        page.checkbox[1 + place_].uncheck().run()
    assert not page.exception
    assert "As it was said" not in said(page)
    assert "isn't helping" not in said(page)


def test_leaving_a_known_name_in_is_warned_of(look, clinic, place, plan):
    actor, episode, session = place
    written = PacketWritten(question="Why do I hurry with FALLING-ALLIANCE?")
    save_packet(clinic, actor, episode, session, plan_id=plan, written=written)
    page = look()
    press(page, "Leave \u201cFALLING-ALLIANCE\u201d in")
    assert "is a name that the clinic\u2019s data knows" in page.warning[0].value


def test_the_link_to_the_file_names_plan_or_session_and_nobody(look, place, plan):
    assert f'href="/api/packet.pdf?episode={place[1]}&amp;plan={plan}" download' in html(look())


def test_sharing_takes_one_press_though_nothing_was_saved_and_is_taken_back_with_another(look, clinic, place):
    page = look()
    assert "Only you see it. Shared, Supervisor One would read it here" in said(page)
    press(page, "Share with my supervisor")
    assert "Supervisor One can read it here as it stands" in said(page)
    actor, episode, session = place
    assert open_packet(clinic, actor, episode, session_id=session).shared_at
    press(page, "Stop sharing")
    assert "Only you see it." in said(page)
    assert open_packet(clinic, actor, episode, session_id=session).shared_at is None


def test_without_a_supervisor_there_is_nobody_to_share_with(look, clinic, people):
    end_supervision(
        clinic, people["administrator.one"], people["supervisor.one"].user_id, people["clinician.one"].user_id
    )
    page = look()
    assert "No supervisor is noted for you" in said(page)
    assert "Share with my supervisor" not in labels(page)


def test_a_supervisor_reads_without_controls_and_comments_and_the_clinician_sees_it(look, clinic, place, plan, shared):
    page = look("supervisor.one", packet=shared.packet_id)
    words = said(page)
    assert "From Clinician One, about session 6, shared on" in words
    assert "Why do I hurry when [Person A] is named?" in words
    assert "FALLING-ALLIANCE" not in words
    assert "Agneta" not in words
    assert labels(page) == ["Comment"]
    assert not page.checkbox
    page.text_area[0].set_value("What would happen if you waited?")
    press(page, "Comment")
    assert "Supervisor What would happen if you waited?" in said(page)
    assert "Supervisor What would happen if you waited?" in said(look())
    actor, episode, _ = place
    assert open_repair(clinic, actor, episode, plan_id=plan).comments[0].said == "What would happen if you waited?"


@pytest.mark.parametrize("name", ["supervisor.one", "clinician.two"])
def test_nobody_sees_what_is_not_shared_with_them(look, name):
    page = look(name)
    assert "Choose a session first" in page.info[0].value
    assert "helping" not in said(page)


def test_the_supervisors_page_lists_it_by_clinician_and_session(clinic, signed_in_as, place, shared):
    signed_in_as("supervisor.one")
    page = look_at("supervision")
    ((label, _, query),) = [link for link in links(page) if link[1] == "packet"]
    assert label.startswith("Clinician One, session 6, with a question: shared on")
    assert query == f"episode={place[1]}&packet={shared.packet_id}"


def test_a_session_leads_to_its_packet(signed_in_as, place):
    signed_in_as("clinician.one")
    at = AppTest.from_string(MENU.format(page="reading", others=("client", "packet", "transcript")), default_timeout=30)
    at.query_params["episode"], at.query_params["session"] = place[1], place[2]
    at.run()
    assert ("Bring this session to supervision", "packet", f"episode={place[1]}&session={place[2]}") in links(at)
