"""What works here: whose ruptures are counted, what was talked about, and what a director may see of it."""

from __future__ import annotations

import pytest

from fit.casework import _what_works as what_works_module
from fit.casework import administrator, clinician, director, supervisor
from fit.casework.views import AlertState, RepairsScope
from fit.errors import AccessDeniedError
from fit.ratings import Ending
from fit.repair import Dimension, KindSeen
from fit.service.ruptures import Answer
from tests.fit.casework.world import csv

BACK, STAYED, FRESH = (38, 34, 37, 38, 38), (38, 34, 34, 34, 34), (38, 34)


def brought_in(world, courses, clinician_name="ann"):
    """Episodes by import, one for each course of session ratings."""
    rows = [
        f"{clinician_name}-{place},adult,{session},srs,{points},2026-01-{session:02d}"
        for place, course in enumerate(courses)
        for session, points in enumerate(course, start=1)
    ]
    administrator.import_ratings(
        world.clinic, world.admin, f"{clinician_name}.csv", csv(*rows), clinician_sign_in_name=clinician_name
    )
    return [administrator.find_episode(world.clinic, world.admin, f"{clinician_name}-{p}") for p in range(len(courses))]


def own(world, who=None):
    return clinician.open_repairs(world.clinic, who or world.ann).figures


def told(share):
    return (share.part, share.whole)


def test_ones_own_ruptures_are_counted_and_nobody_elses(world):
    brought_in(world, [BACK, BACK, STAYED, FRESH, (38, 38.2)])
    brought_in(world, [STAYED], "ben")

    mine = own(world)
    assert (mine.found, mine.too_early, told(mine.repaired)) == (4, 1, (2, 3))
    assert own(world, world.ben).found == 1


def test_without_any_rupture_nothing_is_zero_of_nothing(world):
    found = own(world)

    assert (found.found, found.repaired.value, found.sessions_to_repair) == (0, None, None)


def test_what_was_talked_about_stays_counted_when_later_ratings_answered_it(world):
    episode = world.begin("C-1")
    for srs in (38, 34):
        world.session(episode, 20, srs)
    talk(world, episode, "alliance")
    assert told(own(world).talked) == (0, 0), "nobody has met since"
    for _ in range(3):
        world.session(episode, 20, 38)

    found = own(world)
    shares = (found.talked, found.repaired_after_talk, found.repaired_without_talk)
    assert [told(one) for one in shares] == [(1, 1), (1, 1), (0, 0)]


def talk(world, episode, kind):
    """Note that the open alerts of this kind were talked about."""
    alerts = [alert for alert in world.page(episode).alerts if alert.kind == kind and alert.state.is_open]
    assert alerts
    for alert in alerts:
        clinician.mark_alert(world.clinic, world.ann, alert.alert_id, AlertState.TALKED_ABOUT)


def test_a_repair_plan_says_how_a_rupture_was_read_and_whether_it_was_talked_about(world):
    episode = world.begin("C-1")
    for srs in (38, 34):
        world.session(episode, 20, srs)
    session = world.page(episode).sessions[1].session_id
    place = (world.clinic, world.ann)
    saved = clinician.save_reading(*place, episode, session, kind=KindSeen.WITHDRAWAL, dimension=Dimension.NOT_SURE)
    saved = clinician.make_plan(*place, saved.plan_id, version=saved.version, check_by="the next ratings")
    clinician.record_talk(*place, saved.plan_id, version=saved.version, happened="We slowed down.")
    for _ in range(3):
        world.session(episode, 20, 38)

    found = own(world)
    assert told(found.talked) == (1, 1)
    assert {kind: told(share) for kind, share in found.by_kind.items()} == {"withdrawal": (1, 1)}
    assert found.by_dimension == {}


def test_an_outcome_alert_that_was_talked_about_is_no_talk_about_the_alliance(world):
    episode = world.begin("C-1")
    for ors, srs in ((25, 38), (18, 34)):
        world.session(episode, ors, srs)
    talk(world, episode, "outcome")
    world.session(episode, 18, 37)

    assert told(own(world).talked) == (0, 1)


def test_past_ratings_that_came_in_together_were_nobodys_to_talk_about(world):
    brought_in(world, [BACK, STAYED])

    found = own(world)
    assert (found.found, told(found.talked), told(found.repaired_without_talk)) == (2, (0, 1), (0, 1))


def test_unplanned_endings_stand_beside_what_became_of_the_last_rupture(world):
    endings = [Ending.PLANNED, Ending.UNPLANNED, Ending.UNPLANNED]
    for episode, ending in zip(brought_in(world, [BACK, STAYED, FRESH]), endings, strict=True):
        day = world.clinic.today()
        administrator.close_episode(world.clinic, world.admin, episode, closed_on=day, ending=ending)

    ended = {answer: told(share) for answer, share in own(world).ended.items()}
    assert ended == {Answer.REPAIRED: (0, 1), Answer.NOT_REPAIRED: (1, 1), Answer.UNKNOWN: (1, 1)}


def test_a_supervisor_sees_supervisees_together_and_one_by_one_and_nobody_else(world):
    brought_in(world, [BACK, STAYED])
    brought_in(world, [BACK], "ben")
    administrator.add_supervision(world.clinic, world.admin, world.sue.user_id, world.ben.user_id)

    def of(who=None):
        return supervisor.open_team_repairs(world.clinic, world.sue, who).figures.found

    assert (of(), of(world.ann.user_id), of(world.ben.user_id)) == (3, 2, 1)
    page = supervisor.open_team_repairs(world.clinic, world.sue)
    assert (page.scope, [name for _, name in page.people]) == (RepairsScope.TEAM, ["North ann", "North ben"])
    administrator.end_supervision(world.clinic, world.admin, world.sue.user_id, world.ben.user_id)
    assert of() == 2
    for stranger in (world.ben.user_id, world.other_ann.user_id, world.sue.user_id):
        with pytest.raises(AccessDeniedError, match="do not supervise"):
            of(stranger)


def test_a_supervisor_without_supervisees_sees_none(world):
    brought_in(world, [BACK])
    administrator.end_supervision(world.clinic, world.admin, world.sue.user_id, world.ann.user_id)

    assert supervisor.open_team_repairs(world.clinic, world.sue).figures.found == 0


def test_a_director_sees_the_clinic_without_small_groups_and_without_names(world):
    brought_in(world, [BACK] * 4)
    brought_in(world, [BACK] * 3 + [STAYED] * 4, "ben")

    few = director.open_clinic_repairs(world.clinic, world.dan)
    assert (few.scope, few.people, few.smallest_group) == (RepairsScope.CLINIC, (), 5)
    assert (few.figures.found, few.figures.repaired) == (10, None)  # 11, rounded; 7 of 11
    brought_in(world, [BACK] * 5 + [STAYED] * 6, "sue")
    enough = director.open_clinic_repairs(world.clinic, world.dan).figures
    assert told(enough.repaired) == (10, 20)  # 12 of 22, rounded
    assert enough.sessions_to_repair is None


def test_the_clinics_figures_are_those_of_all_its_people_and_of_no_other_clinic(world):
    brought_in(world, [BACK] * 9)
    assert director.open_clinic_repairs(world.clinic, world.dan).figures.found == 10  # 9, rounded
    assert director.open_clinic_repairs(world.clinic, world.other_dan).figures.found == 0


def test_a_large_caseload_is_read_in_pieces_with_the_same_figures(world, monkeypatch):
    brought_in(world, [BACK, STAYED, FRESH, BACK, STAYED])
    whole = own(world)
    monkeypatch.setattr(what_works_module, "EPISODES_AT_ONCE", 2)

    assert own(world) == whole
    assert whole.found == 5


def test_it_is_the_same_on_each_kind_of_database(either):
    brought_in(either, [BACK, STAYED, FRESH])

    found = own(either)
    assert (found.found, told(found.repaired), found.sessions_to_repair.values) == (3, (1, 2), (1,))
