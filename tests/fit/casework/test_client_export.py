"""All of a client, given out: a row of every table, no secret, no private note, no word of anybody else."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from dashboard.documents.own_data import own_data_page
from fit.casework import administrator, clinician
from fit.casework.views import ConsentKind
from fit.errors import AccessDeniedError
from fit.interop.client_columns import MEANINGS
from fit.store import client_rows
from fit.store.client_rows import FOR_THE_AUTHOR, SECRET
from fit.store.erasure import links_of_a_client
from fit.store.tables import Base
from tests.fit.casework.talks import ROLES, vtt
from tests.fit.casework.whole_client import MARKERS, TODAY, furnish

STAYS = {"note", "debrief", "learnt", "sound", "together"}
"""Marked words of private notes, of the sound itself, and the name of a family that others belong to."""


def given(world, episode, who=None):
    """Everything that is in the file, by name, and what the use case says of it."""
    file = BytesIO()
    module = administrator if who is world.admin else clinician
    said = module.export_client(
        world.clinic, who or world.ann, episode, into=file, told=lambda row: f"did {row.action}", page=own_data_page
    )
    with ZipFile(file) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name).decode() for name in packed.namelist()}, said


def table(files, name):
    return json.loads(files[f"json/{name}.json"])


def test_every_table_of_a_client_is_in_it_or_named_as_what_stays(either):
    episode = furnish(either)
    files, said = given(either, episode)
    for name in links_of_a_client():
        if name in FOR_THE_AUTHOR:
            assert f"json/{name}.json" not in files
            assert said.private[name] > 0
        else:
            rows = table(files, name)
            assert rows, f"nothing of {name} is given out"
            assert said.rows[name] == len(rows)
            assert len(list(csv.DictReader(StringIO(files[f"csv/{name}.csv"])))) == len(rows)
            assert {key for row in rows for key in row} == {
                column.name
                for column in Base.metadata.tables[name].columns
                if column.name != "clinic_id" and not SECRET.search(column.name)
            }


def test_every_word_of_the_client_is_in_it_and_no_private_one(world):
    episode = furnish(world)
    files, said = given(world, episode)
    for kind in ("json", "csv"):
        whole = "\n".join(text for name, text in files.items() if name.startswith(f"{kind}/"))
        assert {name for name, marker in MARKERS.items() if marker not in whole} >= STAYS
        assert {name for name, marker in MARKERS.items() if marker not in whole} <= {*STAYS, "filler"}
    assert f"{sum(said.private.values())} private notes" in files["README.txt"]
    assert "The sound of 1 recordings" in files["README.txt"]


def test_no_secret_leaves(world):
    episode = furnish(world)
    files, _ = given(world, episode)
    whole = "\n".join(files.values())
    secrets = set()
    with world.clinic.store.read() as connection:
        for one in Base.metadata.sorted_tables:
            for column in (one.c[name] for name in one.c.keys() if SECRET.search(name)):  # noqa: SIM118
                secrets |= {str(value) for value in connection.execute(select(column)).scalars() if value}
    long = {secret for secret in secrets if len(secret) > 12}
    assert len(long) > 10
    assert [secret for secret in long if secret in whole and secret not in MARKERS.values()] == []


def test_nobody_else_is_in_it(world):
    other = world.begin("OTHER-1", display_name="Somebody Else")
    world.session(other, 11.1, 22.2)
    clinician.add_goal(world.clinic, world.ann, other, words="Another goal altogether")
    files, _ = given(world, furnish(world))
    whole = "\n".join(files.values())
    assert "OTHER-1" not in whole
    assert "Another goal altogether" not in whole
    for person in world.people.values():
        assert person.name not in whole, "people of the clinic are numbers with a role"


def test_a_client_with_two_episodes_is_given_out_whole(world):
    first = world.begin("C9")
    world.session(first, 20, 38)
    from fit.ratings import Ending

    administrator.close_episode(world.clinic, world.ann, first, closed_on=world.clinic.today(), ending=Ending.PLANNED)
    second = administrator.add_client(world.clinic, world.ann, code="C9", age_band=world.page(first).episode.age_band)
    world.session(second, 25, 39)
    for asked in (first, second):
        files, _ = given(world, asked)
        assert {row["id"] for row in table(files, "episode")} == {first, second}
        assert [row["total"] for row in table(files, "rating")] == [200, 380, 250, 390]


def test_who_looked_is_told_in_words_without_names_and_this_is_one_of_them(world):
    episode = furnish(world)
    given(world, episode)
    files, _ = given(world, episode)
    lines = table(files, "audit")
    assert lines[0]["in_words"] == "did export_client"
    assert len(lines) == sum(1 for _ in clinician.who_looked(world.clinic, world.ann, episode)) - 1
    assert {line["role"] for line in lines} >= {"clinician", "administrator"}
    assert set(lines[0]) == {"at", "role", "action", "in_words"}
    roles = {row["id"]: row["role"] for row in table(files, "people")}
    assert roles[table(files, "rating")[0]["recorded_by"]] == "clinician"


def test_each_time_has_its_line_in_the_audit(world):
    episode = world.begin("C1")
    given(world, episode)
    given(world, episode, world.admin)
    assert world.actions().count("export_client") == 2


def test_an_administrator_gives_out_what_the_clinician_would(world):
    episode = furnish(world)
    own, _ = given(world, episode)
    unread, _ = given(world, episode, world.admin)
    same = [name for name in own if "audit" not in name and name != "README.txt"]
    assert [name for name in same if own[name] != unread[name]] == []
    with pytest.raises(AccessDeniedError):
        given(world, episode, world.sue)


def test_no_cell_is_run_by_a_spreadsheet(world):
    episode = world.begin("C1", display_name="=1+1")
    clinician.add_goal(world.clinic, world.ann, episode, words='=HYPERLINK("x")')
    files, _ = given(world, episode)
    assert "'=1+1" in files["csv/client.csv"]
    assert "'=HYPERLINK" in files["csv/client_goal.csv"]
    assert table(files, "client")[0]["display_name"] == "=1+1"


def test_what_the_client_withdrew_and_a_hold_keeps_is_closed_here_too(world):
    episode = world.begin("C1")
    world.session(episode, 20, 38)
    place = (world.clinic, world.ann, episode)
    clinician.record_consent(*place, kind=ConsentKind.TRANSCRIPT, given_on=TODAY)
    session = world.page(episode).sessions[0].session_id
    clinician.import_transcript(*place, session_id=session, content=vtt("Quixotic words"), roles=ROLES)
    files, _ = given(world, episode)
    assert "Quixotic" in files["json/turn.json"]
    administrator.set_hold(world.clinic, world.admin, episode, reason="a court")
    clinician.withdraw_consent(*place, kind=ConsentKind.TRANSCRIPT, withdrawn_on=world.clinic.today())
    files, _ = given(world, episode)
    assert "Quixotic" not in "\n".join(files.values())
    assert "1 transcripts or recordings that the client withdrew" in files["README.txt"]


def test_every_column_is_explained(world):
    files, _ = given(world, furnish(world))
    rows = list(csv.DictReader(StringIO(files["columns.csv"])))
    named = {(row["table"], row["column"]) for row in rows if row["column"]}
    unsaid = {(one, name) for one, name in named if f"{one}.{name}" not in MEANINGS and name not in MEANINGS}
    assert unsaid == set(), "say in fit/interop/client_columns.py what this column holds"
    assert {(one, key) for one in ("rating", "turn", "client") for key in table(files, one)[0]} <= named


def test_thousands_of_rows_are_all_there_and_never_all_in_memory(world, monkeypatch):
    episode = world.begin("C1")
    world.session(episode, 20, 38)
    place = (world.clinic, world.ann, episode)
    clinician.record_consent(*place, kind=ConsentKind.TRANSCRIPT, given_on=TODAY)
    session = world.page(episode).sessions[0].session_id
    many = vtt(*(f"Sentence number {number}." for number in range(3_000)))
    clinician.import_transcript(*place, session_id=session, content=many, roles=ROLES)
    monkeypatch.setattr(client_rows, "AT_ONCE", 100)
    files, said = given(world, episode)
    turns = table(files, "turn")
    assert said.rows["turn"] == len(turns) >= 3_000
    assert [row["place"] for row in turns] == list(range(len(turns)))
    assert len(files["csv/turn.csv"].splitlines()) == len(turns) + 1
