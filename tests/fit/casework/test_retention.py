"""Keeping by rule: told first, done when said, never what is under a legal hold or still goes on."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from fit.casework import administrator, clinician
from fit.casework._recording_files import files_of
from fit.casework._retention_rule import read_retention, rule_of
from fit.casework.views import ConsentKind, RetentionDone, RetentionRule
from fit.errors import ConfigurationError, NotFoundError
from fit.ratings import Ending
from tests.fit.casework.sounds import recorded

START = datetime(2026, 3, 2, 10, tzinfo=UTC)


def with_rule(world, **rule):
    world.clinic.retention[1].update({"North": RetentionRule(**rule)})
    return world


@pytest.fixture
def clients(either):
    """Ended on 9 March 2026: of 1990, of 2015, of no known year, one under a hold; one who goes on; one came back."""
    world = either
    world.clinic.retention[1].clear()
    for code, year in (("OLD", 1990), ("CHILD", 2015), ("NO-YEAR", None), ("HELD", 1990), ("BACK", 1990)):
        world.begin(code, birth_year=year)
    world.clock.forward(days=7)
    for episode in list(world.episodes.values()):
        administrator.close_episode(world.clinic, world.ann, episode, closed_on=date(2026, 3, 9), ending=Ending.PLANNED)
    world.begin("ON", birth_year=1990)
    world.begin("BACK", birth_year=1990)
    administrator.set_hold(world.clinic, world.admin, world.episodes["HELD"], reason="A court asked for it")
    return world


def there(world):
    found = set()
    for code in ("OLD", "CHILD", "NO-YEAR", "HELD", "BACK", "ON"):
        try:
            administrator.find_client(world.clinic, world.admin, code)
            found.add(code)
        except NotFoundError:
            pass
    return found


def due(world):
    found = administrator.open_retention(world.clinic, world.admin)
    return found.clients, found.held_back


EVERYBODY = {"OLD", "CHILD", "NO-YEAR", "HELD", "BACK", "ON"}


def test_without_a_rule_everything_stays_until_somebody_asks(clients):
    clients.clock.moment = START.replace(year=2126)
    assert due(clients) == (0, 0)
    assert administrator.apply_retention(clients.clinic, clients.admin) == RetentionDone(
        clients=0, recordings=0, audit_rows=0
    )
    assert there(clients) == EVERYBODY


@pytest.mark.parametrize(("day", "over"), [((2036, 3, 8), 0), ((2036, 3, 9), 0), ((2036, 3, 10), 3)])
def test_it_is_over_on_the_day_after_the_years(clients, day, over):
    with_rule(clients, years_after_ending=10)
    clients.clock.moment = START.replace(year=day[0], month=day[1], day=day[2])
    assert due(clients) == (over, 1 if over else 0)


def test_what_is_due_is_told_and_nothing_is_done_until_it_is_said(clients):
    with_rule(clients, years_after_ending=10)
    clients.clock.moment = START.replace(year=2040)
    assert due(clients) == (3, 1)
    assert there(clients) == EVERYBODY
    assert administrator.apply_retention(clients.clinic, clients.admin).clients == 3
    assert there(clients) == {"HELD", "BACK", "ON"}
    lines = [row.action for row in administrator.open_audit(clients.clinic, clients.admin)]
    assert lines.count("apply_retention: kept_long_enough") == 3
    assert administrator.verify_audit(clients.clinic, clients.admin).is_whole
    assert due(clients) == (0, 1)


def test_a_childs_record_waits_until_the_child_has_surely_grown_up(clients):
    with_rule(clients, years_after_ending=10, until_age=28)
    clients.clock.moment = START.replace(year=2043)
    assert due(clients) == (1, 1), "28 in this year, perhaps not yet; whose year nobody knows stays"
    clients.clock.moment = START.replace(year=2044)
    assert due(clients) == (2, 1)
    administrator.apply_retention(clients.clinic, clients.admin)
    assert there(clients) == {"NO-YEAR", "HELD", "BACK", "ON"}


def test_another_clinic_has_its_own_rule(clients):
    with_rule(clients, years_after_ending=1)
    clients.clock.moment = START.replace(year=2040)
    other = administrator.open_retention(clients.clinic, clients.other_admin)
    assert (other.rule, other.clients) == (RetentionRule(), 0)


def test_sound_goes_after_its_days_and_its_words_stay(either):
    world = with_rule(either, recordings_days=30)
    numbers = {}
    for code in ("C-1", "C-2"):
        episode = world.begin(code)
        world.session(episode, 18, 37)
        for kind in (ConsentKind.RECORDING, ConsentKind.TRANSCRIPT):
            clinician.record_consent(world.clinic, world.ann, episode, kind=kind, given_on=date(2026, 3, 2))
        session = world.page(episode).sessions[0].session_id
        numbers[code] = recorded(world.clinic, world.ann, episode, session)
    administrator.set_hold(world.clinic, world.admin, world.episodes["C-2"], reason="A court asked for it")
    world.clock.forward(days=22)
    assert administrator.open_retention(world.clinic, world.admin).recordings == 0
    world.clock.forward(days=12)
    assert administrator.open_retention(world.clinic, world.admin).recordings == 1
    assert administrator.apply_retention(world.clinic, world.admin).recordings == 1
    assert len(files_of(world.clinic.settings).numbers()) == 1
    assert clinician.open_recordings(world.clinic, world.ann, world.episodes["C-1"]).recordings == ()


def test_the_audit_can_be_walked_after_its_oldest_lines_are_let_go(either):
    world = with_rule(either, audit_years=2)
    world.clock.moment = START.replace(year=2027)
    world.begin("C-1")
    world.clock.moment = START.replace(year=2028, month=6)
    due_now = administrator.open_retention(world.clinic, world.admin).audit_rows
    before = [row.sequence for row in administrator.open_audit(world.clinic, world.admin)]
    done = administrator.apply_retention(world.clinic, world.admin)
    assert done.audit_rows == due_now > 5
    after = [row.sequence for row in administrator.open_audit(world.clinic, world.admin)]
    assert min(before) == 1
    assert min(after) == due_now + 1
    assert administrator.verify_audit(world.clinic, world.admin).is_whole
    administrator.set_hold(world.clinic, world.admin, world.begin("C-2"), reason="A court asked for it")
    world.clock.moment = START.replace(year=2040)
    assert administrator.open_retention(world.clinic, world.admin).audit_rows == 0, "a hold keeps the audit too"


RULES = """
[keep]
years_after_ending = 10
recordings_days = 90

[clinic."North Street"]
years_after_ending = 20
until_age = 25
"""


def test_the_file_says_it_for_all_clinics_and_for_single_ones(tmp_path):
    file = tmp_path / "retention.toml"
    file.write_text(RULES, "utf-8")
    rules = read_retention(file)
    assert rule_of(rules, "Another") == RetentionRule(years_after_ending=10, recordings_days=90)
    assert rule_of(rules, "North Street") == RetentionRule(years_after_ending=20, until_age=25, recordings_days=90)


@pytest.mark.parametrize(
    ("said", "match"),
    [
        ("[keep]\nyears = 3", r"\[keep\]: there is no 'years'. Known are: years_after_ending"),
        ("[keep]\naudit_years = 0", "audit_years is 0. Give a whole number from 1"),
        ("[keep]\naudit_years = true", "audit_years is True"),
        ("[keep]\naudit_years = '7'", "audit_years is '7'"),
        ("[kept]\naudit_years = 3", r"there is no part \[kept\]"),
        ("keep = 3", "keep is no part"),
        ("clinic = 3", "clinic is no part"),
        ("[clinic.A]\nx = 1", r"\[clinic\.A\]: there is no 'x'"),
        ("[keep", "cannot be read"),
    ],
)
def test_a_file_with_a_mistake_is_refused_with_its_place(tmp_path, said, match):
    file = tmp_path / "retention.toml"
    file.write_text(said, "utf-8")
    with pytest.raises(ConfigurationError, match=match):
        read_retention(file)


def test_a_file_that_is_not_there_stops_the_start(tmp_path):
    with pytest.raises(ConfigurationError, match="MENDLINE_RETENTION"):
        read_retention(tmp_path / "none.toml")
