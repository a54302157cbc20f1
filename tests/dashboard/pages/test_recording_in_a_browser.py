"""A recording walked by hand: refused in words without a model; else sent, written down, taken over and heard again."""

from __future__ import annotations

import shutil
from datetime import date

import pytest
from playwright.sync_api import expect

from dashboard.door.identity import COOKIE
from fit.casework import Settings, access, clinician, open_clinic
from fit.casework.views import ConsentKind
from fit.speech.background import SpeechOptions, obstacle
from fit.speech.spoken import Line, speak, speaking_program
from tests.dashboard.serving.drawn import OF_THE_UPLOADER, faults
from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.small_clinic import CLINICIAN, OWN, PASSPHRASE

pytestmark = pytest.mark.browser
LIMIT_MS = 90_000
NEEDED = obstacle(SpeechOptions()) or ("" if speaking_program() else "neither flite nor espeak-ng is installed")


@pytest.fixture
def agreed(small_clinic, tmp_path):
    """The folder of a clinic whose client agreed to both."""
    folder = tmp_path / "clinic"
    shutil.copytree(small_clinic.folder, folder)
    clinic, episode = open_clinic(Settings(folder=folder)), small_clinic.episodes[OWN]
    actor = access.sign_in(clinic, CLINICIAN.sign_in_name, PASSPHRASE, source="test").actor
    for kind in (ConsentKind.RECORDING, ConsentKind.TRANSCRIPT):
        clinician.record_consent(clinic, actor, episode, kind=kind, given_on=date(2026, 1, 10))
    clinic.close()
    return folder


def opened(browser, served, small_clinic):
    context = browser.new_context(base_url=served.url, viewport={"width": 1024, "height": 900})
    context.add_cookies([{"name": COOKIE, "value": served.token(CLINICIAN), "url": served.url}])
    page = context.new_page()
    page.set_default_timeout(LIMIT_MS)
    expect.set_options(timeout=LIMIT_MS)
    page.goto(f"/record?episode={small_clinic.episodes[OWN]}")
    page.get_by_role("button", name="Choose a file or a recording").click()
    expect(page.get_by_role("heading", name="From a recording")).to_be_visible()
    return page


def test_without_a_model_the_page_says_so_and_files_still_come_in(browser, agreed, small_clinic, monkeypatch):
    monkeypatch.setenv("MENDLINE_SPEECH_MODEL", "nowhere")
    with running_server(agreed) as served:
        page = opened(browser, served, small_clinic)
        expect(page.get_by_text("Recordings cannot be written down on this machine yet.")).to_be_visible()
        expect(page.get_by_text("docs/audio.md")).to_be_visible()
        expect(page.get_by_text("The transcript", exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Send the recording")).to_have_count(0)
        page.context.close()


@pytest.mark.skipif(bool(NEEDED), reason=NEEDED)
def test_a_recording_is_sent_written_down_taken_over_and_heard(browser, agreed, small_clinic, monkeypatch):
    monkeypatch.setenv("MENDLINE_KEEP_RECORDINGS", "1")
    said = ("Where did you go on the weekend?", "I went down to the sea and looked at the boats.")
    talk = speak([Line(speaker=place, text=text, silence=1_600) for place, text in enumerate(said)])
    with running_server(agreed) as served:
        page = opened(browser, served, small_clinic)
        field = page.get_by_label("The recording")
        field.set_input_files({"name": "my client.wav", "mimeType": "audio/wav", "buffer": b"no sound at all"})
        page.get_by_role("button", name="Send the recording").click()
        expect(page.get_by_text("this is no recording that can be read")).to_be_visible()
        field.set_input_files({"name": "my client.wav", "mimeType": "audio/wav", "buffer": talk.wav})
        page.get_by_role("button", name="Send the recording").press("Enter")
        expect(page.get_by_text("The recording has arrived. It is written down now")).to_be_visible()
        sound(page)
        page.get_by_role("link", name="Say who speaks").click()
        expect(page.get_by_role("heading", name="Who speaks?")).to_be_visible()
        for label, role in (("Speaker 1", "Clinician"), ("Speaker 2", "Client")):
            choice = page.get_by_role("radiogroup", name=f"{label} is").or_(
                page.get_by_role("group", name=f"{label} is")
            )
            choice.get_by_text(role, exact=True).click()
        page.get_by_text("Keep the sound too").click()
        page.get_by_role("button", name="Keep this transcript").click()
        expect(page.locator(".turn")).to_have_count(2)
        expect(page.locator(".turn.is-client .words")).to_contain_text("boats")
        expect(page.get_by_text("faster-whisper")).to_be_visible()
        hear(page, talk.times[1][0] / 1_000)
        sound(page)
        page.context.close()
        assert "my client" not in served.log.read_text()


def hear(page, start):
    """The player begins at the turn [s]; its first word is where the sound has it."""
    page.get_by_role("button", name="Hear this turn").last.click()
    page.wait_for_function(
        "() => { const find = (root) => root.querySelector('audio') ?? [...root.querySelectorAll('*')]"
        ".reduce((found, one) => found ?? (one.shadowRoot && find(one.shadowRoot)), null);"
        " return find(document)?.currentTime > 0.5; }"
    )
    at = page.locator("audio").evaluate("audio => audio.currentTime")
    assert start - 0.3 < at < start + 3


def sound(page):
    assert faults(page, but=OF_THE_UPLOADER) == []
