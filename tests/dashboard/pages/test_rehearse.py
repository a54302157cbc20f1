"""Practising on screen: choosing a scene, answering in writing and aloud, and what is said at the end."""

from __future__ import annotations

import pytest

from dashboard.components.rehearsal_state import UnderWay
from dashboard.components.rehearsal_words import DID, ENDED, WITHOUT_TITLE
from dashboard.shell.menu import MENU
from fit.casework.actor import Role
from fit.repair import Openness, rehearsals, sounds_by_kind
from fit.wording import kinds
from tests.dashboard.pages.looking import html, labels, links, look_at, said

SCENE = {"scene": "confrontation_goals_two_minutes"}
EXPLAINED, THANKED = "Change takes time.", "Thank you for telling me. You have every right to be angry."


@pytest.fixture(autouse=True)
def _here(clinic, signed_in_as):
    signed_in_as("clinician.one")


@pytest.fixture
def page():
    return look_at("rehearse", SCENE)


def say(page, words):
    page.text_area[0].set_value(words)
    next(button for button in page.button if button.label == "Say it").click().run()
    assert not page.exception
    return page


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception
    return page


def choose(page, kind):
    group = next(group for group in page.button_group if DID[kind] in group.options)
    group.select(kind).run()
    assert not page.exception
    return page


def test_clinicians_and_supervisors_have_it_in_their_menu():
    line = next(line for line in MENU if line.address == "rehearse")
    assert line.in_menu
    assert line.roles == {Role.CLINICIAN, Role.SUPERVISOR}


def test_every_scene_is_offered_once_with_what_went_before():
    page = look_at("rehearse")
    offered = links(page)
    assert sorted(query for _, _, query in offered) == sorted(f"scene={scene.id}" for scene in rehearsals())
    for scene in rehearsals():
        assert scene.before in said(page)


def test_it_says_that_nothing_is_kept_and_that_it_speaks_english_only(page):
    for shown in (look_at("rehearse"), page):
        assert "Nothing that you practise is stored, counted or shown to anybody" in said(shown)
        assert "in English only for now" in said(shown)


def test_coming_from_a_repair_the_nearest_scenes_stand_first():
    page = look_at("rehearse", {"kind": "withdrawal", "dimension": "relational_breach", "listener": "adolescent"})
    assert page.header[0].value == "Nearest to what you prepare"
    assert [query for _, _, query in links(page)][:2] == [
        "scene=withdrawal_breach",
        "scene=withdrawal_breach_two_minutes",
    ]


@pytest.mark.parametrize("query", [{}, {"kind": "storm", "dimension": "<b>", "listener": ""}, {"scene": "../../etc"}])
def test_an_address_that_names_nothing_known_shows_all_scenes(query):
    page = look_at("rehearse", query)
    assert [header.value for header in page.header] == ["Two minutes", "Whole conversations"]
    assert "<b>" not in html(page)


@pytest.mark.parametrize("place", [{}, SCENE])
def test_coming_from_a_repair_the_way_back_to_it_stands_on_every_page(place):
    offered = links(look_at("rehearse", {**place, "episode": "e1", "plan": "p1"}))
    assert ("Back to the repair", "repair", "episode=e1&plan=p1") in offered
    assert all("episode=e1&plan=p1" in query for _, _, query in offered)


@pytest.mark.parametrize("half", [{}, {"episode": "e1"}, {"plan": "p1"}, {"episode": "", "plan": "p1"}])
def test_without_a_repair_in_the_address_there_is_no_way_back_to_one(half):
    assert "Back to the repair" not in [label for label, _, _ in links(look_at("rehearse", half))]


def test_the_clients_line_is_on_the_page_and_part_of_what_a_screen_reader_says_of_the_field(page):
    assert "This isn't working." in said(page)
    assert page.text_area[0].label.startswith("The client: “This isn't working.")
    assert page.text_area[0].label.endswith("What do you say?")


def test_a_defensive_answer_closes_the_client_and_the_next_one_opens(page):
    assert "Okay. You're the expert." in said(say(page, EXPLAINED))
    assert f"You: “{EXPLAINED}”" in said(page)
    assert "I thought I was dying" in said(say(page, THANKED))


def test_nothing_written_is_said_beside_the_field_and_nothing_moves(page):
    say(page, "  ")
    assert [one.value for one in page.error] == [
        "Nothing is written yet. Write a sentence, or choose one of the three."
    ]
    assert "This isn't working." in said(page)


def test_what_the_check_does_not_hear_is_asked_back_without_a_verdict(page):
    say(page, "Mm.")
    assert "The check heard nothing in this that it knows, and it misses a good deal" in said(page)
    assert "I thought I was dying" in said(choose(page, "validate"))


def test_what_was_not_heard_can_be_put_in_other_words(page):
    press(say(page, "Mm."), "Put it in other words")
    assert page.text_area[0].value == "Mm."


def test_practising_aloud_offers_three_sentences_and_every_kind_by_its_name(page):
    page.button_group(key="rehearsal-mode").select("Aloud").run()
    assert not page.exception
    assert len([label for label in labels(page) if label.startswith("“")]) == 3
    assert len(page.text_area) == 0
    assert "That's half an answer." in said(choose(page, "waited"))
    assert "You, aloud: stayed silent and waited" in said(page)


def test_an_offered_sentence_is_answered_like_a_written_one(page):
    offered = next(label for label in labels(page) if label.startswith("“Let me explain"))
    assert "Okay. You're the expert." in said(press(page, offered))


def test_an_answer_is_taken_back_into_the_field(page):
    press(say(page, EXPLAINED), "Take my last answer back")
    assert "This isn't working." in said(page)
    assert page.text_area[0].value == EXPLAINED


@pytest.fixture
def ended(page):
    for words in (EXPLAINED, THANKED, "What should we do differently from here?"):
        say(page, words)
    return page


def test_at_the_end_words_are_marked_with_reason_and_turn_of_phrase(ended):
    assert '<mark class="may-close">Change takes time</mark>' in html(ended)
    assert (
        "Explaining. An explanation now, however true, can sound as if the disappointment were a misunderstanding."
        in said(ended)
    )
    assert "Instead: Tell me more about what hasn't been working. I want to hear it first." in said(ended)


def test_at_the_end_good_moves_are_named_and_where_the_client_opened(ended):
    assert "The client has opened. On the way a door opened twice, in 3 answers." in said(ended)
    assert "Thanking: “Thank you for telling” Validating" in said(ended)
    assert said(ended).count("Here the client opened.") == 2
    assert said(ended).count("Here the client drew back.") == 1


def test_at_the_end_there_is_one_thing_to_try(ended):
    assert "When you notice yourself explaining, stop, and try: “Tell me more about what" in said(ended)
    assert said(ended).count("One thing to try next time") == 1


def test_it_can_be_practised_again_from_the_first_line(ended):
    press(ended, "Practise it again")
    assert "This isn't working." in said(ended)
    assert ended.text_area[0].value == ""


def test_at_the_end_the_longer_scene_of_the_same_kind_is_offered(ended):
    assert "Of the same kind, about ten minutes" in said(ended)
    assert links(ended)[-1] == ("Eight weeks, and nothing has changed", "rehearse", "scene=confrontation_goals")


def test_leaving_the_scene_drops_what_was_practised(page):
    say(page, EXPLAINED)
    page.query_params.clear()
    page.run()
    assert not isinstance(page.session_state["rehearsal"], UnderWay)
    page.query_params["scene"] = SCENE["scene"]
    page.run()
    assert "This isn't working." in said(page)


@pytest.mark.parametrize("scene", rehearsals(), ids=lambda scene: scene.id)
def test_each_scene_is_played_to_a_kind_end_by_defending_alone(scene):
    page = look_at("rehearse", {"scene": scene.id})
    while page.text_area:
        say(page, "You always do this.")
    assert ENDED[Openness.CLOSED] in said(page)
    assert "Take my last answer back" in labels(page)


def test_every_kind_has_its_words():
    assert set(DID) == set(sounds_by_kind())
    assert set(WITHOUT_TITLE) == set(DID) - {kind.id for kind in kinds()}
