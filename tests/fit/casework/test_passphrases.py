"""Passphrases: length alone, any character, none of the first that are guessed, none made of names that belong here."""

from __future__ import annotations

import unicodedata

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from fit.casework import access, administrator
from fit.casework._passphrases import check_passphrase
from fit.errors import InputError
from tests.fit.casework.world import PASSPHRASE

LEAKED = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= 12]
"""What is long enough among the 30,000 most common passwords of leaks that come with zxcvbn."""


def test_every_leaked_password_that_is_long_enough_is_refused():
    assert len(LEAKED) > 200
    for word in LEAKED:
        with pytest.raises(InputError, match="first to be guessed"):
            check_passphrase(word)


@pytest.mark.parametrize(
    "made_of_them",
    [
        "password1234",
        "P@ssw0rd2026!",
        "iloveyou12345",
        "qwertyuiop123",
        "1q2w3e4r5t6y7u",
        "aaaaaaaaaaaaaaaa",
        "123456789012345",
        "abcdefghijklmnop",
        "letmeinletmein",
        "x" * 256,
    ],
)
def test_what_people_make_of_leaked_ones_and_of_patterns_is_refused_too(made_of_them):
    with pytest.raises(InputError, match=r"first to be guessed.*Choose four or more words"):
        check_passphrase(made_of_them)


@pytest.mark.parametrize(
    "of_names",
    ["Mendline2026!", "mendline mendline", "North Clinic 2026", "ann.smith 2026 ann.smith", "ANN-SMITH-clinic-1"],
)
def test_names_that_belong_here_make_no_passphrase(of_names):
    with pytest.raises(InputError, match="names that belong here"):
        check_passphrase(of_names, "North Clinic", "ann.smith", "Ann Smith")


@pytest.mark.parametrize(
    "good",
    [
        "seven simulated lamps",
        "nothing but small letters",
        "пароль из четырёх слов",
        "夏の川を静かに渡る小さな舟と",
        "naïve café, 🦉 by night",
        "  spaces at both ends  ",
        "the clinic in the north has blue doors",
        "many lamps on a hill, " * 11,
    ],
)
def test_any_character_will_do_and_no_kind_of_it_is_asked_for(good):
    assert check_passphrase(good, "North Clinic", "ann.smith", "Ann Smith") == good


@pytest.mark.parametrize(("typed", "why"), [("eleven char", "12 to 256"), ("many lamps " * 24, "12 to 256")])
def test_too_short_or_too_long_says_so(typed, why):
    with pytest.raises(InputError, match=why):
        check_passphrase(typed)


def given(world):
    """A sign-in of somebody with a passphrase that was handed over."""
    first = administrator.reset_passphrase(world.clinic, world.admin, world.ann.user_id)
    return world.sign_in(passphrase=first.words).token


def test_the_rules_hold_wherever_a_passphrase_is_set(world):
    new = {"sign_in_name": "new.one", "display_name": "New", "role": world.ann.role}
    places = (
        lambda: access.change_passphrase(world.clinic, world.ann, PASSPHRASE, "password1234"),
        lambda: access.choose_passphrase(world.clinic, given(world), "North ann 2026", source="127.0.0.1"),
        lambda: administrator.add_user(world.clinic, world.admin, passphrase="new.one new.one", **new),
        lambda: administrator.create_clinic(
            world.clinic, name="West Side", sign_in_name="west", display_name="W", passphrase="West Side 2026"
        ),
    )
    for place in places:
        with pytest.raises(InputError, match="first to be guessed"):
            place()


def test_the_same_letters_from_another_keyboard_are_the_same_passphrase(world):
    composed, apart = (unicodedata.normalize(form, "ein Käfer über Möhren") for form in ("NFC", "NFD"))
    assert composed != apart
    access.change_passphrase(world.clinic, world.ann, PASSPHRASE, apart)
    assert world.sign_in(passphrase=composed).actor == world.ann


def test_nothing_is_cut_off_what_was_typed(world):
    longest = ("many lamps on a hill, " * 12)[:256]
    access.change_passphrase(world.clinic, world.ann, PASSPHRASE, longest)
    with pytest.raises(access.SignInError):
        world.sign_in(passphrase=longest + "!")
    assert world.sign_in(passphrase=longest).actor == world.ann
