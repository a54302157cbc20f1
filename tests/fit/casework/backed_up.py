"""What tests of backups share: a furnished clinic, where backups go, and an empty place to restore into."""

from __future__ import annotations

import json
import shutil
import zipfile
from io import BytesIO

from fit.casework import Settings, machine
from fit.casework._clinic_key import clinic_key
from fit.sealing import open_sealed, sealed_file
from fit.store.contents import contents_of
from tests.fit.store.postgres import fresh_database

CHANGED_BY_A_RESTORE = {"web_session", "sign_in_ticket", "handover", "audit", "audit_head"}


def backed_up(world, folder, **more):
    """Make a backup of the opened clinic into a folder, at the moment of its clock."""
    folder.mkdir(exist_ok=True)
    return machine.make_backup(world.clinic.settings, folder, clock=world.clock, **more)


def empty_place(settings, folder):
    """Settings of a new machine: an empty folder with a copy of the key, and an empty database."""
    folder.mkdir()
    shutil.copy2(settings.key_file, folder / "clinic.key")
    return Settings(folder=folder, database_url=fresh_database() if settings.database_url else "")


def tables_of(clinic):
    """Rows and hash of every table that a restore leaves as it was."""
    with clinic.store.read() as connection:
        found = contents_of(connection).tables
    return {name: (one.rows, one.hash) for name, one in found.items() if name not in CHANGED_BY_A_RESTORE}


def remade(settings, path, out, change):
    """The same backup, sealed anew by who has the key, after its parts were changed."""
    key = clinic_key(settings)
    with open_sealed(path, key) as file, zipfile.ZipFile(BytesIO(file.read())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    told = json.loads(parts.pop("list.json"))
    change(parts, told)
    with sealed_file(out, key) as file, zipfile.ZipFile(file, "w") as archive:
        for name, content in {**parts, "list.json": json.dumps(told).encode()}.items():
            archive.writestr(name, content)
    return out
