"""What `mendline doctor` finds of key and database, once well and once really damaged; and never a client."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

from fit.casework import Settings, administrator, open_clinic
from fit.casework.doctor import State, examine
from fit.sealing import FileKey, sealed_file
from tests.fit.casework.looked import NOW, backed_up, change, looked, state
from tests.fit.casework.whole_client import MARKERS, furnish, words


@pytest.fixture
def alone(world):
    """The settings of a clinic that nobody has open."""
    world.clinic.close()
    return world.clinic.settings


def test_a_clinic_that_is_well_has_nothing_to_mend_beside_a_running_server_too(world):
    settings = world.clinic.settings
    backed_up(settings)
    assert {
        one.check: one.said for one in examine(settings, thorough=True, now=NOW) if one.state is State.TO_MEND
    } == {}
    assert f"process {os.getpid()}" in looked(settings)["server.runs"][0].said
    world.session(world.begin("K-1"), 20, 30)


def test_a_database_without_a_clinic_says_how_to_make_one(tmp_path):
    settings = Settings(folder=tmp_path / "clinic")
    open_clinic(settings).close()
    assert looked(settings)["people.clinic"][0].remedy == "Say: mendline create-clinic"
    assert "people.factor" not in looked(settings)


def test_what_a_restore_has_set_aside_is_opened_by_the_key_of_then(alone):
    assert state(alone, "key.set_aside") is None
    (alone.folder / "set_aside" / "2026-03-02").mkdir(parents=True)
    assert state(alone, "key.set_aside") is State.TO_KNOW


def test_looking_changes_no_byte_of_the_data_folder(alone):
    def all_there():
        return {file: file.read_bytes() for file in alone.folder.rglob("*") if file.is_file()}

    before = all_there()
    examine(alone, thorough=True, now=NOW)
    assert all_there() == before


def test_where_nothing_is_set_up_yet_it_says_how_to_begin_and_makes_nothing(tmp_path):
    settings = Settings(folder=tmp_path / "none")
    found = looked(settings, thorough=True)
    assert "mendline create-clinic" in found["database.there"][0].remedy
    assert {one.state for all_of_it in found.values() for one in all_of_it} == {State.OK, State.TO_KNOW}
    assert list(tmp_path.iterdir()) == []


def test_one_line_of_the_audit_is_told_as_one_and_many_as_many(tmp_path):
    settings = Settings(folder=tmp_path / "clinic")
    clinic = open_clinic(settings)
    names = {"name": "North", "sign_in_name": "office", "display_name": "Office"}
    office = administrator.create_clinic(clinic, **names, passphrase="four plain words here")
    assert looked(settings)["audit.whole"][0].said.startswith("1 line of the audit is as it was written.")
    administrator.list_users(clinic, office)
    assert looked(settings)["audit.whole"][0].said.startswith("2 lines of the audit are as they were written.")
    clinic.close()


def test_a_backup_is_asked_for_in_words_that_the_command_takes(alone):
    old = timedelta(days=3)
    for note in (None, {"made_at": NOW - old}, {"key": "0" * 16}):
        if note is not None:
            backed_up(alone, **note)
        found = looked(alone)
        told = [one.remedy for check in ("backup.age", "backup.key") for one in found.get(check, ()) if one.remedy]
        assert told
        assert not [one for one in told if "mendline backup --to FOLDER" not in one]


def test_every_finding_that_is_not_well_says_what_to_do(alone):
    alone.key_file.chmod(0o644)
    for one in (*examine(alone, now=NOW), *examine(Settings(folder=alone.folder / "x"), now=NOW)):
        assert one.said
        assert (one.state is State.OK) == (not one.remedy), one


@pytest.mark.parametrize("thorough", [False, True])
def test_no_finding_names_a_client_or_a_word_of_one(world, thorough):
    episode = furnish(world)
    settings = world.clinic.settings
    said = str(examine(settings, thorough=thorough, now=world.clock.moment))
    world.clinic.close()
    change(settings, "DELETE FROM consent")
    change(settings, "DELETE FROM rating")
    for file in (settings.folder / "recordings").glob("*.recording"):
        file.rename(file.with_name("0" * 32 + ".recording"))
    shutil.copy(settings.database_file, settings.folder / "lost.recording.part")
    said += str(examine(settings, thorough=thorough, now=world.clock.moment))
    assert "records.consent" in said
    found = {word for word in (*words(), MARKERS["code"].lower(), episode, "zephyrine") if word in said.lower()}
    assert found == set()


def test_a_key_that_is_there_is_named_and_one_that_is_lost_is_to_mend(alone):
    assert state(alone, "key.place") is State.OK
    assert state(alone, "key.opens") is State.OK
    alone.key_file.unlink()
    assert "its key is not there" in looked(alone)["key.place"][0].said


def test_a_key_that_others_can_read_is_to_mend(alone):
    alone.key_file.chmod(0o640)
    (found,) = looked(alone)["key.place"]
    assert (found.state, found.remedy.split("Say: ")[1]) == (State.TO_MEND, f"chmod 600 {alone.key_file}")


def test_a_change_of_the_key_that_was_broken_off_is_to_mend(alone):
    FileKey(path=alone.key_file).make_next()
    assert "mendline key rotate" in looked(alone)["key.place"][0].remedy


def test_another_clinics_key_does_not_open_the_database(alone):
    alone.key_file.unlink()
    FileKey(path=alone.key_file).make()
    assert state(alone, "key.opens") is State.TO_MEND
    assert state(alone, "database.answers") is State.TO_MEND


def test_a_data_folder_that_others_can_look_into_is_to_mend(alone):
    alone.folder.chmod(0o700)
    assert state(alone, "key.folder") is None
    alone.folder.chmod(0o750)
    assert looked(alone)["key.folder"][0].remedy == f"Say: chmod 700 {alone.folder}"


def test_a_key_beside_the_data_is_to_know_and_one_elsewhere_is_not(alone, tmp_path):
    assert state(alone, "key.apart") is State.TO_KNOW
    elsewhere = alone.key_file.rename(tmp_path / "elsewhere.key")
    assert state(replace(alone, key_file_path=elsewhere), "key.apart") is None


def test_an_encrypted_file_of_another_key_is_found_when_asked_thoroughly(alone, tmp_path):
    assert state(alone, "key.files", thorough=True) is State.OK
    with sealed_file(alone.folder / "report.pdf.sealed", FileKey(path=tmp_path / "other.key").make()) as file:
        file.write(b"x")
    assert state(alone, "key.files") is None
    assert "does not open 1 file of" in looked(alone, thorough=True)["key.files"][0].said


def test_tables_of_an_earlier_and_of_a_later_version_are_told_apart(alone):
    assert state(alone, "database.schema") is State.OK
    change(alone, "UPDATE alembic_version SET version_num = '0001'")
    assert "start the server" in looked(alone)["database.schema"][0].remedy
    assert state(alone, "records") is State.TO_KNOW
    change(alone, "UPDATE alembic_version SET version_num = '9999'")
    assert "A newer Mendline made the tables" in looked(alone)["database.schema"][0].said


@pytest.mark.parametrize("thorough", [False, True])
def test_a_flipped_byte_in_the_database_is_found(alone, thorough):
    assert state(alone, "database.whole", thorough=thorough) is State.OK
    with alone.database_file.open("r+b") as file:
        file.seek(alone.database_file.stat().st_size // 2)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))
    found = looked(alone, thorough=thorough)
    assert "restore the newest backup" in str(found.get("database.whole") or found["database.answers"])
    assert any(one.state is State.TO_MEND for one in found.get("database.whole", found.get("database.answers", ())))


def test_a_database_that_was_cut_short_is_found(alone):
    with alone.database_file.open("r+b") as file:
        file.truncate(alone.database_file.stat().st_size // 2)
    found = looked(alone)
    assert any(
        one.state is State.TO_MEND for one in (*found.get("database.whole", ()), *found.get("database.answers", ()))
    )


def test_a_row_that_belongs_to_nothing_is_found_when_asked_thoroughly(alone):
    change(alone, "PRAGMA foreign_keys = OFF", "DELETE FROM clinic_user WHERE sign_in_name = 'sue'")
    assert (
        "a row of supervision belongs to none of clinic_user" in looked(alone, thorough=True)["database.whole"][0].said
    )


def test_a_changed_line_of_the_audit_is_found(alone):
    assert state(alone, "audit.whole") is State.OK
    change(alone, "DROP TRIGGER audit_UPDATE", "UPDATE audit SET role = 'x' WHERE sequence = 2")
    assert "line 2" in looked(alone)["audit.whole"][0].said


def test_a_wrong_summary_is_counted_and_not_touched(world, request):
    world.session(world.begin("K-1"), 20, 30)
    world.clinic.close()
    settings, now = world.clinic.settings, world.clock.moment
    assert state(settings, "summaries.right", thorough=True, now=now) is State.OK
    assert state(settings, "summaries.right", now=now) is None
    change(settings, "UPDATE standing SET sessions = 7")
    change(settings, "UPDATE session SET alliance_tenths = 1")
    for _ in range(2):
        (found,) = looked(settings, thorough=True, now=now)["summaries.right"]
        assert found.state is State.TO_MEND
        assert found.remedy.startswith("Stop the server and say: mendline rebuild")
        assert int(found.said.split()[0]) >= 2


def test_a_rebuild_that_was_broken_off_is_to_know(alone):
    assert state(alone, "summaries.waiting") is None
    change(alone, "INSERT INTO rebuild SELECT id, 0 FROM clinic")
    assert "2 clinics wait" in looked(alone)["summaries.waiting"][0].said


@pytest.mark.parametrize(("damages", "told", "more"), [(4, 4, False), (5, 5, False), (6, 5, True)])
def test_of_many_damages_the_first_five_are_told_and_how_many_more_there_are(alone, damages, told, more):
    of_nobody = (
        "INSERT INTO web_session (clinic_id, token_hash, user_id, created_at, last_seen_at, expires_at, "
        "id, how, source, browser) "
        "SELECT id, '{place}', 7, created_at, created_at, created_at, {place}, '', '', '' FROM clinic LIMIT 1"
    )
    change(alone, "PRAGMA foreign_keys = OFF", *(of_nobody.format(place=place) for place in range(damages)))
    said = looked(alone, thorough=True)["database.whole"][0].said
    assert said.count("a row of web_session belongs to none of clinic_user") == told
    assert ("and 1 more" in said) is more
