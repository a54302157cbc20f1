"""Signing in, web sessions, and their ends."""

from __future__ import annotations

import inspect
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from fit.casework import Role, _secrets, access, administrator
from fit.casework._secrets import check_passphrase, check_pin
from fit.errors import AccessDeniedError, InputError, SignInError
from fit.store import accounts
from fit.store.tables import Base
from tests.fit.casework.world import PASSPHRASE


def test_who_signs_in_is_known_by_the_token(either):
    signed_in = either.sign_in("ann")
    assert access.actor_of(either.clinic, signed_in.token) == signed_in.actor == either.ann


def test_the_sign_in_name_may_be_typed_in_capitals(world):
    assert world.sign_in(" Ann ").actor == world.ann


@pytest.mark.parametrize(("name", "passphrase"), [("ann", "wrong words here"), ("nobody", PASSPHRASE), ("", "")])
def test_the_same_words_for_a_wrong_passphrase_and_an_unknown_name(world, name, passphrase):
    with pytest.raises(SignInError) as refusal:
        world.sign_in(name, passphrase)
    assert str(refusal.value) == access.WRONG


def test_an_unknown_name_costs_the_same_work(world, monkeypatch):
    compared = []
    right = access.matches
    monkeypatch.setattr(access, "matches", lambda secret, kept: compared.append(kept) or right(secret, kept))
    for name in ("ann", "nobody"):
        with pytest.raises(SignInError):
            world.sign_in(name, "wrong words here")
    assert compared[0].startswith("$argon2id$")
    assert compared[1] is None


class Counting:
    """The real hasher, which notes against what it worked."""

    def __init__(self, hasher):
        self.hasher, self.worked = hasher, []

    def verify(self, kept, typed):
        self.worked.append(kept)
        return self.hasher.verify(kept, typed)

    def __getattr__(self, name):
        return getattr(self.hasher, name)


def test_names_that_exist_left_or_never_were_cost_one_hash_of_the_same_strength(world, monkeypatch):
    administrator.set_active(world.clinic, world.admin, world.ben.user_id, active=False)
    hasher = Counting(_secrets._hasher)
    monkeypatch.setattr(_secrets, "_hasher", hasher)
    for name, passphrase in (("ann", "wrong words here"), ("ben", PASSPHRASE), ("nobody", "wrong words here")):
        with pytest.raises(SignInError, match="name or the passphrase is not right"):
            world.sign_in(name, passphrase)
    assert len(hasher.worked) == 3
    # memory, rounds and lanes stand before the salt: they are what the time is made of
    assert len({kept.rsplit("$", 2)[0] for kept in hasher.worked}) == 1


def test_an_account_is_slowed_after_five_wrong_tries_also_for_the_right_passphrase(world):
    for _ in range(5):
        with pytest.raises(SignInError, match="not right"):
            world.sign_in("ann", "wrong words here")
    with pytest.raises(SignInError, match="too many tries"):
        world.sign_in("ann")
    assert world.sign_in("ben").actor == world.ben
    world.clock.forward(seconds=31)
    assert world.sign_in("ann").actor == world.ann


def test_names_that_nobody_has_are_slowed_alike(world):
    for _ in range(5):
        with pytest.raises(SignInError, match="not right"):
            world.sign_in("nobody", "wrong words here")
    with pytest.raises(SignInError, match="too many tries"):
        world.sign_in("nobody", "wrong words here")


def test_one_source_is_slowed_over_many_accounts(world, monkeypatch):
    monkeypatch.setattr(access, "matches", lambda *_: False)
    for number in range(30):
        with pytest.raises(SignInError, match="not right"):
            world.sign_in(f"name{number}", "wrong words here", source="10.0.0.9")
    with pytest.raises(SignInError, match="too many tries"):
        world.sign_in("ann", source="10.0.0.9")
    with pytest.raises(SignInError, match="not right"):
        world.sign_in("ann", source="10.0.0.10")


def test_success_forgets_the_failures_of_the_account(world):
    for _ in range(2):
        for _ in range(4):
            with pytest.raises(SignInError, match="not right"):
                world.sign_in("ann", "wrong words here")
        world.sign_in("ann")


def test_a_whole_clinic_signs_in_from_one_address(world):
    for _ in range(40):
        world.sign_in("ann", source="10.0.0.9")


def test_limits_and_sessions_hold_over_a_restart(world):
    from fit.casework import open_clinic

    signed_in = world.sign_in("ben")
    for _ in range(5):
        with pytest.raises(SignInError):
            world.sign_in("ann", "wrong words here")
    world.clinic.close()
    world.clinic = open_clinic(world.clinic.settings, clock=world.clock)
    assert access.actor_of(world.clinic, signed_in.token) == world.ben
    with pytest.raises(SignInError, match="too many tries"):
        world.sign_in("ann")


def test_a_session_ends_when_idle(world):
    token = world.sign_in().token
    for _ in range(5):
        world.clock.forward(minutes=29)
        assert access.actor_of(world.clinic, token)
        world.clinic.store.write(lambda _: None)  # the note of its use is written by now
    world.clock.forward(minutes=30)
    assert access.actor_of(world.clinic, token) is None


def test_a_session_ends_after_a_working_day_however_busy(world):
    token = world.sign_in().token
    ends_at = world.clock.moment + timedelta(hours=12)
    while world.clock.moment + timedelta(minutes=20) < ends_at:
        world.clock.forward(minutes=20)
        assert access.actor_of(world.clinic, token)
        world.clinic.store.write(lambda _: None)
    world.clock.moment = ends_at
    assert access.actor_of(world.clinic, token) is None


def test_signing_out_ends_this_session_and_no_other(either):
    first, second = either.sign_in(), either.sign_in()
    access.sign_out(either.clinic, first.token)
    access.sign_out(either.clinic, first.token)
    assert access.actor_of(either.clinic, first.token) is None
    assert access.actor_of(either.clinic, second.token) == either.ann


def test_all_sessions_of_a_person_can_be_ended(either):
    tokens = [either.sign_in().token for _ in range(2)]
    other = either.sign_in("ben").token
    assert access.revoke_all(either.clinic, either.ann, either.ann.user_id) == 2
    assert [access.actor_of(either.clinic, token) for token in tokens] == [None, None]
    assert access.actor_of(either.clinic, other) == either.ben


def test_only_an_administrator_ends_the_sessions_of_others(world):
    token = world.sign_in().token
    with pytest.raises(AccessDeniedError, match="Only an administrator"):
        access.revoke_all(world.clinic, world.ben, world.ann.user_id)
    assert access.actor_of(world.clinic, token)
    assert access.revoke_all(world.clinic, world.admin, world.ann.user_id) == 1


def test_an_administrator_of_another_clinic_ends_nothing(world):
    token = world.sign_in().token
    assert access.revoke_all(world.clinic, world.other_admin, world.ann.user_id) == 0
    assert access.actor_of(world.clinic, token)


def test_somebody_who_left_is_out_at_once_and_cannot_come_back(world):
    token = world.sign_in().token
    administrator.set_active(world.clinic, world.admin, world.ann.user_id, active=False)
    assert access.actor_of(world.clinic, token) is None
    with pytest.raises(SignInError) as refusal:
        world.sign_in()
    assert str(refusal.value) == access.WRONG


def test_a_new_passphrase_ends_the_sessions_of_the_old_one(world):
    token = world.sign_in().token
    access.change_passphrase(world.clinic, world.ann, PASSPHRASE, "quite another passphrase")
    assert access.actor_of(world.clinic, token) is None
    with pytest.raises(SignInError):
        world.sign_in()
    assert world.sign_in(passphrase="quite another passphrase").actor == world.ann


def test_the_old_passphrase_is_asked_for(world):
    with pytest.raises(SignInError, match="old passphrase"):
        access.change_passphrase(world.clinic, world.ann, "not the old one", "quite another passphrase")


def test_the_token_is_nowhere_in_the_database(world):
    token = world.sign_in().token
    with world.clinic.store.read() as connection:
        dump = "\n".join(str(connection.execute(select(table)).all()) for table in Base.metadata.sorted_tables)
    assert world.ann.name in dump
    assert token not in dump
    assert PASSPHRASE not in dump


@given(st.text(max_size=80))
def test_anything_else_is_no_token(world_for_tokens, text):
    assert access.actor_of(world_for_tokens.clinic, text) is None


def test_a_token_of_one_clinic_does_not_open_another(world):
    token = world.sign_in().token
    elsewhere = world.other_ann.clinic_id + token[13:]
    assert access.actor_of(world.clinic, elsewhere) is None


def test_failed_and_good_sign_ins_are_audited_with_their_source(world):
    with pytest.raises(SignInError):
        world.sign_in("ann", "wrong words here")
    world.sign_in("ann")
    assert world.actions()[-3:-1] == ["sign_in: failed", "sign_in"]


@pytest.mark.parametrize("passphrase", ["", "eleven char", "x" * 257])
def test_a_passphrase_has_12_to_256_characters(passphrase):
    with pytest.raises(InputError, match="12 to 256 characters"):
        check_passphrase(passphrase)


@pytest.mark.parametrize("passphrase", ["twelve chars", "many lamps on a hill, " * 11 + "and no end now"])
def test_the_shortest_and_the_longest_passphrase_are_taken(passphrase):
    assert check_passphrase(passphrase) == passphrase


@pytest.mark.parametrize("pin", ["", "123", "12a4", "1" * 13, "١٢٣٤"])
def test_a_pin_is_4_to_12_digits(pin):
    with pytest.raises(InputError, match="4 to 12 digits"):
        check_pin(pin)


@pytest.fixture(scope="module")
def world_for_tokens(founded, tmp_path_factory):
    import shutil

    from fit.casework import Settings, open_clinic
    from tests.fit.casework.world import Clock, World

    folder, people = founded
    place = tmp_path_factory.mktemp("tokens") / "clinic"
    shutil.copytree(folder, place)
    clinic = open_clinic(Settings(folder=place), clock=Clock())
    yield World(clinic, Clock(), people)
    clinic.close()


def test_secrets_are_hashed_with_no_less_work_than_owasp_asks():
    hasher = PasswordHasher()
    assert (hasher.type.name, hasher.memory_cost, hasher.time_cost) >= ("ID", 19 * 1024, 2)
    source = inspect.getsource(_secrets)
    assert "_hasher = PasswordHasher()" in source


def test_a_passphrase_hashed_with_less_work_is_hashed_anew_at_the_next_sign_in(either, monkeypatch):
    def kept():
        with either.clinic.store.read() as connection:
            return accounts.user_by_name(connection, "ann").passphrase_hash

    before = kept()
    either.sign_in("ann")
    assert kept() == before
    monkeypatch.setattr(_secrets, "_hasher", PasswordHasher(time_cost=2, memory_cost=64, parallelism=1))
    with pytest.raises(SignInError):
        either.sign_in("ann", "wrong words here")
    assert kept() == before
    assert either.sign_in("ann").actor == either.ann
    assert before.startswith("$argon2id$v=19$m=")
    assert kept().startswith("$argon2id$v=19$m=64,t=2,p=1$")
    assert either.sign_in("ann").actor == either.ann


def test_an_account_tells_its_owner_whether_there_is_a_pin(world):
    account = access.open_account(world.clinic, world.admin)
    assert (account.sign_in_name, account.role, account.has_pin) == ("admin", Role.ADMINISTRATOR, False)
    access.set_pin(world.clinic, world.admin, "9753", passphrase=PASSPHRASE)
    assert access.open_account(world.clinic, world.admin).has_pin


def test_the_old_passphrase_cannot_be_guessed_at_an_open_screen(world):
    for _ in range(5):
        with pytest.raises(SignInError, match="old passphrase"):
            access.change_passphrase(world.clinic, world.ann, "not the old one", "quite another passphrase")
    with pytest.raises(SignInError, match="too many tries"):
        access.change_passphrase(world.clinic, world.ann, PASSPHRASE, "quite another passphrase")


def test_a_new_passphrase_that_is_too_short_is_no_try(world):
    for _ in range(access.BY_ACCOUNT.free_tries + 1):
        with pytest.raises(InputError, match="12 to 256"):
            access.change_passphrase(world.clinic, world.ann, PASSPHRASE, "short")
    access.change_passphrase(world.clinic, world.ann, PASSPHRASE, "quite another passphrase")


def test_a_passphrase_of_five_years_ago_still_signs_in(world):
    world.clock.forward(days=5 * 366)
    assert world.sign_in("ann").actor == world.ann
