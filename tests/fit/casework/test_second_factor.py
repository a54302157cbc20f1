"""The second factor: who must have one, codes that are taken once, recovery codes, and what happens to a lost one."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from fit.casework import Role, Settings, _secrets, access, administrator, machine, open_clinic, sealing
from fit.casework._codes import step_of
from fit.casework.demo import CLINIC_NAME
from fit.casework.views import How, NextStep, SeenHow, SignedIn, SignInStep
from fit.errors import ConflictError, NotFoundError, SignInError, StoreError
from fit.store.tables import Base
from tests.fit.casework.factors import SOURCE, code_at, enrol, whole_sign_in
from tests.fit.casework.world import PASSPHRASE


@pytest.fixture
def with_factor(either):
    """Ann has a second factor: her secret and recovery codes."""
    secret, enrolled = enrol(either.clinic, access.ask_enrolment(either.clinic, either.ann, PASSPHRASE, source=SOURCE))
    return either, secret, enrolled


def give(world, code, name="ann"):
    step = world.sign_in(name)
    assert step.step is SignInStep.CODE
    return access.give_code(world.clinic, step.token, code, source=SOURCE)


@pytest.mark.parametrize("name", ["admin", "dan"])
def test_who_reaches_the_whole_clinic_sets_a_second_factor_up_before_anything_else(either, name):
    step = either.sign_in(name)
    assert isinstance(step, NextStep)
    assert step.step is SignInStep.ENROL
    assert access.actor_of(either.clinic, step.token) is None
    _, enrolled = enrol(either.clinic, step)
    assert access.actor_of(either.clinic, enrolled.signed_in.token) == either.people[name]
    assert either.sign_in(name).step is SignInStep.CODE


@pytest.mark.parametrize("name", ["ann", "sue"])
def test_others_may_go_without_unless_the_clinic_asks_it_of_all(world, name):
    assert isinstance(world.sign_in(name), SignedIn)
    asked_of_all = replace(world.clinic.settings, second_factor_roles=frozenset(Role))
    strict = replace(world.clinic, settings=asked_of_all)
    assert access.sign_in(strict, name, PASSPHRASE, source=SOURCE).step is SignInStep.ENROL


def test_the_setting_asks_it_of_more_people_and_never_of_fewer():
    assert Settings.from_environment({}).second_factor_roles == {"director", "administrator"}
    assert Settings.from_environment({"MENDLINE_SECOND_FACTOR": "all"}).second_factor_roles == set(Role)


@pytest.mark.parametrize(("demo", "founded_as_demo", "asks"), [(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 0)])
def test_only_a_server_of_the_demo_on_a_clinic_founded_as_the_demo_asks_nobody(tmp_path, demo, founded_as_demo, asks):
    founding = open_clinic(Settings(folder=tmp_path, demo=bool(founded_as_demo)))
    named = {"name": CLINIC_NAME, "sign_in_name": "first", "display_name": "First", "passphrase": PASSPHRASE}
    administrator.create_clinic(founding, **named)
    founding.close()
    clinic = open_clinic(Settings(folder=tmp_path, demo=bool(demo)))
    done = access.sign_in(clinic, "first", PASSPHRASE, source=SOURCE)
    clinic.close()
    assert isinstance(done, NextStep) is bool(asks)


def test_the_code_of_the_device_finishes_the_sign_in(with_factor):
    world, secret, _ = with_factor
    world.clock.forward(minutes=1)
    signed_in = give(world, code_at(secret, world.clock.moment))
    assert access.actor_of(world.clinic, signed_in.token) == world.ann


def test_half_a_sign_in_opens_nothing_and_ends_after_ten_minutes(with_factor):
    world, secret, _ = with_factor
    step = world.sign_in()
    assert access.actor_of(world.clinic, step.token) is None
    assert access.half_way(world.clinic, step.token).step is SignInStep.CODE
    with pytest.raises(SignInError, match="took too long"):
        access.begin_enrolment(world.clinic, step.token)
    world.clock.forward(minutes=10)
    assert access.half_way(world.clinic, step.token) is None
    with pytest.raises(SignInError, match="took too long"):
        access.give_code(world.clinic, step.token, code_at(secret, world.clock.moment), source=SOURCE)


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_off_and_no_more(with_factor, steps, taken):
    world, secret, _ = with_factor
    world.clock.forward(minutes=5)
    code = code_at(secret, world.clock.moment, steps)
    if taken:
        assert give(world, code).actor == world.ann
    else:
        with pytest.raises(SignInError, match="code is not right"):
            give(world, code)


def test_codes_are_those_of_rfc_6238():
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # appendix B: the ASCII text 12345678901234567890
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (2000000000, "279037")):
        moment = _moment(seconds)
        assert step_of(secret, code, moment) == seconds // 30


def _moment(seconds):
    from datetime import UTC, datetime

    return datetime.fromtimestamp(seconds, UTC)


def test_a_code_is_taken_once_and_none_before_it(with_factor):
    world, secret, _ = with_factor
    world.clock.forward(minutes=5)
    code, before = (code_at(secret, world.clock.moment, steps) for steps in (0, -1))
    give(world, code)
    for used in (code, before):
        with pytest.raises(SignInError, match="used before"):
            give(world, used)
    world.clock.forward(seconds=30)
    give(world, code_at(secret, world.clock.moment))


def test_the_first_code_of_a_new_factor_is_used_up_by_setting_it_up(with_factor):
    world, secret, _ = with_factor
    with pytest.raises(SignInError, match="used before"):
        give(world, code_at(secret, world.clock.moment))


def test_of_many_at_once_with_the_same_code_one_gets_in(with_factor):
    world, secret, _ = with_factor
    world.clock.forward(minutes=5)
    code, steps = code_at(secret, world.clock.moment), [world.sign_in() for _ in range(4)]

    def one(step):
        try:
            return access.give_code(world.clinic, step.token, code, source=SOURCE).actor
        except SignInError:
            return None

    with ThreadPoolExecutor(4) as pool:
        assert sorted(map(bool, pool.map(one, steps))) == [False, False, False, True]


def test_a_recovery_code_stands_in_once_however_it_is_typed(with_factor):
    world, _, enrolled = with_factor
    assert len(set(enrolled.codes)) == 10
    first = enrolled.codes[0].upper().replace("-", " ")
    signed_in = give(world, f" {first} ")
    assert access.actor_of(world.clinic, signed_in.token) == world.ann
    assert access.open_account(world.clinic, world.ann).codes_left == 9
    with pytest.raises(SignInError, match="used before"):
        give(world, enrolled.codes[0])
    assert give(world, enrolled.codes[1]).actor == world.ann
    assert "give_code: recovery code used" in world.actions()


def test_a_recovery_code_is_of_its_owner_alone(with_factor):
    world, _, enrolled = with_factor
    enrol(world.clinic, access.ask_enrolment(world.clinic, world.ben, PASSPHRASE, source=SOURCE))
    with pytest.raises(SignInError, match="code is not right"):
        give(world, enrolled.codes[0], "ben")


def test_neither_secret_nor_recovery_codes_are_in_the_database(with_factor):
    world, secret, enrolled = with_factor
    world.sign_in()
    with world.clinic.store.read() as connection:
        dump = "\n".join(str(connection.execute(select(table)).all()) for table in Base.metadata.sorted_tables)
    assert "$argon2id$" in dump
    for kept_out in (secret, *enrolled.codes, *(code.replace("-", "") for code in enrolled.codes)):
        assert kept_out not in dump


def test_recovery_codes_are_hashed_as_passphrases_are(world):
    assert _secrets.hashed_code("x", "00" * 16).startswith("$argon2id$")


def test_a_sealed_secret_opens_for_its_owner_and_with_its_key_alone(tmp_path):
    settings, other = (Settings(folder=tmp_path / name) for name in ("one", "other"))
    kept = sealing.sealed(settings, "secret", belongs_to="1 2")
    assert sealing.opened_seal(settings, kept, belongs_to="1 2") == "secret"
    assert sealing.key_file(settings).stat().st_mode & 0o077 == 0
    for wrong in ((settings, kept, "1 3"), (other, kept, "1 2"), (settings, kept[:-4] + "AAA=", "1 2")):
        with pytest.raises(StoreError, match=r"sign_in\.key"):
            sealing.opened_seal(wrong[0], wrong[1], belongs_to=wrong[2])


def test_wrong_codes_are_slowed_for_the_person_and_audited(with_factor):
    world, secret, _ = with_factor
    world.clock.forward(minutes=5)
    for _ in range(5):
        with pytest.raises(SignInError, match="code is not right"):
            give(world, "000000")
    with pytest.raises(SignInError, match="too many tries"):
        give(world, code_at(secret, world.clock.moment))
    assert "give_code: wrong code" in world.actions()
    world.clock.forward(seconds=31)
    assert give(world, code_at(secret, world.clock.moment)).actor == world.ann


def test_setting_up_asks_for_a_code_that_fits(world):
    step = world.sign_in("dan")
    first = access.begin_enrolment(world.clinic, step.token)
    assert access.begin_enrolment(world.clinic, step.token) == first
    assert pyotp.parse_uri(first.address).secret == first.secret
    assert "dan" in first.address
    with pytest.raises(SignInError, match="See that the clock"):
        access.confirm_enrolment(world.clinic, step.token, "000000", source=SOURCE)
    assert world.sign_in("dan").step is SignInStep.ENROL


def test_setting_up_ends_earlier_sessions_and_is_audited(world):
    before = world.sign_in()
    enrol(world.clinic, access.ask_enrolment(world.clinic, world.ann, PASSPHRASE, source=SOURCE))
    assert access.actor_of(world.clinic, before.token) is None
    assert "confirm_enrolment" in world.actions()


def test_another_device_takes_the_place_by_passphrase_and_code_alone(with_factor):
    world, secret, _ = with_factor
    world.clock.forward(minutes=5)
    code = code_at(secret, world.clock.moment)
    for passphrase, typed in ((PASSPHRASE, ""), (PASSPHRASE, "000000"), ("not the passphrase", code)):
        with pytest.raises(SignInError, match="passphrase or the code"):
            access.ask_enrolment(world.clinic, world.ann, passphrase, typed, source=SOURCE)
    assert world.actions().count("ask_enrolment: refused") == 3
    fresh, _ = enrol(world.clinic, access.ask_enrolment(world.clinic, world.ann, PASSPHRASE, code, source=SOURCE))
    world.clock.forward(minutes=1)
    with pytest.raises(SignInError, match="code is not right"):
        give(world, code_at(secret, world.clock.moment))
    assert give(world, code_at(fresh, world.clock.moment)).actor == world.ann


def test_an_administrator_resets_what_a_colleague_lost(with_factor):
    world, _, _ = with_factor
    signed_in = access.list_sessions(world.clinic, world.ann, token="")
    assert len(signed_in) == 1
    administrator.reset_second_factor(world.clinic, world.admin, world.ann.user_id, seen=SeenHow.CALLED_BACK)
    assert access.list_sessions(world.clinic, world.ann, token="") == ()
    assert isinstance(world.sign_in(), SignedIn)
    assert "reset_second_factor: called back" in world.actions()
    with pytest.raises(ConflictError, match="no second factor"):
        administrator.reset_second_factor(world.clinic, world.admin, world.ann.user_id, seen=SeenHow.CALLED_BACK)


def test_after_a_reset_a_director_sets_up_a_new_one(world):
    whole_sign_in(world.clinic, "dan")
    administrator.reset_second_factor(world.clinic, world.admin, world.dan.user_id, seen=SeenHow.CALLED_BACK)
    assert world.sign_in("dan").step is SignInStep.ENROL


def test_nobody_resets_their_own_and_nobody_elsewhere(world):
    whole_sign_in(world.clinic, "admin")
    with pytest.raises(ConflictError, match="Your own"):
        administrator.reset_second_factor(world.clinic, world.admin, world.admin.user_id, seen=SeenHow.CALLED_BACK)
    with pytest.raises(NotFoundError):
        administrator.reset_second_factor(world.clinic, world.other_admin, world.ann.user_id, seen=SeenHow.CALLED_BACK)


def test_whoever_holds_the_machine_resets_the_only_administrators(world):
    whole_sign_in(world.clinic, "admin")
    machine.reset_second_factor_of(world.clinic, "admin")
    assert world.sign_in("admin").step is SignInStep.ENROL
    assert "reset_second_factor" in world.actions()
    with pytest.raises(NotFoundError, match="nobody"):
        machine.reset_second_factor_of(world.clinic, "nobody")


def test_a_new_passphrase_ends_what_was_half_done(with_factor):
    world, secret, _ = with_factor
    step = world.sign_in()
    access.change_passphrase(world.clinic, world.ann, PASSPHRASE, "quite another passphrase")
    world.clock.forward(minutes=1)
    with pytest.raises(SignInError, match="took too long"):
        access.give_code(world.clinic, step.token, code_at(secret, world.clock.moment), source=SOURCE)


def test_a_session_says_by_what_it_began(with_factor):
    world, _, enrolled = with_factor
    token = give(world, enrolled.codes[0]).token
    (own,) = [one for one in access.list_sessions(world.clinic, world.ann, token=token) if one.is_this]
    assert own.how is How.PASSPHRASE_CODE
    assert own.began_at - world.clock.moment == timedelta(0)


def test_a_new_passphrase_from_the_administrator_leads_past_no_factor(with_factor):
    world, secret, _ = with_factor
    first = administrator.reset_passphrase(world.clinic, world.admin, world.ann.user_id)
    step = world.sign_in(passphrase=first.words)
    assert step.step is SignInStep.CODE
    assert access.actor_of(world.clinic, step.token) is None
    world.clock.forward(minutes=1)
    chosen = access.give_code(world.clinic, step.token, code_at(secret, world.clock.moment), source=SOURCE)
    assert chosen.step is SignInStep.PASSPHRASE
    assert access.actor_of(world.clinic, chosen.token) is None
    with pytest.raises(SignInError, match="took too long"):  # the first half is used up
        access.give_code(world.clinic, step.token, code_at(secret, world.clock.moment), source=SOURCE)
    signed_in = access.choose_passphrase(world.clinic, chosen.token, "another four words here", source=SOURCE)
    assert access.actor_of(world.clinic, signed_in.token) == world.ann
    (own,) = access.list_sessions(world.clinic, world.ann, token=signed_in.token)
    assert own.how is How.PASSPHRASE_CODE


def test_recovery_codes_have_eighty_bits_each_and_none_comes_twice():
    codes = [code for _ in range(200) for code in _secrets.new_recovery_codes()]
    letters = [code.replace("-", "") for code in codes]
    assert {len(one) for one in letters} == {16}
    assert len(set(letters)) == len(letters) == 2000
    for place in range(16):
        # of 32 letters each comes 62 times in 2000, give or take 8; five bits a letter, sixteen letters: 80 bits
        counted = Counter(one[place] for one in letters)
        assert len(counted) == 32
        assert max(counted.values()) < 120
