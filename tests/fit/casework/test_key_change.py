"""A new key for the clinic: nothing is lost, whenever it is broken off, and the old key opens nothing any more."""

from __future__ import annotations

import io
import shutil
from datetime import date

import pytest

from fit.casework import Settings, clinician, machine, open_clinic
from fit.casework._clinic_key import clinic_key, key_place
from fit.casework._recording_files import files_of
from fit.casework.views import ConsentKind
from fit.errors import ConfigurationError, ConflictError, KeyMissingError, SchemaError, StoreLockedError, WrongKeyError
from fit.sealing import FileKey, new_key, open_sealed, opens, sealed_file
from fit.speech import _sealed
from fit.speech.recordings import Recordings
from fit.store import extracts
from fit.store.reading_only import reading_sqlite
from fit.store.rekeying import opens_with
from tests.fit.casework.killed import OF_NAMES, broken_off
from tests.fit.casework.looked import change
from tests.fit.casework.sounds import recorded, wav
from tests.fit.casework.talks import ROLES, vtt
from tests.fit.casework.world import Clock, World

CONTENT = b"a report that lies in the data folder" * 4_000
EARLIER = "1" * 32
EVERY = 3
"""[steps] between two places where it is broken off: every place takes half a minute on a busy machine."""


@pytest.fixture
def furnished(founded, tmp_path):
    """A closed clinic with words that can be found, sound, a sound of before, a sealed file and a salt."""
    folder, people = founded
    shutil.copytree(folder, tmp_path / "clinic")
    settings = Settings(folder=tmp_path / "clinic")
    clock = Clock()
    world = World(open_clinic(settings, clock=clock), clock, people)
    episode = world.begin("C-1")
    world.session(episode, 18, 37)
    session = world.page(episode).sessions[0].session_id
    for kind in (ConsentKind.RECORDING, ConsentKind.TRANSCRIPT):
        clinician.record_consent(world.clinic, world.ann, episode, kind=kind, given_on=date(2026, 3, 2))
    kept = {"session_id": session, "roles": ROLES}
    clinician.import_transcript(world.clinic, world.ann, episode, content=vtt("The cuckoo clock."), **kept)
    recorded(world.clinic, world.ann, episode, session, sound=wav(2))
    sound_of_before(settings)
    with sealed_file(settings.folder / "report.sealed", clinic_key(settings)) as file:
        file.write(CONTENT)
    extracts.salt_of_extracts(settings.folder, clinic_key(settings))
    world.clinic.close()
    return settings, people


def sound_of_before(settings):
    """A recording whose key is derived from the clinic's, as they once were."""
    key = clinic_key(settings)
    file = settings.folder / "recordings" / f"{EARLIER}.recording"
    _sealed.make(file, _sealed._derived(key), io.BytesIO(wav(1)), state="waiting", largest=1 << 20)


def opened_by(settings, key):
    """What of the clinic this key opens, each by its name."""
    found = {"database"} if opens_with(settings.database_file, key) else set()
    folder = settings.folder
    found |= {one for one in ("report.sealed", "extract.salt") if opens(folder / one, key)}
    recordings = Recordings(folder / "recordings", key)
    for number in recordings.numbers():
        try:
            with recordings.listen(number) as file:
                found.add("sound" if file.read(4) == b"RIFF" else "noise")
        except WrongKeyError:
            pass
    return found


ALL = {"database", "report.sealed", "extract.salt", "sound"}


def check_whole(settings, people):
    """Everything is there, opened by the key at its place: figures, words by the index, sound, files."""
    clock = Clock()
    clock.forward(weeks=2)
    clinic = open_clinic(settings, clock=clock)
    found = clinician.search_record(clinic, people["ann"], "cuckoo")
    assert [hit.text for hit in found.hits] == ["The cuckoo clock."]
    assert clinician.open_caseload(clinic, people["ann"]).rows[0].sessions == 1
    for number in files_of(settings).numbers():
        with files_of(settings).listen(number) as file:
            assert file.read() in {wav(1), wav(2)}
    with open_sealed(settings.folder / "report.sealed", clinic_key(settings)) as file:
        assert file.read() == CONTENT
    clinic.close()


def rotate(settings, **more):
    return machine.change_key(settings, lambda _: None, **more)


def test_everything_is_opened_by_the_new_key_and_nothing_by_the_old_one(furnished):
    settings, people = furnished
    old, salt = clinic_key(settings), salt_of(settings)
    assert opened_by(settings, old) == ALL
    name = rotate(settings)
    new = clinic_key(settings)
    assert new != old
    assert name in machine.key_in_words(settings)
    assert opened_by(settings, old) == set()
    assert opened_by(settings, new) == ALL
    assert salt_of(settings) == salt
    check_whole(settings, people)
    left = {path.name for path in settings.folder.iterdir()}
    assert left == {"clinic.db", "clinic.db.lock", "clinic.key", "extract.salt", "recordings", "report.sealed"}
    assert settings.database_file.stat().st_mode & 0o777 == 0o600


def test_what_a_newer_mendline_made_keeps_its_key_and_gets_no_backup_of_this_one(furnished, tmp_path):
    settings, _ = furnished
    old = clinic_key(settings)
    change(settings, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaError, match=r"The database has schema 9999.*Install the newer Mendline"):
        rotate(settings)
    assert opened_by(settings, old) == ALL
    assert key_place(settings).next() is None
    with pytest.raises(SchemaError, match=r"The database has schema 9999.*Install the newer Mendline"):
        machine.make_backup(settings, tmp_path)
    assert not list(tmp_path.glob("*.backup"))
    with (
        pytest.raises(SchemaError, match=r"The database has schema 9999.*Install the newer Mendline"),
        reading_sqlite(settings.database_file, key_place(settings)),
    ):
        pass


def salt_of(settings):
    return extracts.salt_of_extracts(settings.folder, clinic_key(settings))


def test_broken_off_anywhere_one_key_opens_everything_and_doing_it_again_finishes_it(furnished, tmp_path):
    settings, people = furnished
    old = clinic_key(settings)
    states, at = set(), 0
    finished = False
    while not finished:
        copy = Settings(folder=tmp_path / f"try-{at}")
        shutil.copytree(settings.folder, copy.folder)
        finished = broken_off(lambda copy=copy: rotate(copy), at, OF_NAMES)
        place = key_place(copy)
        keys = [key for key in (place.read(), place.next()) if key is not None]
        opened = [opened_by(copy, key) == ALL for key in keys]
        assert any(opened), (at, [opened_by(copy, key) for key in keys])
        states.add((len(keys), *opened))
        if not finished and place.next() is not None:
            with pytest.raises(ConfigurationError, match="say mendline key rotate again"):
                open_clinic(copy)
        if not finished:
            rotate(copy)
            assert place.next() is None, at
        if finished or states.isdisjoint({(2, False, True)}):
            check_whole(copy, people)
        assert opened_by(copy, old) == set(), at
        assert opened_by(copy, clinic_key(copy)) == ALL, at
        shutil.rmtree(copy.folder)
        at += EVERY
    assert at > 20
    # before anything; both at work, the old one whole; from the middle on the new one whole; done
    assert {(1, True), (2, True, False), (2, False, True)} <= states


def test_a_server_that_is_running_keeps_its_key(furnished):
    settings, _ = furnished
    clinic = open_clinic(settings)
    old = clinic_key(settings)
    with pytest.raises(StoreLockedError, match="Stop that one first"):
        rotate(settings)
    clinic.close()
    assert opened_by(settings, old) == ALL
    assert key_place(settings).next() is None


def test_a_key_of_the_environment_is_changed_to_the_one_that_is_given(furnished):
    settings, people = furnished
    old, new = clinic_key(settings), new_key()
    settings.key_file.unlink()
    before = {"MENDLINE_DATA": str(settings.folder), "MENDLINE_KEY": old}
    assert opened_by(settings, old) == ALL
    with pytest.raises(KeyMissingError, match="set MENDLINE_KEY_NEW to it"):
        rotate(Settings.from_environment(before))
    both = Settings.from_environment(before | {"MENDLINE_KEY_NEW": new})
    assert rotate(both) in machine.key_in_words(Settings.from_environment(before | {"MENDLINE_KEY": new}))
    assert opened_by(settings, old) == set()
    check_whole(Settings.from_environment(before | {"MENDLINE_KEY": new}), people)
    with pytest.raises(WrongKeyError, match="does not open"):
        open_clinic(Settings.from_environment(before))
    assert old not in repr(both)


def test_the_same_key_again_is_no_change(furnished):
    settings, _ = furnished
    old = clinic_key(settings)
    settings.key_file.unlink()
    same = {"MENDLINE_DATA": str(settings.folder), "MENDLINE_KEY": old, "MENDLINE_KEY_NEW": old}
    with pytest.raises(ConfigurationError, match="is the key that there is already"):
        rotate(Settings.from_environment(same))


def test_on_postgresql_the_files_change_their_key_and_somebody_must_say_that_servers_are_stopped(
    furnished, founded_on_postgresql
):
    settings, _ = furnished
    old = clinic_key(settings)
    settings.database_file.unlink()
    served = Settings(folder=settings.folder, database_url=founded_on_postgresql[0])
    with pytest.raises(ConflictError, match="--servers-are-stopped"):
        rotate(served)
    FileKey(path=settings.key_file).make_next()  # broken off before
    rotate(served, servers_are_stopped=True)
    new = clinic_key(served)
    assert [opens(settings.folder / "report.sealed", key) for key in (old, new)] == [False, True]
    assert {number for number in files_of(served).numbers() if files_of(served).kind(number) is not None}


def test_without_a_database_there_is_nothing_to_change(tmp_path):
    with pytest.raises(KeyMissingError, match="There is no database at"):
        rotate(Settings(folder=tmp_path / "nothing"))
