"""What a young child chose: kept as the face it was, shown without a number, never assessed."""

from __future__ import annotations

import pytest

from fit.casework import clinician
from fit.casework.views import RatingStatus
from fit.errors import ConflictError, InputError
from fit.ratings import Mode
from fit.scales import AgeBand, Score
from fit.store.ids import read_id
from fit.store.ratings import history


@pytest.fixture
def child(either):
    return either.begin("C1", band=AgeBand.CHILD)


def choose(world, episode_id, place, scale_id="ycors"):
    """Choose the face at that place of the row, 0 being the very happy one."""
    return clinician.record_in_room(
        world.clinic,
        world.ann,
        episode_id,
        scale_id=scale_id,
        answers={"face": Score.of(place)},
        mode=Mode.TABLET,
        line_length_px=None,
        calibrated=False,
        idempotency_key=f"{scale_id}-{world.clock.moment.isoformat()}",
    )


def test_the_face_is_kept_without_any_number(either, child):
    choose(either, child, 3)
    (session,) = either.page(child).sessions
    (row,) = session.ratings
    assert (row.face, row.total, row.answers, row.status) == ("sad", None, {}, RatingStatus.ACTIVE)


def test_the_engine_never_sees_a_face(either, child):
    choose(either, child, 0)
    choose(either, child, 4, "ycsrs")
    with either.clinic.store.read() as connection:
        found = history(connection, read_id(either.ann.clinic_id), [read_id(child)])
    assert (found.ids, found.ratings.total.size) == ({}, 0)
    assert either.page(child).assessment is None
    assert either.page(child).alerts == ()


def test_a_face_beside_scored_ratings_changes_no_verdict(either, child):
    for total in (20.0, 27.0):
        either.rate(child, "cors", total)
        either.clock.forward(weeks=1)
    before = either.page(child).assessment
    choose(either, child, 4)
    after = either.page(child).assessment
    assert (after.gain, after.change, after.signals) == (before.gain, before.change, before.signals)
    assert either.caseload().rows[0].outcome_latest == Score(270)


def test_a_second_face_of_the_day_is_refused_until_the_first_is_superseded(either, child):
    choose(either, child, 1)
    either.clock.forward(minutes=5)
    with pytest.raises(ConflictError, match="YCORS was already rated in session 1"):
        choose(either, child, 2)
    (row,) = either.page(child).sessions[0].ratings
    clinician.supersede_rating(either.clinic, either.ann, row.rating_id, "meant the other one")
    choose(either, child, 2)
    assert [(one.face, one.status) for one in either.page(child).sessions[0].ratings] == [
        ("happy", RatingStatus.SUPERSEDED),
        ("so_so", RatingStatus.ACTIVE),
    ]


@pytest.mark.parametrize("band", [AgeBand.ADULT, AgeBand.ADOLESCENT])
def test_faces_are_offered_to_children_only(world, band):
    older = world.begin("C2", band=band)
    assert not {"ycors", "ycsrs"} & {choice.scale_id for choice in world.page(older).scales}
    with pytest.raises(InputError, match="YCORS is not for the age band"):
        choose(world, older, 1)


def test_a_child_is_offered_the_lines_before_the_faces(world):
    child = world.begin("C3", band=AgeBand.CHILD)
    offered = [choice.scale_id for choice in world.page(child).scales]
    assert offered[:2] == ["cors", "csrs"]
    assert {"ycors", "ycsrs"} < set(offered)
