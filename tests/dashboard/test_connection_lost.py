"""A page whose server does not answer says so in our own words, and goes on when it answers again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess

import pytest
from playwright.sync_api import expect

from tests.dashboard.serving.desk import HEADING, SETTLED_MS, desk, open_at
from tests.dashboard.serving.running import ROOT, SERVE, running_server, wait_until_it_answers
from tests.dashboard.serving.small_clinic import FALLING

pytestmark = pytest.mark.browser
SOON_MS = 9_000
"""A press is given some seconds to be heard, then the server some to answer."""
BOX_MS = 6_000
"""Streamlit's own box comes within so long."""
SAID = "No connection to the clinic\N{RIGHT SINGLE QUOTATION MARK}s server. What you typed is still here"
LINE = ".ml-connection"
ALARMS = {"rgb(101, 18, 63)", "rgb(133, 38, 13)", "rgb(140, 99, 0)"}
"""The tones for what is urgent, to be acted on and to be watched."""


@pytest.fixture
def served(small_clinic, tmp_path):
    folder = shutil.copytree(small_clinic.folder, tmp_path / "clinic")
    with running_server(folder) as server:
        yield server


@pytest.fixture
def context(browser):
    with desk(browser) as made:
        yield made


def start_again(server):
    """Start a server anew where the one that was killed had listened; it is stopped as that one would have been."""
    server.process.wait()
    with server.log.open("ab") as log:
        server.process = subprocess.Popen(
            [*SERVE, "--port", str(server.port)],
            cwd=ROOT,
            env=os.environ | {"MENDLINE_DATA": str(server.folder)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    wait_until_it_answers(server)


def test_a_server_that_was_killed_is_said_in_our_words_alone_until_it_is_there_again(context, served):
    page = open_at(context, served)
    line = page.get_by_role("status").filter(has_text=SAID)
    link = page.get_by_role("link", name=FALLING, exact=True)
    link.focus()
    served.process.kill()

    expect(line).to_be_visible(timeout=SOON_MS)
    expect(page.locator(LINE)).to_have_attribute("aria-live", "polite")
    page.wait_for_timeout(BOX_MS)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("internet")).to_have_count(0)
    expect(link).to_be_focused()

    start_again(served)
    expect(page.locator(LINE)).to_be_empty()
    link.click()
    expect(page.locator(HEADING).first).to_have_text(FALLING)


def test_offline_is_said_within_seconds_and_a_press_is_done_when_it_is_back(context, served):
    page = open_at(context, served)
    context.set_offline(True)
    expect(page.get_by_role("status").filter(has_text=SAID)).to_be_visible(timeout=SOON_MS)
    page.get_by_role("button", name="New client").click()
    page.wait_for_timeout(SETTLED_MS)
    expect(page.locator(HEADING).first).to_have_text("Caseload")

    context.set_offline(False)
    expect(page.locator(LINE)).to_be_empty()
    expect(page.locator(HEADING).first).to_have_text("New client")


def test_a_server_that_falls_silent_is_noticed_when_something_is_pressed(context, served):
    page = open_at(context, served)
    os.kill(served.process.pid, signal.SIGSTOP)
    try:
        page.get_by_role("button", name="New client").click()
        expect(page.get_by_role("status").filter(has_text=SAID)).to_be_visible(timeout=SOON_MS)
    finally:
        os.kill(served.process.pid, signal.SIGCONT)
    expect(page.locator(HEADING).first).to_have_text("New client")
    expect(page.locator(LINE)).to_be_empty()


def test_a_page_that_is_used_says_nothing_and_asks_nothing(context, served):
    page = open_at(context, served)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/healthz") else None)
    page.get_by_role("button", name="New client").click()
    expect(page.locator(HEADING).first).to_have_text("New client")
    page.wait_for_timeout(SOON_MS)
    expect(page.locator(LINE)).to_be_empty()
    assert not asked


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_client_who_looks_too_sees_no_alarm(browser, served, small_clinic, scheme):
    context = browser.new_context(viewport={"width": 375, "height": 700}, color_scheme=scheme)
    page = open_at(context, served, f"/together?episode={small_clinic.episodes[FALLING]}", listens=False)
    context.set_offline(True)
    line = page.get_by_role("status").filter(has_text=SAID)
    expect(line).to_be_visible(timeout=SOON_MS)
    looks = line.evaluate("(one) => { const its = getComputedStyle(one); return [its.color, its.backgroundColor]; }")
    assert (
        looks
        == {
            "light": ["rgb(31, 42, 46)", "rgb(255, 253, 250)"],
            "dark": ["rgb(236, 234, 229)", "rgb(27, 36, 39)"],
        }[scheme]
    )
    assert not ALARMS & set(looks)
    box = line.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 375
    context.close()
