"""What a clinician does about alerts, and where the client stands on the list afterwards."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files

import pytest

from fit.casework import clinician
from fit.casework.views import AlertState, Attention
from fit.errors import ConflictError
from fit.policies import load_policy


def strained(world, code="C1"):
    """A client whose alliance fell at the second session; the alert is about the fall."""
    episode = world.begin(code)
    world.session(episode, 20, 38)
    world.session(episode, 21, 36.4)
    return episode


def off_track(world, code="C1"):
    """A client who falls and falls while the alliance is steady."""
    episode = world.begin(code)
    for ors in (20, 17, 13):
        world.session(episode, ors, 38)
    return episode


def open_alerts(world, episode, kind="alliance"):
    return [alert for alert in world.page(episode).alerts if alert.state.is_open and alert.kind == kind]


def mark_all(world, episode, state, kind="alliance"):
    for alert in open_alerts(world, episode, kind):
        clinician.mark_alert(world.clinic, world.ann, alert.alert_id, state)


def snooze_all(world, episode, kind="alliance"):
    for alert in open_alerts(world, episode, kind):
        clinician.snooze_alert(world.clinic, world.ann, alert.alert_id)


def attention(world, code="C1"):
    return next(row.attention for row in world.caseload().rows if row.client_label == code)


def test_a_fall_that_was_only_seen_still_stands_first(world):
    mark_all(world, strained(world), AlertState.SEEN)
    assert attention(world) is Attention.ALLIANCE


@pytest.mark.parametrize("state", [AlertState.TALKED_ABOUT, AlertState.REPAIR_PLANNED])
def test_a_fall_that_was_talked_about_ranks_no_more_not_even_after_the_next_session(world, state):
    episode = strained(world)
    mark_all(world, episode, state)
    assert attention(world) is Attention.NOTHING
    world.session(episode, 21)
    assert all(alert.talked_at == 2 for alert in open_alerts(world, episode) if alert.meeting == 2)
    assert attention(world) is not Attention.ALLIANCE


def test_who_stays_off_track_comes_back_at_the_next_session_although_it_was_talked_about(world):
    episode = off_track(world)
    assert attention(world) is Attention.OFF_TRACK
    mark_all(world, episode, AlertState.TALKED_ABOUT, kind="outcome")
    assert attention(world) is Attention.NOTHING
    world.session(episode, 12.5, 38)
    assert attention(world) is Attention.OFF_TRACK


def test_a_planned_repair_is_the_next_step_of_its_row(either):
    episode = strained(either)
    assert either.caseload().rows[0].planned_at is None
    mark_all(either, episode, AlertState.REPAIR_PLANNED)
    assert either.caseload().rows[0].planned_at == 2
    for alert in open_alerts(either, episode):
        clinician.mark_alert(either.clinic, either.ann, alert.alert_id, AlertState.CLOSED, "done, it went well")
    assert either.caseload().rows[0].planned_at is None


def test_what_is_put_off_ranks_again_as_soon_as_there_is_a_later_session(either):
    episode = strained(either)
    snooze_all(either, episode)
    row = either.caseload().rows[0]
    assert (row.attention, row.waiting_alerts) == (Attention.NOTHING, 0)
    assert row.open_alerts > 0
    assert all(alert.snoozed and alert.state is AlertState.NEW for alert in open_alerts(either, episode))
    clinician.start_session(either.clinic, either.ann, episode)
    assert either.caseload().rows[0].attention is Attention.ALLIANCE
    assert not any(alert.snoozed for alert in open_alerts(either, episode))


def test_what_is_put_off_can_be_brought_back_at_will_and_both_are_audited(world):
    episode = strained(world)
    snooze_all(world, episode)
    for alert in open_alerts(world, episode):
        clinician.wake_alert(world.clinic, world.ann, alert.alert_id)
    assert attention(world) is Attention.ALLIANCE
    assert {"snooze_alert", "wake_alert"} <= set(world.actions())


def test_only_an_open_alert_can_be_put_off(world):
    episode = strained(world)
    alert = open_alerts(world, episode)[0]
    clinician.mark_alert(world.clinic, world.ann, alert.alert_id, AlertState.CLOSED, "came late, in a hurry")
    for step in (clinician.snooze_alert, clinician.wake_alert):
        with pytest.raises(ConflictError, match="not open any more"):
            step(world.clinic, world.ann, alert.alert_id)


def test_an_alert_that_later_ratings_took_back_comes_back_awake(world):
    episode = strained(world)
    snooze_all(world, episode)
    wrong = next(row for row in world.page(episode).sessions[1].ratings if row.scale_id == "srs")
    clinician.supersede_rating(world.clinic, world.ann, wrong.rating_id, "marked upside down")
    world.clock.forward(weeks=-1)
    world.rate(episode, "srs", 36.4, key="marked anew")
    again = open_alerts(world, episode)
    assert again
    assert not any(alert.snoozed for alert in again)


@pytest.fixture
def urgent_world(world, tmp_path):
    """The small clinic under a policy for which a fall of the alliance is urgent."""
    text = files("fit.policies").joinpath("icce.toml").read_text("utf-8")
    assert text.count('\ndrop = "act"') == 1
    file = tmp_path / "strict.toml"
    file.write_text(text.replace('\ndrop = "act"', '\ndrop = "urgent"'), "utf-8")
    world.clinic = replace(world.clinic, policy=load_policy(file))
    return world


def test_what_is_urgent_stands_first_cannot_be_put_off_and_stays_until_it_is_closed(urgent_world):
    world = urgent_world
    off_track(world, "A-off-track")
    episode = strained(world, "Z-urgent")
    assert [row.client_label for row in world.caseload().rows] == ["Z-urgent", "A-off-track"]
    urgent = next(alert for alert in open_alerts(world, episode) if alert.rule == "drop")
    with pytest.raises(ConflictError, match="cannot wait"):
        clinician.snooze_alert(world.clinic, world.ann, urgent.alert_id)
    clinician.mark_alert(world.clinic, world.ann, urgent.alert_id, AlertState.TALKED_ABOUT)
    assert attention(world, "Z-urgent") is Attention.URGENT
    clinician.mark_alert(world.clinic, world.ann, urgent.alert_id, AlertState.CLOSED, "safety plan made")
    assert attention(world, "Z-urgent") is Attention.NOTHING


def test_the_list_is_ordered_by_what_deserves_attention_first(urgent_world):
    world = urgent_world
    begun = {name: world.begin(name) for name in ("F-rest", "E-silent", "D-falling", "C-off-track", "B-alliance")}
    courses = {
        "F-rest": [(20, 38), (23, 38), (26, 38), (28, 38)],
        "E-silent": [(20, 38), (22, 38), (None, None), (None, None)],
        "D-falling": [(20, 40), (22, 39.7), (23, 39.4), (24, 39.1)],
        "C-off-track": [(20, 38), (17, 38), (13, 38), (12, 38)],
        "B-alliance": [(20, 35.5), (22, 35.4), (23, 35.3), (24, 35.2)],
    }
    for step in range(4):
        for name, course in courses.items():
            world.session(begun[name], *course[step])
            world.clock.forward(weeks=-1)
        world.clock.forward(weeks=1)
    strained(world, "A-urgent")
    rows = world.caseload().rows
    assert [(row.client_label, row.attention) for row in rows] == [
        ("A-urgent", Attention.URGENT),
        ("C-off-track", Attention.OFF_TRACK),  # reliably worse than at the start, by 8.0
        ("B-alliance", Attention.ALLIANCE),
        ("D-falling", Attention.FALLING),
        ("E-silent", Attention.NO_RATING),
        ("F-rest", Attention.NOTHING),
    ]


@pytest.mark.parametrize(
    ("unrated", "days_later", "expected"),
    [
        (1, 7, Attention.NOTHING),
        (2, 0, Attention.NOTHING),  # the second session still goes on
        (2, 1, Attention.NO_RATING),
        (3, 0, Attention.NO_RATING),
    ],
)
def test_two_sessions_without_a_rating_count_once_the_day_is_over(either, unrated, days_later, expected):
    episode = either.begin("C1")
    either.session(episode, 20, 38)
    for _ in range(unrated):
        clinician.start_session(either.clinic, either.ann, episode)
        either.clock.forward(weeks=1)
    either.clock.forward(weeks=-1, days=days_later)
    assert either.caseload().rows[0].attention is expected


def states(world, episode, rule):
    """What has become of the alerts of one rule, by session: the state, and the session it names."""
    found = [alert for alert in world.page(episode).alerts if alert.rule == rule]
    return {alert.meeting: (alert.state.value, alert.answered_by_meeting) for alert in found}


def test_what_goes_on_is_taken_up_by_the_newer_alert_and_only_what_is_over_is_answered(either):
    episode = either.begin("C1")
    for srs in (33.7, 31.5, 32.8):
        either.session(episode, 20, srs)
    assert states(either, episode, "low_total") == {
        1: ("taken_up_by_a_newer_alert", 3),
        2: ("taken_up_by_a_newer_alert", 3),
        3: ("new", None),
    }
    either.session(episode, 20, 36.0)
    assert states(either, episode, "low_total")[3] == ("answered_by_later_ratings", 4)
    either.session(episode, 20, 35.9)
    assert states(either, episode, "low_total") == {
        1: ("taken_up_by_a_newer_alert", 3),
        2: ("taken_up_by_a_newer_alert", 3),
        3: ("answered_by_later_ratings", 4),
        5: ("new", None),
    }
