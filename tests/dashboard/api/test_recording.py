"""Recordings that are sent, and kept sound that is listened to: by whom it may be, piece by piece, and nobody else."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from dashboard.api.recording import SENT_AT_ONCE, SOUND, UPLOAD_RECORDING, _from_to
from dashboard.door.body_size import LARGEST_RECORDING
from fit.casework import Settings, access, clinician, open_clinic
from fit.casework.views import ConsentKind
from fit.speech.recordings import LARGEST_BYTES
from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.small_clinic import CLINICIAN, COLLEAGUE, DIRECTOR, OWN, PASSPHRASE, SUPERVISOR
from tests.fit.casework.sounds import recorded, wav
from tests.fit.casework.talks import ROLES

HEARD = wav(0.5)


@pytest.fixture(scope="module")
def kept(small_clinic, tmp_path_factory):
    """A served clinic without a model, with one kept recording; its session and its transcript."""
    folder = tmp_path_factory.mktemp("kept") / "clinic"
    shutil.copytree(small_clinic.folder, folder)
    clinic, episode = open_clinic(Settings(folder=folder, keep_recordings=True)), small_clinic.episodes[OWN]
    actor = access.sign_in(clinic, CLINICIAN.sign_in_name, PASSPHRASE, source="test").actor
    for kind in (ConsentKind.RECORDING, ConsentKind.TRANSCRIPT):
        clinician.record_consent(clinic, actor, episode, kind=kind, given_on=date(2026, 1, 10))
    session = clinician.open_client(clinic, actor, episode).sessions[0].session_id
    recording = recorded(clinic, actor, episode, session, "The heron came back.", sound=HEARD)
    transcript = clinician.take_written(clinic, actor, episode, recording, roles=ROLES, keep=True)
    clinic.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MENDLINE_SPEECH_MODEL", "nowhere")
        with running_server(folder) as server:
            yield server, session, transcript


@pytest.fixture
def hear(kept, small_clinic):
    server, _, transcript = kept

    def one(person, transcript=transcript, **headers):
        address = f"{SOUND}?episode={small_clinic.episodes[OWN]}&transcript={transcript}"
        return server.fetch(address, token=server.token(person) if person else "", headers=headers)

    return one


@pytest.fixture
def send(kept, small_clinic):
    server, session, _ = kept

    def one(person, body=HEARD, origin="own", **headers):
        address = f"{UPLOAD_RECORDING}?episode={small_clinic.episodes[OWN]}&session={session}"
        sent = {"origin": server.url if origin == "own" else origin, **headers}
        token = server.token(person) if person else ""
        return server.fetch(address, "POST", token=token, headers=sent, body=body)

    return one


@pytest.mark.parametrize("person", [CLINICIAN, SUPERVISOR], ids=lambda person: person.role)
def test_sound_comes_in_pieces_to_those_who_see_the_client(hear, person):
    whole = hear(person)
    assert (whole.status, whole.body) == (206, HEARD)
    assert (whole.headers["content-type"], whole.headers["cache-control"]) == ("audio/wav", "no-store")
    piece = hear(person, range="bytes=44-143")
    assert (piece.status, piece.body) == (206, HEARD[44:144])
    assert piece.headers["content-range"] == f"bytes 44-143/{len(HEARD)}"
    assert hear(person, range=f"bytes={len(HEARD)}-").status == 416


def test_nobody_else_hears_anything(hear):
    replies = [hear(COLLEAGUE), hear(DIRECTOR), hear(CLINICIAN, transcript="x")]
    assert [reply.status for reply in replies] == [404] * 3
    assert hear(None).status in {303, 401}


def test_without_a_model_the_answer_says_what_to_do(send):
    refused = send(CLINICIAN)
    assert refused.status == 409
    assert b"docs/audio.md" in refused.body


def test_a_recording_comes_from_our_own_page_of_the_clinician_who_holds_the_client_and_is_no_larger_than_two_gb(send):
    assert send(CLINICIAN, origin="https://elsewhere.example").status == 403
    assert [send(person).status for person in (COLLEAGUE, SUPERVISOR, DIRECTOR)] == [404] * 3
    assert send(None).status == 401
    too_long = {"content-length": str(LARGEST_RECORDING + 1)}
    assert send(CLINICIAN, b"", **too_long).status == 413
    assert LARGEST_RECORDING == LARGEST_BYTES


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("bytes=0-", (0, SENT_AT_ONCE - 1)),
        ("bytes=5-9", (5, 9)),
        ("bytes=-10", (SENT_AT_ONCE * 2 - 10, SENT_AT_ONCE * 2 - 1)),
        (f"bytes=7-{SENT_AT_ONCE * 3}", (7, SENT_AT_ONCE + 6)),
        ("bytes=9-5", None),
        ("bytes=-", None),
        ("bytes=-0", None),
        ("lines=1-2", None),
    ],
)
def test_which_piece_of_the_sound_is_sent(asked, sent):
    assert _from_to(asked, SENT_AT_ONCE * 2) == sent
