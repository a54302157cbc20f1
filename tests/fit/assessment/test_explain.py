"""Every verdict and every rule says rule, formula, numbers, line, policy, source, and what people do next."""

from __future__ import annotations

import re

import pytest

from fit.alerts import rules
from fit.assessment import explain
from fit.policies import policy_ids
from tests.fit.stories import story, verdicts

SPEAKING = {
    "alliance_missing": story((20, 21), (38, None)),
    "below_usual_range": story((), (38, 38, 38, 38, 36.4)),
    "deterioration": story((20, 28, 21.5)),
    "drop": story((), (38, 36.6)),
    "falling": story((), (39, 38.8, 38.5, 38.2)),
    "flat_40": story((), (40, 40, 40)),
    "high_start": story((33.1,)),
    "loss_since_intake": story((20, 13.7)),
    "low_item": story((), ([9.5, 9.4, 8.7, 9.6],)),
    "low_total": story((), (35.2,)),
    "no_reliable_gain": story((20, 20.3, 20.6)),
    "off_track": story((20, 19, 12.9)),
    "plateau": story((20, 20.5, 21, 20.4, 20.2, 20.1)),
    "risk_answer": story(phq9=([0, 1, 0, 0, 1, 0, 0, 0, 2],)),
    "rating_missing": story((20, None), (38, 38)),
    "risk_of_unplanned_ending": story((20, 19, 12.9), (38, 38, 36.2)),
    "sawtooth": story((20, 27, 20, 27, 20)),
    "sharp_last_fall": story((20, 26.4, 20)),
    "sudden_gain": story((10, 10.5, 10, 20.2, 20.5, 20)),
    "sudden_loss": story((20, 20.5, 20, 10.1, 10.5, 10)),
    "target_reached": story((20, 35.3)),
}
VERDICTS = ("change", "track", "alliance", "target", "effect_size")
COURSES = {
    "recovered": story((18, 30), (38, 38.5)),
    "improved": story((10, 18), (38, 39)),
    "unchanged": story((20, 21), (35, 34)),
    "deteriorated": story((20, 12), (38, 38)),
    "harmed": story((27, 20), (40, 40, 40)),
    "too few ratings": story((20,), (38,)),
    "high start": story((36, 35), (38, 38)),
    "life alone": story((20, 21)),
    "session alone": story((), (38, 37, 38, 38, 35)),
}
PARTS = ("title", "rule", "formula", "line", "policy", "source", "usual_next_step")


def missing(explained):
    return [part for part in PARTS if not str(getattr(explained, part)).strip()]


def test_there_is_a_story_for_every_rule():
    assert set(SPEAKING) == {rule.id for rule in rules()}


@pytest.mark.parametrize("by", policy_ids())
@pytest.mark.parametrize("rule_id", SPEAKING)
def test_a_rule_says_every_part_with_its_numbers(rule_id, by):
    one = verdicts(SPEAKING[rule_id], by=by).episode(0)
    spoken = [signal for signal in one.signals if signal.rule.id == rule_id]
    explained = explain(one, rule_id, spoken[-1].session)

    assert missing(explained) == []
    assert dict(explained.values)["session"] == spoken[-1].session
    assert dict(explained.values) == {"session": spoken[-1].session, **spoken[-1].evidence}
    assert re.search(r"\d", explained.line), explained.line
    assert "None" not in explained.line
    assert "{" not in explained.line


@pytest.mark.parametrize("name", COURSES)
@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_verdict_says_every_part_whatever_it_is(name, verdict):
    one = verdicts(COURSES[name]).episode(0)

    explained = explain(one, verdict)

    assert missing(explained) == []
    assert "None" not in explained.line


@pytest.mark.parametrize(
    ("rule_id", "line"),
    [
        ("low_total", "below 36.0 points"),
        ("deterioration", "lost since the best at least 5.0 points"),
        ("no_reliable_gain", "from rated session 3 on, a gain that is not at least 5.0 points; consult from 6 on"),
        ("flat_40", "3 ratings in a row at the top of the scale"),
        ("rating_missing", "one outcome rating at every session; session 2 has none"),
        ("risk_of_unplanned_ending", "off track at session 3, and the session rating is falling"),
    ],
)
def test_the_line_is_said_with_its_side(rule_id, line):
    assert explain(verdicts(SPEAKING[rule_id]).episode(0), rule_id).line == line


def test_the_alliance_is_explained_with_the_clients_own_numbers():
    explained = explain(verdicts(COURSES["session alone"]).episode(0), "alliance")

    # before it 38 37 38 38: mean 37.75, moves 1 1 0, so 2.66 x 2 / 3 = 1.773 under it; SD 0.5 gives the floor of 1
    latest, *own = dict(explained.values).values()
    assert latest.points == 35
    assert own == pytest.approx([37.75, 35.9767, 36.75, 35.75], abs=1e-3)
    assert explained.line.startswith("total below 36.0; one line below 9.0; fall at least 1.0 points")


def test_what_people_do_next_follows_the_verdict():
    steps = {name: explain(verdicts(course).episode(0), "change").usual_next_step for name, course in COURSES.items()}

    assert "ending well" in steps["recovered"]
    assert "bring it to a colleague" in steps["harmed"]
    assert steps["harmed"] == steps["deteriorated"]
    assert "next session" in steps["too few ratings"]
