"""What `mendline doctor` finds of the machine: disk, clock, backups, files and settings, once well and once not."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from fit.casework._readiness import LEAST_FREE
from fit.casework.doctor import State
from fit.casework.doctor._clock import BACK, LONG, of_keeping, of_order
from fit.casework.doctor._disk import of_room
from fit.casework.doctor._files import UNDER_WAY_S
from fit.casework.doctor._server import of_words
from tests.fit.casework.looked import NOW, backed_up, looked, state
from tests.fit.casework.whole_client import furnish
from tests.fit.casework.world import START


@pytest.fixture
def alone(world):
    """The settings of a clinic that nobody has open."""
    world.clinic.close()
    return world.clinic.settings


@pytest.mark.parametrize(
    ("free", "expected"),
    [
        (10**9 + LEAST_FREE - 1, State.TO_MEND),
        (10**9 + LEAST_FREE, State.TO_KNOW),
        (2 * (10**9 + LEAST_FREE) - 1, State.TO_KNOW),
        (2 * (10**9 + LEAST_FREE), State.OK),
    ],
)
def test_room_is_measured_by_what_a_backup_needs(free, expected):
    assert of_room(free, 10**9).state is expected


def test_the_room_is_that_of_the_disk_of_the_folder(alone):
    free = shutil.disk_usage(alone.folder).free / 1_000_000
    said = float(looked(alone)["disk.room"][0].said.split(" MB")[0].replace(",", ""))
    assert abs(said - free) < max(2_000, free / 10)


def test_a_clock_that_jumped_back_is_to_mend(world):
    settings = world.clinic.settings
    assert state(settings, "clock.order", now=START) is State.OK
    assert state(settings, "clock.order", now=START - BACK) is State.OK
    assert state(settings, "clock.order", now=START - BACK - timedelta(seconds=1)) is State.TO_MEND
    assert of_order(START + LONG, START).state is State.OK
    assert of_order(START + LONG + timedelta(seconds=1), START).state is State.TO_KNOW


@pytest.fixture
def in_zone():
    before = os.environ["TZ"]

    def put(zone):
        os.environ["TZ"] = zone
        time.tzset()

    yield put
    put(before)


def test_in_which_zone_the_days_are_is_said(alone, in_zone):
    in_zone("Europe/Copenhagen")
    (found,) = looked(alone)["clock.zone"]
    assert (found.state, found.said) == (State.OK, "Days are those of the zone CET (UTC+0100).")
    in_zone("UTC")
    assert state(alone, "clock.zone") is State.TO_KNOW


@pytest.mark.parametrize(
    ("script", "expected"),
    [("echo yes", "keeps the clock right."), ("echo no", "timedatectl set-ntp true"), ("exit 1", "cannot be seen")],
)
def test_whether_the_clock_is_kept_is_asked_of_the_machine_and_not_made_up(
    alone, tmp_path, monkeypatch, script, expected
):
    program = tmp_path / "bin" / "timedatectl"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\n[ "$2" = --property=NTPSynchronized ] || exit 2\n{script}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    assert expected in str(looked(alone)["clock.kept"])


def test_a_machine_without_timedatectl_is_one_of_which_nothing_is_known(alone, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "cannot be seen from here" in looked(alone)["clock.kept"][0].said
    assert of_keeping("yes").state is State.OK


def test_without_a_backup_there_is_something_to_mend(alone):
    assert "No backup was made and verified yet" in looked(alone)["backup.age"][0].said
    backed_up(alone)
    assert state(alone, "backup.age") is State.OK
    assert state(alone, "backup.there") is None


@pytest.mark.parametrize(("hours", "expected"), [(36, State.OK), (37, State.TO_MEND)])
def test_a_backup_grows_old(alone, hours, expected):
    backed_up(alone, NOW - timedelta(hours=hours))
    assert state(alone, "backup.age") is expected


def test_a_backup_that_is_gone_is_to_know(alone):
    backed_up(alone, path=alone.folder / "gone")
    assert state(alone, "backup.there") is State.TO_KNOW


def test_a_backup_that_the_present_key_does_not_open_is_to_mend(alone):
    backed_up(alone)
    assert state(alone, "backup.key") is None
    backed_up(alone, key="0" * 16)
    assert f"{'0' * 16} does" in looked(alone)["backup.key"][0].said
    assert state(alone, "backup.key") is State.TO_MEND


@pytest.mark.parametrize(
    "note", ["", "{}", "[]", '{"made_at": "x"}', '{"made_at": "2026-03-02T10:00", "path": "", "size": 1, "key": "0"}']
)
def test_a_note_of_a_backup_that_cannot_be_read_is_none(alone, note):
    (alone.folder / "last_backup.json").write_text(note)
    assert state(alone, "backup.age") is State.TO_MEND


def test_a_recording_that_belongs_to_nothing_is_to_know_and_one_that_is_lost_is_to_mend(world):
    furnish(world)
    world.clinic.close()
    settings, now = world.clinic.settings, world.clock.moment
    assert state(settings, "files.recordings", now=now) is State.OK
    for sound in (settings.folder / "recordings").glob("*.recording"):
        sound.rename(sound.with_name("f" * 32 + ".recording"))
    assert "1 recording belongs to no session" in looked(settings, now=now)["files.recordings"][0].said
    assert state(settings, "files.sound", now=now) is State.TO_MEND


def test_a_half_written_file_is_to_know_once_it_is_old(alone):
    half = alone.folder / ".report.pdf.sealed.0a1b2c3d"
    half.write_bytes(b"x")
    assert state(alone, "files.half") is State.OK
    old = time.time() - UNDER_WAY_S - 5
    os.utime(half, (old, old))
    assert "1 file of the data folder" in looked(alone)["files.half"][0].said


@pytest.mark.parametrize(
    ("named", "setting"),
    [
        ({"policy": "none"}, "MENDLINE_POLICY"),
        ({"curves": "none.toml"}, "MENDLINE_CURVES"),
        ({"crisis_file": "none.toml"}, "MENDLINE_CRISIS_TEXT"),
        ({"retention": "none.toml"}, "MENDLINE_RETENTION"),
        ({"behaviours": "none.json"}, "MENDLINE_BEHAVIOURS"),
        ({"prompts": "none"}, "MENDLINE_PROMPTS"),
        ({"repair_scripts": "none"}, "MENDLINE_REPAIR_SCRIPTS"),
    ],
)
def test_a_setting_that_cannot_be_used_is_to_mend(alone, tmp_path, named, setting):
    assert state(alone, "settings") is State.OK
    ((field, value),) = named.items()
    changed = {field: value if field in {"policy", "curves"} else tmp_path / value}
    found = [one for one in looked(replace(alone, **changed))["settings"] if setting in one.said]
    assert [one.state for one in found] == [State.TO_MEND]


def test_an_address_in_clear_is_to_mend(alone):
    for address, expected in (("https://x.example", None), ("", None), ("http://x.example", State.TO_MEND)):
        assert state(replace(alone, address=address), "settings.address") is expected


def test_an_address_that_was_left_as_in_the_sample_is_to_mend(alone):
    assert state(replace(alone, address="https://mendline.clinic.dk"), "settings.placeholder") is None
    assert state(replace(alone, address="https://mendline.clinic.example"), "settings.placeholder") is State.TO_MEND


def test_every_name_that_no_setting_has_is_to_mend(alone):
    assert state(alone, "settings.unknown") is None
    found = looked(replace(alone, unknown_names=("MENDLINE_ADRESS", "MENDLINE_COFFEE")))["settings.unknown"]
    assert [(one.state, one.said.partition(" ")[0]) for one in found] == [
        (State.TO_MEND, "MENDLINE_ADRESS"),
        (State.TO_MEND, "MENDLINE_COFFEE"),
    ]
    assert "Did you mean MENDLINE_ADDRESS?" in found[0].remedy


def test_a_model_of_speech_that_is_not_there_is_to_mend(alone, tmp_path):
    assert state(alone, "settings.speech") is None
    assert state(replace(alone, speech_model=str(tmp_path / "none")), "settings.speech") is State.TO_MEND


def test_a_server_that_lets_more_in_than_is_usual_is_to_know():
    assert list(of_words(("mendline", "serve", "--port", "1"))) == []
    assert [one.check for one in of_words(("mendline", "serve", "--unencrypted"))] == ["server.reach"]
