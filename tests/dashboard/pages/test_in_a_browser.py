"""The clinician's pages as a hand, a keyboard and an accessibility checker meet them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from dashboard.door.identity import COOKIE
from tests.dashboard.pages.story_clinic import PASSPHRASE
from tests.dashboard.serving.running import running_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.dashboard.serving.running import RunningServer

pytestmark = pytest.mark.browser
LIMIT_MS = 30_000
OF_THE_FRAMEWORK = {"presentation-role-conflict"}
"""Streamlit's file uploader has it; it is not ours to mend."""


@pytest.fixture(scope="module")
def served_stories(story_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("served-stories") / "clinic"
    shutil.copytree(story_folder, folder)
    with running_server(folder) as running:
        yield running


@pytest.fixture(scope="module")
def tokens(served_stories: RunningServer) -> dict[str, str]:
    names = ("clinician.one", "supervisor.one", "director.one", "administrator.one")
    return {name: _sign_in(served_stories, name) for name in names}


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


def _sign_in(server: RunningServer, name: str) -> str:
    reply = server.post("/session/sign-in", {"name": name, "passphrase": PASSPHRASE})
    assert reply.status == 303, reply.body
    return reply.cookies[COOKIE]


def open_client(page: Page, label: str) -> None:
    page.get_by_role("link", name=label, exact=True).click()
    expect(page.locator("h1")).to_have_text(label, timeout=LIMIT_MS)
    expect(page.locator(".js-plotly-plot")).to_be_visible(timeout=LIMIT_MS)


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found if fault["id"] not in OF_THE_FRAMEWORK]


def test_a_tap_anywhere_in_a_row_opens_its_client(opened):
    page = opened("clinician.one", width=390, height=844)
    row = page.locator("[class*='st-key-row-']").first
    expect(row).to_be_visible(timeout=LIMIT_MS)
    box = row.bounding_box()

    page.touchscreen.tap(box["x"] + box["width"] - 20, box["y"] + box["height"] - 10)

    expect(page.locator("h1")).to_have_text("FALLING-ALLIANCE", timeout=LIMIT_MS)


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
    page.wait_for_timeout(1500)

    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("name", "way", "title"),
    [
        ("clinician.one", "New client", "New client"),
        ("clinician.one", "Your account", "Your account"),
        ("administrator.one", "Your account", "Your account"),
        ("administrator.one", "Supervisor One", "Supervisor One"),
    ],
)
def test_a_page_with_a_form_has_no_fault(opened, name, way, title, scheme):
    page = opened(name, scheme=scheme)
    page.get_by_role("button" if way == "New client" else "link", name=way).click()
    expect(page.locator("h1")).to_have_text(title, timeout=LIMIT_MS)
    page.wait_for_timeout(1500)

    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_clients_page_has_no_fault_with_everything_opened(opened, scheme):
    page = opened("clinician.one", scheme=scheme)
    open_client(page, "FALLING-ALLIANCE")
    for opener in page.locator("summary").all():
        opener.click()
    page.wait_for_timeout(1500)

    assert faults(page) == []
