"""Where the clinic's key may be, and what is refused there."""

from __future__ import annotations

import keyring
import keyring.backend
import keyring.errors
import pytest

from fit.casework import Settings, machine, open_clinic
from fit.casework._clinic_key import clinic_key, key_place
from fit.errors import ConfigurationError, KeyMissingError, WrongKeyError
from fit.sealing import FileKey, KeyringKey, fingerprint, new_key

KEY, OTHER = "ab" * 32, "cd" * 32


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o620])
def test_a_key_file_that_others_can_reach_is_refused(tmp_path, mode):
    place = FileKey(path=tmp_path / "clinic.key")
    place.make()
    place.path.chmod(mode)
    with pytest.raises(ConfigurationError, match=rf"read by others \(mode {mode:o}\). Say: chmod 600"):
        place.read()


def test_a_key_that_is_there_is_never_made_anew(tmp_path):
    place = FileKey(path=tmp_path / "clinic.key")
    key = place.make()
    with pytest.raises(FileExistsError):
        place.make()
    assert place.read() == key
    assert [path.name for path in tmp_path.iterdir()] == ["clinic.key"]


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ({"MENDLINE_KEY": KEY, "MENDLINE_KEY_FILE": "/k"}, "here the environment, but MENDLINE_KEY_FILE is set too"),
        ({"MENDLINE_KEY": KEY, "MENDLINE_KEY_FROM": "file"}, "here the file, but MENDLINE_KEY is set too"),
        ({"MENDLINE_KEY_FROM": "keyring", "MENDLINE_KEY_FILE": "/k"}, "here the keyring, but MENDLINE_KEY_FILE"),
        ({"MENDLINE_KEY_FROM": "vault"}, "MENDLINE_KEY_FROM is 'vault'. Choose one of: file, environment, keyring"),
    ],
)
def test_two_places_or_an_unknown_one_are_refused(given, match):
    with pytest.raises(ConfigurationError, match=match):
        Settings.from_environment(given)


def test_a_clinic_opens_by_a_key_of_the_environment_and_writes_none(tmp_path):
    given = {"MENDLINE_DATA": str(tmp_path / "clinic"), "MENDLINE_KEY": KEY}
    open_clinic(Settings.from_environment(given)).close()
    assert sorted(path.name for path in (tmp_path / "clinic").iterdir()) == ["clinic.db", "clinic.db.lock"]
    with pytest.raises(WrongKeyError, match="does not open"):
        open_clinic(Settings.from_environment(given | {"MENDLINE_KEY": OTHER}))
    with pytest.raises(WrongKeyError, match="MENDLINE_KEY holds no key of 32 bytes"):
        open_clinic(Settings.from_environment(given | {"MENDLINE_KEY": "secret"}))
    with pytest.raises(KeyMissingError, match="its key is not there"):
        open_clinic(Settings.from_environment(given | {"MENDLINE_KEY": "", "MENDLINE_KEY_FROM": "environment"}))


def test_without_a_key_in_the_environment_nothing_is_made(tmp_path):
    given = {"MENDLINE_DATA": str(tmp_path / "clinic"), "MENDLINE_KEY_FROM": "environment"}
    with pytest.raises(KeyMissingError, match="mendline key new"):
        open_clinic(Settings.from_environment(given))


class Kept(keyring.backend.KeyringBackend):
    """A keyring of the library's own kind that lives as long as the test."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.entries = {}

    def get_password(self, service, username):
        return self.entries.get((service, username))

    def set_password(self, service, username, password):
        self.entries[service, username] = password

    def delete_password(self, service, username):
        del self.entries[service, username]


class Locked(Kept):
    def get_password(self, service, username):  # noqa: ARG002  as the library calls it
        raise keyring.errors.KeyringLocked("the keyring is locked")


@pytest.fixture
def ring():
    before = keyring.get_keyring()
    kept = Kept()
    keyring.set_keyring(kept)
    yield kept
    keyring.set_keyring(before)


def test_a_clinic_keeps_its_key_in_the_keyring_and_changes_it_there(tmp_path, ring):
    settings = Settings.from_environment({"MENDLINE_DATA": str(tmp_path / "clinic"), "MENDLINE_KEY_FROM": "keyring"})
    open_clinic(settings).close()
    assert not list(tmp_path.rglob("*.key"))
    old = clinic_key(settings)
    assert ring.entries == {("mendline", f"clinic key of {tmp_path / 'clinic'}"): old}
    machine.change_key(settings, lambda _: None)
    assert list(ring.entries.values()) == [clinic_key(settings)]
    assert clinic_key(settings) != old
    open_clinic(settings).close()
    assert fingerprint(clinic_key(settings)) in machine.key_in_words(settings)


def test_a_keyring_that_is_locked_is_said_in_words(tmp_path, ring):
    keyring.set_keyring(Locked())
    with pytest.raises(ConfigurationError, match=r"the keyring is locked.*use a key file"):
        KeyringKey(name="x").read()


def test_a_name_of_a_key_is_the_same_for_each_copy_and_tells_nothing_of_it():
    key = new_key()
    assert fingerprint(key) == fingerprint(key) != fingerprint(new_key())
    assert len(fingerprint(key)) == 16
    assert fingerprint(key) not in key


@pytest.mark.parametrize(
    ("given", "beside"),
    [
        ({}, True),
        ({"MENDLINE_KEY_FILE": "{folder}/below/the.key"}, True),
        ({"MENDLINE_KEY_FILE": "{folder}/../clinic/the.key"}, True),
        ({"MENDLINE_KEY_FILE": "{folder}-keys/the.key"}, False),
        ({"MENDLINE_KEY": KEY}, False),
        ({"MENDLINE_KEY_FROM": "keyring"}, False),
    ],
)
def test_a_key_beside_the_data_is_advised_against(tmp_path, given, beside):
    folder = tmp_path / "clinic"
    named = {name: value.format(folder=folder) for name, value in given.items()}
    advice = machine.advice_on_key(Settings.from_environment({"MENDLINE_DATA": str(folder)} | named))
    assert ("same folder as the data" in advice and "MENDLINE_KEY_FILE" in advice) is beside
    assert KEY not in advice


def test_the_key_is_not_shown_with_the_settings():
    settings = Settings.from_environment({"MENDLINE_KEY": KEY, "MENDLINE_KEY_NEW": OTHER})
    assert KEY not in repr(settings)
    assert OTHER not in repr(settings)
    assert KEY not in repr(key_place(settings))
    assert key_place(settings).next() == OTHER
