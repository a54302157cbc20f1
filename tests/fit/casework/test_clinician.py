"""The clinician's caseload and the client's page, as stories."""

from __future__ import annotations

from datetime import date

import pytest

from fit.casework import clinician
from fit.casework.views import AlertState, Attention, RatingStatus
from fit.change import Change
from fit.errors import ConflictError, InputError, NotFoundError
from fit.policies import Severity
from fit.scales import Score
from fit.trajectory import Track
from tests.fit.casework.world import spread


def alerts(page):
    return {(alert.rule, alert.meeting): alert for alert in page.alerts}


def test_an_empty_caseload_has_no_rows_and_a_day(world):
    caseload = world.caseload()
    assert caseload.rows == ()
    assert caseload.as_of == date(2026, 3, 2)


def test_a_new_client_stands_in_the_caseload_without_any_number(world):
    world.begin("C1", display_name="J. D.")
    row = world.caseload().rows[0]
    assert (row.client_label, row.sessions, row.last_session_on, row.days_since) == ("J. D.", 0, None, None)
    assert (row.outcome_latest, row.alliance_latest, row.outcome_history) == (None, None, ())
    assert (row.change, row.track, row.attention) == (Change.NOT_ASSESSABLE, Track.NOT_ASSESSABLE, Attention.NOTHING)


def test_a_client_page_without_ratings_has_no_assessment(world):
    page = world.page(world.begin("C1"))
    assert page.assessment is None
    assert (page.sessions, page.alerts) == ((), ())
    assert [choice.scale_id for choice in page.scales][:2] == ["ors", "srs"]


def test_the_caseload_shows_the_latest_and_the_way_there(either):
    episode = either.begin("C1")
    for ors, srs in ((18.2, 37), (20.1, None), (24.6, 38.5)):
        either.session(episode, ors, srs)
    row = either.caseload().rows[0]
    assert [str(score) for score in row.outcome_history] == ["18.2", "20.1", "24.6"]
    assert [str(score) for score in row.alliance_history] == ["37.0", "None", "38.5"]
    assert (str(row.intake), str(row.gain), str(row.outcome_latest), str(row.alliance_latest)) == (
        "18.2",
        "6.4",
        "24.6",
        "38.5",
    )
    assert (row.outcome_title, row.alliance_title) == ("ORS", "SRS")
    assert (row.sessions, row.last_session_on, row.days_since) == (3, date(2026, 3, 16), 7)
    assert row.change is Change.IMPROVED


def test_the_sparkline_keeps_twelve_sessions(world):
    episode = world.begin("C1")
    for number in range(14):
        world.session(episode, 10 + number)
    assert [score.points for score in world.caseload().rows[0].outcome_history] == list(range(12, 24))


def test_a_falling_alliance_moves_the_client_up_and_says_why(either):
    calm, strained = either.begin("A-calm"), either.begin("B-strained")
    for episode in (calm, strained):
        either.session(episode, 20, 38)
    either.session(strained, 21, 33.5)
    first, second = either.caseload().rows
    assert (first.client_label, first.attention, first.reason_rule) == ("B-strained", Attention.ALLIANCE, "low_total")
    assert set(first.reasons) >= {"drop", "low_total"}
    assert second.attention is Attention.NOTHING

    drop = alerts(either.page(strained))["drop", 2]
    assert (drop.severity, drop.state, drop.kind) == (Severity.ACT, AlertState.NEW, "alliance")
    assert "38.0" in drop.why
    assert "33.5" in drop.why
    assert drop.evidence["fell by"] == 4.5
    assert (drop.policy, drop.trajectory) == ("icce", "simulated_reference")
    assert drop.next_step
    assert drop.line


def test_talking_about_it_moves_the_client_down_again(world):
    episode = world.begin("C1")
    world.session(episode, 20, 38)
    world.session(episode, 21, 35.2)
    for alert in world.page(episode).alerts:
        if alert.kind == "alliance" and alert.state.is_open:
            clinician.mark_alert(world.clinic, world.ann, alert.alert_id, AlertState.TALKED_ABOUT)
    row = world.caseload().rows[0]
    assert row.attention is Attention.NOTHING
    assert row.reason_rule is None
    assert row.open_alerts > 0


def test_an_alert_is_closed_with_a_reason_and_stays_closed(world):
    episode = world.begin("C1")
    world.session(episode, 20, 38)
    world.session(episode, 21, 35.2)
    alert = alerts(world.page(episode))["drop", 2]
    with pytest.raises(InputError, match="reason is missing"):
        clinician.mark_alert(world.clinic, world.ann, alert.alert_id, AlertState.CLOSED, " ")
    clinician.mark_alert(world.clinic, world.ann, alert.alert_id, AlertState.CLOSED, "came late, in a hurry")
    with pytest.raises(ConflictError, match="not open any more"):
        clinician.mark_alert(world.clinic, world.ann, alert.alert_id, AlertState.SEEN)
    world.session(episode, 21, 39)
    after = alerts(world.page(episode))["drop", 2]
    assert (after.state, after.reason) == (AlertState.CLOSED, "came late, in a hurry")
    assert after.closed_at == alert.raised_at.replace(day=16)


@pytest.mark.parametrize("state", [AlertState.NEW, AlertState.ANSWERED, AlertState.NO_LONGER_HOLDS])
def test_some_states_are_for_ratings_alone(world, state):
    with pytest.raises(InputError, match="set by ratings alone"):
        clinician.mark_alert(world.clinic, world.ann, "0" * 13, state)


def test_later_ratings_answer_an_alert_and_it_says_which(world):
    episode = world.begin("C1")
    for ors, srs in ((20, 38), (24, 35.2), (30, 38.4)):
        world.session(episode, ors, srs)
    drop = alerts(world.page(episode))["drop", 2]
    assert (drop.state, drop.answered_by_meeting) == (AlertState.ANSWERED, 3)
    assert world.caseload().rows[0].attention is Attention.NOTHING


def test_an_alert_is_not_raised_twice(world):
    episode = world.begin("C1")
    world.session(episode, 20, 38)
    world.session(episode, 21, 35.2)
    before = [alert.alert_id for alert in world.page(episode).alerts]
    world.session(episode, 21)
    after = [alert.alert_id for alert in world.page(episode).alerts]
    assert set(before) <= set(after)
    assert len(after) == len(set(after))


def test_an_alert_of_a_superseded_rating_no_longer_holds_and_comes_back_with_the_same_marks(world):
    episode = world.begin("C1")
    world.session(episode, 20, 38)
    world.session(episode, 21, 35.2)
    wrong = next(row for row in world.page(episode).sessions[1].ratings if row.scale_id == "srs")
    clinician.supersede_rating(world.clinic, world.ann, wrong.rating_id, "marked upside down")
    page = world.page(episode)
    drop = alerts(page)["drop", 2]
    assert (drop.state, drop.answered_by_meeting) == (AlertState.NO_LONGER_HOLDS, 2)
    kept = next(row for row in page.sessions[1].ratings if row.scale_id == "srs")
    assert (kept.status, kept.superseded_reason) == (RatingStatus.SUPERSEDED, "marked upside down")
    assert page.sessions[1].alliance is None

    world.clock.forward(weeks=-1)
    world.rate(episode, "srs", 34, key="marked anew")
    again = alerts(world.page(episode))["drop", 2]
    assert (again.state, again.alert_id, again.closed_at) == (AlertState.NEW, drop.alert_id, None)


def test_a_superseded_rating_needs_a_reason_and_only_once(world):
    episode = world.begin("C1")
    world.session(episode, 20)
    rating = world.page(episode).sessions[0].ratings[0]
    with pytest.raises(InputError, match="reason is missing"):
        clinician.supersede_rating(world.clinic, world.ann, rating.rating_id, "")
    clinician.supersede_rating(world.clinic, world.ann, rating.rating_id, "wrong client")
    with pytest.raises(ConflictError, match="taken out already"):
        clinician.supersede_rating(world.clinic, world.ann, rating.rating_id, "again")
    row = world.caseload().rows[0]
    assert (row.outcome_latest, row.outcome_history) == (None, ())


def test_the_missing_session_rating_is_not_held_against_a_session_that_goes_on(world):
    episode = world.begin("C1")
    clinician.start_session(world.clinic, world.ann, episode)
    world.rate(episode, "ors", 20)
    assert ("alliance_missing", 1) not in alerts(world.page(episode))
    world.clock.forward(weeks=1)
    world.rate(episode, "ors", 21)
    assert ("alliance_missing", 1) in alerts(world.page(episode))


def test_two_sessions_without_any_rating_deserve_a_look(world):
    episode = world.begin("C1")
    world.session(episode, 20, 38)
    world.session(episode)
    assert world.caseload().rows[0].attention is Attention.NOTHING
    world.session(episode)
    world.session(episode)
    row = world.caseload().rows[0]
    assert (row.attention, row.sessions) == (Attention.NO_RATING, 4)


def test_a_session_is_begun_once_a_day(world):
    episode = world.begin("C1")
    first = clinician.start_session(world.clinic, world.ann, episode)
    assert clinician.start_session(world.clinic, world.ann, episode) == first
    world.clock.forward(days=1)
    assert clinician.start_session(world.clinic, world.ann, episode) != first


def test_a_session_is_neither_in_the_future_nor_before_the_last(world):
    episode = world.begin("C1")
    clinician.start_session(world.clinic, world.ann, episode)
    with pytest.raises(InputError, match="lies in the future"):
        clinician.start_session(world.clinic, world.ann, episode, date(2026, 3, 3))
    with pytest.raises(InputError, match="There was a session on 2026-03-02"):
        clinician.start_session(world.clinic, world.ann, episode, date(2026, 3, 1))


def test_a_day_late_at_night_is_the_day_where_the_clinic_is(world):
    world.clock.moment = world.clock.moment.replace(hour=23, minute=59)
    episode = world.begin("C1")
    clinician.start_session(world.clinic, world.ann, episode)
    assert world.page(episode).sessions[0].occurred_on == date(2026, 3, 2)


def test_a_rating_in_the_room_keeps_its_marks(world):
    episode = world.begin("C1")
    world.rate(episode, "ors", 21.7)
    row = world.page(episode).sessions[0].ratings[0]
    assert row.answers == spread("ors", 21.7)
    assert (row.total, row.mode.value, row.calibrated) == (Score(217), "tablet", False)


def test_the_same_scale_twice_in_a_session_is_refused(world):
    episode = world.begin("C1")
    world.rate(episode, "ors", 20, key="a")
    with pytest.raises(ConflictError, match="ORS was already rated in session 1"):
        world.rate(episode, "ors", 21, key="b")


def test_further_scales_are_assessed_apart(world):
    episode = world.begin("C1")
    for ors, phq9 in ((20, 14), (25, 20)):
        clinician.start_session(world.clinic, world.ann, episode)
        world.rate(episode, "ors", ors)
        world.rate(episode, "phq9", phq9)
        world.clock.forward(weeks=1)
    page = world.page(episode)
    assert [one.outcome_scale.id for one in page.strands] == ["ors", "phq9"]
    assert page.assessment.outcome_scale.id == "ors"
    assert [score.points for score in page.strands[1].outcome] == [14, 20]
    assert world.caseload().rows[0].outcome_latest == Score(250)


@pytest.mark.parametrize("text", ["", "x", "0" * 13])
def test_what_is_not_there_is_not_found(world, text):
    for door in (
        lambda: clinician.open_client(world.clinic, world.ann, text),
        lambda: clinician.mark_alert(world.clinic, world.ann, text, AlertState.SEEN),
        lambda: clinician.supersede_rating(world.clinic, world.ann, text, "why"),
    ):
        with pytest.raises(NotFoundError):
            door()
