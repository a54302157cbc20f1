"""One's own sessions, browsers that are known, and limits that keep strangers out without keeping the owner out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fit.casework import _secrets, access, clinician
from fit.casework.views import Asked, How
from fit.errors import AccessDeniedError, NotFoundError, SignInError
from tests.fit.casework.factors import SOURCE
from tests.fit.casework.world import PASSPHRASE, PIN


def sign_in(world, name="ann", passphrase=PASSPHRASE, **visiting):
    return access.sign_in(world.clinic, name, passphrase, **{"source": SOURCE} | visiting)


def test_own_sessions_tell_when_from_where_and_with_what(either):
    first = sign_in(either, source="10.0.0.7", browser="Firefox on Windows")
    either.clock.forward(minutes=3)
    second = sign_in(either, browser="Safari on iPad")
    listed = access.list_sessions(either.clinic, either.ann, token=second.token)
    assert [(one.browser, one.source, one.is_this) for one in listed] == [
        ("Safari on iPad", SOURCE, True),
        ("Firefox on Windows", "10.0.0.7", False),
    ]
    assert listed[1].began_at == either.clock.moment - timedelta(minutes=3)
    assert {one.how for one in listed} == {How.PASSPHRASE}
    assert access.actor_of(either.clinic, first.token) == either.ann


def test_one_of_them_is_ended_and_dead_at_once(either):
    lost, here = sign_in(either), sign_in(either)
    (other,) = [one for one in access.list_sessions(either.clinic, either.ann, token=here.token) if not one.is_this]
    access.end_session(either.clinic, either.ann, other.session_id, passphrase=PASSPHRASE)
    assert access.actor_of(either.clinic, lost.token) is None
    assert access.actor_of(either.clinic, here.token) == either.ann
    with pytest.raises(NotFoundError, match="ended already"):
        access.end_session(either.clinic, either.ann, other.session_id, passphrase=PASSPHRASE)


def test_all_others_are_ended_but_this_one(either):
    others, here = [sign_in(either) for _ in range(2)], sign_in(either)
    assert access.end_other_sessions(either.clinic, either.ann, token=here.token, passphrase=PASSPHRASE) == 2
    assert [access.actor_of(either.clinic, one.token) for one in (*others, here)] == [None, None, either.ann]


def set_a_pin(world, passphrase):
    access.set_pin(world.clinic, world.ann, "9753", passphrase=passphrase)


def end_the_others(world, passphrase):
    access.end_other_sessions(world.clinic, world.ann, token="", passphrase=passphrase)


def end_this_one(world, passphrase):
    (mine,) = access.list_sessions(world.clinic, world.ann, token="")
    access.end_session(world.clinic, world.ann, mine.session_id, passphrase=passphrase)


@pytest.mark.parametrize(
    ("deed", "name"),
    [(set_a_pin, "set_pin"), (end_the_others, "end_other_sessions"), (end_this_one, "end_session")],
)
def test_an_open_screen_is_not_its_owner(either, deed, name):
    token = sign_in(either).token
    for wrong in ("", "not the passphrase", PIN, "x" * 300, PASSPHRASE.title()):
        with pytest.raises(SignInError, match="Your passphrase is not right"):
            deed(either, wrong)
    with pytest.raises(SignInError, match="too many tries"):
        deed(either, PASSPHRASE)
    assert either.actions().count(f"{name}: wrong passphrase") == 5
    assert name not in either.actions()
    assert access.actor_of(either.clinic, token) == either.ann
    either.clock.forward(seconds=31)
    deed(either, PASSPHRASE)
    assert either.actions()[-1] == name


def test_a_stranger_who_guesses_at_the_sign_in_keeps_nobody_from_ending_sessions(world):
    sign_in(world)
    guess(world, 6, source="10.6.6.6")
    end_the_others(world, PASSPHRASE)
    assert access.list_sessions(world.clinic, world.ann, token="") == ()


def test_nobody_lists_or_ends_the_session_of_somebody_else(world):
    mine, bens = sign_in(world), sign_in(world, "ben")
    (his,) = access.list_sessions(world.clinic, world.ben, token=bens.token)
    for stranger in (world.ann, world.admin, world.other_ann):
        with pytest.raises(NotFoundError):
            access.end_session(world.clinic, stranger, his.session_id, passphrase=PASSPHRASE)
    assert len(access.list_sessions(world.clinic, world.ann, token=mine.token)) == 1
    assert access.actor_of(world.clinic, bens.token) == world.ben


def test_where_somebody_was_is_forgotten_a_month_later(world):
    sign_in(world, source="10.9.9.9")
    world.clock.forward(days=31)
    sign_in(world)
    with world.clinic.store.read() as connection:
        from sqlalchemy import select

        from fit.store.tables import WebSession, columns_of

        assert "10.9.9.9" not in str(connection.execute(select(columns_of(WebSession))).all())


def test_an_open_page_can_ask_how_long_it_has_without_using_the_session(world):
    token = sign_in(world).token
    world.clock.forward(minutes=20)
    left = access.session_left(world.clinic, token)
    assert (left.left, left.can_stay) == (timedelta(minutes=10), True)
    world.clock.forward(minutes=10)
    assert access.session_left(world.clinic, token) is None


def test_the_end_of_the_working_day_cannot_be_put_off(world):
    token = sign_in(world).token
    for _ in range(29):
        world.clock.forward(minutes=24)
        assert access.actor_of(world.clinic, token)
        world.clinic.store.write(lambda _: None)
    left = access.session_left(world.clinic, token)
    assert (left.left, left.can_stay) == (timedelta(minutes=24), False)


def hand_over(world, token, device="tablet"):
    asked = [Asked(episode_id=world.begin(f"C{world.clock.moment.isoformat()}"), scale_ids=("ors",))]
    return clinician.hand_over(world.clinic, world.ann, asked, web_session_token=token, device=device).token


def test_handing_over_and_taking_back_makes_no_session_longer(world):
    token, ends_at = sign_in(world).token, world.clock.moment + timedelta(hours=12)
    for _ in range(3):
        handed = hand_over(world, token)
        world.clock.forward(minutes=50)
        back = clinician.take_back(world.clinic, handed, PIN, source=SOURCE, device="tablet")
        assert back.expires_at == ends_at
        token = back.token


def test_a_tablet_whose_session_would_be_over_is_not_taken_back(world):
    token = sign_in(world).token
    for _ in range(30):
        world.clock.forward(minutes=23)
        assert access.actor_of(world.clinic, token)
        world.clinic.store.write(lambda _: None)
    handed = hand_over(world, token)
    world.clock.forward(minutes=31)
    with pytest.raises(AccessDeniedError, match="name and passphrase"):
        clinician.take_back(world.clinic, handed, PIN, source=SOURCE, device="tablet")


@pytest.mark.parametrize("device", ["", "another tablet"])
def test_the_link_and_the_pin_open_nothing_in_another_browser(world, device):
    handed = hand_over(world, sign_in(world).token)
    with pytest.raises(AccessDeniedError, match="name and passphrase"):
        clinician.take_back(world.clinic, handed, PIN, source=SOURCE, device=device)
    assert clinician.take_back(world.clinic, handed, PIN, source=SOURCE, device="tablet").actor == world.ann


def guess(world, times, **visiting):
    for _ in range(times):
        with pytest.raises(SignInError):
            sign_in(world, passphrase="wrong words here", **visiting)


def test_a_stranger_who_guesses_does_not_keep_the_owner_out_of_a_browser_that_is_known(either):
    known = sign_in(either).known
    for _ in range(20):
        guess(either, 1, source="10.6.6.6")
        either.clock.forward(seconds=5)
    with pytest.raises(SignInError, match="too many tries"):
        sign_in(either, source="10.0.0.1")
    assert sign_in(either, known=known).actor == either.ann


def test_a_known_browser_has_limits_of_its_own(world):
    known = sign_in(world).known
    guess(world, 5, known=known)
    with pytest.raises(SignInError, match="too many tries"):
        sign_in(world, known=known)
    assert sign_in(world).actor == world.ann


def test_a_browser_is_known_for_its_person_alone_until_the_passphrase_changes(world):
    known = sign_in(world).known
    guess(world, 6, source="10.6.6.6")
    for somebody_elses in ("0" * 60, sign_in(world, "ben").known):
        with pytest.raises(SignInError, match="too many tries"):
            sign_in(world, known=somebody_elses)
    access.change_passphrase(world.clinic, world.ben, PASSPHRASE, "quite another passphrase")
    guess(world, 6, source="10.6.6.7", name="ben")
    assert sign_in(world, known=known).known == known


def test_success_in_a_known_browser_gives_a_stranger_no_new_tries(world):
    known = sign_in(world).known
    guess(world, 5, source="10.6.6.6")
    sign_in(world, known=known)
    with pytest.raises(SignInError, match="too many tries"):
        sign_in(world, source="10.6.6.6")


def test_nobody_is_kept_waiting_longer_than_a_quarter_of_an_hour(world):
    for _ in range(30):
        with pytest.raises(SignInError):
            sign_in(world, passphrase="wrong words here", source="10.6.6.6")
        world.clock.forward(minutes=16)
    assert sign_in(world).actor == world.ann


class Counting:
    """The hasher that is in use, and how often it was asked to verify."""

    def __init__(self, inner):
        self.inner, self.verified = inner, 0

    def verify(self, kept, typed):
        self.verified += 1
        return self.inner.verify(kept, typed)

    def hash(self, secret, **more):
        return self.inner.hash(secret, **more)


@pytest.mark.parametrize(
    ("name", "passphrase"),
    [("ann", "wrong words here"), ("nobody", "wrong words here"), ("gone", PASSPHRASE), ("ann", "x" * 300)],
    ids=["wrong passphrase", "unknown name", "left the clinic", "too much typed"],
)
def test_every_refusal_takes_one_hash_and_says_the_same(world, monkeypatch, name, passphrase):
    from fit.casework import Role, administrator

    gone = administrator.add_user(
        world.clinic,
        world.admin,
        sign_in_name="gone",
        display_name="Gone",
        role=Role.CLINICIAN,
        passphrase=PASSPHRASE,
    )
    administrator.set_active(world.clinic, world.admin, gone.user_id, active=False)
    _secrets._nobodys(_secrets._hasher)
    counting = Counting(_secrets._hasher)
    monkeypatch.setattr(_secrets, "_hasher", counting)
    with pytest.raises(SignInError) as refusal:
        sign_in(world, name, passphrase)
    assert str(refusal.value) == access.WRONG
    assert counting.verified == 1
