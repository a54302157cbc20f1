"""A backup is made beside the running clinic, holds all that cannot be made anew, and is restored as it was."""

from __future__ import annotations

import os
import resource
import shutil
import signal
from datetime import timedelta

import pytest

from fit.casework import administrator, clinician, director, machine, open_clinic
from fit.casework._backup_file import reading
from fit.casework._clinic_key import clinic_key
from fit.casework._data_folder import files_to_keep
from fit.casework._kept_backups import backups_in, too_many
from fit.casework._recording_files import files_of
from fit.casework.machine import rebuild_all
from fit.casework.views import Asked
from fit.errors import ConfigurationError, ConflictError, InputError, NotFoundError, StoreError
from fit.sealing import fingerprint, new_key, open_sealed
from fit.store import extracts
from tests.fit.casework.backed_up import backed_up, empty_place, tables_of
from tests.fit.casework.killed import broken_off
from tests.fit.casework.test_raw_bytes import found_in
from tests.fit.casework.whole_client import MARKERS, furnish
from tests.fit.casework.world import World

FORGOTTEN = "a copy of the key.txt"


@pytest.fixture
def furnished(either):
    """A clinic that is open, with a row in every table, sound, a sealed export, a salt, a file of the operator's."""
    furnish(either)
    settings = either.clinic.settings
    machine.write_export(settings, settings.folder / "report.pdf", MARKERS["name"].encode() * 9_000)
    extracts.salt_of_extracts(settings.folder, clinic_key(settings))
    (settings.folder / "retention.toml").write_text("[keep]\nyears_after_ending = 10\n")
    (settings.folder / FORGOTTEN).write_text(f"{new_key()}\n")
    return either


def restored(world, made, folder):
    """The clinic of a backup on a new machine."""
    settings = empty_place(world.clinic.settings, folder)
    machine.restore_backup(settings, made.path, clock=world.clock)
    return World(open_clinic(settings, clock=world.clock), world.clock, world.people)


def test_what_is_restored_on_a_new_machine_is_what_was_there(furnished, tmp_path):
    before, salt = tables_of(furnished.clinic), salt_of(furnished)
    made = backed_up(furnished, tmp_path / "to")
    again = restored(furnished, made, tmp_path / "new machine")
    assert tables_of(again.clinic) == before
    assert min(rows for name, (rows, _) in before.items() if name in {"client", "turn", "rating", "recording"}) > 0
    assert salt_of(again) == salt
    with open_sealed(again.clinic.settings.folder / "report.pdf.sealed", clinic_key(again.clinic.settings)) as file:
        assert file.read() == MARKERS["name"].encode() * 9_000
    [number] = files_of(furnished.clinic.settings).numbers()
    with (
        files_of(again.clinic.settings).listen(number) as sound,
        files_of(furnished.clinic.settings).listen(number) as of,
    ):
        assert sound.read() == of.read()
    assert rebuild_all(again.clinic).wrong == rebuild_all(furnished.clinic).wrong
    assert administrator.verify_audit(again.clinic, again.admin).is_whole
    assert len(clinician.open_caseload(again.clinic, again.ann).rows) == len(furnished.caseload().rows)
    again.clinic.close()


def salt_of(world):
    return extracts.salt_of_extracts(world.clinic.settings.folder, clinic_key(world.clinic.settings))


def test_the_backup_says_what_it_holds_and_no_key_is_in_it(furnished, tmp_path):
    settings, made = furnished.clinic.settings, backed_up(furnished, tmp_path / "to")
    with reading(made.path, clinic_key(settings)) as reader:
        files, told = set(reader.files), reader.told
    assert {"extract.salt", "report.pdf.sealed", "retention.toml"} < files
    assert {one.split(".")[1] for one in files if one.startswith("recordings/")} == {"recording", "key"}
    assert not [one for one in files if one.startswith("clinic.") or one.endswith(".lock") or one == FORGOTTEN]
    assert (told["schema"], told["key"], told["made_at"]) == (
        made_schema(furnished),
        fingerprint(clinic_key(settings)),
        "2026-03-23T10:00:00+00:00",
    )
    with furnished.clinic.store.read() as connection:
        clients = connection.exec_driver_sql("SELECT clinic_id, count(*) FROM client GROUP BY clinic_id").all()
    assert told["tables"]["client"]["by_clinic"] == {str(clinic): count for clinic, count in clients}
    assert made.path.stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "to").iterdir() if not path.name.endswith(".lock")] == [made.path.name]


def made_schema(world):
    with world.clinic.store.read() as connection:
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()


def test_the_last_backup_is_known_and_stands_in_no_backup(furnished, tmp_path):
    settings = furnished.clinic.settings
    assert machine.last_backup(settings) is None
    made = backed_up(furnished, tmp_path / "to")
    last = machine.last_backup(settings)
    assert (last.made_at, last.path, last.size) == (made.made_at, made.path, made.path.stat().st_size)
    assert "last_backup.json" not in {str(one) for one in files_to_keep(settings)}
    (settings.folder / "last_backup.json").write_text("{}")
    assert machine.last_backup(settings) is None


def test_cut_off_anywhere_it_leaves_nothing_open_and_nothing_that_looks_like_a_backup(furnished, tmp_path, monkeypatch):
    temporary, to = tmp_path / "temporary", tmp_path / "to"
    for folder in (temporary, to):
        folder.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(temporary))
    monkeypatch.setattr("tempfile.tempdir", None)
    settings, at, left_over = furnished.clinic.settings, 0, set()
    furnished.clinic.store.wipe()
    while not broken_off(lambda: machine.make_backup(settings, to, clock=furnished.clock), at):
        assert found_in(to) | found_in(temporary) == set(), at
        left_over |= {path.name.split("-")[0].lstrip(".") for path in to.iterdir()}
        for one in backups_in(to):
            assert machine.check_kept_backup(settings, one.path).is_whole, at
            one.path.unlink()
        at += 4
    assert at > 12
    assert {"untried", "trying"} <= left_over
    assert [path.suffix for path in to.iterdir() if path.name != ".mendline-backup.lock"] == [".backup"]
    assert found_in(to) | found_in(temporary) == set()


def test_older_ones_go_when_a_new_one_is_whole_and_those_of_others_never(world, tmp_path):
    others = tmp_path / "to" / "mendline-0badcafe-20200101T000000Z.backup"
    others.parent.mkdir()
    others.touch()
    kept = []
    for _ in range(4):
        kept.append(backed_up(world, tmp_path / "to", keep=2).path)
        world.clock.forward(days=1)
    assert [one.path for one in backups_in(tmp_path / "to")] == [others, *kept[2:]]
    last = backed_up(world, tmp_path / "to", keep_days=1)
    assert last.let_go == (kept[2],)


@pytest.mark.parametrize(
    ("keep", "keep_days", "gone"),
    [
        (None, None, ()),
        (1, None, (0, 1, 2)),
        (3, None, (0,)),
        (9, None, ()),
        (None, 2, (0,)),
        (2, 2, (0, 1)),
        (4, 1, (0, 1)),
    ],
)
def test_which_older_ones_go(world, tmp_path, keep, keep_days, gone):
    made = []
    for _ in range(4):
        made.append(backed_up(world, tmp_path / "to") if not made else copied(made[-1], world))
        world.clock.forward(days=1)
    found = too_many(backups_in(tmp_path / "to"), made[-1], keep=keep, keep_days=keep_days)
    assert found == tuple(made[number].path for number in gone)


def copied(made, world):
    """The same file under the name of the day after: which ones go is told by their names."""
    day = made.made_at + timedelta(days=1)
    path = made.path.with_name(f"{made.path.name[:18]}{day:%Y%m%dT%H%M%SZ}.backup")
    shutil.copy2(made.path, path)
    return type(made)(path=path, made_at=day, size=made.size, rows=0, files=0, key=made.key, let_go=())


def test_what_is_not_whole_when_tried_is_not_kept_and_lets_nothing_go(world, tmp_path):
    first = backed_up(world, tmp_path / "to")
    settings = world.clinic.settings
    world.clinic.close()
    file = settings.database_file
    with file.open("r+b") as raw:
        raw.seek(file.stat().st_size // 2)
        raw.write(bytes(4096))
    world.clock.forward(days=1)
    with pytest.raises(StoreError, match=r"could not be copied|was not whole when it was tried"):
        machine.make_backup(settings, tmp_path / "to", keep=1, clock=world.clock)
    assert [one.path for one in backups_in(tmp_path / "to")] == [first.path]
    assert machine.last_backup(settings).path == first.path
    assert not list((tmp_path / "to").glob(".[cut]*"))


def test_a_full_disk_is_said_in_words_and_lets_nothing_go(world, tmp_path):
    first = backed_up(world, tmp_path / "to")
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (first.size // 2, first.size // 2))
        try:
            backed_up(world, tmp_path / "to", keep=1)
        except StoreError as told:
            os._exit(0 if "could not be" in str(told) else 4)
        except BaseException:  # noqa: BLE001  told by the exit code
            os._exit(3)
        os._exit(5)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert [one.path for one in backups_in(tmp_path / "to")] == [first.path]
    assert not list((tmp_path / "to").glob(".[cut]*"))


def test_two_at_once_in_one_folder_the_second_is_refused(world, tmp_path):
    from fit.casework._backups import _alone_in

    (tmp_path / "to").mkdir()
    with _alone_in(tmp_path / "to"), pytest.raises(ConflictError, match="is being made in"):
        backed_up(world, tmp_path / "to")


def test_no_backup_goes_into_the_data_folder_or_into_a_folder_that_is_not_there(world, tmp_path):
    settings = world.clinic.settings
    with pytest.raises(InputError, match="is in the data folder that is to be saved"):
        backed_up(world, settings.folder / "backups")
    with pytest.raises(InputError, match="see that its disk is mounted"):
        machine.make_backup(settings, tmp_path / "not mounted")
    with pytest.raises(NotFoundError, match="There is no database"):
        machine.make_backup(empty_place(settings, tmp_path / "empty"), tmp_path)


def test_between_two_keys_no_backup_is_made(world, tmp_path):
    from fit.sealing import FileKey

    FileKey(path=world.clinic.settings.key_file).make_next()
    with pytest.raises(ConfigurationError, match="A change of the key was begun"):
        backed_up(world, tmp_path / "to")


def test_a_recording_that_is_erased_meanwhile_is_not_missed(furnished, tmp_path):
    settings = furnished.clinic.settings
    listed = list(files_to_keep(settings))
    [number] = files_of(settings).numbers()
    files_of(settings).erase(number)
    assert [one for one in listed if one.suffix == ".recording"]
    made = backed_up(furnished, tmp_path / "to")
    assert machine.check_kept_backup(settings, made.path).is_whole


def test_a_clinic_whose_audit_was_tampered_with_is_still_saved_and_it_is_said(world, tmp_path):
    def tamper(connection):
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS audit_keeps_its_lines")
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='audit'")
        for (name,) in names.fetchall():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql("UPDATE audit SET action = 'nothing' WHERE sequence = 2")

    world.clinic.store.write(tamper)
    made = backed_up(world, tmp_path / "to")
    assert "audits in it are not as they were written" in made.warnings[0]


def test_a_restored_clinic_makes_its_figures_and_reports(furnished, tmp_path):
    again = restored(furnished, backed_up(furnished, tmp_path / "to"), tmp_path / "new machine")
    assert director.open_overview(again.clinic, again.dan) == director.open_overview(furnished.clinic, furnished.dan)
    episode = again.begin("NEW-1")
    again.session(episode, 20, 35)
    asked = Asked(episode_id=episode, scale_ids=("ors",))
    token = again.sign_in()
    handed = clinician.hand_over(again.clinic, token.actor, [asked], web_session_token=token.token)
    assert again.send(handed.token).status.value == "stored"
    again.clinic.close()
