"""Every line below, at and above. Lines as published: domain facts, not code, say what is expected here."""

from __future__ import annotations

import pytest

from fit.change import Change


@pytest.mark.parametrize(
    ("by", "ors", "change"),
    [
        # ICCE: 5 points at least; below 25 is clinical, 25 itself is not.
        ("icce", (18.2, 23.1), Change.UNCHANGED),  # 4.9
        ("icce", (3.2, 8.2), Change.IMPROVED),  # 5.0, which binary floats miss
        ("icce", (18.2, 23.3), Change.IMPROVED),  # 5.1
        ("icce", (19.9, 24.9), Change.IMPROVED),
        ("icce", (20.0, 25.0), Change.RECOVERED),
        ("icce", (20.0, 25.1), Change.RECOVERED),
        ("icce", (25.0, 30.0), Change.IMPROVED),  # functional from the start: nothing to recover from
        ("icce", (24.9, 29.9), Change.RECOVERED),
        ("icce", (28.2, 23.3), Change.UNCHANGED),  # -4.9
        ("icce", (22.0, 17.0), Change.DETERIORATED),
        ("icce", (30.0, 25.0), Change.DETERIORATED),  # lost, and still functional
        ("icce", (30.0, 24.9), Change.HARMED),
        # PCOMS: 6 points at least; 25 itself is clinical.
        ("pcoms", (18.2, 24.1), Change.UNCHANGED),  # 5.9
        ("pcoms", (14.2, 20.2), Change.IMPROVED),  # 6.0
        ("pcoms", (19.0, 25.0), Change.IMPROVED),  # at the line is not across it
        ("pcoms", (19.0, 25.1), Change.RECOVERED),
        ("pcoms", (25.0, 31.0), Change.RECOVERED),
        ("pcoms", (31.0, 25.0), Change.HARMED),
        ("pcoms", (31.5, 25.1), Change.DETERIORATED),
    ],
)
def test_change_holds_on_both_sides_of_every_line(assessed, by, ors, change):
    assert assessed(ors, by=by).change == change


@pytest.mark.parametrize(
    ("band", "cutoff"),
    [("adult", "25.0"), ("adolescent", "28.0"), ("child", "32.0")],
)
def test_the_cutoff_is_that_of_the_age_band(assessed, band, cutoff):
    assert str(assessed((18, 20), band=band).clinical_cutoff) == cutoff


@pytest.mark.parametrize(
    ("band", "informant", "cutoff"),
    [
        ("child", "caregiver", "28.0"),
        ("adolescent", "caregiver", "28.0"),
        ("adult", "caregiver", "25.0"),  # no line of its own: the rated person's band
        ("child", "teacher", "32.0"),
    ],
)
def test_a_caregiver_has_a_line_of_its_own_where_one_was_published(assess_rows, band, informant, cutoff):
    rows = [("E", 1, "ors", 20, informant), ("E", 2, "ors", 22, informant)]
    assert str(assess_rows(rows, bands={"E": band}).episode(0).clinical_cutoff) == cutoff


@pytest.mark.parametrize(
    ("by", "total", "low"),
    [("icce", 35.9, True), ("icce", 36.0, False), ("icce", 36.1, False), ("pcoms", 36.0, True), ("pcoms", 36.1, False)],
)
def test_a_session_rating_is_low_on_its_side_of_36(assessed, spoken, by, total, low):
    assert ("low_total" in spoken(assessed(srs=(total,), by=by)).get(1, set())) is low


@pytest.mark.parametrize(("items", "low"), [((9.9, 9.9, 8.9, 9.9), "goals"), ((9.9, 9.9, 9.0, 9.9), None)])
def test_an_item_is_low_below_nine(assessed, items, low):
    marks = (items[0], items[2], items[1], items[3])
    signals = [signal for signal in assessed(srs=(marks,)).signals if signal.rule.id == "low_item"]
    assert [signal.evidence["low"] for signal in signals] == ([f"{low} 8.9"] if low else [])


def test_items_are_unknown_where_only_a_total_was_given(assessed, spoken):
    assert "low_item" not in spoken(assessed(srs=(30.0,)))[1]


@pytest.mark.parametrize(("before", "now", "drops"), [(39.1, 38.2, False), (39.1, 38.1, True), (39.1, 38.0, True)])
def test_a_fall_of_one_point_since_the_last_session_is_a_drop(assessed, spoken, before, now, drops):
    assert ("drop" in spoken(assessed(srs=(before, now))).get(2, set())) is drops


def test_a_drop_is_counted_from_the_last_session_that_was_rated(assessed, spoken):
    assert "drop" in spoken(assessed(ors=(20, 20, 20), srs=(39.0, None, 37.5)))[3]


@pytest.mark.parametrize(("intake", "high"), [(31.9, False), (32.0, False), (32.1, True)])
def test_a_start_above_32_has_no_expected_path_and_no_target(assessed, intake, high):
    one = assessed((intake, 33.0))
    assert one.high_start is high
    assert (one.target is None, one.expected_latest is None, one.track.value == "not_assessable") == (high, high, high)


@pytest.mark.parametrize(
    ("ors", "sawtooth"),
    [
        ((20, 26, 20, 26), False),  # three swings
        ((20, 26, 20, 26, 20), True),  # four swings, five ratings
        ((20, 25.9, 20, 26, 20), False),  # the first move is 5.9
        ((10, 16, 22, 16, 22, 16), True),  # up and up again count once: 1, 1, 2, 3, 4
        ((10, 16, 22, 16, 22), False),
        ((20, 26, 23, 20, 26, 20, 26), False),  # small moves neither count nor turn: 1, then up again
    ],
)
def test_swings_of_six_points_make_a_sawtooth(assessed, ors, sawtooth):
    assert assessed(ors).sawtooth is sawtooth


def test_one_rating_tells_nothing_of_change(assessed):
    one = assessed((20.0,))
    assert (one.change, one.gain, one.effect_size, one.track.value) == (
        Change.NOT_ASSESSABLE,
        None,
        None,
        "not_assessable",
    )


def test_an_episode_without_outcome_rating_has_no_intake(assessed):
    one = assessed(srs=(38.0, 36.5))
    assert (one.intake, one.latest, one.change) == (None, None, Change.NOT_ASSESSABLE)


@pytest.mark.parametrize(
    ("phq9", "change"),
    [
        ((18, 12), Change.IMPROVED),
        ((18, 13), Change.UNCHANGED),
        ((16, 10), Change.IMPROVED),  # ten itself is a case
        ((15, 9), Change.RECOVERED),
        ((9, 15), Change.HARMED),
        ((12, 18), Change.DETERIORATED),
    ],
)
def test_a_scale_that_falls_when_life_gets_better_is_read_the_other_way(assessed, phq9, change):
    assert assessed(phq9=phq9).change == change
