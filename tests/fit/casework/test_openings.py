"""Opening a client with a reason: for a while, for reading, and told at once to those in charge."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fit.casework import administrator, clinician
from fit.errors import AccessDeniedError, InputError, NotFoundError

REASON = "The client called in danger; ann is on leave."


def open_it(world, who, code="C1", reason=REASON):
    return clinician.open_with_a_reason(world.clinic, who, code=code, reason=reason)


def test_it_opens_for_an_hour_and_no_longer(either):
    episode = either.begin("C1")
    with pytest.raises(AccessDeniedError):
        either.page(episode, who=either.ben)
    opened = open_it(either, either.ben)
    assert opened.until == either.clock.moment + timedelta(minutes=60)
    page = either.page(episode, who=either.ben)
    assert page.opened_until == opened.until
    changes = (page.can_hand_over, page.can_mark_alerts, page.can_note_events, page.can_set_goals, page.can_debrief)
    assert not any(changes)
    either.clock.forward(minutes=60)
    with pytest.raises(AccessDeniedError):
        either.page(episode, who=either.ben)


def test_clinician_and_supervisor_are_told_until_each_has_seen_it(either):
    either.begin("C1")
    assert open_it(either, either.ben).told == ("North ann", "North sue")
    for person in (either.ann, either.sue):
        (news,) = clinician.list_openings(either.clinic, person)
        assert (news.who, news.client_label, news.reason) == ("North ben", "C1", REASON)
        clinician.acknowledge_opening(either.clinic, person, news.opening_id)
        assert clinician.list_openings(either.clinic, person) == ()
    assert clinician.list_openings(either.clinic, either.ben) == ()
    with pytest.raises(NotFoundError):
        clinician.acknowledge_opening(either.clinic, either.ben, news.opening_id)


def test_the_audit_names_client_and_person_and_never_the_reason(world):
    episode = world.begin("C1")
    open_it(world, world.ben)
    world.page(episode, who=world.ben)
    told = administrator.who_looked(world.clinic, world.admin, episode)
    assert [(row.actor_name, row.action) for row in told if row.action != "who_looked"][:2] == [
        ("North ben", "open_client"),
        ("North ben", "open_with_a_reason"),
    ]
    assert "danger" not in repr(told)


@pytest.mark.parametrize("reason", ["", "   ", "because", "x" * 501])
def test_without_a_reason_that_can_be_followed_nothing_opens(world, reason):
    episode = world.begin("C1")
    with pytest.raises(InputError, match=r"Say in 10 to 500 characters why|Keep it to 500"):
        open_it(world, world.ben, reason=reason)
    with pytest.raises(AccessDeniedError):
        world.page(episode, who=world.ben)


def test_directors_administrators_and_other_clinics_open_nothing(world):
    world.begin("C1")
    for person in (world.dan, world.admin):
        with pytest.raises(AccessDeniedError):
            open_it(world, person)
    with pytest.raises(NotFoundError):
        open_it(world, world.other_ann)


def test_ones_own_client_needs_no_reason_and_nobodys_client_an_administrator(world):
    world.begin("C1")
    for person in (world.ann, world.sue):
        with pytest.raises(AccessDeniedError, match="in your care already"):
            open_it(world, person)
    from tests.fit.casework.world import csv

    administrator.import_ratings(world.clinic, world.admin, "f.csv", csv("E1,adult,1,ors,20.0,2026-01-05"))
    code = administrator.list_unassigned(world.clinic, world.admin)[0].client_code
    with pytest.raises(AccessDeniedError, match="Nobody is in charge"):
        open_it(world, world.ben, code=code)
