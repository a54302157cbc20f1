"""The supervision packet as a file: to the clinician in charge alone, without identities, under a neutral name."""

from __future__ import annotations

import io
import shutil
from datetime import date

import pytest
from pypdf import PdfReader

from dashboard.api.packet import PACKET_PDF
from fit.casework import Settings, access, clinician, open_clinic
from fit.casework.views import ConsentKind, PacketWritten
from fit.repair import Dimension, KindSeen
from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.small_clinic import (
    ADMINISTRATOR,
    CLINICIAN,
    COLLEAGUE,
    COLLEAGUES,
    DIRECTOR,
    FALLING,
    PASSPHRASE,
    SUPERVISOR,
)
from tests.fit.casework.talks import ROLES, vtt

SAID = (
    "I told Clinician One that it rained.",
    "Mm.",
    "To be honest this isn't helping me, and you don't listen to me.",
)
IDENTITIES = ("own-falling", "falling", "clinician one", "supervisor one", "small clinic", "c-1", "annabel")


@pytest.fixture(scope="module")
def served(small_clinic, tmp_path_factory):
    """A served clinic: a transcript, a plan and a shared packet about the last session; ids of session and plan."""
    folder = tmp_path_factory.mktemp("packets") / "clinic"
    shutil.copytree(small_clinic.folder, folder)
    clinic, episode = open_clinic(Settings(folder=folder)), small_clinic.episodes[FALLING]
    actor = access.sign_in(clinic, CLINICIAN.sign_in_name, PASSPHRASE, source="test").actor
    clinician.record_consent(clinic, actor, episode, kind=ConsentKind.TRANSCRIPT, given_on=date(2026, 1, 10))
    session = clinician.open_client(clinic, actor, episode).sessions[-1].session_id
    clinician.import_transcript(clinic, actor, episode, session_id=session, content=vtt(*SAID), roles=ROLES)
    reading = {"kind": KindSeen.CONFRONTATION, "dimension": Dimension.NOT_SURE}
    plan = clinician.save_reading(clinic, actor, episode, session, **reading).plan_id
    written = PacketWritten(question="Why do I hurry my client Annabel?")
    saved = clinician.save_packet(clinic, actor, episode, session, plan_id=plan, written=written)
    clinician.share_packet(clinic, actor, saved.packet_id, shared=True, version=1)
    clinic.close()
    with running_server(folder) as server:
        yield server, session, plan


@pytest.fixture
def ask(served, small_clinic):
    server, session, plan = served

    def one(person, *, episode=FALLING, about=None):
        query = about or f"session={session}"
        address = f"{PACKET_PDF}?episode={small_clinic.episodes.get(episode, episode)}&{query}"
        return server.fetch(address.format(plan=plan), token=server.token(person) if person else "")

    return one


@pytest.mark.parametrize("about", [None, "plan={plan}"])
def test_the_clinician_in_charge_gets_a_file_without_identities(ask, about):
    reply = ask(CLINICIAN, about=about)
    assert (reply.status, reply.headers["content-type"]) == (200, "application/pdf")
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["content-disposition"] == 'attachment; filename="supervision-packet.pdf"'
    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(reply.body)).pages)
    said = " ".join(said.split())
    assert "To be honest this isn't helping me" in said
    assert "Why do I hurry my client [Person A]?" in said
    assert [one for one in IDENTITIES if one in said.casefold() or one in reply.body.decode("latin-1").casefold()] == []


@pytest.mark.parametrize("person", [SUPERVISOR, COLLEAGUE, DIRECTOR, ADMINISTRATOR], ids=lambda person: person.role)
def test_nobody_else_gets_it_not_even_the_supervisor_it_is_shared_with(ask, person):
    reply = ask(person)
    assert (reply.status, reply.headers["cache-control"]) == (404, "no-store")
    assert b"%PDF" not in reply.body


def test_an_address_that_names_nothing_or_too_much_gives_nothing(ask):
    asked = [
        ask(CLINICIAN, episode="x"),
        ask(CLINICIAN, episode=COLLEAGUES),
        ask(CLINICIAN, about="session=x"),
        ask(CLINICIAN, about="plan=0000000000000"),
        ask(CLINICIAN, about="nothing=1"),
        ask(CLINICIAN, about="session=x&plan=y"),
    ]
    assert [reply.status for reply in asked] == [404, 404, 404, 404, 422, 422]
    assert not any(b"%PDF" in reply.body for reply in asked)
    assert ask(None).status in {303, 401, 403}


def test_the_log_names_neither_client_nor_words(ask, served):
    server, session, _ = served
    assert ask(CLINICIAN).status == 200
    log = server.log.read_text()
    assert "Annabel" not in log
    assert session not in log
