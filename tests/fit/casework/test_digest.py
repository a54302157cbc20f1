"""Since you were here: what is new, until somebody says it was read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from fit.casework import administrator, clinician
from fit.casework.views import AlertState
from fit.errors import InputError
from fit.ratings import Ending
from fit.scales import Informant
from fit.store.ids import read_id
from fit.store.tables import Rating, columns_of
from tests.fit.casework.world import START, csv


def digest(world, who=None):
    return clinician.open_digest(world.clinic, who or world.ann)


def read(world, who=None):
    """Mark all as read, and let a minute pass."""
    clinician.read_digest(world.clinic, who or world.ann, digest(world, who).as_of)
    world.clock.forward(minutes=1)


def rules(alerts):
    return {(alert.client_label, alert.rule, alert.meeting) for alert in alerts}


def test_the_first_look_goes_back_a_fortnight(world):
    told = digest(world)
    assert (told.first, told.since, told.count) == (True, START - timedelta(days=14), 0)


def test_new_alerts_are_told_until_they_are_marked_as_read(either):
    episode = either.begin("C1")
    either.session(episode, 20, 38)
    read(either)
    either.session(episode, 21, 33.5)
    for _ in range(2):  # looking marks nothing
        told = digest(either)
        assert ("C1", "drop", 2) in rules(told.new)
        assert told.new[0].episode_id == episode
    read(either)
    assert digest(either).count == 0
    assert digest(either).since == either.clock.moment - timedelta(minutes=1)


def test_an_alert_that_somebody_worked_on_is_no_news(world):
    episode = world.begin("C1")
    world.session(episode, 20, 38)
    world.session(episode, 21, 33.5)
    for alert in digest(world).new:
        assert alert.state is AlertState.NEW
    for alert in world.page(episode).alerts:
        if alert.state.is_open:
            clinician.mark_alert(world.clinic, world.ann, alert.alert_id, AlertState.SEEN)
    assert digest(world).new == ()


def test_what_later_ratings_answered_is_told_with_the_session_that_did(either):
    episode = either.begin("C1")
    either.session(episode, 20, 38)
    either.session(episode, 21, 35.2)
    read(either)
    either.session(episode, 22, 38.4)
    settled = digest(either).settled
    assert ("C1", "drop", 2) in rules(settled)
    assert {(alert.state, alert.answered_by_meeting) for alert in settled} == {(AlertState.ANSWERED, 3)}


def test_what_a_person_closed_is_not_told_as_settled(world):
    episode = world.begin("C1")
    world.session(episode, 20, 38)
    world.session(episode, 21, 35.2)
    for alert in world.page(episode).alerts:
        if alert.state.is_open:
            clinician.mark_alert(world.clinic, world.ann, alert.alert_id, AlertState.CLOSED, "in a hurry that day")
    assert digest(world).settled == ()


def test_an_import_of_past_ratings_is_no_flood_of_settled_alerts(world):
    rows = [f"E1,adult,{number},srs,{total},2026-02-0{number}" for number, total in ((1, 38), (2, 34), (3, 38.5))]
    administrator.import_ratings(world.clinic, world.admin, "f.csv", csv(*rows), clinician_sign_in_name="ann")
    episode = world.caseload().rows[0].episode_id
    assert any(alert.state is AlertState.ANSWERED for alert in world.page(episode).alerts)
    assert digest(world).settled == ()


def by_link(world, rating_id):
    """Say of a rating that it was given by link, as no form does yet in these tests."""
    rating = columns_of(Rating)
    world.clinic.store.write(
        lambda connection: connection.execute(
            update(rating).where(rating.c.id == read_id(rating_id)).values(mode="remote")
        )
    )


def test_ratings_that_came_in_by_link_are_told_and_those_from_the_room_are_not(either):
    episode = either.begin("C1")
    either.rate(episode, "ors", 20)
    either.rate(episode, "phq9", 8)
    assert digest(either).came_in == ()
    by_link(either, next(row for row in either.page(episode).sessions[0].ratings if row.scale_id == "ors").rating_id)
    came_in = digest(either).came_in
    assert [(one.client_label, one.scale_title, one.informant, one.meeting) for one in came_in] == [
        ("C1", "ORS", Informant.CLIENT, 1)
    ]
    read(either)
    assert digest(either).came_in == ()


@pytest.mark.parametrize(("days", "silent"), [(29, []), (30, [("C1", 30)]), (31, [("C1", 31)])])
def test_an_episode_is_silent_after_thirty_days_without_a_session(either, days, silent):
    episode = either.begin("C1")
    clinician.start_session(either.clinic, either.ann, episode)
    either.rate(episode, "ors", 20)
    either.clock.forward(days=days)
    assert [(one.client_label, one.days_since) for one in digest(either).silent] == silent


def test_a_silence_is_told_once(world):
    world.session(world.begin("C1"), 20, 38)
    world.clock.forward(days=30)
    assert len(digest(world).silent) == 1
    read(world)
    world.clock.forward(days=1)
    assert digest(world).silent == ()


def test_what_comes_between_the_look_and_the_click_is_still_new(world):
    episode = world.begin("C1")
    world.session(episode, 20, 38)
    world.session(episode, 21, 38)
    drawn = digest(world).as_of
    world.clock.forward(minutes=5)
    clinician.start_session(world.clinic, world.ann, episode)
    world.rate(episode, "srs", 33.5)
    clinician.read_digest(world.clinic, world.ann, drawn)
    assert ("C1", "drop", 3) in rules(digest(world).new)


def test_an_older_page_does_not_bring_back_what_was_read(world):
    drawn = digest(world).as_of
    world.clock.forward(days=1)
    read(world)
    newer = digest(world).since
    clinician.read_digest(world.clinic, world.ann, drawn)
    assert digest(world).since == newer


def test_nothing_is_read_before_it_is_there(world):
    with pytest.raises(InputError, match="before it is there"):
        clinician.read_digest(world.clinic, world.ann, world.clock.moment + timedelta(seconds=1))


def test_a_digest_is_about_ones_own_open_episodes(world):
    own, closed = world.begin("C1"), world.begin("C2")
    theirs = world.begin("C3", who=world.ben)
    for episode, who in ((own, world.ann), (closed, world.ann), (theirs, world.ben)):
        world.session(episode, 20, 38, who=who)
        world.session(episode, 21, 33.5, who=who)
        world.clock.forward(weeks=-2)
    world.clock.forward(weeks=2)
    day = world.clock.moment.date()
    administrator.close_episode(world.clinic, world.ann, closed, closed_on=day, ending=Ending.PLANNED)
    assert {alert.client_label for alert in digest(world).new} == {"C1"}
    assert {alert.client_label for alert in digest(world, world.ben).new} == {"C3"}
    read(world)
    assert digest(world, world.ben).new
