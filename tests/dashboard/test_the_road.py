"""The road, walked once by touch: a rating on a tablet becomes an alert on the clinician's chart."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.small_clinic import CLINICIAN, COLLEAGUES, FALLING, OWN, PASSPHRASE
from tests.dashboard.serving.tablet import hand_over, rate, take_back

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.dashboard.serving.running import RunningServer
    from tests.dashboard.serving.small_clinic import SmallClinic

pytestmark = pytest.mark.browser

PATIENCE_MS = 25_000
VERDICTS = 3  # cards above the alerts, each with its own "Why this?"
TABLET = {"width": 768, "height": 1024}


@pytest.fixture
def fresh_server(small_clinic: SmallClinic, tmp_path) -> Iterator[RunningServer]:
    folder = tmp_path / "clinic"
    shutil.copytree(small_clinic.folder, folder)
    with running_server(folder) as running:
        yield running


@pytest.fixture
def page(fresh_server: RunningServer, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=fresh_server.url, viewport=TABLET, has_touch=True)
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    yield context.new_page()
    context.close()


def sign_in(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Name").fill(CLINICIAN.sign_in_name)
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").tap()


def chart_words(page: Page) -> str:
    """What the chart says of itself to those who do not see it."""
    chart = page.get_by_role("figure").first
    expect(chart).to_be_visible()
    return chart.get_attribute("aria-label") or ""


def caseload_order(page: Page) -> list[str]:
    rows = page.locator("a[href*='client?episode=']")
    expect(rows.first).to_be_visible()
    return [name for text in rows.all_inner_texts() for name in (OWN, FALLING, COLLEAGUES) if name in text]


def test_a_rating_on_a_tablet_becomes_an_alert_on_the_clinicians_chart(page: Page, fresh_server: RunningServer):
    sign_in(page)
    expect(page.get_by_role("heading", name="Caseload")).to_be_visible()
    # Only the own caseload, and who deserves attention comes first.
    assert caseload_order(page) == [FALLING, OWN]
    expect(page.get_by_text(COLLEAGUES)).to_have_count(0)

    page.locator("a[href*='client?episode=']", has_text=OWN).tap()
    expect(page.get_by_role("heading", name=OWN)).to_be_visible()
    assert "26.0" in chart_words(page)

    # The outcome rating at the start: the screen is the client's alone.
    hand_over(page, "outcome rating")
    assert page.get_by_role("link").count() == 0
    assert OWN not in page.content()
    page.evaluate("history.back()")
    expect(page.get_by_role("slider")).to_have_count(4)
    form = page.url
    page.goto("/")
    expect(page).to_have_url(re.compile("/session/sign-in"))
    page.goto(form)
    rate(page, [0.7, 0.8, 0.75, 0.75])
    take_back(page)

    # The new point stands on the chart, and the change in words.
    expect(page.get_by_role("heading", name=OWN)).to_be_visible()
    words = chart_words(page)
    assert "30.0" in words
    assert "simulated reference" in words
    expect(page.get_by_text("Recovered").first).to_be_visible()

    # The session rating at the end falls by more than a point: an alert, with its reason and its source.
    hand_over(page, "session rating")
    rate(page, [0.7, 0.9, 0.9, 0.9])
    take_back(page)
    expect(page.get_by_text("The session rating fell since the last one").locator("visible=true").first).to_be_visible()
    expect(page.get_by_text("fell by 4.9").locator("visible=true").first).to_be_visible()
    for why in page.get_by_text("Why this?").locator("visible=true").all()[VERDICTS:]:
        why.tap()
    expect(
        page.get_by_text("alliance rating of the last rated session - this one").locator("visible=true").first
    ).to_be_visible()
    expect(page.get_by_text("OpenFIT").locator("visible=true").first).to_be_visible()
    assert "34.0" in chart_words(page)

    # The caseload moves the client up: an alliance alert that is new.
    page.get_by_role("link", name="All clients").tap()
    row = page.locator(".ml-linked-row", has_text=OWN)
    expect(row).to_contain_text("Ask about the alliance")
    expect(row).to_contain_text("34.0")
