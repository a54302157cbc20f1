"""The analysts' door: no name, code, key or true day leaves; the same salt tells the same, another one nothing."""

from __future__ import annotations

import csv as csv_files
from datetime import UTC, date, datetime, timedelta

import pyarrow.parquet as pq
import pytest

from fit.casework import administrator, clinician, director
from fit.casework._clinic_key import clinic_key
from fit.casework.views import AlertState, ConsentKind
from fit.errors import InputError
from fit.interop.anonymity import LEAST
from fit.interop.extract_tables import TABLES
from fit.ratings import Ending
from fit.scales import AgeBand
from fit.store import extracts
from fit.store.ids import read_id, shown
from tests.fit.casework.world import csv

FIRST = date(2026, 1, 27)
"""A Tuesday from which every shift, by 4 to 55 weeks, leads into the same year: which rows are rare is no chance."""
DAYS = [FIRST, FIRST + timedelta(days=7), FIRST + timedelta(days=15)]
CODES = [f"Code{number:02d}" for number in range(12)]


@pytest.fixture
def busy(world):
    """Twelve clients of one clinician with three sessions each, the last with a dip; one more begun by hand."""
    return filled(world)


def filled(world):
    world.clock.moment = datetime(2026, 2, 20, 10, tzinfo=UTC)
    rows = [
        f"{code},adult,{meeting},{scale},{total},{DAYS[meeting - 1]}"
        for code in CODES
        for meeting in (1, 2, 3)
        for scale, total in (("ors", 20 + meeting), ("srs", 39.5 - 3 * meeting))
    ]
    administrator.import_ratings(world.clinic, world.admin, "f.csv", csv(*rows), clinician_sign_in_name="ann")
    return world


def extract(world, folder, actor=None):
    return director.extract_records(world.clinic, actor or world.dan, folder)


def table(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv_files.DictReader(file))


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def said(value):
    """As it stands in CSV."""
    return "" if value is None else str(int(value) if isinstance(value, bool) else value)


def words(folder):
    """Everything that stands in the files, as text: of CSV, and of every Parquet column."""
    said = " ".join(path.read_text("utf-8") for path in folder.glob("*.csv"))
    for path in folder.glob("*.parquet"):
        said += " ".join(str(row) for row in pq.read_table(path).to_pylist())
    return said


@pytest.mark.parametrize(("few", "shared_by"), [(5, [5, 7]), (4, [12])])
def test_a_programme_is_a_number_where_five_clients_share_it_and_is_not_told_of_four(busy, tmp_path, few, shared_by):
    ids = {name: administrator.add_programme(busy.clinic, busy.admin, name).programme_id for name in ("Couples", "Few")}
    for place, code in enumerate(CODES):
        episode = administrator.find_episode(busy.clinic, busy.admin, code)
        administrator.set_programme(busy.clinic, busy.admin, episode, ids["Few" if place < few else "Couples"])
    extract(busy, tmp_path / "out")
    told = [row["programme"] for row in table(tmp_path / "out", "episodes")]
    assert sorted(told.count(one) for one in set(told)) == shared_by
    assert ("" in told) == (few < LEAST)
    assert set(ids.values()).isdisjoint(told)
    assert not {"Couples", "Few"} & set(words(tmp_path / "out").split())


def truth(world):
    """Names, codes, keys and days of the clinic."""
    with world.clinic.store.read() as connection:
        clinic_id = read_id(world.dan.clinic_id)
        episodes = extracts.episodes(connection, clinic_id)
        ids = [row.id for row in episodes]
        keys = {row.id for row in episodes} | {row.client_id for row in episodes} | {clinic_id}
        for name in ("sessions", "ratings", "alerts", "repairs"):
            keys |= {row.id for row in extracts.rows_of(connection, clinic_id, name, ids)}
    keys |= {read_id(actor.user_id) for actor in world.people.values()}
    names = {actor.name for actor in world.people.values()} | {"North", "Team A", *CODES}
    days = {day.isoformat() for day in DAYS} | {repr(day) for day in DAYS}
    return names | days | {str(key) for key in keys} | {shown(key) for key in keys}


def test_no_name_code_key_or_true_day_is_in_the_files(busy, tmp_path):
    extract(busy, tmp_path / "out")
    said, secret = words(tmp_path / "out"), truth(busy)
    assert len(secret) > 200
    assert [one for one in secret if one in said] == []
    assert "adult" in said


def test_nobodys_words_are_in_the_files(busy, tmp_path):
    row = busy.caseload().rows[0]
    alert = busy.page(row.episode_id).alerts[0]
    clinician.add_tag(busy.clinic, busy.ann, row.episode_id, "wintertag")
    clinician.mark_alert(busy.clinic, busy.ann, alert.alert_id, AlertState.CLOSED, reason="her brother called")
    extract(busy, tmp_path / "out")
    said = words(tmp_path / "out")
    assert [one for one in ("wintertag", "brother") if one in said] == []


def test_both_kinds_of_file_hold_the_same_columns_and_rows(busy, tmp_path):
    found = extract(busy, tmp_path / "out")
    for name, columns in TABLES.items():
        parquet = pq.read_table(tmp_path / "out" / f"{name}.parquet")
        assert parquet.column_names == [one.name for one in columns]
        rows = table(tmp_path / "out", name)
        assert len(rows) == parquet.num_rows == found.rows[name]
        assert [{key: said(one) for key, one in row.items()} for row in parquet.to_pylist()] == rows
    assert found.rows == {"episodes": 12, "sessions": 36, "ratings": 72, "alerts": found.rows["alerts"], "repairs": 0}
    assert found.rows["alerts"] > 0


def test_a_clients_days_move_together_by_whole_weeks_in_every_table(busy, tmp_path):
    extract(busy, tmp_path / "out")
    episodes = {row["episode_id"]: row for row in table(tmp_path / "out", "episodes")}
    moved = {}
    for row in table(tmp_path / "out", "sessions"):
        shift = DAYS[int(row["meeting"]) - 1] - date.fromisoformat(row["occurred_on"])
        moved.setdefault(row["episode_id"], set()).add(shift)
    assert len(moved) == 12
    for key, shifts in moved.items():
        (shift,) = shifts
        assert shift.days % 7 == 0
        assert shift.days >= 28
        begun = date.fromisoformat(episodes[key]["opened_on"])
        assert begun == FIRST - shift
        assert episodes[key]["year"] == ("" if begun.year == 2000 else str(begun.year))


def test_every_key_leads_to_its_row(busy, tmp_path):
    extract(busy, tmp_path / "out")
    ids = {name: {row[key] for row in table(tmp_path / "out", name)}
           for name, key in (("episodes", "episode_id"), ("sessions", "session_id"))}  # fmt: skip
    for name in ("sessions", "ratings", "alerts"):
        for row in table(tmp_path / "out", name):
            assert row["episode_id"] in ids["episodes"]
            assert row["session_id"] in ids["sessions"]


def test_the_same_salt_tells_the_same_and_another_salt_nothing_alike(busy, tmp_path):
    extract(busy, tmp_path / "one")
    extract(busy, tmp_path / "two")
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")
    salt = busy.clinic.settings.folder / extracts.SALT_FILE
    assert salt.stat().st_mode & 0o077 == 0
    salt.unlink()
    extract(busy, tmp_path / "three")
    keys = [{row["episode_id"] for row in table(tmp_path / name, "episodes")} for name in ("one", "three")]
    assert len(keys[0]) == len(keys[1]) == 12
    assert keys[0] & keys[1] == set()


def test_the_salt_is_not_in_the_files(busy, tmp_path):
    extract(busy, tmp_path / "out")
    salt = extracts.salt_of_extracts(busy.clinic.settings.folder, clinic_key(busy.clinic.settings))
    assert len(salt) == 32
    for content in bytes_of(tmp_path / "out").values():
        assert salt not in content
        assert salt.hex().encode() not in content


def test_read_in_pieces_it_is_the_same(busy, tmp_path, monkeypatch):
    extract(busy, tmp_path / "whole")
    monkeypatch.setattr("fit.casework._extract.EPISODES_AT_ONCE", 5)
    monkeypatch.setattr(extracts, "KEYS_AT_ONCE", 2)
    monkeypatch.setattr(extracts, "AT_ONCE", 3)
    extract(busy, tmp_path / "pieces")
    for name in TABLES:
        assert table(tmp_path / "pieces", name) == table(tmp_path / "whole", name)


def test_on_postgresql_the_same_is_told_of_the_same_clients(busy, world_on_postgresql, tmp_path):
    there = filled(world_on_postgresql)
    assert extract(there, tmp_path / "there").rows == extract(busy, tmp_path / "here").rows
    told = [sorted((row["meeting"], row["below_line"], row["dropped"]) for row in table(tmp_path / one, "sessions"))
            for one in ("here", "there")]  # fmt: skip
    assert told[0] == told[1]


def close(world, count, ending):
    for row in world.caseload().rows[:count]:
        administrator.close_episode(world.clinic, world.ann, row.episode_id, closed_on=date(2026, 2, 19), ending=ending)


@pytest.mark.parametrize(("closed", "left_out", "episodes"), [(4, 4, 8), (5, 0, 12), (6, 0, 12), (8, 4, 8)])
def test_who_has_fewer_than_four_others_alike_is_left_out(busy, tmp_path, closed, left_out, episodes):
    close(busy, closed, Ending.PLANNED)
    found = extract(busy, tmp_path / "out")
    assert (found.left_out, found.rows["episodes"]) == (left_out, episodes)
    assert found.smallest_group >= 5
    assert len(table(tmp_path / "out", "sessions")) == 3 * episodes


def test_a_clinic_of_four_clients_is_refused_and_leaves_no_file(world, tmp_path):
    for number in range(4):
        world.session(world.begin(f"C{number}"), 20, 36)
    with pytest.raises(InputError, match="Nothing can be told"):
        extract(world, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_who_withdrew_consent_to_ratings_is_not_in_it(busy, tmp_path):
    first = busy.caseload().rows[0].episode_id
    given = {"kind": ConsentKind.RATINGS, "given_on": date(2026, 2, 1)}
    administrator.record_consent(busy.clinic, busy.ann, first, **given)
    assert extract(busy, tmp_path / "before").rows["episodes"] == 12
    administrator.withdraw_consent(
        busy.clinic, busy.ann, first, kind=ConsentKind.RATINGS, withdrawn_on=date(2026, 2, 19)
    )
    assert extract(busy, tmp_path / "after").rows["episodes"] == 11


def test_nothing_of_another_clinic_is_in_it(busy, tmp_path):
    for number in range(6):
        busy.session(busy.begin(f"South{number}", busy.other_ann, AgeBand.ADULT), who=busy.other_ann)
    found = extract(busy, tmp_path / "out", busy.other_dan)
    assert (found.rows["episodes"], found.rows["sessions"]) == (6, 6)


def test_what_is_there_already_is_not_written_over(busy, tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(InputError, match="is there already"):
        extract(busy, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_every_extract_is_audited_also_the_second_in_a_minute(busy, tmp_path):
    extract(busy, tmp_path / "one")
    extract(busy, tmp_path / "two")
    assert busy.actions().count("extract_records") == 2
