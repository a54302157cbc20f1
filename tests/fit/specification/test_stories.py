"""Clinical stories: the ratings as they came, and what is said of them at each session.

The path by hand expects 22.25, 24.0, 25.25, 26.0 of a client who began at 20; the lower boundary lies 4 points under.
"""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.fit.stories import verdicts


def read(table):
    """Rows of `session | ORS | SRS | what is said`; a dash where a rating was not given."""
    rows, said = [], {}
    for line in dedent(table).strip().splitlines()[1:]:
        session, ors, srs, words = (cell.strip() for cell in line.split("|"))
        rows += [("E", int(session), scale, float(mark)) for scale, mark in (("ors", ors), ("srs", srs)) if mark != "-"]
        if words:
            said[int(session)] = set(words.split())
    return rows, said


def assert_told(table, path, *, change, track, **more):
    rows, said = read(table)
    one = verdicts(rows, curves=path, **more).episode(0)
    told = {
        session: {signal.rule.id for signal in one.signals_at(session)}
        for session in said | dict.fromkeys(one.meetings)
    }
    assert {session: rules for session, rules in told.items() if rules} == said
    assert (one.change, one.track) == (change, track)
    return one


def test_steady_gain(path):
    table = """
    session | ORS  | SRS  | said
    1       | 20   | 37   |
    2       | 22.5 | 37.5 |
    3       | 24.4 | 38   | no_reliable_gain
    4       | 25.6 | 38.2 |
    5       | 26.4 | 38.6 | target_reached
    """
    assert_told(table, path, change="recovered", track="green")


def test_early_gain_then_plateau(path):
    table = """
    session | ORS  | SRS  | said
    1       | 12   | 38   |
    2       | 19   | 38   |
    3       | 20   | 38.1 | target_reached
    4       | 20.5 | 38   | target_reached
    5       | 20.5 | 38   | target_reached
    6       | 20   | 38.1 | target_reached plateau
    """
    # From 12 the path goes 14.97, 17.28, 18.93, 19.92 and stays: reached, and still in the clinical range.
    one = assert_told(table, path, change="improved", track="green")
    assert one.in_clinical_range is True


def test_a_start_whose_target_lies_less_than_reliable_change_away(path):
    # 26 + 0.76 x 5 is a target of 29.8; a reliable gain would be 30
    table = """
    session | ORS  | SRS  | said
    1       | 25   | 38   |
    2       | 26   | 38   |
    3       | 29.7 | 38   | no_reliable_gain
    4       | 29.8 | 38   | target_reached
    5       | 30.0 | 38   | target_reached
    """
    assert_told(table, path, change="improved", track="green")


def test_sudden_loss(path):
    table = """
    session | ORS  | SRS  | said
    1       | 20   | 38   |
    2       | 23   | 38   |
    3       | 24   | 38   | no_reliable_gain
    4       | 17.5 | 38   | no_reliable_gain off_track sharp_last_fall deterioration
    5       | 17   | 38   | no_reliable_gain off_track deterioration
    6       | 18   | 38   | no_reliable_gain off_track deterioration sudden_loss
    """
    # 6.5 points of 24, from a mean of 22.3 to one of 17.5
    assert_told(table, path, change="unchanged", track="red")


def test_sawtooth(path):
    table = """
    session | ORS  | SRS  | said
    1       | 20   | 38   |
    2       | 28   | 38   | target_reached
    3       | 21.5 | 38   | deterioration no_reliable_gain sharp_last_fall
    4       | 28   | 38   | target_reached
    5       | 21   | 38   | deterioration no_reliable_gain sharp_last_fall sawtooth off_track
    """
    one = assert_told(table, path, change="unchanged", track="red")
    assert one.sawtooth is True


def test_high_start_has_no_path_and_no_target(path):
    table = """
    session | ORS  | SRS  | said
    1       | 36   | 39   | high_start
    2       | 35   | 39   |
    3       | 34.5 | 39   |
    """
    one = assert_told(table, path, change="unchanged", track="not_assessable")
    assert (one.target, one.expected_path) == (None, ())


def test_withdrawal_behind_a_perfect_rating_is_a_prompt_and_no_alarm(path):
    table = """
    session | ORS  | SRS  | said
    1       | 20   | 40   |
    2       | 18.5 | 40   |
    3       | 18   | 40   | flat_40 no_reliable_gain off_track
    4       | 17.5 | 40   | flat_40 no_reliable_gain off_track
    """
    assert_told(table, path, change="unchanged", track="red")


def test_a_slow_slide_of_the_session_rating_inside_the_line(path):
    table = """
    session | ORS  | SRS  | said
    1       | 20   | 39.8 |
    2       | 23   | 39.2 |
    3       | 26   | 38.5 | target_reached
    4       | 26   | 37.8 | target_reached falling
    5       | 26   | 37.0 | target_reached falling below_usual_range
    """
    # The own range before the last: 38.825 - 2.66 x 0.667 = 37.05
    assert_told(table, path, change="recovered", track="green")


def test_rupture_and_repair(path):
    table = """
    session | ORS  | SRS  | said
    1       | 20   | 38   |
    2       | 23   | 38.5 |
    3       | 24.5 | 33   | drop low_total no_reliable_gain
    4       | 25.5 | 36.5 |
    5       | 26.5 | 38.5 | target_reached
    """
    one = assert_told(table, path, change="recovered", track="green")
    assert [str(repair) for repair in one.repairs] == [
        "none_needed",
        "none_needed",
        "repaired",
        "none_needed",
        "none_needed",
    ]
    assert one.repaired_at[2] == 4


def test_a_rupture_that_was_not_repaired(path):
    table = """
    session | ORS  | SRS  | said
    1       | 20   | 38   |
    2       | 22.5 | 38.5 |
    3       | 24   | 33   | drop low_total no_reliable_gain
    4       | 23   | 32.8 | low_total no_reliable_gain
    5       | 21   | 31   | drop low_total falling no_reliable_gain off_track plateau risk_of_unplanned_ending
    6       | 20.5 | 31   | low_total no_reliable_gain off_track plateau
    """
    one = assert_told(table, path, change="unchanged", track="red")
    assert str(one.repairs[2]) == "not_yet"


def test_caregiver_and_youth_disagree(path):
    rows = [
        ("E", session, "ors", mark, who)
        for who, marks in (("client", (19, 25, 29)), ("caregiver", (30, 27, 24.5)))
        for session, mark in enumerate(marks, start=1)
    ]
    assessment = verdicts(rows, curves=path, bands={"E": "adolescent"})
    told = {one.informant.value: str(one.change) for one in map(assessment.episode, range(2))}
    assert told == {"client": "recovered", "caregiver": "harmed"}


def test_an_import_of_totals_alone_leaves_items_unknown(path):
    table = """
    session | ORS  | SRS  | said
    1       | 20   | 36.2 |
    """
    assert_told(table, path, change="not_assessable", track="not_assessable")


def test_one_rating_only(path):
    table = """
    session | ORS  | SRS  | said
    1       | 20   | 34   | low_total
    """
    one = assert_told(table, path, change="not_assessable", track="not_assessable")
    assert str(one.repairs[0]) == "unknown"


@pytest.mark.parametrize(("kept", "change"), [((20, 12, 21), "unchanged"), ((20, None, 21), "unchanged")])
def test_a_superseded_pothole_leaves_the_assessment(assessed, path, kept, change):
    one = assessed(kept, curves=path)
    assert str(one.change) == change
    fell = [
        signal.session for signal in one.signals if signal.rule.id in {"deterioration", "sharp_last_fall", "off_track"}
    ]
    assert bool(fell) is (12 in kept)
