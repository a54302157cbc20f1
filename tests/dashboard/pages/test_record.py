"""The pages of the record without a browser: who may change, what is said when nothing is there, what is cut."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components.search_hits import hit_html
from dashboard.components.transcript_turns import _content
from dashboard.record_words import clock_said
from fit.casework import administrator
from fit.casework.clinician import import_transcript, open_client, open_record, open_transcript, record_consent
from fit.casework.views import ConsentKind, SearchHit
from fit.transcripts import Role
from tests.dashboard.pages.looking import labels, links, said
from tests.fit.casework.talks import ROLES, vtt

MENU = """
import streamlit as st
from dashboard.pages import {here}

def elsewhere():
    st.title("Elsewhere")

pages = [st.Page({here}.page, title="Here", url_path="{here}", default=True)]
names = ("client", "caseload", "supervision", "record", "transcript", "search", "add-transcript", "ratings", "reading")
pages += [st.Page(elsewhere, title=name, url_path=name) for name in names if name != "{here}"]
st.navigation(pages, position="hidden").run()
"""


@pytest.fixture
def look(signed_in_as):
    def one(here, name="clinician.one", **query):
        signed_in_as(name)
        at = AppTest.from_string(MENU.format(here=here), default_timeout=30)
        for part, value in query.items():
            at.query_params[part] = value
        at.run()
        assert not at.exception, at.exception
        return at

    return one


@pytest.fixture
def recorded(clinic, people, episode_of):
    """A client of clinician.one with a transcript of 250 turns."""
    actor, episode = people["clinician.one"], episode_of("STEADY")
    record_consent(clinic, actor, episode, kind=ConsentKind.TRANSCRIPT, given_on=date(2026, 1, 5))
    session = open_client(clinic, actor, episode).sessions[0].session_id
    content = vtt(*(f"line &lt;{number}&gt;" for number in range(1, 250)))
    return episode, import_transcript(clinic, actor, episode, session_id=session, content=content, roles=ROLES)


def test_a_client_who_was_not_asked_has_a_record_that_says_so(look, episode_of):
    page = look("record", episode=episode_of("STEADY"))
    assert said(page).count("Not asked yet") == 2
    assert "Ask the client first" in said(page)
    assert labels(page) == ["Note the consent", "Note the consent"]


def test_under_a_legal_hold_the_record_says_so_and_a_withdrawal_closes_it(look, recorded, clinic, people):
    administrator.set_hold(clinic, people["administrator.one"], recorded[0], reason="A court asked for it")
    page = look("record", episode=recorded[0])
    assert "This record is under a legal hold" in page.info[0].value
    assert "A court" not in said(page) + page.info[0].value
    assert any("removed for good only when the hold is lifted" in one.value for one in page.markdown)
    next(one for one in page.checkbox if one.label == "Close them now").set_value(True)
    next(one for one in page.button if one.label == "Withdraw the consent").click().run()
    assert "closed to everybody now" in page.success[0].value
    assert "No transcript yet" in said(page)


def test_a_supervisor_reads_the_record_and_changes_nothing(look, recorded):
    page = look("record", "supervisor.one", episode=recorded[0])
    assert "Agreed on 5 Jan 2026, noted by Clinician One" in said(page)
    assert labels(page) == []
    assert any(label.startswith("Open Session 1") for label, _, _ in links(page))
    page = look("transcript", "supervisor.one", episode=recorded[0], transcript=recorded[1])
    assert "250 turns" in said(page)
    assert labels(page) == []


NOTHING = {
    "record": "Choose a client first; the record is reached from the client's page.",
    "transcript": "Choose a session first; transcripts are reached from the client's record.",
    "add_transcript": "Choose a session first; this is reached from the client's record.",
}


@pytest.mark.parametrize("here", NOTHING)
def test_a_colleague_is_told_nothing_not_even_that_there_is_a_client(look, recorded, here):
    asked = {"episode": recorded[0], "transcript": recorded[1]}
    page = look(here, "clinician.two", **asked)
    assert "STEADY" not in said(page)
    assert [element.value for element in page.info] == [NOTHING[here]]


def test_a_slice_of_the_turns_is_sent_and_it_is_small(clinic, people, recorded):
    page = open_transcript(clinic, people["clinician.one"], *recorded, first=200)
    content = _content(page, "")
    assert (len(content["turns"]), content["turns"][0]["text"]) == (50, "line <200>")
    assert content["turns"][1]["silence"] == ""
    assert len(str(content)) < 20_000


def test_a_search_opened_from_a_client_stays_with_that_client_until_told_otherwise(look, recorded, clinic, people):
    page = look("search", episode=recorded[0])
    page.text_input[0].set_value('"line 7"').run()
    assert "Found in 1 turn" in said(page)
    assert "line <7 >" in said(page)
    page.text_input[0].set_value("*").run()
    assert [element.value for element in page.info] == ["Write at least one word to look for."]
    assert open_record(clinic, people["clinician.one"], recorded[0]).sessions


def test_a_hit_is_cut_at_words_around_what_was_found_and_escaped():
    text = f"{'early ' * 100}<b>tired</b> {'late ' * 100}".strip()
    start = text.index("tired")
    hit = SearchHit(
        episode_id="e",
        client_label="<i>C</i>",
        transcript_id="t",
        meeting=3,
        occurred_on=None,
        turn_id="u",
        start=None,
        label="x",
        role=Role.CLIENT,
        text=text,
        marks=((start, start + 5),),
        before="before " * 40,
        after="",
    )
    shown = hit_html(hit)
    assert "&lt;b&gt;<mark>tired</mark>&lt;/b&gt;" in shown
    assert "&lt;i&gt;C&lt;/i&gt;" in shown
    assert "… early early" in shown
    assert "late late …" in shown
    assert "… before before" in shown
    assert len(shown) < 900


@pytest.mark.parametrize(
    ("time", "shown"), [(None, ""), (0, "0:00"), (61_999, "1:01"), (3_599_000, "59:59"), (3_600_000, "1:00:00")]
)
def test_times_are_written_as_a_player_shows_them(time, shown):
    assert clock_said(time) == shown
