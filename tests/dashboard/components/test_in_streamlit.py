"""The same form and the hand-over button inside the served Streamlit page, under its content policy."""

from __future__ import annotations

import re
import shutil

import pytest
from playwright.sync_api import expect

from dashboard.door.identity import COOKIE
from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.small_clinic import CLINICIAN, FALLING, OWN

pytestmark = pytest.mark.browser

DRAWN_MS = 25_000


@pytest.fixture(scope="module")
def served(small_clinic, tmp_path_factory):
    folder = tmp_path_factory.mktemp("rooms") / "clinic"
    shutil.copytree(small_clinic.folder, folder)
    with running_server(folder) as running:
        yield running


@pytest.fixture
def open_rate(browser, served, small_clinic):
    """Open the page `rate` for an episode, signed in afresh."""
    contexts = []

    def one(episode, scale, size=(768, 1024)):
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=viewport, has_touch=True, base_url=served.url)
        contexts.append(context)
        context.add_cookies([{"name": COOKIE, "value": served.sign_in(CLINICIAN), "url": served.url}])
        page = context.new_page()
        page.goto(f"/rate?episode={small_clinic.episodes[episode]}&scale={scale}")
        expect(page.get_by_role("slider")).to_have_count(4, timeout=DRAWN_MS)
        return page

    yield one
    for context in contexts:
        context.close()


def mark(page, number, share):
    line = page.locator(".line-track").nth(number)
    line.scroll_into_view_if_needed()
    box = line.bounding_box()
    page.touchscreen.tap(box["x"] + share * box["width"], box["y"] + box["height"] / 2)


def test_marks_made_in_the_room_are_stored(open_rate):
    page = open_rate(OWN, "ors")
    for number, share in enumerate((0.2, 0.5, 0.9, 0.7)):
        mark(page, number, share)
    page.get_by_role("button", name="Send my answers").tap()

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible(timeout=DRAWN_MS)
    expect(page.get_by_role("slider")).to_have_count(0)
    assert [key for key in page.evaluate("Object.keys(localStorage)") if key.startswith("mendline.draft")] == []


def test_marks_survive_a_reload_of_the_page(open_rate):
    page = open_rate(OWN, "srs")
    mark(page, 1, 0.8)
    page.reload()
    expect(page.get_by_role("slider")).to_have_count(4, timeout=DRAWN_MS)

    expect(page.get_by_role("slider").nth(1)).to_have_attribute("aria-valuenow", "8.0")
    expect(page.get_by_role("slider").nth(0)).to_have_attribute("aria-valuetext", "not marked yet")


def test_one_tap_on_the_button_makes_this_tablet_the_clients(open_rate, served):
    page = open_rate(FALLING, "ors")
    page.get_by_role("button", name="Hand over this device instead").tap()

    page.wait_for_url("**/k/*", timeout=DRAWN_MS)
    expect(page.get_by_role("button", name="For the clinician")).to_be_visible()
    assert [one for one in page.context.cookies() if one["name"] == COOKIE] == []


def test_after_handing_over_the_way_back_shows_nothing_of_the_client(open_rate, served):
    page = open_rate(FALLING, "srs")
    expect(page.get_by_text(FALLING).first).to_be_visible()
    page.get_by_role("button", name="Hand over this device instead").tap()
    page.wait_for_url("**/k/*", timeout=DRAWN_MS)
    page.wait_for_selector("main[data-ready]")
    page.evaluate("setTimeout(() => history.go(-2), 300)")  # past the trap, as some browsers allow; not while asked

    page.wait_for_url(re.compile("/session/sign-in"), timeout=DRAWN_MS)
    assert FALLING not in page.content()
