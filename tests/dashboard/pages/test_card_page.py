"""The card on screen: nothing of a client, each sentence in its own direction, English where a language is missing."""

from __future__ import annotations

import pytest

from dashboard.components.card import IN_ENGLISH, card_html
from dashboard.components.rehearsal_words import AFTER
from dashboard.components.urgent_notice import SEEN_BY_CLIENTS
from dashboard.guide_words import ABOUT, STEP_NAME
from dashboard.shell.menu import MENU
from fit.casework.actor import Role
from fit.repair import Dimension, Listener, RuptureKind, Step, load_script, script
from fit.repair.card import make_card
from tests.dashboard.pages.looking import html, links, look_at, said

GOALS = {"kind": "confrontation", "dimension": "goals_or_method", "listener": "adult", "setting": "individual"}
ARABIC = "شكرا لأنك قلت لي ذلك."


@pytest.fixture(autouse=True)
def _here(clinic, signed_in_as):
    signed_in_as("clinician.one")


def test_it_shows_three_sentences_what_can_wait_and_the_question():
    text = said(look_at("card", GOALS))
    confrontation = script(RuptureKind.CONFRONTATION)
    for one in make_card(confrontation, dimension=Dimension.GOALS_OR_METHOD, listener=Listener.ADULT).steps:
        assert f"{STEP_NAME[one.step]} {one.say.words}" in text
    assert "At the end, ask How was it to talk about this with me today?" in text
    assert "Not now pattern interpretation · change-oriented work" in text
    assert "After a complaint: goals or method." in text


def test_clinicians_and_supervisors_reach_it_from_another_page_only():
    line = next(line for line in MENU if line.address == "card")
    assert not line.in_menu
    assert line.roles == {Role.CLINICIAN, Role.SUPERVISOR}


def test_what_is_urgent_about_others_stays_away_from_it():
    assert "card" in SEEN_BY_CLIENTS


def test_the_clinicians_menu_is_hidden_on_it():
    assert '[data-testid="stSidebar"]' in html(look_at("card", GOALS))


def test_it_leads_to_the_rehearsal_of_the_same_thing():
    _, address, query = next(link for link in links(look_at("card", GOALS)) if link[0] == "Practise it first")
    assert (address, query) == ("rehearse", "kind=confrontation&dimension=goals_or_method&listener=adult")


@pytest.mark.parametrize("query", [{}, {"kind": "storm"}])
def test_without_a_kind_it_says_where_a_card_comes_from(query):
    page = look_at("card", query)
    assert page.title[0].value == "Card for the session"
    assert "Open the card from a repair" in page.markdown[0].value


def test_words_that_are_not_known_fall_back_to_not_sure_and_to_an_adult_alone():
    text = said(look_at("card", {"kind": "withdrawal", "dimension": "<b>", "listener": "", "setting": "choir"}))
    assert "After it went quiet: not sure." in text


def test_an_arabic_sentence_runs_from_right_to_left_and_own_words_as_they_are_written(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(f'based_on = "withdrawal"\n[validate.goals_or_method.adult]\nsay.ar = ["{ARABIC}", "x"]\n')
    about = {"dimension": Dimension.GOALS_OR_METHOD, "listener": Listener.ADULT}
    drawn = card_html(make_card(load_script(own), **about, language="ar", own_words={Step.META: "<i>"}))
    assert f'<p class="card-say" lang="ar" dir="rtl">{ARABIC}</p>' in drawn
    assert '<p class="card-say" dir="auto">&lt;i&gt;</p>' in drawn
    assert IN_ENGLISH not in drawn


def test_a_sentence_in_english_for_somebody_who_reads_another_language_says_so():
    about = {"dimension": Dimension.GOALS_OR_METHOD, "listener": Listener.ADULT}
    drawn = card_html(make_card(script(RuptureKind.WITHDRAWAL), **about, language="tr"))
    assert '<p class="card-say" lang="en" dir="ltr">' in drawn
    assert IN_ENGLISH in drawn


def test_english_needs_no_excuse():
    assert IN_ENGLISH not in said(look_at("card", GOALS))


def test_a_language_is_known_by_its_other_codes_as_well():
    assert 'lang="de" dir="ltr">Wie war es für Sie' in html(look_at("card", GOALS | {"language": "de-AT"}))


def test_every_kind_and_dimension_has_its_words():
    assert set(AFTER) == set(RuptureKind)
    assert set(ABOUT) == set(Dimension)
    assert set(STEP_NAME) == set(Step)
