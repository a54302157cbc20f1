"""A backup is put back: into an empty place, or what is there is set aside; nobody comes back to life with it."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest

from dashboard.audit_words import deed_said, who_said
from fit.casework import Settings, access, administrator, client, clinician, machine, open_clinic
from fit.casework._audit_kinds import actions_of
from fit.casework._clinic_key import clinic_key
from fit.casework._recording_files import files_of
from fit.casework.views import AuditKind, ErasureReason, ReceiptStatus
from fit.errors import (
    ConfigurationError,
    ConflictError,
    InputError,
    KeyMissingError,
    MendlineError,
    SchemaError,
    StoreError,
    StoreLockedError,
    WrongKeyError,
)
from fit.sealing import FileKey, fingerprint, opens
from fit.store import extracts
from fit.store.rekeying import opens_with
from tests.fit.casework.backed_up import backed_up, empty_place, remade, tables_of
from tests.fit.casework.killed import broken_off
from tests.fit.casework.whole_client import furnish
from tests.fit.casework.world import World


def opened(settings, world):
    return World(open_clinic(settings, clock=world.clock), world.clock, world.people)


def restore(world, path, settings=None, **more):
    return machine.restore_backup(settings or world.clinic.settings, path, clock=world.clock, **more)


def test_sessions_and_forms_that_were_alive_in_the_backup_stay_dead(either, tmp_path):
    token = either.sign_in().token
    handed, _ = either.hand_over(either.begin("C-1"))
    invited = either.invite(either.begin("C-2"))
    made = backed_up(either, tmp_path / "to")
    settings = empty_place(either.clinic.settings, tmp_path / "new machine")
    done = restore(either, made.path, settings)
    assert (done.sign_ins_ended, done.forms_ended) == (1, 2)
    assert access.actor_of(either.clinic, token) is not None
    again = opened(settings, either)
    assert access.actor_of(again.clinic, token) is None
    for form in (handed, invited):
        assert client.open_form(again.clinic, form.token).state.value == "expired"
        with pytest.raises(ConflictError):
            again.send(form.token)
    assert either.send(handed.token).status is ReceiptStatus.STORED
    again.clinic.close()


def test_it_stands_in_the_audit_of_every_clinic_and_the_audit_holds(either, tmp_path):
    made = backed_up(either, tmp_path / "to")
    settings = empty_place(either.clinic.settings, tmp_path / "new machine")
    restore(either, made.path, settings)
    again = opened(settings, either)
    for who in ("admin", "other_admin"):
        lines = [row for row in administrator.open_audit(again.clinic, again.people[who]) if "restore" in row.action]
        assert [(row.action, row.subject_id, row.source) for row in lines] == [
            ("restore_backup", made.made_at.isoformat(), "this machine")
        ]
        assert (who_said(lines[0]), deed_said(lines[0])) == ("This machine", "put the clinic back as a backup held it")
    again.clinic.close()
    assert all(one.check.is_whole for one in machine.check_audits(settings))
    assert "restore_backup" in actions_of(AuditKind.RUNNING)


def test_what_is_there_is_refused_or_set_aside_and_never_deleted(world, tmp_path):
    world.session(world.begin("C-1"), 18, 37)
    made = backed_up(world, tmp_path / "to")
    world.session(world.begin("C-2"), 20, 30)
    settings = world.clinic.settings
    world.clinic.close()
    (settings.folder / "notes.txt").write_text("of the operator")
    with pytest.raises(ConflictError, match=r"is not empty .* say --replace"):
        restore(world, made.path)
    done = restore(world, made.path, replace=True)
    again = opened(settings, world)
    assert [row.client_label for row in again.caseload().rows] == ["C-1"]
    again.clinic.close()
    assert done.set_aside.parent == settings.folder / "set_aside"
    assert {path.name for path in done.set_aside.iterdir()} == {"clinic.db", "notes.txt"}
    shutil.copy2(settings.key_file, done.set_aside / "clinic.key")
    before = opened(Settings(folder=done.set_aside), world)
    assert {row.client_label for row in before.caseload().rows} == {"C-1", "C-2"}
    before.clinic.close()
    machine.make_backup(settings, tmp_path / "to", clock=world.clock)
    assert not (settings.folder / ".restoring").exists()


def test_a_server_that_is_running_keeps_its_clinic(world, tmp_path):
    made = backed_up(world, tmp_path / "to")
    with pytest.raises(StoreLockedError, match="Stop that one first"):
        restore(world, made.path, replace=True)
    assert world.sign_in()


def test_on_postgresql_a_database_that_is_not_empty_is_refused(world_on_postgresql, tmp_path):
    made = backed_up(world_on_postgresql, tmp_path / "to")
    with pytest.raises(ConflictError, match=r"is not empty, and nothing is ever overwritten.*createdb"):
        restore(world_on_postgresql, made.path, replace=True)


def test_a_backup_of_one_kind_of_database_goes_into_no_other(world, world_on_postgresql, tmp_path):
    of_file, of_server = (backed_up(one, tmp_path / name) for one, name in ((world, "a"), (world_on_postgresql, "b")))
    server = empty_place(world_on_postgresql.clinic.settings, tmp_path / "server")
    file = empty_place(world.clinic.settings, tmp_path / "file")
    with pytest.raises(
        ConfigurationError, match=r"encrypted file \(SQLite\) and goes .* Take MENDLINE_DATABASE_URL away"
    ):
        restore(world, of_file.path, server, key_file=file.key_file)
    with pytest.raises(
        ConfigurationError, match=r"of a PostgreSQL database and goes .* Set MENDLINE_DATABASE_URL to an empty"
    ):
        restore(world, of_server.path, file, key_file=server.key_file)


def test_of_a_folder_the_newest_up_to_the_moment_is_chosen(world, tmp_path):
    made = []
    for number in range(3):
        world.begin(f"C-{number}")
        made.append(backed_up(world, tmp_path / "to"))
        world.clock.forward(days=1)
    moment = made[1].made_at
    for at, code in ((None, 3), (moment, 2), (moment + timedelta(hours=23), 2), (moment - timedelta(seconds=1), 1)):
        settings = empty_place(world.clinic.settings, tmp_path / f"at {code} {at is moment}")
        assert restore(world, tmp_path / "to", settings, at=at).path == made[code - 1].path
        again = opened(settings, world)
        assert len(again.caseload().rows) == code
        again.clinic.close()
    with pytest.raises(InputError, match=f"The oldest is of {made[0].made_at.isoformat()[:10]}"):
        restore(world, tmp_path / "to", settings, at=made[0].made_at - timedelta(days=1), replace=True)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="There is no such backup"):
        restore(world, tmp_path / "empty", settings)
    (tmp_path / "to" / "mendline-0badcafe-20200101T000000Z.backup").touch()
    with pytest.raises(InputError, match="of several installations"):
        restore(world, tmp_path / "to", settings)


def test_a_backup_from_before_the_key_was_changed_is_restored_with_the_key_of_then(world, tmp_path):
    furnish(world)
    settings = world.clinic.settings
    salt = extracts.salt_of_extracts(settings.folder, clinic_key(settings))
    made, before = backed_up(world, tmp_path / "to"), tables_of(world.clinic)
    shutil.copy2(settings.key_file, tmp_path / "old.key")
    world.clinic.close()
    machine.change_key(settings, lambda _: None)
    old, new = FileKey(path=tmp_path / "old.key").read(), clinic_key(settings)
    with pytest.raises(
        WrongKeyError, match=f"under the key {fingerprint(old)}, and the key here is {fingerprint(new)}"
    ):
        restore(world, made.path, replace=True)
    restore(world, made.path, replace=True, key_file=tmp_path / "old.key")
    assert [opens_with(settings.database_file, key) for key in (old, new)] == [False, True]
    sealed = [settings.folder / "extract.salt", *(settings.folder / "recordings").glob("*.key")]
    assert len(sealed) == 2
    assert [[opens(one, key) for key in (old, new)] for one in sealed] == [[False, True]] * 2
    again = opened(settings, world)
    assert tables_of(again.clinic) == before
    assert extracts.salt_of_extracts(settings.folder, new) == salt
    [number] = files_of(settings).numbers()
    with files_of(settings).listen(number) as sound:
        assert sound.read(4) == b"RIFF"
    again.clinic.close()


def test_without_the_key_at_its_place_nothing_is_restored(world, tmp_path):
    made = backed_up(world, tmp_path / "to")
    settings = Settings(folder=tmp_path / "empty")
    with pytest.raises(KeyMissingError, match="Put your copy of it there first: no backup holds it"):
        restore(world, made.path, settings)
    with pytest.raises(KeyMissingError, match="There is no key file"):
        machine.check_kept_backup(world.clinic.settings, made.path, key_file=tmp_path / "nowhere")
    assert not settings.folder.exists()


def test_the_operator_is_told_of_clients_erased_since(world, tmp_path):
    for code in ("C-1", "C-2"):
        world.begin(code)
    world.clock.forward(hours=1)
    made = backed_up(world, tmp_path / "to")
    world.clock.forward(hours=1)
    administrator.erase_client(
        world.clinic, world.admin, world.episodes["C-1"], reason=ErasureReason.ASKED, client_code="C-1"
    )
    settings = world.clinic.settings
    world.clinic.close()
    assert restore(world, made.path, replace=True).erased_since == 1
    new = empty_place(settings, tmp_path / "new machine")
    assert restore(world, made.path, new).erased_since is None


def test_cut_off_anywhere_no_server_opens_half_a_clinic_and_doing_it_again_finishes_it(world, tmp_path):
    furnish(world)
    made, before = backed_up(world, tmp_path / "to"), tables_of(world.clinic)
    world.begin("LATER")
    settings = world.clinic.settings
    world.clinic.close()
    states, at, finished = set(), 0, False
    while not finished:
        copy = Settings(folder=tmp_path / f"try-{at}")
        shutil.copytree(settings.folder, copy.folder)
        finished = broken_off(lambda copy=copy: restore(world, made.path, copy, replace=True), at)
        state = state_of(copy, world, before)
        states.add(state)
        assert state == ("whole" if finished else state)
        if state == "refused":
            restore(world, made.path, copy, replace=True)
            assert state_of(copy, world, before) == "whole"
            aside = [path.read_bytes() for path in (copy.folder / "set_aside").rglob("clinic.db")]
            assert settings.database_file.read_bytes() in aside, "what was there before is still there"
        shutil.rmtree(copy.folder)
        at += 7
    assert states == {"as before", "refused", "whole"}
    assert at > 40


def state_of(settings, world, restored):
    try:
        again = opened(settings, world)
    except ConfigurationError as told:
        assert "mendline restore again" in str(told)  # noqa: PT017
        return "refused"
    found, held = tables_of(again.clinic), {row.client_label for row in again.caseload().rows}
    again.clinic.close()
    return "whole" if found == restored else "as before" if "LATER" in held else "something else"


def test_after_one_was_cut_off_a_damaged_backup_does_not_open_the_half_clinic(world, tmp_path):
    made = backed_up(world, tmp_path / "to")
    settings = world.clinic.settings
    world.clinic.close()
    (settings.folder / ".restoring").mkdir()
    cut = tmp_path / "cut.backup"
    cut.write_bytes(made.path.read_bytes()[:-1000])
    with pytest.raises(StoreError, match="is damaged"):
        restore(world, cut, replace=True)
    with pytest.raises(ConfigurationError, match="mendline restore again"):
        open_clinic(settings)


def test_what_is_asked_for_in_another_way_than_it_is_meant_is_refused_in_words(world, tmp_path):
    made = backed_up(world, tmp_path / "to")
    settings = empty_place(world.clinic.settings, tmp_path / "new machine")
    with pytest.raises(InputError, match="Leave --at out"):
        restore(world, made.path, settings, at=made.made_at)
    with pytest.raises(InputError, match="Name it in full, beginning with /"):
        restore(world, tmp_path / "nowhere", settings)
    with pytest.raises(InputError, match=r"is a folder\. Name one of its backups"):
        machine.check_kept_backup(world.clinic.settings, tmp_path / "to")
    assert not settings.database_file.exists()


def test_a_backup_of_a_newer_schema_is_refused_in_words(world, tmp_path):
    made = backed_up(world, tmp_path / "to")

    def newer(_, told):
        told["schema"] = "9999"

    path = remade(world.clinic.settings, made.path, tmp_path / "newer.backup", newer)
    settings = empty_place(world.clinic.settings, tmp_path / "new machine")
    for act in (lambda: restore(world, path, settings), lambda: machine.check_kept_backup(settings, path)):
        with pytest.raises(
            SchemaError, match=r"has schema 9999; this Mendline knows up to \d{4}.*Install the Mendline"
        ):
            act()

    def format_2(_, told):
        told["format"] = 2

    with pytest.raises(MendlineError, match="was made by a newer Mendline"):
        restore(world, remade(world.clinic.settings, made.path, tmp_path / "f2.backup", format_2), settings)
    assert {path.name for path in settings.folder.iterdir()} == {"clinic.key", "clinic.db.lock"}


def test_a_backup_whose_files_would_go_elsewhere_is_refused(world, tmp_path):
    made = backed_up(world, tmp_path / "to")

    def outside(parts, told):
        import hashlib

        parts["files/../../outside.txt"] = b"x"
        told["parts"]["files/../../outside.txt"] = {"bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()}

    path = remade(world.clinic.settings, made.path, tmp_path / "outside.backup", outside)
    settings = empty_place(world.clinic.settings, tmp_path / "new machine")
    with pytest.raises(StoreError, match="outside of the data folder"):
        restore(world, path, settings)
    assert not list(tmp_path.rglob("outside.txt"))


def test_a_clinic_restored_once_is_saved_and_restored_again(either, tmp_path):
    furnish(either)
    first = empty_place(either.clinic.settings, tmp_path / "first")
    restore(either, backed_up(either, tmp_path / "to").path, first)
    once = opened(first, either)
    clinician.open_caseload(once.clinic, once.ann)
    either.clock.forward(days=1)
    made = backed_up(once, tmp_path / "to")
    assert len({path.name[:17] for path in (tmp_path / "to").glob("*.backup")}) == 1
    second = empty_place(either.clinic.settings, tmp_path / "second")
    restore(either, made.path, second)
    twice = opened(second, either)
    assert tables_of(twice.clinic) == tables_of(once.clinic)
    for one in (once, twice):
        one.clinic.close()
