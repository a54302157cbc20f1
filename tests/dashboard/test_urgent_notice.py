"""A risk answer reaches the clinician at once: also on a page that is only left open."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import expect

from tests.dashboard.serving.drawn import faults
from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.small_clinic import CLINICIAN, COLLEAGUE, OWN, PASSPHRASE

pytestmark = pytest.mark.browser

PATIENCE_MS = 30_000
AT_ONCE_MS = 15_000


@pytest.fixture
def server(small_clinic, tmp_path):
    folder = tmp_path / "clinic"
    shutil.copytree(small_clinic.folder, folder)
    with running_server(folder) as running:
        yield running


@pytest.fixture
def device(browser, server):
    contexts = []

    def signed_in(person):
        context = browser.new_context(base_url=server.url, viewport={"width": 768, "height": 1024}, has_touch=True)
        context.set_default_timeout(PATIENCE_MS)
        fields = {"name": person.sign_in_name, "passphrase": PASSPHRASE}
        assert context.request.post("/session/sign-in", form=fields, headers={"origin": server.url}).ok
        contexts.append(context)
        return context

    yield signed_in
    for context in contexts:
        context.close()


def answer_the_questions(context, server, episode):
    """Hand the questions over on another device and answer each with the most."""
    asked = {"ask": f"{episode}:client:0:phq9"}
    handed = context.request.post("/session/hand-over", form=asked, headers={"origin": server.url}, max_redirects=0)
    form = context.new_page()
    form.goto(handed.headers["location"])
    form.wait_for_selector("main[data-ready]")
    for group in form.get_by_role("radiogroup").all():
        group.get_by_role("radio").last.tap()
    form.get_by_role("button", name="Send").tap()
    form.get_by_role("button", name="I have read this").tap()
    expect(form.get_by_role("heading", name="Thank you")).to_be_visible()


def test_a_risk_answer_appears_on_an_open_page_without_a_touch(device, server, small_clinic):
    page, colleagues = device(CLINICIAN).new_page(), device(COLLEAGUE).new_page()
    for one in (page, colleagues):
        one.goto("/caseload")
        expect(one.get_by_role("heading", name="Caseload")).to_be_visible(timeout=PATIENCE_MS)
    notice = page.locator("[class*='st-key-urgent-notice']")
    expect(notice).to_have_count(0)
    answer_the_questions(device(CLINICIAN), server, small_clinic.episodes[OWN])

    expect(notice).to_contain_text(f"Please look today · {OWN}", timeout=AT_ONCE_MS)
    expect(page.get_by_role("alert")).to_be_in_viewport()
    assert faults(page) == []
    assert colleagues.locator("[class*='st-key-urgent-']").count() == 0

    notice.get_by_role("link", name="Open").tap()
    expect(page.get_by_role("heading", name=OWN)).to_be_visible(timeout=PATIENCE_MS)
    page.locator("[class*='st-key-alert-']").get_by_role("button", name="I have seen this").first.tap()
    expect(notice).to_have_count(0, timeout=AT_ONCE_MS)
