"""A rehearsal played by keyboard alone, first defended, then mended; and the card on one screen and one sheet."""

from __future__ import annotations

import io
import shutil

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from dashboard.door.identity import COOKIE
from tests.dashboard.serving.drawn import faults
from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.small_clinic import CLINICIAN, RATINGS

pytestmark = pytest.mark.browser
LIMIT_MS = 60_000
TOUCH_PX = 44
CARD = "/card?kind=confrontation&dimension=goals_or_method&listener=adult&language=ar"


@pytest.fixture(scope="module")
def served(small_clinic, tmp_path_factory):
    folder = tmp_path_factory.mktemp("rehearsed") / "clinic"
    shutil.copytree(small_clinic.folder, folder)
    with running_server(folder) as running:
        yield running


@pytest.fixture
def opened(browser, served):
    contexts = []

    def open_page(address, *, scheme="light", width=1024, height=768):
        size = {"width": width, "height": height}
        context = browser.new_context(base_url=served.url, viewport=size, color_scheme=scheme)
        contexts.append(context)
        context.add_cookies([{"name": COOKIE, "value": served.token(CLINICIAN), "url": served.url}])
        page = context.new_page()
        page.set_default_timeout(LIMIT_MS)
        expect.set_options(timeout=LIMIT_MS)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def sound(page):
    assert faults(page) == []


def answer(page, words):
    """Type into the field that has the keyboard already, and send it with the keyboard."""
    field = page.get_by_role("textbox")
    expect(field).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")


def spoken(page, words):
    expect(page.locator(".rehearse-said")).to_contain_text(words)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_rehearsal_is_played_to_its_end_by_keyboard(opened, served, scheme):
    page = opened("/rehearse?kind=confrontation&dimension=goals_or_method&listener=adult", scheme=scheme)
    expect(page.get_by_role("link", name="Everything is fine now")).to_be_visible()
    page.get_by_role("link", name="I want tools, not talk").press("Enter")
    spoken(page, "This isn't working.")
    sound(page)
    answer(page, "Change takes time, you know.")
    spoken(page, "You're the expert.")
    answer(page, "I'm sorry, I got that wrong. Please tell me what it was like on the tram.")
    spoken(page, "I thought I was dying")
    answer(page, "What should we do differently, so that this helps you?")
    expect(page.get_by_role("heading", name="Looking back")).to_be_visible()
    expect(page.locator(".rehearse-line")).to_be_focused()
    expect(page.locator("mark.may-close")).to_have_text("Change takes time")
    expect(page.get_by_text("Here the client drew back.")).to_have_count(1)
    expect(page.get_by_text("Here the client opened.")).to_have_count(2)
    expect(page.get_by_text("One thing to try next time")).to_be_visible()
    sound(page)
    assert "tram" not in served.log.read_text()
    assert "scene=confrontation_goals_two_minutes" in page.url


def test_practising_aloud_every_choice_is_as_large_as_a_finger_and_the_screen_reader_is_led_to_the_line(opened):
    page = opened("/rehearse?scene=withdrawal_breach", width=390, height=844)
    page.get_by_text("Aloud", exact=True).click()
    buttons = page.locator(".st-key-rehearse-offers button, .st-key-rehearse-kinds button")
    expect(buttons).to_have_count(3 + 19)
    heights = [box.bounding_box()["height"] for box in buttons.all()]
    assert min(heights) >= TOUCH_PX
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth - main.clientWidth") == 0
    buttons.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".rehearse-you")).to_be_visible()
    expect(page.locator(".rehearse-line")).to_be_focused()
    sound(page)


@pytest.mark.parametrize(("width", "height", "scheme"), [(1024, 768, "light"), (1440, 900, "dark")])
def test_the_card_is_one_calm_screen_and_one_sheet_without_a_client(opened, width, height, scheme):
    page = opened(CARD, width=width, height=height, scheme=scheme)
    expect(page.locator(".card li")).to_have_count(3)
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    expect(page.locator(".card-foot .card-say")).to_have_css("direction", "rtl")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollHeight - main.clientHeight") <= 0
    assert [code for code in RATINGS if code in page.locator("body").inner_text()] == []
    sound(page)
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    assert len(sheets) == 1
    assert "Print" not in sheets[0].extract_text()
    assert "Hear it first" in sheets[0].extract_text()
