"""What cannot wait reaches the clinician whose client it is, until somebody has looked at it."""

from __future__ import annotations

from datetime import timedelta

from fit.casework import access, clinician
from fit.casework.views import AlertState

A_RISK = 27  # on PHQ-9: every question at its most, the ninth too
NO_RISK = 0


def urgent(world, who=None):
    return [(one.client_label, one.episode_id) for one in clinician.open_urgent(world.clinic, who or world.ann)]


def test_a_risk_answer_is_told_to_its_clinician_alone_until_somebody_has_looked(either):
    episode, calm = either.begin("C1"), either.begin("C2")
    either.rate(episode, "phq9", A_RISK)
    either.rate(calm, "phq9", NO_RISK)

    assert urgent(either) == [("C1", episode)]
    assert urgent(either, either.ben) == []
    (one,) = clinician.open_urgent(either.clinic, either.ann)
    assert one.raised_at == either.clock.moment
    clinician.mark_alert(either.clinic, either.ann, one.alert_id, AlertState.SEEN)
    assert urgent(either) == []


def test_the_newest_comes_first_and_each_is_there_once(world):
    for code in ("C1", "C2"):
        world.rate(world.begin(code), "phq9", A_RISK)
        world.clock.forward(minutes=1)

    assert [label for label, _ in urgent(world)] == ["C2", "C1"]


def test_a_page_that_looks_for_news_by_itself_keeps_nobody_signed_in(world):
    token, limit = world.sign_in().token, world.clinic.settings.idle_limit
    for _ in range(3):
        world.clock.moment += limit / 4
        assert access.actor_of(world.clinic, token, in_use=False) == world.ann
    world.clock.moment += limit / 4 + timedelta(seconds=1)

    assert access.actor_of(world.clinic, token, in_use=False) is None
