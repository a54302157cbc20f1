"""The record walked by hand: consent, a file, who speaks, a correction, a phrase found, and everything withdrawn."""

from __future__ import annotations

import re
import shutil

import pytest
from playwright.sync_api import expect

from dashboard.door.identity import COOKIE
from tests.dashboard.serving.drawn import OF_THE_UPLOADER, faults
from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.small_clinic import CLINICIAN, OWN

pytestmark = pytest.mark.browser
LIMIT_MS = 60_000
PHRASE = "the lighthouse keeper's daughter"
TALK = f"""WEBVTT

1
00:00:02.000 --> 00:00:05.000
Host: What stayed with you from last week?

2
00:00:09.500 --> 00:00:14.000
Guest: I keep thinking of {PHRASE}. I was her once.

3
00:00:14.500 --> 00:00:15.000
Host: Mm-hm.
"""


@pytest.fixture
def served(small_clinic, tmp_path):
    folder = tmp_path / "clinic"
    shutil.copytree(small_clinic.folder, folder)
    with running_server(folder) as running:
        yield running


@pytest.fixture
def page(browser, served):
    context = browser.new_context(base_url=served.url, viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": COOKIE, "value": served.token(CLINICIAN), "url": served.url}])
    yield context.new_page()
    context.close()


def test_consent_upload_speakers_a_phrase_a_correction_and_withdrawal(page, served, small_clinic):
    page.set_default_timeout(LIMIT_MS)
    expect.set_options(timeout=LIMIT_MS)
    page.goto(f"/client?episode={small_clinic.episodes[OWN]}")
    page.get_by_role("link", name="Record: consents").click()
    agree(page)
    take_the_file_in(page)
    correct_a_turn(page)
    sound(page)
    find_the_phrase(page)
    address = page.url
    withdraw(page, small_clinic)
    page.goto(address)
    expect(page.get_by_text("Choose a session first")).to_be_visible()
    look_for(page, PHRASE)
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    log = served.log.read_text()
    assert "lighthouse" not in log
    assert "my client" not in log


def agree(page):
    expect(page.get_by_text("Not asked yet")).to_have_count(2)
    expect(page.get_by_role("heading", name="Add a transcript")).to_have_count(0)
    page.get_by_role("button", name="Note the consent").first.click()
    expect(page.get_by_text("The consent is noted.")).to_be_visible()


def take_the_file_in(page):
    page.get_by_role("button", name="Choose a file or a recording").click()
    field = page.locator("input[type=file]").first
    field.set_input_files(
        {"name": "my client.vtt", "mimeType": "text/vtt", "buffer": TALK.replace("09.500", "0x.500").encode()}
    )
    expect(page.get_by_text("Nothing was taken")).to_be_visible()
    expect(page.get_by_role("button", name="Keep this transcript")).to_have_count(0)
    field.set_input_files({"name": "my client.vtt", "mimeType": "text/vtt", "buffer": TALK.encode()})
    expect(page.get_by_role("heading", name="Who speaks?")).to_be_visible()
    guest = page.get_by_role("radiogroup", name="Guest is").or_(page.get_by_role("group", name="Guest is"))
    guest.get_by_text("Client", exact=True).click()
    host = page.get_by_role("radiogroup", name="Host is").or_(page.get_by_role("group", name="Host is"))
    host.get_by_text("Clinician", exact=True).click()
    page.get_by_role("button", name="Keep this transcript").click()
    expect(page.locator(".turn")).to_have_count(3)
    expect(page.locator(".turn.is-client .speaker")).to_have_text("Client")
    expect(page.locator(".silence")).to_have_text("4.5 s of silence")


def correct_a_turn(page):
    last = page.locator(".turn").last
    last.get_by_role("button", name="Correct the turn at 0:14").click()
    page.get_by_label("What was said").fill("Tell me more about her.")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(last.locator(".words")).to_have_text("Tell me more about her.")
    last.get_by_text("Corrected once").click()
    expect(last.locator(".history")).to_contain_text("Clinician (Host): “Mm-hm.”")


def sound(page):
    assert faults(page, but=OF_THE_UPLOADER) == []


def look_for(page, words):
    page.get_by_role("link", name="Search").first.click()
    field = page.get_by_role("textbox", name="Words")
    field.fill(f'"{words}"')
    field.press("Enter")


def find_the_phrase(page):
    look_for(page, PHRASE)
    hit = page.locator(".ml-hit")
    expect(hit.locator("mark")).to_have_text(PHRASE)
    expect(hit).to_contain_text("What stayed with you from last week?")
    sound(page)
    page.get_by_role("link", name=re.compile("^Open own-steady, Session")).click()
    expect(page.locator(".turn.is-asked .words")).to_contain_text(PHRASE)
    assert "turn=" in page.url
    assert "lighthouse" not in page.url


def withdraw(page, small_clinic):
    page.goto(f"/record?episode={small_clinic.episodes[OWN]}")
    page.get_by_text("The client withdraws").click()
    sound(page)
    page.get_by_role("button", name="Withdraw the consent").click()
    expect(page.get_by_text("Tick the box first")).to_be_visible()
    page.get_by_text("Remove them now").click()
    page.get_by_role("button", name="Withdraw the consent").click()
    expect(page.get_by_text("1 transcript and 0 recordings removed")).to_be_visible()
    expect(page.get_by_role("heading", name="No transcript yet")).to_be_visible()
    expect(page.get_by_text("Withdrawn on")).to_be_visible()
