"""A recording comes in, is written down, and leaves: consent at every step, on each kind of database."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest

from fit.casework import administrator, clinician
from fit.casework._recording_files import FOLDER, in_the_way
from fit.casework.machine import resume_recordings
from fit.casework.views import ConsentKind, Erased, RecordingState
from fit.errors import ConflictError, InputError, NotFoundError
from fit.ratings import Ending
from fit.speech.recordings import SUFFIX, State
from tests.fit.casework.sounds import MADE_BY, lie, recorded, wav
from tests.fit.casework.talks import ROLES
from tests.fit.casework.world import World

TODAY = date(2026, 3, 2)
SAID = "The heron came back to the pond."


@pytest.fixture
def desk(either, tmp_path):
    """A client who agreed to both, with a session; the clinic keeps sound."""
    settings = replace(either.clinic.settings, folder=tmp_path / "clinic", keep_recordings=True)
    world = World(replace(either.clinic, settings=settings), either.clock, either.people)
    return Desk(world)


class Desk:
    """One client of Ann's."""

    def __init__(self, world):
        self.world, self.clinic = world, world.clinic
        self.episode = world.begin("C-1")
        world.session(self.episode, 18, 37)
        self.session = world.page(self.episode).sessions[0].session_id
        self.place = (world.clinic, world.ann, self.episode)
        for kind in (ConsentKind.RECORDING, ConsentKind.TRANSCRIPT):
            self.agree(kind)

    def agree(self, kind, day=TODAY):
        clinician.record_consent(*self.place, kind=kind, given_on=day)

    def withdraw(self, kind=ConsentKind.RECORDING):
        return clinician.withdraw_consent(*self.place, kind=kind, withdrawn_on=date(2026, 3, 9))

    def recorded(self, *said, sound=None):
        return recorded(self.clinic, self.world.ann, self.episode, self.session, *said, sound=sound)

    def states(self):
        return [one.state for one in clinician.open_recordings(*self.place).recordings]

    def files(self):
        return sorted(path.name for path in (self.clinic.settings.folder / FOLDER).glob(f"*{SUFFIX}*"))

    def transcripts(self):
        return clinician.open_record(*self.place).sessions[0].transcripts


class Untouched(io.BytesIO):
    """A stream that must not be read."""

    def read(self, _size=-1):
        pytest.fail("it was read before it was clear that it may come in")


def put(desk, stream=None):
    return clinician.put_recording(*desk.place, desk.session, stream or Untouched(wav()))


@pytest.mark.parametrize(("kind", "named"), [("recording", "recording"), ("transcript", "a transcript")])
def test_sound_needs_both_consents_and_is_not_read_without(desk, kind, named):
    desk.withdraw(ConsentKind(kind))
    with pytest.raises(ConflictError, match=f"withdrew consent to {named}"):
        put(desk)
    assert desk.files() == []


def test_without_a_recogniser_it_says_so_before_anything_is_read(desk):
    clinic = replace(desk.clinic, settings=replace(desk.clinic.settings, speech_model="nowhere"))
    why = in_the_way(clinic.settings)
    assert "docs/audio.md" in why
    with pytest.raises(ConflictError) as refused:
        clinician.put_recording(clinic, *desk.place[1:], desk.session, Untouched(wav()))
    assert str(refused.value) == why
    assert clinician.open_recordings(clinic, *desk.place[1:]).obstacle == why


def test_a_session_of_somebody_else_gets_no_recording(desk):
    other = desk.world.begin("C-2")
    desk.world.session(other, 22, 36)
    session = desk.world.page(other).sessions[0].session_id
    with pytest.raises(NotFoundError):
        clinician.put_recording(*desk.place, session, Untouched(wav()))
    recording = recorded(desk.clinic, desk.world.ann, other, session, SAID)
    with pytest.raises(NotFoundError):
        clinician.take_written(*desk.place, recording, roles=ROLES)


def test_what_was_heard_becomes_the_transcript_and_the_sound_is_erased(desk):
    recording = desk.recorded(SAID)
    assert desk.states() == [RecordingState.WRITTEN]
    check = clinician.check_written(*desk.place, recording)
    assert [one.label for one in check.speakers] == ["Therapist", "C-1"]
    with pytest.raises(InputError, match="not told yet"):
        clinician.take_written(*desk.place, recording, roles={})
    assert desk.states() == [RecordingState.WRITTEN]
    transcript = clinician.take_written(*desk.place, recording, roles=ROLES)
    assert desk.files() == []
    assert desk.states() == []
    page = clinician.open_transcript(*desk.place, transcript)
    assert (page.turns[1].text, page.facts.made_by, page.has_sound) == (SAID, str(MADE_BY), False)
    assert page.facts.from_audio
    with pytest.raises(NotFoundError):
        clinician.listen_recording(*desk.place, transcript)
    with pytest.raises(NotFoundError):
        clinician.take_written(*desk.place, recording, roles=ROLES)


def test_sound_is_kept_only_where_clinic_and_client_agree_and_goes_with_its_transcript(desk):
    recording = desk.recorded(SAID, sound=wav(0.3))
    strict = replace(desk.clinic, settings=replace(desk.clinic.settings, keep_recordings=False))
    with pytest.raises(ConflictError, match="keeps no sound"):
        clinician.take_written(strict, *desk.place[1:], recording, roles=ROLES, keep=True)
    transcript = clinician.take_written(*desk.place, recording, roles=ROLES, keep=True)
    assert desk.states() == [RecordingState.KEPT]
    assert clinician.open_transcript(*desk.place, transcript).has_sound
    sound = clinician.listen_recording(*desk.place, transcript)
    with sound.file as file:
        file.seek(44)
        assert file.read() == bytes(int(0.3 * 8_000) * 4)
    assert sound.size == len(wav(0.3))
    clinician.remove_transcript(*desk.place, transcript)
    assert (desk.files(), desk.states()) == ([], [])


@pytest.mark.parametrize("kind", [ConsentKind.RECORDING, ConsentKind.TRANSCRIPT])
def test_withdrawal_erases_recordings_in_every_state_and_what_no_session_knows(desk, kind):
    desk.recorded()
    clinician.cancel_recording(*desk.place, desk.recorded())
    desk.recorded(SAID)
    clinician.take_written(*desk.place, desk.recorded("It flew off."), roles=ROLES, keep=True)
    lie(desk.clinic.settings, "ab" * 16)
    other = desk.world.begin("C-2")
    desk.world.session(other, 22, 36)
    session = desk.world.page(other).sessions[0].session_id
    recorded(desk.clinic, desk.world.ann, other, session)
    assert len(desk.files()) == 6
    assert desk.withdraw(kind) == Erased(transcripts=1, recordings=4)
    assert (desk.states(), desk.transcripts()) == ([], ())
    assert len(desk.files()) == 1, "that of the other client"
    assert len(clinician.open_recordings(*desk.place[:2], other).recordings) == 1


def test_consent_is_looked_at_again_before_words_are_taken_over(desk):
    recording = desk.recorded(SAID)
    desk.withdraw()
    with pytest.raises(ConflictError, match="withdrew"):
        clinician.take_written(*desk.place, recording, roles=ROLES)
    assert desk.transcripts() == ()


def test_cancelled_it_can_be_tried_again_or_removed(desk):
    recording = desk.recorded()
    clinician.cancel_recording(*desk.place, recording)
    assert desk.states() == [RecordingState.CANCELLED]
    with pytest.raises(ConflictError, match="not written down"):
        clinician.take_written(*desk.place, recording, roles=ROLES)
    clinician.remove_recording(*desk.place, recording)
    assert (desk.states(), desk.files()) == ([], [])
    rows = administrator.open_audit(desk.clinic, desk.world.admin)
    assert {"cancel_recording", "remove_recording"} <= {row.action for row in rows if row.subject_id == recording}


def test_sound_that_is_gone_is_said_in_words_and_can_be_removed(desk):
    recording = desk.recorded(SAID)
    for name in desk.files():
        (desk.clinic.settings.folder / FOLDER / name).unlink()
    (row,) = clinician.open_recordings(*desk.place).recordings
    assert row.state is RecordingState.FAILED
    assert "not on this machine any more" in row.reason
    clinician.remove_recording(*desk.place, recording)
    assert desk.states() == []


def test_a_start_of_the_server_erases_what_no_session_knows_and_leaves_the_rest(desk):
    resume_recordings(desk.clinic)
    assert not (desk.clinic.settings.folder / FOLDER).exists(), "without recordings nothing is made"
    desk.recorded(SAID)
    lie(desk.clinic.settings, "cd" * 16)
    assert len(desk.files()) == 2
    resume_recordings(desk.clinic)
    assert len(desk.files()) == 1
    assert desk.states() == [RecordingState.WRITTEN]


def test_a_recording_of_the_last_session_is_taken_over_after_the_episode_was_closed(desk):
    recording = desk.recorded(SAID)
    ended = {"closed_on": date(2026, 3, 9), "ending": Ending.PLANNED}
    administrator.close_episode(desk.clinic, desk.world.ann, desk.episode, **ended)
    clinician.take_written(*desk.place, recording, roles=ROLES)
    assert len(desk.transcripts()) == 1


def test_pages_know_every_state_of_a_recording():
    assert [state.value for state in RecordingState] == [state.value for state in State]
