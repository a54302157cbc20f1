"""The tablet goes to the client, one rating comes back, and so does the tablet."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from fit.casework import access, administrator, client, clinician
from fit.casework.views import ConsentKind, FormState, ReceiptStatus
from fit.errors import (
    AccessDeniedError,
    ConflictError,
    InputError,
    NotFoundError,
    RatingError,
    SignInError,
)
from fit.ratings import Ending
from fit.scales import AgeBand, Score
from tests.fit.casework.world import PIN, spread


def test_the_whole_road(either):
    episode = either.begin("C1")
    handed, signed_in = either.hand_over(episode)
    assert access.actor_of(either.clinic, signed_in.token) is None

    form = client.open_form(either.clinic, handed.token)
    (part,) = form.parts
    assert (part.scale.id, form.state, part.age_band) == ("ors", FormState.OPEN, AgeBand.ADULT)
    assert either.send(handed.token, 21.3).status is ReceiptStatus.STORED
    assert client.open_form(either.clinic, handed.token).state is FormState.DONE

    back = clinician.take_back(either.clinic, handed.token, PIN, source="127.0.0.1")
    assert (back.actor, back.episode_id) == (either.ann, episode)
    assert access.actor_of(either.clinic, back.token) == either.ann
    page = either.page(episode)
    assert page.assessment.latest == Score(213)
    assert [str(row.outcome) for row in page.sessions] == ["21.3"]
    assert administrator.verify_audit(either.clinic, either.admin).is_whole


def test_a_form_knows_no_name_and_no_number(world):
    handed, _ = world.hand_over(world.begin("CODE-17", display_name="SOMEBODY"))
    form = client.open_form(world.clinic, handed.token)
    assert set(form.__slots__) == {"state", "way", "language", "parts", "asks_word", "ended_by_skipping"}
    assert form.parts[0].who == ""
    assert "CODE-17" not in repr(form)
    assert "SOMEBODY" not in repr(form)


def test_the_same_confirmation_twice_is_stored_once(either):
    handed, _ = either.hand_over(either.begin("C1"))
    first, again = either.send(handed.token), either.send(handed.token)
    assert again.status is ReceiptStatus.ALREADY_STORED
    assert again.recorded_at == first.recorded_at
    assert len(either.page(either.episodes["C1"]).sessions[0].ratings) == 1


def test_a_second_rating_from_the_same_form_is_refused(world):
    handed, _ = world.hand_over(world.begin("C1"))
    world.send(handed.token, 20)
    with pytest.raises(ConflictError, match="has ended"):
        world.send(handed.token, 30, key="another")
    assert world.page(world.episodes["C1"]).assessment.latest == Score(200)


def test_the_same_confirmation_from_many_connections_at_once_is_stored_once(either):
    handed, _ = either.hand_over(either.begin("C1"))
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(lambda _: either.send(handed.token).status, range(16)))
    assert receipts.count(ReceiptStatus.STORED) == 1
    assert receipts.count(ReceiptStatus.ALREADY_STORED) == 15


@pytest.mark.parametrize("missing", ["individual", "overall"])
def test_every_line_needs_a_mark(world, missing):
    handed, _ = world.hand_over(world.begin("C1"))
    answers = {item: mark for item, mark in spread("ors", 20).items() if item != missing}
    with pytest.raises(RatingError, match=f"No mark on: {missing}"):
        client.record_rating(
            world.clinic, handed.token, answers, idempotency_key="k", line_length_px=None, calibrated=False
        )
    assert client.open_form(world.clinic, handed.token).state is FormState.OPEN


@pytest.mark.parametrize("key", ["", "x" * 101])
def test_a_rating_needs_a_key_of_bounded_length(world, key):
    handed, _ = world.hand_over(world.begin("C1"))
    with pytest.raises(InputError, match="1 to 100 characters"):
        world.send(handed.token, key=key)


def test_a_key_of_another_rating_is_refused(world):
    world.send(world.hand_over(world.begin("C1"))[0].token, key="same")
    handed, _ = world.hand_over(world.begin("C2"))
    with pytest.raises(ConflictError, match="belongs to another rating"):
        world.send(handed.token, key="same")


def test_a_form_expires(world):
    handed, _ = world.hand_over(world.begin("C1"))
    world.clock.forward(minutes=59)
    assert client.open_form(world.clinic, handed.token).state is FormState.OPEN
    world.clock.forward(minutes=1)
    assert client.open_form(world.clinic, handed.token).state is FormState.EXPIRED
    with pytest.raises(ConflictError, match="has ended"):
        world.send(handed.token)


def test_a_tablet_taken_back_sends_nothing_any_more(world):
    handed, _ = world.hand_over(world.begin("C1"))
    clinician.take_back(world.clinic, handed.token, PIN, source="127.0.0.1")
    assert client.open_form(world.clinic, handed.token).state is FormState.EXPIRED
    with pytest.raises(ConflictError, match="has ended"):
        world.send(handed.token)


def test_handing_over_again_ends_the_form_before(world):
    episode = world.begin("C1")
    first, _ = world.hand_over(episode)
    second, _ = world.hand_over(episode)
    assert client.open_form(world.clinic, first.token).state is FormState.EXPIRED
    assert client.open_form(world.clinic, second.token).state is FormState.OPEN


@pytest.mark.parametrize("token", ["", "x", "0" * 60, "../../etc/passwd"])
def test_there_is_no_form_for_anything_else(world, token):
    for door in (
        lambda: client.open_form(world.clinic, token),
        lambda: world.send(token),
        lambda: clinician.take_back(world.clinic, token, PIN, source="x"),
    ):
        with pytest.raises(NotFoundError, match="no such form"):
            door()


def test_a_web_session_is_no_form_and_a_form_no_web_session(world):
    handed, _ = world.hand_over(world.begin("C1"))
    assert access.actor_of(world.clinic, handed.token) is None
    with pytest.raises(NotFoundError):
        client.open_form(world.clinic, world.sign_in().token)


def test_wrong_pins_are_slowed_audited_and_then_lock_the_tablet(world):
    handed, _ = world.hand_over(world.begin("C1"))
    wrong = 0
    for _ in range(200):
        try:
            clinician.take_back(world.clinic, handed.token, "0000", source="10.1.1.1")
        except SignInError as refusal:
            wrong += "PIN" in str(refusal)
            world.clock.forward(seconds=10)
        except AccessDeniedError:
            break
    assert wrong == 10
    with pytest.raises(AccessDeniedError, match="Sign in with your name and passphrase"):
        clinician.take_back(world.clinic, handed.token, PIN, source="10.1.1.1")
    assert client.open_form(world.clinic, handed.token).state is FormState.LOCKED
    assert world.actions().count("take_back: wrong PIN") == 10


def test_after_three_wrong_pins_the_right_one_has_to_wait_too(world):
    handed, _ = world.hand_over(world.begin("C1"))
    for _ in range(3):
        with pytest.raises(SignInError, match="PIN is not right"):
            clinician.take_back(world.clinic, handed.token, "0000", source="x")
    with pytest.raises(SignInError, match="too many tries"):
        clinician.take_back(world.clinic, handed.token, PIN, source="x")
    world.clock.forward(seconds=16)
    assert clinician.take_back(world.clinic, handed.token, PIN, source="x").actor == world.ann


def test_the_way_back_closes_after_a_working_day(world):
    handed, _ = world.hand_over(world.begin("C1"))
    world.clock.forward(hours=12)
    with pytest.raises(AccessDeniedError, match="passphrase"):
        clinician.take_back(world.clinic, handed.token, PIN, source="x")


def test_somebody_who_left_cannot_take_a_tablet_back(world):
    handed, _ = world.hand_over(world.begin("C1"))
    administrator.set_active(world.clinic, world.admin, world.ann.user_id, active=False)
    with pytest.raises(SignInError):
        clinician.take_back(world.clinic, handed.token, PIN, source="x")


def test_without_a_pin_nothing_is_handed_over(world):
    row = administrator.add_user(
        world.clinic,
        world.admin,
        sign_in_name="new",
        display_name="New",
        role=world.ann.role,
        passphrase="four words make one",
    )
    newcomer = world.sign_in("new").actor
    episode = world.begin("C1", who=newcomer)
    with pytest.raises(InputError, match="no PIN yet"):
        world.hand_over(episode, who="new")
    access.set_pin(world.clinic, newcomer, "9753", passphrase="four words make one")
    assert world.hand_over(episode, who="new")[0].token
    assert row.user_id == newcomer.user_id


def test_a_scale_is_handed_over_once_a_day(world):
    episode = world.begin("C1")
    world.send(world.hand_over(episode)[0].token)
    with pytest.raises(ConflictError, match="already rated today"):
        world.hand_over(episode)
    assert world.hand_over(episode, "srs")[0].scale_ids == ("srs",)


def test_two_scales_of_a_day_belong_to_one_session_and_the_next_day_to_the_next(world):
    episode = world.begin("C1")
    world.send(world.hand_over(episode, "ors")[0].token, 20, key="a")
    world.send(world.hand_over(episode, "srs")[0].token, 38, key="b")
    world.clock.forward(days=7)
    world.send(world.hand_over(episode, "ors")[0].token, 24, key="c")
    rows = world.page(episode).sessions
    assert [(row.meeting, str(row.outcome), str(row.alliance)) for row in rows] == [
        (1, "20.0", "38.0"),
        (2, "24.0", "None"),
    ]


def test_withdrawn_consent_stops_ratings_until_it_is_given_again(world):
    episode = world.begin("C1")
    consent = {"kind": ConsentKind.RATINGS}
    administrator.record_consent(world.clinic, world.ann, episode, given_on=date(2026, 3, 1), **consent)
    assert world.page(episode).can_hand_over
    handed, _ = world.hand_over(episode)
    administrator.withdraw_consent(world.clinic, world.ann, episode, withdrawn_on=date(2026, 3, 2), **consent)
    assert not world.page(episode).can_hand_over
    assert not world.caseload().rows[0].may_be_rated
    for refused in (
        lambda: world.send(handed.token),
        lambda: world.hand_over(episode),
        lambda: world.rate(episode, "ors", 20),
    ):
        with pytest.raises(ConflictError, match="withdrew consent"):
            refused()
    world.clock.forward(days=1)
    administrator.record_consent(world.clinic, world.ann, episode, given_on=date(2026, 3, 3), **consent)
    assert world.page(episode).can_hand_over
    assert world.caseload().rows[0].may_be_rated


def test_a_closed_episode_takes_no_ratings(world):
    episode = world.begin("C1")
    world.session(episode, 20, 38)
    closing = {"closed_on": date(2026, 3, 9), "ending": Ending.PLANNED}
    administrator.close_episode(world.clinic, world.ann, episode, **closing)
    assert not world.page(episode).can_hand_over
    with pytest.raises(ConflictError, match="closed on 2026-03-09"):
        world.hand_over(episode)
    assert world.caseload().rows == ()


def test_a_scale_for_another_age_is_refused(world):
    with pytest.raises(InputError, match="not for the age band child"):
        world.hand_over(world.begin("C1", band=AgeBand.CHILD), "phq9")
