"""What `mendline doctor` finds of people and records, and of PostgreSQL, once well and once not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest

from fit.casework import Settings, administrator
from fit.casework._wording import STATEMENT_VERSION
from fit.casework.doctor import State
from fit.casework.doctor._postgresql import SAFE, of_safety
from tests.fit.casework.factors import whole_sign_in
from tests.fit.casework.looked import NOW, change, looked, state
from tests.fit.casework.whole_client import furnish
from tests.fit.scales.packs import LINES, changed, write_pack
from tests.fit.store.postgres import name_of, plain


@pytest.fixture
def alone(world):
    """The settings of a clinic that nobody has open."""
    world.clinic.close()
    return world.clinic.settings


def test_second_factors_that_are_missing_are_counted(world):
    said = looked(world.clinic.settings)["people.factor"][0]
    assert (said.state, said.said[:14]) == (State.TO_KNOW, "4 persons of 4")
    for name in ("admin", "dan", "other_admin", "other_dan"):
        whole_sign_in(world.clinic, name)
    assert state(world.clinic.settings, "people.factor") is State.OK


def test_passphrases_that_wait_for_their_first_use_are_counted(world):
    settings = world.clinic.settings
    assert state(settings, "people.passphrase") is State.OK
    administrator.reset_passphrase(world.clinic, world.admin, world.ben.user_id)
    assert "1 passphrase that was handed over waits for its first use" in looked(settings)["people.passphrase"][0].said
    later = looked(settings, now=NOW + timedelta(days=8))["people.passphrase"][0]
    assert "was never used, and opens nothing" in later.said
    administrator.reset_passphrase(world.clinic, world.admin, world.dan.user_id)
    assert (
        "2 passphrases that were handed over wait for their first use" in looked(settings)["people.passphrase"][0].said
    )
    later = looked(settings, now=NOW + timedelta(days=8))["people.passphrase"][0]
    assert "were never used, and open nothing" in later.said


def test_a_clinic_without_an_administrator_is_to_mend(alone):
    assert state(alone, "people.administrator") is None
    change(alone, "UPDATE clinic_user SET active = 0 WHERE sign_in_name = 'admin'")
    assert "1 clinic has no active administrator" in looked(alone)["people.administrator"][0].said


def test_the_mark_of_the_demo_on_real_data_is_to_mend(alone):
    assert state(alone, "people.demo") is None
    assert state(replace(alone, demo=True), "people.demo") is State.TO_MEND
    change(alone, "UPDATE clinic SET simulated = 1")
    assert state(replace(alone, demo=True), "people.demo") is None
    assert state(alone, "people.demo") is State.TO_KNOW
    change(alone, "UPDATE clinic SET simulated = 0 WHERE name = 'North'")
    assert state(alone, "people.demo") is State.TO_MEND


def test_transcripts_and_recordings_without_a_consent_that_stands_are_counted(world):
    furnish(world)
    world.clinic.close()
    settings, now = world.clinic.settings, world.clock.moment
    assert state(settings, "records.consent", now=now) is State.OK
    change(settings, "UPDATE consent SET withdrawn_on = '2026-03-01' WHERE kind = 'recording'")
    assert "1 recording is of a client without" in looked(settings, now=now)["records.consent"][0].said
    change(settings, "DELETE FROM consent WHERE kind = 'transcript'")
    assert "1 transcript and 1 recording are of clients without" in looked(settings, now=now)["records.consent"][0].said


def test_open_episodes_without_a_noted_consent_are_to_know(world):
    world.begin("K-1")
    assert "1 open episode is of a client" in looked(world.clinic.settings)["records.ratings"][0].said


def test_wording_packs_whose_licence_nobody_confirmed_are_to_know(world, tmp_path):
    settings = replace(world.clinic.settings, wording=tmp_path / "packs")
    write_pack(settings.wording, LINES)
    assert state(settings, "records.licence") is State.TO_KNOW
    administrator.confirm_licence(world.clinic, world.admin, "ors", statement_version=STATEMENT_VERSION)
    assert state(settings, "records.licence") is State.OK


def test_a_mistake_in_a_wording_pack_is_to_mend(world, tmp_path):
    settings = replace(world.clinic.settings, wording=tmp_path / "packs")
    write_pack(settings.wording, LINES)
    assert state(settings, "settings.wording") is None
    write_pack(settings.wording, changed(LINES, language="fr", copyright=None))
    assert "1 mistake is in" in looked(settings)["settings.wording"][0].said


def test_a_clinic_on_postgresql_is_looked_at_too(world_on_postgresql):
    settings, now = world_on_postgresql.clinic.settings, world_on_postgresql.clock.moment
    world_on_postgresql.session(world_on_postgresql.begin("K-1"), 20, 30)
    found = looked(settings, thorough=True, now=now)
    for check in ("database.schema", "audit.whole", "summaries.right", "records.consent"):
        assert [one.state for one in found[check]] == [State.OK], check
    assert found["postgresql.account"][0].said == "Mendline works as a superuser of PostgreSQL."


def test_a_postgresql_that_forgets_in_a_power_cut_is_to_mend(world_on_postgresql):
    settings = world_on_postgresql.clinic.settings
    with psycopg.connect(plain(settings.database_url), autocommit=True) as connection:
        is_off = {name: connection.execute(f"SHOW {name}").fetchone()[0] == "off" for name in SAFE}
        (found,) = looked(settings)["postgresql.safe"]
        assert (found.state is State.TO_MEND) == any(is_off.values())
        connection.execute(f"ALTER DATABASE {name_of(settings.database_url)} SET synchronous_commit = off")
    assert "synchronous_commit" in looked(settings)["postgresql.safe"][0].said
    assert "off: a power cut can lose ratings" in looked(settings)["postgresql.safe"][0].said
    assert "synchronous_commit" in next(of_safety({"fsync": "on", "synchronous_commit": "off"})).said
    assert next(of_safety(dict.fromkeys(SAFE, "on"))).state is State.OK


def test_a_postgresql_that_does_not_answer_is_to_mend(tmp_path):
    settings = Settings(folder=tmp_path, database_url="postgresql+psycopg://nobody@127.0.0.1:1/none")
    found = looked(settings)
    assert found["database.answers"][0].state is State.TO_MEND
    assert "clock.order" not in found
