"""What is typed and not saved yet: found again by another server, sealed, for one sign-in alone, and gone with it."""

from __future__ import annotations

import os

import pytest

from fit.casework import access, administrator, open_clinic
from fit.casework.machine import change_key, resume_recordings
from fit.casework.views import ErasureReason, KeptDraft
from tests.fit.casework.world import PASSPHRASE

WORDS = KeptDraft(words={"plan": "Ask about the heron"}, seed={"plan": ""}, based_on=0)


@pytest.fixture
def token(either):
    return access.sign_in(either.clinic, "ann", PASSPHRASE, source="here").token


@pytest.fixture
def episode(either):
    return either.begin("C1")


def files(clinic):
    return [one for one in (clinic.settings.folder / "drafts").rglob("*") if one.is_file()]


def test_another_server_finds_what_the_first_one_held(either, token, episode):
    access.keep_draft(either.clinic, token, episode, "note", draft=WORDS)
    either.clinic.close()
    other = open_clinic(either.clinic.settings, clock=either.clock)
    assert access.find_draft(other, token, episode, "note") == WORDS
    assert access.find_draft(other, token, episode, "another place") is None
    access.drop_draft(other, token, episode, "note")
    assert access.find_draft(other, token, episode, "note") is None
    other.close()


def test_nothing_of_it_can_be_read_without_the_key_and_no_name_tells_about_whom_it_is(either, token, episode):
    access.keep_draft(either.clinic, token, episode, "note", draft=WORDS)
    (file,) = files(either.clinic)
    assert b"heron" not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    for known in (token, episode, either.ann.user_id, "note"):
        assert known not in str(file.relative_to(either.clinic.settings.folder))


def test_no_other_sign_in_is_given_it_not_even_of_the_same_person(either, token, episode):
    access.keep_draft(either.clinic, token, episode, "note", draft=WORDS)
    other = access.sign_in(either.clinic, "ann", PASSPHRASE, source="there").token
    assert access.find_draft(either.clinic, other, episode, "note") is None


def test_it_goes_when_one_signs_out(either, token, episode):
    access.keep_draft(either.clinic, token, episode, "note", draft=WORDS)
    access.sign_out(either.clinic, token)
    assert files(either.clinic) == []


def test_a_session_that_is_over_is_given_nothing_and_keeps_nothing(either, token, episode):
    access.keep_draft(either.clinic, token, episode, "note", draft=WORDS)
    either.clock.forward(hours=13)
    assert access.find_draft(either.clinic, token, episode, "note") is None
    access.keep_draft(either.clinic, token, episode, "formulation", draft=WORDS)
    assert len(files(either.clinic)) == 1


def test_what_was_left_behind_is_swept_at_the_next_start_and_what_may_be_in_use_is_not(either, token, episode):
    access.keep_draft(either.clinic, token, episode, "note", draft=WORDS)
    (file,) = files(either.clinic)
    for hours, left in ((12, 1), (14, 0)):
        old = either.clock.moment.timestamp() - hours * 3600
        os.utime(file.parent, (old, old))
        resume_recordings(either.clinic)
        assert len(files(either.clinic)) == left


def test_erasing_a_client_erases_what_anybody_was_typing_about_them(either, token, episode):
    other = either.begin("C2")
    for one in (episode, other):
        access.keep_draft(either.clinic, token, one, "note", draft=WORDS)
    administrator.erase_client(either.clinic, either.admin, episode, reason=ErasureReason.ASKED, client_code="C1")
    assert access.find_draft(either.clinic, token, episode, "note") is None
    assert access.find_draft(either.clinic, token, other, "note") == WORDS


def test_a_change_of_the_key_takes_it_along(world):
    token = access.sign_in(world.clinic, "ann", PASSPHRASE, source="here").token
    episode = world.begin("C1")
    access.keep_draft(world.clinic, token, episode, "note", draft=WORDS)
    world.clinic.close()
    change_key(world.clinic.settings, lambda _: None)
    after = open_clinic(world.clinic.settings, clock=world.clock)
    assert access.find_draft(after, token, episode, "note") == WORDS
    after.close()


def test_a_disk_that_does_not_take_it_disturbs_nobody(either, token, episode, caplog):
    either.clinic.settings.folder.mkdir(exist_ok=True)
    (either.clinic.settings.folder / "drafts").write_text("a file where a folder should be")
    access.keep_draft(either.clinic, token, episode, "note", draft=WORDS)
    assert access.find_draft(either.clinic, token, episode, "note") is None
    assert "in memory alone" in caplog.text
    assert "heron" not in caplog.text


def test_one_that_was_damaged_is_as_if_it_were_not_there(either, token, episode, caplog):
    access.keep_draft(either.clinic, token, episode, "note", draft=WORDS)
    (file,) = files(either.clinic)
    file.write_bytes(file.read_bytes()[:-5])
    assert access.find_draft(either.clinic, token, episode, "note") is None
    assert "could not be read" in caplog.text
