"""What `mendline doctor` says of a clinic, for tests that damage one."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta

import sqlcipher3.dbapi2 as sqlcipher

from fit.casework.doctor import State, examine
from fit.sealing import FileKey, fingerprint
from tests.fit.casework.world import START

NOW = START + timedelta(hours=1)


def looked(settings, *, thorough=False, now=NOW):
    """Everything that was found, by the name of the check; a check that says two things has both."""
    found = {}
    for one in examine(settings, thorough=thorough, now=now):
        found.setdefault(one.check, []).append(one)
    return found


def state(settings, check, **how):
    """How a check stands, the worst first; None when it was not looked at."""
    order = (State.TO_MEND, State.TO_KNOW, State.OK)
    states = {one.state for one in looked(settings, **how).get(check, ())}
    return next((one for one in order if one in states), None)


def change(settings, *statements):
    """Change the database behind everybody's back."""
    with closing(sqlcipher.connect(str(settings.database_file), isolation_level=None)) as connection:
        connection.execute(f"PRAGMA key = \"x'{FileKey(path=settings.key_file).read()}'\"")
        for statement in statements:
            connection.execute(statement)


def backed_up(settings, made_at=NOW, path=None, key=None):
    named = key or fingerprint(FileKey(path=settings.key_file).read())
    note = {"made_at": made_at.isoformat(), "path": str(path or settings.folder), "size": 5, "key": named}
    (settings.folder / "last_backup.json").write_text(json.dumps(note))
