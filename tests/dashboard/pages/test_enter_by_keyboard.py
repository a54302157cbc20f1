"""Paper forms entered in a real browser, hands on the keyboard; and the new pages before an accessibility checker."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dashboard.door.identity import COOKIE
from fit.casework import Settings, open_clinic
from fit.casework.clinician import open_caseload
from tests.dashboard.pages.story_clinic import ACTORS_FILE, PASSPHRASE, read_actors
from tests.dashboard.serving.drawn import faults
from tests.dashboard.serving.running import running_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.dashboard.serving.running import RunningServer

pytestmark = pytest.mark.browser
LIMIT_MS = 30_000


@pytest.fixture(scope="module")
def folder(story_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copied = tmp_path_factory.mktemp("entered") / "clinic"
    shutil.copytree(story_folder, copied)
    return copied


@pytest.fixture(scope="module")
def episode(folder: Path) -> str:
    """The client whose paper form lies on the desk; looked up before the server opens the database."""
    clinic = open_clinic(Settings(folder=folder))
    rows = open_caseload(clinic, read_actors(folder / ACTORS_FILE)["clinician.one"]).rows
    clinic.close()
    return next(row.episode_id for row in rows if row.client_label == "STEADY")


@pytest.fixture(scope="module")
def served(folder: Path, episode: str) -> Iterator[RunningServer]:
    with running_server(folder) as running:
        yield running


@pytest.fixture(scope="module")
def tokens(served: RunningServer) -> dict[str, str]:
    """One sign-in a person: more would be slowed by the door."""
    return {name: served.token_of(name, PASSPHRASE) for name in ("clinician.one", "administrator.one")}


@pytest.fixture
def opened(browser: Browser, served: RunningServer, tokens: dict[str, str]):
    contexts = []

    def open_page(address: str, *, name: str = "clinician.one", scheme: str = "light", width: int = 1024) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        context.add_cookies([{"name": COOKIE, "value": tokens[name], "url": served.url}])
        page = context.new_page()
        page.goto(f"{served.url}{address}")
        expect(page.locator("h1")).to_be_visible(timeout=LIMIT_MS)
        return page

    yield open_page
    for context in contexts:
        context.close()


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.getAttribute('aria-label') || ''")


def tab_to(page: Page, label: str) -> None:
    """Press Tab until the keyboard is on the field of that label."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(page).startswith(label):
            return
    pytest.fail(f"no way to {label!r} by Tab")


def test_a_link_is_copied_by_a_button_of_its_own(opened, episode):
    page = opened(f"/hand-over?episode={episode}", width=768)
    page.get_by_role("radio", name="A link").click()
    word = page.get_by_role("textbox", name="A word or initials")
    word.fill("heron")
    word.press("Enter")
    page.get_by_role("button", name="Make a link").click()
    copy = page.get_by_role("button", name="Copy the link")
    expect(copy).to_be_in_viewport(timeout=LIMIT_MS)
    assert copy.bounding_box()["height"] >= 44
    copy.press("Enter")

    expect(page.get_by_role("status").get_by_text("Copied", exact=True)).to_be_visible(timeout=LIMIT_MS)
    for choice in page.get_by_test_id("stButtonGroup").locator("button").all():
        assert choice.bounding_box()["height"] >= 44
    remove = page.get_by_role("button", name="Remove SRS").or_(page.get_by_role("button", name="Remove ORS"))
    assert min(remove.first.bounding_box()[side] for side in ("width", "height")) >= 44
    assert faults(page) == []


def test_a_paper_form_is_entered_with_the_keyboard_alone(opened, episode):
    page = opened(f"/enter?episode={episode}&scale=ors")
    expect(page.get_by_label("1. ", exact=False).first).to_be_visible(timeout=LIMIT_MS)
    # no Tab: the keyboard is in the first line as soon as the page is there
    expect(page.get_by_role("textbox", name="1. How I have been feeling in myself")).to_be_focused(timeout=LIMIT_MS)
    for number in ("6.1", "5,2", "73", "4.8"):
        page.keyboard.type(number)
        page.keyboard.press("Tab")
    page.keyboard.type("23.4")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Stored: ORS 23.4, today.")).to_be_in_viewport(timeout=LIMIT_MS)
    expect(page.get_by_role("heading", name="Enter SRS")).to_be_visible()
    expect(page.get_by_role("textbox", name="1. ")).to_be_focused(timeout=LIMIT_MS)
    page.goto(page.url.replace("/enter?", "/ratings?"))
    last = page.locator("tbody tr").last
    expect(last).to_contain_text("23.4", timeout=LIMIT_MS)
    expect(last).to_contain_text("On paper")
    expect(last).to_contain_text("by Clinician One")


def test_enter_once_more_stores_the_sum_that_was_shown(opened, episode):
    page = opened(f"/enter?episode={episode}&scale=srs")
    tab_to(page, "1. ")
    for number in ("9.1", "9.2", "9.3", "9.4"):
        page.keyboard.type(number)
        if number != "9.4":
            page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The lines add up to 37.0")).to_be_visible(timeout=LIMIT_MS)
    assert focused(page).startswith("4. ")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Stored: SRS 37.0, today.")).to_be_visible(timeout=LIMIT_MS)


def test_the_blank_form_comes_as_a_pdf_to_who_is_signed_in_only(served, opened, episode):
    page = opened(f"/enter?episode={episode}&scale=ors")
    address = page.get_by_role("link", name="A4").get_attribute("href")
    answer = page.request.get(f"{served.url}{address}")

    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body().startswith(b"%PDF-")
    stranger = page.context.browser.new_context()
    assert stranger.request.get(f"{served.url}{address}", max_redirects=0).status in {303, 401}
    stranger.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("clinician.one", "/enter?episode={episode}&scale=ors"),
        ("clinician.one", "/enter?episode={episode}&scale=phq9"),
        ("clinician.one", "/ratings?episode={episode}"),
        ("administrator.one", "/wording"),
    ],
)
def test_the_new_pages_have_no_fault_and_fit_a_phone(opened, episode, name, address, scheme):
    page = opened(address.format(episode=episode), name=name, scheme=scheme, width=390)
    assert faults(page) == []
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth - main.clientWidth") == 0
