"""The page beside all of a client's data: plain words, in the client's language, of the client alone."""

from __future__ import annotations

from datetime import date
from html import unescape
from re import sub

import pytest

from dashboard.documents.own_data import own_data_page
from dashboard.locale import languages
from fit.casework.views import ConsentKind, ConsentRow, GoalMark, GoalRow, GoalState, OwnData

DAY = date(2026, 3, 5)
AGREED = ConsentRow(
    kind=ConsentKind.RECORDING,
    given_on=DAY,
    recorded_by="Clinician North",
    withdrawn_on=date(2026, 4, 1),
    withdrawn_by="Clinician North",
)
GOAL = GoalRow(
    goal_id="g",
    words="<b>Rest</b> & sleep",
    agreed_on=DAY,
    state=GoalState.CURRENT,
    ended_on=None,
    reason="",
    replaces=None,
    plan_id=None,
    marks=(GoalMark(rated_on=DAY, mark=2), GoalMark(rated_on=DAY, mark=7)),
)


def page(language="en", **changed):
    facts = {
        "language": language,
        "client_code": "C-104",
        "clinic_name": "Clinic North",
        "as_of": date(2026, 4, 6),
        "sessions": (),
        "goals": (GOAL,),
        "consents": (AGREED,),
    }
    return own_data_page(OwnData(**(facts | changed)))


def read(html):
    return " ".join(unescape(sub(r"<[^>]+>", " ", html.partition("</head>")[2])).split())


def test_it_says_in_plain_words_what_was_agreed_to_aimed_at_and_kept():
    text = read(page())
    assert "Sound recordings of sessions: agreed on 5 March 2026, taken back on 1 April 2026" in text
    assert "The newest mark is clearly nearer to it than the first one." in text
    assert "Keep this file where nobody else can open it." in text
    assert "Nothing is noted here." in text, "no session"
    assert "Clinician North" not in text, "names of colleagues stay"


def test_what_the_client_wrote_is_shown_letter_by_letter():
    assert "&lt;b&gt;Rest&lt;/b&gt; &amp; sleep" in page()


@pytest.mark.parametrize("language", sorted(languages()))
def test_it_speaks_the_clients_language_and_asks_nothing_from_elsewhere(language):
    html = page(language)
    assert f'<html lang="{language}" dir="{languages()[language].direction}">' in html
    assert ("What is kept about you" in html) == (language == "en")
    assert "<script" not in html
    assert "http" not in html


def test_sessions_stand_with_their_forms_as_they_were_given(world, told):
    html = page(sessions=told.page.sessions)
    first = told.page.sessions[0]
    assert f"{first.ratings[0].scale_title}: {first.ratings[0].total}" in read(html)
    assert html.count("<tr>") == len(told.page.sessions) + 1
