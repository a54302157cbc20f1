"""Reports taken out: each time in the audit, and for the client only what the client may see."""

from __future__ import annotations

from dataclasses import fields

import pytest

from fit.casework import clinician
from fit.casework.views import GoalState, OwnFall, OwnReport, Together
from fit.change import Change
from fit.errors import AccessDeniedError


@pytest.fixture
def episode(world):
    found = world.begin("C1", display_name="Robin")
    for ors, srs in ((18, 36), (None, 38), (24, 30)):
        world.session(found, ors, srs)
    return found


def test_every_report_that_leaves_has_its_line_in_the_audit(world, episode):
    for _ in range(2):
        clinician.export_own_report(world.clinic, world.ann, episode)
        clinician.export_progress_report(world.clinic, world.ann, episode)
    taken = [action for action in world.actions() if action.startswith("export_")]
    assert taken == ["export_own_report", "export_progress_report"] * 2


def test_the_client_takes_home_what_is_looked_at_together_and_the_goals(world, episode):
    kept = clinician.add_goal(world.clinic, world.ann, episode, words="Sleep through")
    gone = clinician.add_goal(world.clinic, world.ann, episode, words="Juggle")
    clinician.end_goal(world.clinic, world.ann, gone, state=GoalState.LET_GO)
    found = clinician.export_own_report(world.clinic, world.ann, episode)
    assert found.together == clinician.open_together(world.clinic, world.ann, episode)
    assert [goal.goal_id for goal in found.goals] == [kept]
    assert {field.name for field in fields(OwnReport)} == {
        "together", "change", "fall", "goals", "begins", "ends", "client_name", "client_code", "clinic_name", "as_of",
    }  # fmt: skip
    assert {field.name for field in fields(Together)} == {"language", "age_band", "outcome", "alliance"}


# 5.0 points are one reliable change of the clinic's policy (ICCE manual 4), between two sessions and from the best
@pytest.mark.parametrize(
    ("marks", "change", "fall"),
    [
        ((12, 15.3, 8), Change.UNCHANGED, OwnFall.LAST),
        ((15.3, 8), Change.DETERIORATED, OwnFall.LAST),
        ((15, 20), Change.IMPROVED, None),
        ((15, 19, 14), Change.UNCHANGED, OwnFall.LAST),
        ((15, 19, 14.1), Change.UNCHANGED, None),
        ((15, 19, 16.5, 14), Change.UNCHANGED, OwnFall.BEST),
        ((15, 19, 14, 16), Change.UNCHANGED, None),
    ],
)
def test_a_fall_at_the_newest_mark_is_known_by_the_rules_of_the_engine(world, marks, change, fall):
    found = world.begin("C2")
    for ors in marks:
        world.session(found, ors, 38)
    report = clinician.export_own_report(world.clinic, world.ann, found)
    assert (report.change, report.fall) == (change, fall)


def test_the_record_has_what_the_page_has(world, episode):
    assert clinician.export_progress_report(world.clinic, world.ann, episode).page == world.page(episode)


def test_a_supervisor_takes_out_the_record_and_not_what_is_the_clients(world, episode):
    clinician.export_progress_report(world.clinic, world.sue, episode)
    with pytest.raises(AccessDeniedError):
        clinician.export_own_report(world.clinic, world.sue, episode)
