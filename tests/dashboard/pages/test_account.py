from __future__ import annotations

import pytest

from fit.casework import access
from fit.casework.access import open_account, sign_in
from tests.dashboard.pages.looking import labels, look_at, said
from tests.dashboard.pages.story_clinic import PASSPHRASE

NEW = "five new simulated words"
PEOPLE = ("clinician.one", "supervisor.one", "director.one", "administrator.one")


@pytest.fixture
def account(clinic, signed_in_as):
    def look(name="clinician.one"):
        signed_in_as(name)
        return look_at("account")

    return look


def fill_in(page, *typed):
    """Type into the fields whose labels begin so, then press the button."""
    for label, text in typed:
        next(each for each in page.text_input if each.label == label).set_value(text)


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception, page.exception


def change(page, old=PASSPHRASE, new=NEW, again=NEW):
    fill_in(
        page, ("The passphrase you have now", old), ("New passphrase", new), ("The new passphrase once more", again)
    )
    press(page, "Change the passphrase")


def set_pin(page, pin, again, passphrase=PASSPHRASE):
    typed = (("PIN", pin), ("The same PIN once more", again), ("Your passphrase, to be sure it is you", passphrase))
    fill_in(page, *typed)
    press(page, "Set the PIN")


@pytest.mark.parametrize("name", PEOPLE)
def test_everybody_sees_who_they_are_and_can_change_the_passphrase(account, name):
    page = account(name)
    assert f"sign-in name {name}" in said(page)
    assert "Change the passphrase" in labels(page)


@pytest.mark.parametrize(("name", "has"), zip(PEOPLE, (True, True, False, False), strict=True))
def test_a_pin_is_for_those_who_hand_over(account, name, has):
    assert ("Set the PIN" in labels(account(name))) is has


def test_a_pin_is_set_and_the_fields_are_empty_again(account, clinic, people):
    page = account("supervisor.one")
    assert page.header[0].value == "Set your PIN"
    set_pin(page, "9753", "9753")

    assert page.success[0].value == "Your PIN is set."
    assert page.header[0].value == "A new PIN"
    assert [each.value for each in page.text_input] == [""] * 6
    assert open_account(clinic, people["supervisor.one"]).has_pin


@pytest.mark.parametrize(("pin", "again", "why"), [("9753", "9754", "not the same"), ("12", "12", "4 to 12 digits")])
def test_a_pin_that_cannot_be_is_refused_in_words(account, pin, again, why):
    page = account()
    set_pin(page, pin, again)

    assert why in page.error[0].value
    assert page.text_input[0].value == pin


def test_a_pin_is_not_set_at_an_open_screen_without_the_passphrase(account, clinic, people):
    page = account("supervisor.one")
    set_pin(page, "9753", "9753", passphrase="not the passphrase")

    assert "Your passphrase is not right" in page.error[0].value
    assert not open_account(clinic, people["supervisor.one"]).has_pin


def test_a_session_elsewhere_is_ended_by_passphrase_alone(account, clinic, people):
    elsewhere = sign_in(clinic, "clinician.one", PASSPHRASE, source="192.0.2.7", browser="Safari on iPad")
    page = account()
    press(page, "End all other sessions")
    assert "Your passphrase is not right" in page.error[0].value
    assert access.actor_of(clinic, elsewhere.token) is not None

    fill_in(page, ("Your passphrase", PASSPHRASE))
    press(page, "End all other sessions")
    assert page.success[0].value == "1 session ended. This browser stays signed in."
    assert access.actor_of(clinic, elsewhere.token) is None


def test_a_new_passphrase_works_and_all_sessions_have_ended(account, clinic):
    page = account()
    change(page)

    assert "have ended" in page.success[0].value
    assert sign_in(clinic, "clinician.one", NEW, source="127.0.0.1").actor.name == "Clinician One"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"old": "not the old one"}, "The old passphrase is not right"),
        ({"again": "another one here"}, "The two are not the same"),
        ({"new": "short", "again": "short"}, "12 to 256"),
    ],
)
def test_a_refusal_changes_nothing_and_what_was_typed_stays(account, clinic, typed, why):
    page = account()
    change(page, **typed)

    assert why in page.error[0].value
    assert [each.value for each in page.text_input][3:] == list(
        ({"old": PASSPHRASE, "new": NEW, "again": NEW} | typed).values()
    )
    assert sign_in(clinic, "clinician.one", PASSPHRASE, source="127.0.0.1")


@pytest.mark.parametrize("name", PEOPLE)
def test_everybody_switches_single_keys_off_and_on(account, clinic, people, name):
    page = account(name)
    [switch] = page.toggle
    assert switch.value
    switch.set_value(False).run()
    assert not access.has_shortcuts(clinic, people[name])
    [again] = account(name).toggle
    assert not again.value
    again.set_value(True).run()
    assert access.has_shortcuts(clinic, people[name])
