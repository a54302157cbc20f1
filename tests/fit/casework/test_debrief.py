"""Looking back on an ending, and the private list of what was learnt: the author's alone until it is shared."""

from __future__ import annotations

import pytest

from fit.casework import administrator, clinician
from fit.casework.views import AlertState
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError
from fit.ratings import Ending

SAID = "ask at the first fall"


@pytest.fixture
def ended(world):
    """An episode in which the alliance fell, was talked about once, and that ended without a word."""
    episode = world.begin("C-1")
    for ors, srs in ((18, 38), (19, 35)):
        world.session(episode, ors, srs)
    first = next(alert for alert in world.page(episode).alerts if alert.kind == "alliance" and alert.state.is_open)
    clinician.mark_alert(world.clinic, world.ann, first.alert_id, AlertState.TALKED_ABOUT)
    for ors, srs in ((19, None), (18, 34)):
        world.session(episode, ors, srs)
    close(world, episode)
    return episode


def close(world, episode, who="admin"):
    day = world.clinic.today()
    administrator.close_episode(world.clinic, world.people[who], episode, closed_on=day, ending=Ending.UNPLANNED)


def looked_back(world, episode, who=None):
    return clinician.open_debrief(world.clinic, who or world.ann, episode)


def learnt(world, who=None):
    return clinician.open_learning(world.clinic, who or world.ann)


def add(world, said=SAID, who=None, **more):
    return clinician.add_learning_point(world.clinic, who or world.ann, said, **more)


def test_the_record_is_there_sessions_ratings_and_alerts_in_their_order(world, ended):
    page = looked_back(world, ended)

    assert [str(row.alliance) if row.alliance else None for row in page.sessions] == ["38.0", "35.0", None, "34.0"]
    assert [alert.meeting for alert in page.alerts] == sorted(alert.meeting for alert in page.alerts)
    assert {alert.meeting for alert in page.alerts if alert.kind == "alliance"} >= {2, 4}
    assert any(alert.talked_at is not None for alert in page.alerts)
    assert page.assessment.alliance_latest.points == 34
    assert (page.earlier, page.written_at, page.points) == ("", None, ())


def test_an_episode_that_goes_on_is_not_looked_back_on(world):
    episode = world.begin("C-2")

    with pytest.raises(ConflictError, match="goes on"):
        looked_back(world, episode)
    with pytest.raises(ConflictError, match="goes on"):
        clinician.save_debrief(world.clinic, world.ann, episode, earlier=SAID)
    assert not world.page(episode).can_debrief


def test_the_clients_page_offers_it_to_the_own_clinician_alone(world, ended):
    assert world.page(ended).can_debrief
    assert not world.page(ended, who=world.sue).can_debrief


def test_an_ended_episode_without_any_rating_can_be_looked_back_on(world):
    episode = world.begin("C-3")
    close(world, episode)

    page = looked_back(world, episode)
    assert (page.assessment, page.alerts, page.sessions) == (None, (), ())


def test_what_is_written_is_kept_and_written_anew(world, ended):
    for said in ("first thought", f"  {SAID}\n\nand listen  "):
        clinician.save_debrief(world.clinic, world.ann, ended, earlier=said)

    page = looked_back(world, ended)
    assert page.earlier == f"{SAID}\n\nand listen"
    assert page.written_at == world.clock.moment


@pytest.mark.parametrize(("length", "kept"), [(4000, True), (4001, False)])
def test_a_page_is_enough(world, ended, length, kept):
    if kept:
        clinician.save_debrief(world.clinic, world.ann, ended, earlier="x" * length)
    else:
        with pytest.raises(InputError, match="4001 characters"):
            clinician.save_debrief(world.clinic, world.ann, ended, earlier="x" * length)
    assert len(looked_back(world, ended).earlier) == (length if kept else 0)


def test_nobody_else_reads_what_was_written_not_even_the_next_clinician(world, ended):
    clinician.save_debrief(world.clinic, world.ann, ended, earlier=SAID)
    add(world, episode_id=ended)
    for other in (world.sue, world.dan, world.admin, world.ben):
        with pytest.raises(AccessDeniedError):
            looked_back(world, ended, other)
    administrator.assign_episode(world.clinic, world.admin, ended, world.ben.user_id)

    page = looked_back(world, ended, world.ben)
    assert (page.earlier, page.points) == ("", ())
    assert [one.said for one in learnt(world).points] == [SAID], "the author keeps the point"


def test_a_point_from_an_ending_is_on_both_pages(world, ended):
    add(world, "by hand")
    point = add(world, episode_id=ended)

    assert [one.point_id for one in looked_back(world, ended).points] == [point]
    told = [(one.said, one.is_from_ending) for one in learnt(world).points]
    assert told == [(SAID, True), ("by hand", False)]


def test_a_point_is_ticked_and_the_tick_taken_back(world):
    point = add(world)
    for tried in (True, False):
        clinician.mark_learning_point(world.clinic, world.ann, point, tried=tried)
        assert learnt(world).points[0].is_tried is tried


def test_a_removed_point_is_gone_with_its_words(world):
    point = add(world)
    clinician.remove_learning_point(world.clinic, world.ann, point)

    from sqlalchemy import func, select

    from fit.store.learning import point as table

    assert learnt(world).points == ()
    with world.clinic.store.read() as connection:
        assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 0
    with pytest.raises(NotFoundError):
        clinician.mark_learning_point(world.clinic, world.ann, point, tried=True)


def test_a_supervisor_reads_the_one_point_that_is_shared_without_the_client(world, ended):
    shared, _ = add(world, episode_id=ended), add(world, "mine alone")
    assert learnt(world, world.sue).shared_with_me == ()
    clinician.share_learning_point(world.clinic, world.ann, shared, shared=True)

    (one,) = learnt(world, world.sue).shared_with_me
    assert (one.point_id, one.said, one.author_name) == (shared, SAID, "North ann")
    assert set(type(one).__slots__) == {"point_id", "said", "author_name", "shared_on"}
    assert learnt(world, world.ben).shared_with_me == ()


def test_sharing_is_taken_back_and_ends_with_the_supervision(world):
    point = add(world)
    clinician.share_learning_point(world.clinic, world.ann, point, shared=True)
    clinician.share_learning_point(world.clinic, world.ann, point, shared=False)
    assert learnt(world, world.sue).shared_with_me == ()
    clinician.share_learning_point(world.clinic, world.ann, point, shared=True)
    assert len(learnt(world, world.sue).shared_with_me) == 1
    administrator.end_supervision(world.clinic, world.admin, world.sue.user_id, world.ann.user_id)
    assert learnt(world, world.sue).shared_with_me == ()


@pytest.mark.parametrize("who", ["ben", "sue", "other_ann"])
def test_anothers_point_is_not_found_also_when_it_is_shared(world, who):
    point = add(world)
    clinician.share_learning_point(world.clinic, world.ann, point, shared=True)
    other = world.people[who]
    for work in (
        lambda: clinician.mark_learning_point(world.clinic, other, point, tried=True),
        lambda: clinician.share_learning_point(world.clinic, other, point, shared=False),
        lambda: clinician.remove_learning_point(world.clinic, other, point),
    ):
        with pytest.raises(NotFoundError):
            work()
    assert [(one.said, one.is_tried, one.is_shared) for one in learnt(world).points] == [(SAID, False, True)]


@pytest.mark.parametrize(("said", "length"), [(" \n", 0), ("x" * 301, 301)])
def test_a_point_has_words_and_few_of_them(world, said, length):
    with pytest.raises(InputError, match=f"this one has {length}"):
        add(world, said)

    assert learnt(world).points == ()


def test_the_audit_names_deed_and_record_and_never_the_words(world, ended):
    add(world, episode_id=ended)
    clinician.save_debrief(world.clinic, world.ann, ended, earlier=SAID)

    rows = administrator.open_audit(world.clinic, world.admin)
    named = {row.action: row.subject_kind for row in rows}
    assert (named["save_debrief"], named["add_learning_point"]) == ("debrief", "learning point")
    assert SAID not in str(rows)


def test_it_is_the_same_on_each_kind_of_database(either):
    episode = either.begin("C-9")
    close(either, episode)
    clinician.save_debrief(either.clinic, either.ann, episode, earlier="one")
    clinician.save_debrief(either.clinic, either.ann, episode, earlier="two")
    clinician.share_learning_point(either.clinic, either.ann, add(either, episode_id=episode), shared=True)

    assert looked_back(either, episode).earlier == "two"
    assert [one.said for one in learnt(either, either.sue).shared_with_me] == [SAID]
