"""The demo clinic, walked once: a session rating fell, an alert, the session, its words, memory beside record."""

from __future__ import annotations

import re
import shutil

import pytest
from playwright.sync_api import expect

from dashboard.door.identity import COOKIE
from fit.casework import Settings, access, clinician, open_clinic
from fit.casework.demo import PASSPHRASE, load_demo
from fit.scales import ScaleKind
from tests.dashboard.serving.drawn import faults
from tests.dashboard.serving.running import running_server

pytestmark = pytest.mark.browser
LIMIT_MS = 60_000
REMEMBERED = "I think that I was patient, and that we parted well."


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo clinic in a folder, and who holds a client with an alert on a session of which there is a transcript."""
    folder = tmp_path_factory.mktemp("demo") / "clinic"
    settings = Settings(folder=folder, demo=True)
    load_demo(settings)
    clinic = open_clinic(settings)
    try:
        return folder, flagged_and_recorded(clinic)
    finally:
        clinic.close()


def flagged_and_recorded(clinic):
    for number in range(1, 7):
        actor = access.sign_in(clinic, f"clinician{number}", PASSPHRASE, source="127.0.0.1").actor
        for row in clinician.open_caseload(clinic, actor).rows:
            recorded = {
                session.meeting
                for session in clinician.open_record(clinic, actor, row.episode_id).sessions
                if session.transcripts
            }
            alerts = clinician.open_client(clinic, actor, row.episode_id).alerts if recorded else ()
            for alert in alerts:
                if alert.state.is_open and alert.kind == ScaleKind.ALLIANCE and alert.meeting in recorded:
                    return f"clinician{number}", row.client_label, alert.meeting
    raise AssertionError("the demo clinic has no flagged session with a transcript")


@pytest.fixture
def walk(demo, browser, tmp_path):
    made, (name, client, meeting) = demo
    folder = tmp_path / "clinic"
    shutil.copytree(made, folder)
    with running_server(folder, MENDLINE_DEMO="1") as served:
        context = browser.new_context(base_url=served.url, viewport={"width": 1440, "height": 900})
        context.set_default_timeout(LIMIT_MS)
        expect.set_options(timeout=LIMIT_MS)
        page = context.new_page()
        page.goto("/session/sign-in")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Passphrase").fill(PASSPHRASE)
        page.get_by_role("button", name="Sign in").click()
        yield page, client, meeting, served
        context.close()


def test_from_a_fall_in_the_rating_to_memory_beside_record(walk):
    page, client, meeting, served = walk
    expect(page.get_by_role("heading", name="Caseload")).to_be_visible()
    page.get_by_role("link", name=re.compile(rf"^(Open )?{re.escape(client)}")).first.click()
    page.get_by_role("link", name=f"Look back at session {meeting}").first.click()
    expect(page.get_by_role("heading", name="Where to look first")).to_be_visible()
    assert client not in page.title()
    first = page.locator("[class*='st-key-excerpt-1']")
    assert faults(page) == []
    expect(first.locator("ol")).to_have_count(0)
    first.locator("textarea").fill(REMEMBERED)
    first.get_by_role("button", name="Show what was said").click()
    expect(first.get_by_text("As you remember it")).to_be_visible()
    expect(first.get_by_text(REMEMBERED)).to_be_visible()
    expect(first.get_by_text("As it was said")).to_be_visible()
    said = first.locator("li.is-about p").inner_text()
    expect(first.locator("p.ml-fact")).to_contain_text(" ".join(said.split()[:3]))
    assert 5 <= first.locator("li:has(strong)").count() <= 12
    assert faults(page) == []
    page.reload()
    expect(first.get_by_text(REMEMBERED)).to_be_visible()
    first.get_by_role("link", name="Open it in the whole transcript").click()
    expect(page.locator(".turn.is-asked .words")).to_have_text(said)
    log = served.log.read_text()
    assert client not in log
    assert "patient" not in log
    assert said[:20] not in log


def test_the_page_fits_a_phone(walk):
    page, client, meeting, _ = walk
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("link", name=re.compile(rf"^(Open )?{re.escape(client)}")).first.click()
    page.get_by_role("link", name=f"Look back at session {meeting}").first.click()
    expect(page.get_by_role("heading", name="How it was said")).to_be_visible()
    page.get_by_role("button", name="Show what was said").first.click()
    expect(page.locator("li.is-about").first).to_be_visible()
    width = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert width <= 390
    cookies = [one for one in page.context.cookies() if one["name"] == COOKIE]
    assert len(cookies) == 1
