"""One order of alerts: the row of a caseload, the client's page and what is new begin with the same one."""

from __future__ import annotations

import pytest

from fit.casework import clinician, supervisor
from fit.casework.views import AlertState, Attention


def held(world, code, ors, srs):
    episode = world.begin(code)
    for pair in zip(ors, srs, strict=True):
        world.session(episode, *pair)
    return episode


def first_on_page(world, episode):
    waiting = sorted((one for one in world.page(episode).alerts if one.waits), key=lambda one: one.gravity)
    return waiting[0].rule if waiting else None, len(waiting)


def first_of_news(world, code):
    return next(
        (one.rule for one in clinician.open_digest(world.clinic, world.ann).new if one.client_label == code), None
    )


COURSES = {
    "lost": ((38.7, 33.3, 31.7), (38, 38, 38)),  # a sharp fall of 5.4, then another of 1.6: 7.0 below the start
    "lost and strained": ((20.0, 17.0, 14.9), (38, 38, 35.9)),
    "just lost": ((20.0, 17.0, 15.0), (38, 38, 35.9)),
    "not quite lost": ((20.0, 17.0, 15.1), (38, 38, 35.9)),
    "collapsed": ((6, 9.0, 1.8), (38, 38, 36.7)),
    "rising": ((20.0, 24.0, 27.0), (38, 38, 38)),
}


@pytest.mark.parametrize("code", COURSES)
def test_row_page_and_news_begin_with_the_same_and_count_the_same(either, code):
    episode = held(either, code, *COURSES[code])
    [row] = either.caseload().rows
    leading, waiting = first_on_page(either, episode)

    assert (row.reason_rule, row.waiting_alerts) == (leading, waiting)
    either.clock.forward(weeks=-1)  # what is new looks back two weeks
    if leading is not None:
        assert first_of_news(either, code) == leading


@pytest.mark.parametrize(
    ("code", "leads"),
    [
        ("lost", "loss_since_intake"),
        ("lost and strained", "loss_since_intake"),
        ("just lost", "loss_since_intake"),
        ("not quite lost", "low_total"),
        ("collapsed", "sharp_last_fall"),
    ],
)
def test_a_reliable_loss_leads_from_the_line_on(either, code, leads):
    """The line is 5.0 points: 5.1 and 5.0 lead, 4.9 does not."""
    held(either, code, *COURSES[code])
    assert either.caseload().rows[0].reason_rule == leads


def test_a_chance_fall_after_a_sharp_one_is_not_a_sharp_fall(either):
    episode = held(either, "lost", *COURSES["lost"])
    [row] = either.caseload().rows

    assert row.attention is Attention.OFF_TRACK
    assert [one.rule for one in either.page(episode).alerts if one.rule == "sharp_last_fall" and one.waits]


def test_without_a_loss_since_the_start_a_chance_fall_is_told_as_left_from_an_earlier_session(either):
    """From 22 to 16.8, a fall of 5.2 that is watched; then to 13.9, a fall of 2.9 that is chance, and the lowest."""
    held(either, "swinging", (14.0, 22.0, 16.8, 13.9), (38, 38, 38, 38))
    [row] = either.caseload().rows
    assert row.attention is not Attention.FALLEN
    assert row.reason_is_newest is (row.reason_rule != "sharp_last_fall")


def test_among_rows_of_one_severity_a_reliable_loss_stands_first_and_the_greatest_before_others(either):
    held(either, "low mark", (20, 20, 20), (38, 38, 20))
    held(either, "not quite", *COURSES["not quite lost"])
    held(either, "lost less", (20.0, 17.0, 14.9), (38, 38, 35.9))
    held(either, "lost more", (30.0, 26.0, 22.9), (38, 38, 38))

    labels = [row.client_label for row in either.caseload().rows]
    assert labels == ["lost more", "lost less", "not quite", "low mark"]  # the third is off track too
    supervised = [row.client_label for row in supervisor.open_supervision(either.clinic, either.sue).rows]
    assert set(supervised[:2]) == {"lost more", "lost less"}


def test_what_was_put_off_leads_no_more_and_is_not_counted(either):
    episode = held(either, "lost", *COURSES["lost and strained"])
    for alert in either.page(episode).alerts:
        if alert.rule in {"loss_since_intake", "deterioration"}:
            clinician.mark_alert(either.clinic, either.ann, alert.alert_id, AlertState.TALKED_ABOUT)
    [row] = either.caseload().rows
    leading, waiting = first_on_page(either, episode)

    assert (row.reason_rule, row.waiting_alerts) == (leading, waiting)
    assert row.reason_rule == "low_total"
