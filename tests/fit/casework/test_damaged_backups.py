"""Damage to a backup is found wherever it is, and said: which part, and what to do. No half of it is ever restored."""

from __future__ import annotations

import random
import shutil

import pytest

from fit.casework import machine
from fit.casework._clinic_key import clinic_key
from fit.errors import MendlineError, WrongKeyError
from fit.sealing import new_key, open_sealed
from fit.sealing.header import HEAD_BYTES
from tests.fit.casework.backed_up import backed_up, empty_place, remade
from tests.fit.casework.whole_client import furnish

FLIPS = 120
CUTS = 25
CHUNK = 65_536 + 16


@pytest.fixture
def made(world, tmp_path):
    """A clinic with sound and other files, its backup, and the settings that open it."""
    furnish(world)
    settings = world.clinic.settings
    machine.write_export(settings, settings.folder / "report.pdf", b"%PDF" * 200_000)
    return settings, backed_up(world, tmp_path / "to").path


def found(settings, path):
    """What is said of a backup: an empty text when it is whole."""
    try:
        return "; ".join(machine.check_kept_backup(settings, path).problems)
    except MendlineError as told:
        return str(told)


def with_bit(path, out, position, bit):
    shutil.copyfile(path, out)
    with out.open("r+b") as file:
        file.seek(position)
        [byte] = file.read(1)
        file.seek(position)
        file.write(bytes([byte ^ 1 << bit]))
    return out


def test_a_bit_that_flipped_anywhere_is_found(made, tmp_path):
    settings, path = made
    chance, size = random.Random(20_261_130), path.stat().st_size
    assert found(settings, path) == ""
    last = range(size - 400, size, 7)
    at_edges = [HEAD_BYTES + number * CHUNK + beside for number in range(1, size // CHUNK) for beside in (-17, -1, 0)]
    for position in [*range(0, HEAD_BYTES, 3), *last, *at_edges[::5], *(chance.randrange(size) for _ in range(FLIPS))]:
        said = found(settings, with_bit(path, tmp_path / "flipped.backup", position, chance.randrange(8)))
        assert said, position
        assert "Traceback" not in said


def test_a_file_that_was_cut_short_is_found(made, tmp_path):
    settings, path = made
    chance, raw = random.Random(7), path.read_bytes()
    edges = [0, 1, HEAD_BYTES - 1, HEAD_BYTES, HEAD_BYTES + CHUNK, HEAD_BYTES + 2 * CHUNK, len(raw) - 1]
    for length in [*edges, *(chance.randrange(len(raw)) for _ in range(CUTS))]:
        cut = tmp_path / "cut.backup"
        cut.write_bytes(raw[:length])
        said = found(settings, cut)
        assert "damaged" in said or "beginning is lost" in said, (length, said)
        assert "Use another" in said


def test_which_part_is_damaged_is_named_and_all_of_them(made, tmp_path):
    settings, path = made
    places = {"the database": places_of(settings, path, "database")[0]}
    sound = next(name for name in names_in(settings, path) if name.endswith(".recording"))
    places["the recording"] = places_of(settings, path, sound)[1]
    places["the file report.pdf.sealed"] = places_of(settings, path, "files/report.pdf.sealed")[1]
    out = tmp_path / "damaged.backup"
    shutil.copyfile(path, out)
    said = ""
    for name, position in places.items():
        out = with_bit(out, tmp_path / f"{name}.backup", position, 3)
        said = found(settings, out)
        assert f"{name}" in said, said
    assert said.count("is damaged") >= 3


def names_in(settings, path):
    import zipfile

    with open_sealed(path, clinic_key(settings)) as file, zipfile.ZipFile(file) as archive:
        return archive.namelist()


def places_of(settings, path, name):
    """Positions in the sealed file: just behind the beginning of a part, and in its middle."""
    import zipfile

    with open_sealed(path, clinic_key(settings)) as file, zipfile.ZipFile(file) as archive:
        part = archive.getinfo(name)
    inside = (part.header_offset + 200, part.header_offset + part.file_size // 2)
    return [HEAD_BYTES + one // (CHUNK - 16) * CHUNK + one % (CHUNK - 16) for one in inside]


def test_a_part_that_is_missing_or_was_put_in_or_changed_by_who_has_the_key_is_found(made, tmp_path):
    settings, path = made
    changes = {
        "the file report.pdf.sealed is missing": lambda parts, _: parts.pop("files/report.pdf.sealed"),
        "the file strange.txt was put in": lambda parts, _: parts.update({"files/strange.txt": b"x"}),
        "the file report.pdf.sealed was changed": lambda parts, _: parts.update({"files/report.pdf.sealed": b"x"}),
        "the database is missing": lambda parts, _: parts.pop("database"),
        "the table rating has": lambda _, told: told["tables"]["rating"].update(rows=999),
        "rows of the table client are not as they were": lambda _, told: told["tables"]["client"].update(hash="0"),
        "the table odd was lost": lambda _, told: told["tables"].update(odd={"rows": 1, "hash": "", "by_clinic": {}}),
    }
    for said, change in changes.items():
        assert said in found(settings, remade(settings, path, tmp_path / "changed.backup", change)), said


def test_nothing_of_a_damaged_backup_is_restored(made, tmp_path):
    settings, path = made
    empty = empty_place(settings, tmp_path / "new machine")
    chance = random.Random(3)
    for _ in range(8):
        position = chance.randrange(HEAD_BYTES, path.stat().st_size)
        with pytest.raises(MendlineError, match=r"is damaged|was changed"):
            machine.restore_backup(empty, with_bit(path, tmp_path / "flipped.backup", position, 0))
        assert {one.name for one in empty.folder.iterdir()} == {"clinic.key", "clinic.db.lock"}


def test_a_wrong_key_is_told_from_damage(made, tmp_path):
    settings, path = made
    (tmp_path / "other.key").touch(0o600)
    (tmp_path / "other.key").write_text(new_key())
    with pytest.raises(WrongKeyError, match=r"was made under the key [0-9a-f]{16}, and the key here is [0-9a-f]{16}"):
        machine.check_kept_backup(settings, path, key_file=tmp_path / "other.key")
    assert "its beginning, which holds its key, is damaged" in found(
        settings, with_bit(path, tmp_path / "flipped.backup", 60, 1)
    )
