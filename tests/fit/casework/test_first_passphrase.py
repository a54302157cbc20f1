"""A passphrase that an administrator hands over: by chance, for a week, for nothing but choosing an own one."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from fit.casework import Role, access, administrator, clinician, machine
from fit.casework.access import choose_passphrase
from fit.casework.views import NewUser, NextStep, Proven, SignedIn, SignInStep
from fit.errors import AccessDeniedError, InputError, NotFoundError, SignInError
from tests.fit.casework.factors import ISSUER, SOURCE, enrol, with_sign_on
from tests.fit.casework.world import PIN

OWN = "a lantern, two otters, rain"


def added(world, role=Role.CLINICIAN):
    """Somebody new; returns them with what is to be handed over."""
    return administrator.add_user(world.clinic, world.admin, sign_in_name="new", display_name="New", role=role)


def chosen(world, step, new=OWN):
    return choose_passphrase(world.clinic, step.token, new, source=SOURCE)


def test_it_is_made_by_chance_of_eighty_bits_and_none_comes_twice(world):
    made = [administrator.reset_passphrase(world.clinic, world.admin, world.ann.user_id).words for _ in range(20)]
    assert len(set(made)) == 20
    letters = "0123456789abcdefghjkmnpqrstvwxyz"
    assert all(re.fullmatch(rf"([{letters}]{{4}}-){{3}}[{letters}]{{4}}", one) for one in made)
    assert 16 * math.log2(len(letters)) == 80
    assert {letter for one in made for letter in one} == set(letters) | {"-"}


def test_whoever_is_new_chooses_an_own_one_before_anything_else(either):
    new = added(either)
    assert isinstance(new, NewUser)
    assert new.first.until == new.first_passphrase_until == either.clock.moment + timedelta(days=7)
    step = either.sign_in("new", new.first.words)
    assert isinstance(step, NextStep)
    assert step.step is SignInStep.PASSPHRASE
    assert access.actor_of(either.clinic, step.token) is None
    assert access.half_way(either.clinic, step.token).step is SignInStep.PASSPHRASE
    signed_in = chosen(either, step)
    assert access.actor_of(either.clinic, signed_in.token).user_id == new.user_id
    with pytest.raises(SignInError, match="took too long"):
        chosen(either, step, "another one, of four words")
    with pytest.raises(SignInError, match="is not right"):
        either.sign_in("new", new.first.words)
    assert isinstance(either.sign_in("new", OWN), SignedIn)
    (row,) = [one for one in administrator.list_users(either.clinic, either.admin) if one.user_id == new.user_id]
    assert row.first_passphrase_until is None
    assert either.actions()[-7:-2] == [
        "sign_in: passphrase asked",
        "choose_passphrase",
        "sign_in",
        "sign_in: failed",
        "sign_in",
    ]


def test_a_director_chooses_the_passphrase_and_then_sets_a_second_factor_up(world):
    step = world.sign_in("new", added(world, Role.DIRECTOR).first.words)
    with pytest.raises(SignInError, match="took too long"):
        access.begin_enrolment(world.clinic, step.token)
    after = chosen(world, step)
    assert after.step is SignInStep.ENROL
    assert access.actor_of(world.clinic, after.token) is None
    _, enrolled = enrol(world.clinic, after)
    assert access.actor_of(world.clinic, enrolled.signed_in.token).role is Role.DIRECTOR
    assert world.sign_in("new", OWN).step is SignInStep.CODE


@pytest.mark.parametrize(("days", "opens"), [(6.99, True), (7, False), (400, False)])
def test_it_lasts_a_week(world, days, opens):
    first = added(world).first.words
    world.clock.forward(days=days)
    if opens:
        assert world.sign_in("new", first).step is SignInStep.PASSPHRASE
        return
    with pytest.raises(SignInError, match="has run out"):
        world.sign_in("new", first)
    assert world.actions()[-2] == "sign_in: passphrase run out"
    with pytest.raises(SignInError, match="name or the passphrase is not right"):  # told to who knows it alone
        world.sign_in("new", "not what was handed over")


@pytest.mark.parametrize("new", ["short", "password1234", "North new 2026 North"])
def test_what_is_chosen_follows_the_rules(world, new):
    step = world.sign_in("new", added(world).first.words)
    with pytest.raises(InputError):
        chosen(world, step, new)
    assert isinstance(chosen(world, step), SignedIn)  # the same sign-in goes on


def test_what_was_handed_over_is_not_kept(world):
    first = added(world).first.words
    with pytest.raises(InputError, match="that you were given"):
        chosen(world, world.sign_in("new", first), first)
    assert world.sign_in("new", first).step is SignInStep.PASSPHRASE


def test_a_reset_ends_every_session_the_old_passphrase_and_what_was_half_done(world):
    before, half = world.sign_in(), world.sign_in("dan")
    first = administrator.reset_passphrase(world.clinic, world.admin, world.ann.user_id)
    administrator.reset_passphrase(world.clinic, world.admin, world.dan.user_id)
    assert access.actor_of(world.clinic, before.token) is None
    assert access.half_way(world.clinic, half.token) is None
    with pytest.raises(SignInError, match="is not right"):
        world.sign_in()
    step = world.sign_in(passphrase=first.words)
    again = administrator.reset_passphrase(world.clinic, world.admin, world.ann.user_id)
    with pytest.raises(SignInError, match="took too long"):
        chosen(world, step)
    with pytest.raises(SignInError, match="is not right"):
        world.sign_in(passphrase=first.words)
    assert isinstance(chosen(world, world.sign_in(passphrase=again.words)), SignedIn)


def test_the_pin_of_a_tablet_leads_past_no_first_passphrase(world):
    episode = world.begin("K-1")
    handed, _ = world.hand_over(episode)
    administrator.reset_passphrase(world.clinic, world.admin, world.ann.user_id)
    for work in (clinician.take_back, clinician.resume_form):
        with pytest.raises(AccessDeniedError, match="Sign in with your name"):
            work(world.clinic, handed.token, PIN, source=SOURCE)


def test_who_comes_by_single_sign_on_needs_none_of_ours(world):
    clinic = with_sign_on(world.clinic)
    new = added(world)
    administrator.link_sign_on(clinic, world.admin, new.user_id, subject="s-new")
    signed_in = access.sign_in_elsewhere(clinic, Proven(issuer=ISSUER, subject="s-new"), source=SOURCE)
    assert isinstance(signed_in, SignedIn)
    world.clock.forward(days=8)
    signed_in = access.sign_in_elsewhere(clinic, Proven(issuer=ISSUER, subject="s-new"), source=SOURCE)
    # nor does one that has run out change anything at an open screen
    for work in (
        lambda: access.set_pin(clinic, signed_in.actor, "9753", passphrase=new.first.words),
        lambda: access.change_passphrase(clinic, signed_in.actor, new.first.words, OWN),
        lambda: access.ask_enrolment(clinic, signed_in.actor, new.first.words, source=SOURCE),
    ):
        with pytest.raises(SignInError, match="not right"):
            work()


def test_a_choice_under_your_account_is_an_own_one(world):
    clinic = with_sign_on(world.clinic)
    new = added(world)
    administrator.link_sign_on(clinic, world.admin, new.user_id, subject="s-new")
    signed_in = access.sign_in_elsewhere(clinic, Proven(issuer=ISSUER, subject="s-new"), source=SOURCE)
    access.change_passphrase(clinic, signed_in.actor, new.first.words, OWN)
    world.clock.forward(days=8)
    assert isinstance(world.sign_in("new", OWN), SignedIn)


def test_a_sign_in_that_is_given_up_opens_nothing_more(world):
    step, other = world.sign_in("dan"), world.sign_in("dan")
    access.leave_sign_in(world.clinic, step.token)
    assert access.half_way(world.clinic, step.token) is None
    with pytest.raises(SignInError, match="took too long"):
        access.begin_enrolment(world.clinic, step.token)
    assert access.half_way(world.clinic, other.token) is not None
    for odd in ("", "none", step.token, "x" * 80):
        access.leave_sign_in(world.clinic, odd)


def test_a_session_never_begins_by_a_passphrase_that_was_replaced_while_it_was_compared(world, monkeypatch):
    compare = access.matches

    def slowly(typed, kept):
        right = compare(typed, kept)
        administrator.reset_passphrase(world.clinic, world.admin, world.ann.user_id)
        return right

    monkeypatch.setattr(access, "matches", slowly)
    with pytest.raises(SignInError, match="changed this very moment"):
        world.sign_in()
    assert access.list_sessions(world.clinic, world.ann, token="") == ()


def test_the_passphrase_stands_in_no_words_about_it(world):
    new = added(world)
    assert new.first.words not in repr(new)
    assert new.first.words not in repr(replace(new.first))


def test_whoever_holds_the_machine_gives_the_only_administrator_one(either):
    kept = either.sign_in("admin")
    first = machine.reset_passphrase_of(either.clinic, " Admin")
    assert access.actor_of(either.clinic, kept.token) is None
    with pytest.raises(SignInError, match="is not right"):
        either.sign_in("admin")
    step = either.sign_in("admin", first.words)
    assert step.step is SignInStep.PASSPHRASE
    assert "reset_passphrase" in either.actions()
    with pytest.raises(NotFoundError, match="nobody"):
        machine.reset_passphrase_of(either.clinic, "nobody")
