from __future__ import annotations

import pytest

from fit.alerts import rules
from fit.errors import DefinitionError, UnknownNameError
from fit.policies import Bound, Severity, load_policy, policy, policy_ids


def test_two_policies_come_with_the_product():
    assert policy_ids() == ("icce", "pcoms")


@pytest.mark.parametrize(
    ("policy_id", "points", "at_line", "alliance"),
    [("icce", "at least 5.0", False, "below 36.0"), ("pcoms", "at least 6.0", True, "at or below 36.0")],
)
def test_the_lines_are_as_published(policy_id, points, at_line, alliance):
    one = policy(policy_id)
    assert (str(one.reliable_change), one.clinical_at_line, str(one.alliance_total)) == (points, at_line, alliance)


@pytest.mark.parametrize("policy_id", policy_ids())
def test_every_rule_has_a_severity_and_every_severity_a_rule(policy_id):
    assert set(policy(policy_id).severities) == {rule.id for rule in rules()}


def test_a_rule_the_policy_is_silent_about_is_a_note():
    assert policy("icce").severity("a_rule_to_come") == Severity.NOTE


def test_a_clinics_own_policy_says_only_what_differs(tmp_path):
    file = tmp_path / "ours.toml"
    file.write_text('based_on = "icce"\nversion = "1"\n[alliance.drop]\nline = "2"\nbound = "more_than"\n')
    own = load_policy(file)
    assert (own.id, str(own.alliance_drop), str(own.alliance_total)) == ("ours", "more than 2.0", "below 36.0")
    assert own.alliance_drop.bound == Bound.MORE_THAN


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('based_on = "mine"', "ours.toml: based_on = 'mine' is not known. Use icce or pcoms"),
        ('version = "1"', "ours.toml: the key 'change' is missing"),
        ('based_on = "icce"\n[alliance.drop]\nbound = "over"', "ours.toml: 'over' is not a valid Bound"),
        ('based_on = "icce"\n[alliance.drop]\nline = "1.25"', "ours.toml: '1.25' is finer than a tenth"),
        ("based_on =", "ours.toml: cannot be read as a policy"),
    ],
)
def test_a_policy_with_a_mistake_is_refused_by_file_and_key(tmp_path, text, says):
    file = tmp_path / "ours.toml"
    file.write_text(text)
    with pytest.raises(DefinitionError, match=says):
        load_policy(file)


def test_an_unknown_policy_is_refused_with_the_known_ones():
    with pytest.raises(UnknownNameError, match=r"no policy 'oq'. Known: icce, pcoms"):
        policy("oq")


@pytest.mark.parametrize(("years", "band"), [(12, "child"), (13, "adolescent"), (17, "adolescent"), (18, "adult")])
def test_the_age_band_is_set_by_the_age_at_the_start(years, band):
    assert policy("icce").age_band(years) == band


def test_a_clinic_may_say_that_adults_begin_at_nineteen(tmp_path):
    file = tmp_path / "nineteen.toml"
    file.write_text('based_on = "icce"\n[age]\nadult_from = 19\n')
    assert [load_policy(file).age_band(years) for years in (18, 19)] == ["adolescent", "adult"]
