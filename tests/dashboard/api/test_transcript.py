"""Transcripts as files: to those who see the client, to nobody else, and never under the client's name."""

from __future__ import annotations

import json
import shutil
from datetime import date

import pytest

from dashboard.api.transcript import TRANSCRIPT_JSON, TRANSCRIPT_VTT
from fit.casework import Settings, access, clinician, open_clinic
from fit.casework.views import ConsentKind
from fit.transcripts import read_transcript
from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.small_clinic import (
    ADMINISTRATOR,
    CLINICIAN,
    COLLEAGUE,
    COLLEAGUES,
    DIRECTOR,
    OWN,
    PASSPHRASE,
    SUPERVISOR,
)
from tests.fit.casework.talks import ANSWER, OPENING, ROLES, vtt


@pytest.fixture(scope="module")
def spoken(small_clinic, tmp_path_factory):
    """A served clinic with one transcript, and its id."""
    folder = tmp_path_factory.mktemp("spoken") / "clinic"
    shutil.copytree(small_clinic.folder, folder)
    clinic, episode = open_clinic(Settings(folder=folder)), small_clinic.episodes[OWN]
    actor = access.sign_in(clinic, CLINICIAN.sign_in_name, PASSPHRASE, source="test").actor
    clinician.record_consent(clinic, actor, episode, kind=ConsentKind.TRANSCRIPT, given_on=date(2026, 1, 10))
    session = clinician.open_client(clinic, actor, episode).sessions[0].session_id
    transcript = clinician.import_transcript(
        clinic, actor, episode, session_id=session, content=vtt(ANSWER), roles=ROLES
    )
    clinic.close()
    with running_server(folder) as server:
        yield server, transcript


@pytest.fixture
def ask(spoken, small_clinic):
    server, transcript = spoken

    def one(path, person, episode=OWN, transcript=transcript):
        address = f"{path}?episode={small_clinic.episodes.get(episode, episode)}&transcript={transcript}"
        return server.fetch(address, token=server.token(person) if person else "")

    return one


@pytest.mark.parametrize("person", [CLINICIAN, SUPERVISOR], ids=lambda person: person.role)
def test_those_who_see_the_client_get_a_file_that_reads_back(ask, person):
    reply = ask(TRANSCRIPT_VTT, person)
    assert (reply.status, reply.headers["content-type"]) == (200, "text/vtt; charset=utf-8")
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["content-disposition"] == 'attachment; filename="transcript.vtt"'
    turns = read_transcript(reply.body, "x").turns
    assert [(turn.start, turn.end, turn.text) for turn in turns] == [(6_000, 11_500, OPENING), (12_000, 17_500, ANSWER)]


def test_json_says_who_is_who(ask):
    found = json.loads(ask(TRANSCRIPT_JSON, CLINICIAN).body)
    assert found["roles"] == {"Therapist": "clinician", "C-1": "client"}
    assert [turn["start"] for turn in found["turns"]] == [6.0, 12.0]


@pytest.mark.parametrize("path", [TRANSCRIPT_VTT, TRANSCRIPT_JSON])
def test_nobody_else_gets_a_word(ask, path):
    replies = [ask(path, person) for person in (COLLEAGUE, DIRECTOR, ADMINISTRATOR)]
    replies += [
        ask(path, COLLEAGUE, episode=COLLEAGUES),
        ask(path, CLINICIAN, episode="x"),
        ask(path, CLINICIAN, transcript="x"),
    ]
    assert [reply.status for reply in replies] == [404] * 6
    assert ask(path, None).status in {303, 401, 403}
    assert not any(b"walk" in reply.body for reply in replies)
