"""The clinician's pages as a hand, a keyboard and an accessibility checker meet them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dashboard.door.identity import COOKIE
from tests.dashboard.pages.story_clinic import PASSPHRASE
from tests.dashboard.serving.drawn import faults
from tests.dashboard.serving.running import running_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.dashboard.serving.running import RunningServer

pytestmark = pytest.mark.browser
LIMIT_MS = 30_000
OF_THE_FRAMEWORK = frozenset({"presentation-role-conflict"})
"""Streamlit's file uploader has it; it is not ours to mend."""


@pytest.fixture(scope="module")
def served_stories(story_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("served-stories") / "clinic"
    shutil.copytree(story_folder, folder)
    with running_server(folder) as running:
        yield running


@pytest.fixture(scope="module")
def tokens(served_stories: RunningServer) -> dict[str, str]:
    names = ("clinician.one", "clinician.two", "supervisor.one", "director.one", "administrator.one")
    return {name: served_stories.token_of(name, PASSPHRASE) for name in names}


@pytest.fixture
def opened(browser: Browser, served_stories: RunningServer, tokens: dict[str, str]):
    """Open a page as one of the people, on a screen of some size."""
    contexts = []

    def open_page(name: str, *, width: int = 1024, height: int = 768, scheme: str = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, has_touch=True, color_scheme=scheme)
        contexts.append(context)
        context.add_cookies([{"name": COOKIE, "value": tokens[name], "url": served_stories.url}])
        page = context.new_page()
        page.goto(served_stories.url)
        expect(page.locator("h1")).to_be_visible(timeout=LIMIT_MS)
        return page

    yield open_page
    for context in contexts:
        context.close()


def open_client(page: Page, label: str) -> None:
    page.get_by_role("link", name=label, exact=True).click()
    expect(page.locator("h1")).to_have_text(label, timeout=LIMIT_MS)
    expect(page.locator(".js-plotly-plot")).to_be_visible(timeout=LIMIT_MS)


def test_a_tap_anywhere_in_a_row_opens_its_client(opened):
    page = opened("clinician.one", width=390, height=844)
    row = page.locator(".ml-linked-row").first
    expect(row).to_be_visible(timeout=LIMIT_MS)
    client, box = row.get_by_role("link").text_content(), row.bounding_box()

    page.touchscreen.tap(box["x"] + box["width"] - 20, box["y"] + box["height"] - 10)

    assert client
    expect(page.locator("h1")).to_have_text(client, timeout=LIMIT_MS)


def test_a_row_opens_by_keyboard_and_the_way_back_is_a_link(opened):
    page = opened("clinician.one")
    page.get_by_role("link", name="STEADY", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("STEADY", timeout=LIMIT_MS)

    page.get_by_role("link", name="All clients").click()

    expect(page.locator("h1")).to_have_text("Caseload", timeout=LIMIT_MS)


def test_the_chart_says_its_course_to_a_screen_reader(opened):
    page = opened("clinician.one")
    open_client(page, "FALLING-ALLIANCE")

    assert "ORS began at 18.2 and is now 24.6" in page.get_by_role("figure").first.get_attribute("aria-label")


@pytest.mark.parametrize("width", [390, 768, 1024, 1440])
def test_nothing_hangs_over_the_side_of_any_screen(opened, width):
    page = opened("clinician.one", width=width, height=900)
    open_client(page, "FALLING-ALLIANCE")

    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth - main.clientWidth") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["clinician.one", "supervisor.one", "director.one", "administrator.one"])
def test_a_first_page_has_no_fault_that_is_ours(opened, name, scheme):
    page = opened(name, scheme=scheme)
    assert faults(page, but=OF_THE_FRAMEWORK) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("name", "way", "title"),
    [
        ("clinician.one", "New client", "New client"),
        ("clinician.one", "Your account", "Your account"),
        ("administrator.one", "Your account", "Your account"),
        ("administrator.one", "Supervisor One", "Supervisor One"),
        ("administrator.one", "Keep and erase", "Keep and erase"),
    ],
)
def test_a_page_with_a_form_has_no_fault(opened, name, way, title, scheme):
    page = opened(name, scheme=scheme)
    page.get_by_role("button" if way == "New client" else "link", name=way).click()
    expect(page.locator("h1")).to_have_text(title, timeout=LIMIT_MS)
    assert faults(page) == []


def test_a_legal_hold_is_set_and_lifted_on_the_page_of_one_client(opened):
    page = opened("administrator.one")
    page.get_by_role("link", name="Keep and erase").click()
    page.get_by_label("The client's code").fill("OFF-TRACK")
    page.get_by_role("button", name="Look").click()
    expect(page.locator("h1")).to_have_text("OFF-TRACK", timeout=LIMIT_MS)
    assert "OFF-TRACK" not in page.url
    expect(page.get_by_role("button", name="Erase everything for good")).to_be_visible(timeout=LIMIT_MS)
    page.get_by_label("Why nothing may be erased").fill("A court asked for it")
    page.get_by_role("button", name="Set a legal hold").click()
    expect(page.get_by_text("Under a legal hold", exact=True)).to_be_visible(timeout=LIMIT_MS)
    expect(page.get_by_role("button", name="Erase everything for good")).to_have_count(0)
    assert faults(page) == []
    page.get_by_label("Why it is lifted").fill("The case is closed")
    page.get_by_role("button", name="Lift the legal hold").click()
    expect(page.get_by_text("No legal hold", exact=True)).to_be_visible(timeout=LIMIT_MS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_clients_page_has_no_fault_with_everything_opened(opened, scheme):
    page = opened("clinician.one", scheme=scheme)
    open_client(page, "FALLING-ALLIANCE")
    for opener in page.locator("summary").all():
        opener.click()
    assert faults(page) == []


def test_a_client_opened_with_a_reason_is_told_to_those_in_charge_and_stands_in_the_audit(opened, served_stories):
    outside = opened("clinician.two")
    outside.goto(f"{served_stories.url}/emergency")
    outside.get_by_label("Code of the client").fill("STEADY")
    outside.get_by_label("Why you need to read this").fill("Called in danger, and nobody else is here.")
    outside.get_by_role("button", name="Open and tell").click()
    expect(outside.get_by_text("Clinician One, Supervisor One were told.")).to_be_visible(timeout=LIMIT_MS)
    assert faults(outside) == []
    outside.get_by_role("link", name="Go to the client").click()
    expect(outside.locator("h1")).to_have_text("STEADY", timeout=LIMIT_MS)
    expect(outside.get_by_text("You opened this client with a reason")).to_be_visible(timeout=LIMIT_MS)
    expect(outside.get_by_text("You can read here, not change.")).to_be_visible(timeout=LIMIT_MS)

    for name in ("clinician.one", "supervisor.one"):
        told = opened(name)
        news = told.get_by_text("Clinician Two opened the record of STEADY")
        expect(news).to_be_visible(timeout=LIMIT_MS)
        expect(told.get_by_text("Called in danger, and nobody else is here.")).to_be_visible(timeout=LIMIT_MS)
        told.get_by_role("button", name="I have seen this").click()
        expect(news).to_have_count(0, timeout=LIMIT_MS)

    page = opened("administrator.one", width=1280)
    page.get_by_role("link", name="Audit", exact=True).click()
    page.get_by_label("Client's code").fill("STEADY")
    page.keyboard.press("Enter")
    lines = page.get_by_role("region", name="Lines of the audit")
    expect(lines.get_by_text("opened client STEADY with a reason, from outside the care")).to_be_visible(
        timeout=LIMIT_MS
    )
    expect(lines.get_by_text("opened the page of client STEADY").first).to_be_visible(timeout=LIMIT_MS)
    assert "127.0.0.1" in lines.inner_text()
    assert "danger" not in page.content()
    page.get_by_role("button", name="Check the audit now").click()
    expect(page.get_by_text("lines are there, in order, as they were written")).to_be_visible(timeout=LIMIT_MS)
    assert faults(page) == []
