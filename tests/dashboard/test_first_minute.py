"""The clinician's first minute, walked once: what is new, who comes first, an alert from new to closed."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.dashboard.serving.at_rest import at_rest
from tests.dashboard.serving.drawn import faults
from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.small_clinic import CLINICIAN, FALLING, OWN, PASSPHRASE
from tests.dashboard.serving.tablet import hand_over, rate, take_back

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.dashboard.serving.running import RunningServer
    from tests.dashboard.serving.small_clinic import SmallClinic

pytestmark = pytest.mark.browser

PATIENCE_MS = 30_000
NEWS = "Since you were here"
DRAWN_MS = 1500
"""[ms] Until what a press changed is drawn."""


@pytest.fixture
def fresh_server(small_clinic: SmallClinic, tmp_path) -> Iterator[RunningServer]:
    folder = tmp_path / "clinic"
    shutil.copytree(small_clinic.folder, folder)
    with running_server(folder) as running:
        yield running


@pytest.fixture
def page(fresh_server: RunningServer, browser: Browser) -> Iterator[Page]:
    size = {"width": 1024, "height": 768}
    context = browser.new_context(base_url=fresh_server.url, viewport=size, has_touch=True)
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    yield context.new_page()
    context.close()


def sign_in(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Name").fill(CLINICIAN.sign_in_name)
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").tap()
    expect(page.get_by_role("heading", name="Caseload")).to_be_visible()


def news(page: Page):
    return page.locator("summary", has_text=NEWS)


def row(page: Page, client: str):
    return page.locator(".ml-linked-row", has_text=client)


def back_to_the_list(page: Page) -> None:
    page.get_by_role("link", name="All clients").tap()
    expect(page.get_by_role("heading", name="Caseload")).to_be_visible()


def alliance_alert(page: Page):
    return page.locator("[class*='st-key-alert-act-alliance']").first


def step(page: Page, name: str) -> None:
    alliance_alert(page).get_by_role("button", name=name).tap()


def work_on_the_alert(page: Page) -> None:
    """From new to closed: seen, put off and brought back, talked about, a repair planned, closed with a reason."""
    alert = alliance_alert(page)

    # The alert tells its session, and how far the work has come.
    expect(alert).to_contain_text("session 4 · new")
    alert.locator("summary", has_text="Session 4").tap()
    expect(alert.get_by_text("SRS · client · imported")).to_be_visible()
    step(page, "I have seen this")
    expect(alert).to_contain_text("session 4 · seen")

    # Put off, the client goes down the list; brought back, up again.
    for other in page.get_by_role("button", name="Not before the next session").all()[::-1]:
        other.tap()
        page.wait_for_timeout(DRAWN_MS)
    expect(alert).to_contain_text("seen · waits for the next session")
    back_to_the_list(page)
    expect(row(page, FALLING)).not_to_contain_text("Ask about the alliance")
    row(page, FALLING).locator("a").tap()
    step(page, "Bring it back now")
    expect(alert).not_to_contain_text("waits for")

    step(page, "Talked about it")
    expect(alert).to_contain_text("talked about with the client (marked after session 4 had been held)")
    expect(alert.get_by_role("link", name="Plan a repair")).to_have_count(1)  # once the card is drawn to its end
    alert.get_by_role("link", name="Plan a repair").tap()
    page.get_by_role("button", name="Plan it").tap()
    expect(page.get_by_text("It is planned, and waits on your caseload")).to_be_visible()
    page.get_by_role("link", name="To the client's page").tap()
    expect(alert).to_contain_text("repair planned (marked after session 4 had been held)")
    back_to_the_list(page)
    expect(row(page, FALLING)).to_contain_text("Next step: the repair planned after session 4.")

    # Closed with a reason, and never without.
    row(page, FALLING).locator("a").tap()
    alert.locator("summary", has_text="Close it, with a reason").tap()
    at_rest(alert.get_by_role("button", name="Close this alert")).tap()
    expect(alert.get_by_text("Write a few words")).to_be_visible()
    alert.get_by_label("Why can it be closed?").fill("We changed how we work together")
    alert.get_by_role("button", name="Close this alert").tap()
    expect(page.get_by_text("session 4 · repair planned")).to_have_count(0)
    page.locator("summary", has_text="Earlier alerts").tap()
    expect(page.get_by_text("Closed: We changed how we work together.").first).to_be_visible()


def test_the_first_minute(page: Page):
    sign_in(page)

    # What is new, in words; the link leads to the client and the session.
    news(page).tap()
    line = page.locator("[class*='st-key-digest-line-']", has_text=FALLING).first
    expect(line).to_contain_text("Talk about it next session")
    assert faults(page) == []
    expect(line.get_by_role("link", name=FALLING)).to_have_attribute("href", re.compile(r"episode=\w+&session=4$"))
    news(page).tap()
    expect(line).to_have_count(0)

    # The first client on the list is the one who needs somebody.
    expect(row(page, FALLING)).to_contain_text("Ask about the alliance")
    assert faults(page) == []
    at_rest(page.locator(".ml-linked-row a").first).tap()
    expect(page.get_by_role("heading", name=FALLING)).to_be_visible()

    # Why: the rule, the numbers put in, the line and its source.
    alert = alliance_alert(page)
    alert.locator("summary", has_text="Why this?").tap()
    expect(alert).to_contain_text("29.4")
    expect(alert).to_contain_text("36")
    expect(alert).to_contain_text("Source")

    work_on_the_alert(page)

    # The form goes to the client and comes back with a point that is new on the chart.
    hand_over(page, "outcome rating")
    rate(page, [0.3, 0.5, 0.4, 0.35])
    take_back(page)
    chart = page.get_by_role("figure").first
    expect(chart).to_be_visible()
    expect(chart).to_have_attribute("aria-label", re.compile(r"15\.5"))

    # Read: a look does not do it, the button does, and it stays so.
    back_to_the_list(page)
    news(page).tap()
    page.get_by_role("button", name="I have read this").tap()
    expect(news(page)).to_have_count(0)
    page.reload()
    expect(row(page, OWN)).to_be_visible()
    expect(news(page)).to_have_count(0)

    page.get_by_role("button", name="Sign out").tap()
    expect(page).to_have_url(re.compile("/session/sign-in"))


def test_a_filter_waits_while_a_client_is_looked_at_and_a_tag_is_kept(page: Page):
    sign_in(page)
    row(page, OWN).locator("a").tap()
    page.get_by_role("button", name="Add a tag").tap()
    field = page.get_by_role("combobox", name="Tags")
    field.fill("evening group")
    field.press("Enter")
    expect(page.locator(".ml-tags")).to_have_text("evening group")
    assert faults(page) == []
    page.keyboard.press("Escape")
    back_to_the_list(page)
    expect(row(page, OWN)).to_contain_text("evening group")
    page.get_by_label("Find a client", exact=True).fill("steady")
    page.get_by_label("Find a client", exact=True).press("Enter")
    expect(row(page, FALLING)).to_have_count(0)
    assert faults(page) == []
    row(page, OWN).locator("a").tap()
    expect(page.get_by_role("heading", name=OWN)).to_be_visible()
    back_to_the_list(page)
    expect(page.get_by_label("Find a client", exact=True)).to_have_value("steady")
    expect(row(page, FALLING)).to_have_count(0)
