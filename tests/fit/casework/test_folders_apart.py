"""What breaks when servers of one database have folders of their own: docs/operations.md says to share one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fit.casework import access, administrator, clinician, open_clinic
from fit.casework._recording_files import files_of
from fit.casework.machine import resume_recordings
from fit.casework.views import ErasureReason, KeptDraft
from tests.fit.casework.sounds import recorded
from tests.fit.casework.world import PASSPHRASE


@pytest.fixture
def apart(world_on_postgresql, tmp_path):
    """The same clinic on a second server, with a folder of its own."""
    settings = replace(world_on_postgresql.clinic.settings, folder=tmp_path / "another")
    clinic = open_clinic(settings, clock=world_on_postgresql.clock)
    yield clinic
    clinic.close()


def test_a_recording_is_on_the_server_that_took_it_alone_and_the_other_says_so(world_on_postgresql, apart):
    world = world_on_postgresql
    episode = world.begin("C1")
    session = clinician.start_session(world.clinic, world.ann, episode)
    recorded(world.clinic, world.ann, episode, session)
    (row,) = clinician.open_recordings(apart, world.ann, episode).recordings
    assert "not on this machine any more" in row.reason


def test_erasing_on_one_leaves_the_sound_on_the_other_until_that_one_starts_anew(world_on_postgresql, apart):
    world = world_on_postgresql
    episode = world.begin("C1")
    session = clinician.start_session(world.clinic, world.ann, episode)
    recorded(world.clinic, world.ann, episode, session)
    administrator.erase_client(apart, world.admin, episode, reason=ErasureReason.ASKED, client_code="C1")
    assert len(files_of(world.clinic.settings).numbers()) == 1
    resume_recordings(world.clinic)
    assert files_of(world.clinic.settings).numbers() == ()


def test_words_that_are_not_saved_yet_are_not_found_on_the_other(world_on_postgresql, apart):
    world = world_on_postgresql
    token = access.sign_in(world.clinic, "ann", PASSPHRASE, source="here").token
    draft = KeptDraft(words={"plan": "Ask"}, seed={"plan": ""}, based_on=0)
    episode = world.begin("C1")
    access.keep_draft(world.clinic, token, episode, "note", draft=draft)
    assert access.find_draft(apart, token, episode, "note") is None
