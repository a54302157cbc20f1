"""What a client may see of the own ratings beside the clinician, and what of the prompts a clinician gets."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from fit.casework import administrator, clinician
from fit.casework.views import ConsentKind, Move
from fit.errors import AccessDeniedError
from fit.ratings import Ending, Mode
from fit.scales import AgeBand, Informant
from tests.fit.casework.world import spread


def switched(world, **settings):
    """The same clinic with other settings."""
    return replace(world.clinic, settings=replace(world.clinic.settings, **settings))


def together(world, episode, **settings):
    return clinician.open_together(switched(world, **settings), world.ann, episode)


@pytest.fixture
def episode(world):
    return world.begin("north", language="ar")


def test_marks_become_shares_of_the_line_in_the_order_of_the_sessions(world, episode):
    for ors, srs in ((18, 36), (None, 38), (22, 40)):
        world.session(episode, ors, srs)
    seen = together(world, episode)
    assert seen.outcome.shares == (0.45, None, 0.55)
    assert seen.alliance.shares == (0.9, 0.95, 1.0)
    assert (seen.language, seen.age_band) == ("ar", AgeBand.ADULT)


def test_the_client_gets_no_name_no_verdict_and_no_alert(world, episode):
    world.session(episode, 20, 30)
    seen = together(world, episode)
    assert {field.name for field in fields(seen)} == {"language", "age_band", "outcome", "alliance"}
    assert {field.name for field in fields(seen.outcome)} == {"shares", "move", "is_todays", "cutoff"}
    assert "north" not in repr(seen)


@pytest.mark.parametrize(
    ("marks", "move"),
    [
        ((20,), Move.FIRST),
        ((20, 21), Move.UP),
        ((20, 20.9), Move.SAME),
        ((20, 20), Move.SAME),
        ((20, 19.1), Move.SAME),
        ((20, 19), Move.DOWN),
        ((20, 30, None, 19), Move.DOWN),
    ],
)
def test_the_last_mark_is_put_beside_the_one_before(world, episode, marks, move):
    for mark in marks:
        world.session(episode, mark, 38)
    assert together(world, episode).outcome.move is move


def test_where_lower_is_better_the_line_still_rises_with_good_news(world, episode):
    for total in (18, 9):
        clinician.start_session(world.clinic, world.ann, episode)
        world.rate(episode, "phq9", total)
        world.clock.forward(weeks=1)
    seen = together(world, episode, look_together_cutoff=True).outcome
    assert seen.shares == pytest.approx((1 / 3, 2 / 3))
    assert seen.move is Move.UP
    assert seen.cutoff == pytest.approx(17 / 27)


def test_there_is_no_cutoff_unless_the_clinic_wants_it(world, episode):
    world.session(episode, 20, 38)
    assert together(world, episode).outcome.cutoff is None
    wanted = together(world, episode, look_together_cutoff=True)
    assert wanted.outcome.cutoff == 25 / 40
    assert wanted.alliance.cutoff is None


def test_a_mark_is_of_today_only_on_the_day_it_was_given(world, episode):
    world.session(episode, 20, 38)
    assert not together(world, episode).outcome.is_todays
    world.rate(episode, "ors", 22)
    seen = together(world, episode)
    assert seen.outcome.is_todays
    assert not seen.alliance.is_todays


def test_it_is_the_clients_own_line_and_nobody_elses(world):
    episode = world.begin("south", band=AgeBand.CHILD)
    clinician.record_in_room(
        world.clinic,
        world.ann,
        episode,
        scale_id="cors",
        answers=spread("cors", 20),
        mode=Mode.TABLET,
        line_length_px=None,
        calibrated=False,
        idempotency_key="a",
        informant=Informant.CAREGIVER,
    )
    assert together(world, episode).outcome is None
    assert not clinician.open_client(switched(world, look_together=True), world.ann, episode).can_look_together


def test_without_a_rating_there_is_no_line(world, episode):
    seen = together(world, episode)
    assert (seen.outcome, seen.alliance) == (None, None)


def test_it_is_offered_only_where_the_clinic_wants_it_and_to_the_clients_own_clinician(world, episode):
    world.session(episode, 20, 38)
    wanted = switched(world, look_together=True)
    assert not clinician.open_client(world.clinic, world.ann, episode).can_look_together
    assert clinician.open_client(wanted, world.ann, episode).can_look_together
    assert not clinician.open_client(wanted, world.sue, episode).can_look_together
    with pytest.raises(AccessDeniedError):
        clinician.open_together(wanted, world.sue, episode)


def situations(world, episode):
    return [prompt.situation for prompt in world.page(episode).prompts]


def test_prompts_fit_the_newest_session(world, episode):
    assert situations(world, episode) == []
    world.session(episode, 20, 38)
    assert situations(world, episode) == ["first_session"]
    world.session(episode, 22, 33)
    assert situations(world, episode)[0] == "alliance_drop"


def test_until_the_day_is_over_no_rating_is_missing(world, episode):
    world.session(episode, 20, 38)
    world.rate(episode, "ors", 22)
    assert "skipped_rating" not in situations(world, episode)
    world.clock.forward(days=1)
    assert "skipped_rating" in situations(world, episode)


def test_an_episode_that_is_over_has_no_prompts(world, episode):
    administrator.record_consent(world.clinic, world.ann, episode, kind=ConsentKind.RATINGS, given_on=date(2026, 3, 1))
    world.session(episode, 20, 30)
    assert situations(world, episode)
    administrator.close_episode(world.clinic, world.ann, episode, closed_on=world.clinic.today(), ending=Ending.PLANNED)
    assert situations(world, episode) == []
