"""A client goes to a colleague, is closed and opened again, and comes with somebody else: walked by two people."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dashboard.door.identity import COOKIE
from tests.dashboard.pages.story_clinic import PASSPHRASE
from tests.dashboard.serving.drawn import faults, wait_until_drawn
from tests.dashboard.serving.running import running_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

    from tests.dashboard.serving.running import RunningServer

pytestmark = pytest.mark.browser
LIMIT_MS = 30_000
CODE, OTHER = "STEADY", "GAPS"
NOTE = "The line goes up. Ask about the new job first."


@pytest.fixture(scope="module")
def served(story_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("served-endings") / "clinic"
    shutil.copytree(story_folder, folder)
    with running_server(folder) as running:
        yield running


@pytest.fixture
def opened(browser: Browser, served: RunningServer):
    contexts = {}

    def open_page(name: str, address: str = "/", *, width: int = 1024, height: int = 768) -> Page:
        if name not in contexts:
            contexts[name] = browser.new_context(
                viewport={"width": width, "height": height}, has_touch=True, base_url=served.url
            )
            token = served.token_of(name, PASSPHRASE)
            contexts[name].add_cookies([{"name": COOKIE, "value": token, "url": served.url}])
        page = contexts[name].new_page()
        page.goto(address)
        expect(page.locator("h1")).to_be_visible(timeout=LIMIT_MS)
        return page

    yield open_page
    for context in contexts.values():
        context.close()


def unfolded(page: Page, title: str) -> Locator:
    """Open one of the parts at the foot of a client's page."""
    part = page.locator("details").filter(has=page.locator("summary", has_text=title)).first
    part.locator("summary").click()
    expect(part.get_by_role("button").last).to_be_visible(timeout=LIMIT_MS)
    wait_until_drawn(page)  # while a part opens, its buttons move under the finger
    return part


def choose(page: Page, field: Locator, beginning: str) -> None:
    """Type what the choice is found by, and take it by keyboard: the list moves while it opens."""
    field.press_sequentially(beginning, delay=30)
    expect(page.get_by_role("option").first).to_be_visible(timeout=LIMIT_MS)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def is_within(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def to_client(page: Page, code: str) -> str:
    page.get_by_role("link", name=code, exact=True).click()
    expect(page.locator("h1")).to_have_text(code, timeout=LIMIT_MS)
    expect(page.locator(".js-plotly-plot")).to_be_visible(timeout=LIMIT_MS)
    return page.url


def hand_over(page: Page) -> None:
    part = unfolded(page, "Hand over to a colleague")
    expect(part.get_by_text("You do not see the client any more")).to_be_visible(timeout=LIMIT_MS)
    choose(page, part.get_by_role("combobox", name="To whom"), "two")
    part.get_by_role("textbox", name="A note for your colleague").fill(NOTE)
    part.get_by_role("button", name="Hand over this client").click()
    expect(part.get_by_text("goes to Clinician Two at once")).to_be_visible(timeout=LIMIT_MS)
    assert faults(page) == []
    part.get_by_role("button", name="Yes, hand over to Clinician Two").click()
    expect(page.get_by_text(f"{CODE} is with")).to_be_visible(timeout=LIMIT_MS)


def close(page: Page) -> None:
    part = unfolded(page, "Close this episode")
    expect(part.get_by_text("How did it end?")).to_be_visible(timeout=LIMIT_MS)
    assert faults(page) == []
    part.get_by_text("Ended unplanned").click()
    part.get_by_role("button", name="Close this episode").click()
    expect(page.get_by_text("The episode is closed: ended unplanned")).to_be_visible(timeout=LIMIT_MS)


def reopen(page: Page) -> None:
    part = unfolded(page, "The client comes again")
    part.get_by_role("textbox", name="Why is it opened again?").fill("Closed by mistake")
    part.get_by_role("button", name="Open this episode again").click()
    expect(page.get_by_text("“Closed by mistake”. It had been closed as ended unplanned")).to_be_visible(
        timeout=LIMIT_MS
    )


def test_a_client_goes_to_a_colleague_and_is_closed_and_opened_again(opened):
    page = opened("clinician.one")
    address = to_client(page, CODE)
    late = opened("clinician.one", address)
    expect(late.locator(".js-plotly-plot")).to_be_visible(timeout=LIMIT_MS)
    hand_over(page)
    expect(page.get_by_role("link", name=CODE, exact=True)).to_have_count(0)
    late.locator("summary", has_text="Close this episode").click()  # the page that was left open
    expect(late.locator("h1")).to_have_text("No such client here", timeout=LIMIT_MS)

    theirs = opened("clinician.two", width=390, height=844)
    news = theirs.locator(".st-key-handed-over")
    expect(news).to_contain_text("New to you: 1 client, handed over by", timeout=LIMIT_MS)
    expect(news).to_contain_text(NOTE)
    assert is_within(theirs)
    assert faults(theirs) == []
    news.get_by_role("link", name=f"Open {CODE}").click()
    expect(theirs.locator("h1")).to_have_text(CODE, timeout=LIMIT_MS)
    expect(theirs.get_by_text(NOTE)).to_be_visible(timeout=LIMIT_MS)
    close(theirs)
    assert is_within(theirs)
    reopen(theirs)
    assert faults(theirs) == []
    theirs.get_by_role("link", name="All clients").click()
    expect(theirs.get_by_role("link", name=CODE, exact=True)).to_be_visible(timeout=LIMIT_MS)
    expect(theirs.locator(".st-key-handed-over")).to_have_count(0)


def test_two_people_seen_together_take_the_tablet_in_turn(opened):
    page = opened("clinician.one", width=390, height=844)
    to_client(page, OTHER)
    part = unfolded(page, "Seen together with others")
    part.get_by_role("textbox", name="Its name or code").fill("House 12")
    choose(page, part.get_by_role("combobox", name="Who else comes, of your clients"), "OFF-TRACK")
    page.keyboard.press("Escape")
    part.get_by_role("button", name="Begin", exact=True).click()
    expect(page.locator("h1")).to_have_text("House 12", timeout=LIMIT_MS)
    expect(page.get_by_text(f"Still to give it: OFF-TRACK, {OTHER}.")).to_be_visible(timeout=LIMIT_MS)
    assert is_within(page)
    assert faults(page) == []
    page.get_by_role("button", name="Give to all, in turn").click()
    page.wait_for_url("**/k/*", timeout=LIMIT_MS)
    expect(page.get_by_role("heading", name="Now it is the next person's turn")).to_be_visible(timeout=LIMIT_MS)
    expect(page.get_by_text("OFF-TRACK")).to_have_count(0)  # clients need not know their codes
