"""The palette and the keys in a browser: by keyboard alone, by touch on a phone, and without leaving a name behind."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from fit.casework.actor import Role
from tests.dashboard.serving.drawn import faults
from tests.dashboard.serving.small_clinic import CLINICIAN, COLLEAGUES, DIRECTOR, FALLING, OWN, SUPERVISOR, first_of

pytestmark = pytest.mark.browser
LIMIT_MS = 30_000
DRAWN_MS = 1_500
HEADING = "[data-testid=stMain] h1"
FOCUSED = """() => {
    let at = document.activeElement;
    while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at;
}"""
STORED = """async () => JSON.stringify([
    {...localStorage}, {...sessionStorage}, await (indexedDB.databases?.() ?? []), await caches.keys(), history.state
])"""


@pytest.fixture
def opened(server, browser):
    """Open the first page of somebody who has signed in."""
    contexts = []

    def one(person, *, width=1280, height=900, scheme="light", touch=False):
        context = browser.new_context(
            base_url=server.url, viewport={"width": width, "height": height}, color_scheme=scheme, has_touch=touch
        )
        contexts.append(context)
        context.set_default_timeout(LIMIT_MS)
        expect.set_options(timeout=LIMIT_MS)
        cookie = {"name": "mendline_session", "value": server.token(person), "url": server.url}
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto("/")
        expect(page.locator(HEADING)).to_be_visible()
        return page

    yield one
    for context in contexts:
        context.close()


def ready(page):
    """Wait until the component listens, and its part of the page is drawn."""
    expect(page.locator("html[data-palette=listens]")).to_be_attached()
    expect(page.locator(".st-key-palette")).to_be_attached()
    page.wait_for_timeout(DRAWN_MS)


def focused(page):
    return page.evaluate_handle(FOCUSED).as_element()


def chosen(page):
    return page.get_by_role("option", selected=True)


def status(page):
    return page.get_by_role("dialog").get_by_role("status")


def test_a_clinician_finds_a_client_and_a_page_by_keyboard_alone(opened, server):
    page = opened(CLINICIAN)
    ready(page)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    loads = []
    page.on("load", lambda _: loads.append(page.url))

    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Find a client or a page")
    expect(field).to_be_focused()
    expect(status(page)).to_contain_text("Nobody seen today")
    assert faults(page) == []
    page.keyboard.type("own-")
    expect(status(page)).to_contain_text("2 clients")
    expect(chosen(page)).to_contain_text(FALLING)
    assert field.get_attribute("aria-activedescendant") == chosen(page).get_attribute("id")
    page.keyboard.press("ArrowDown")
    expect(chosen(page)).to_contain_text(OWN)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")  # over the upper end to the last
    expect(chosen(page)).to_contain_text(OWN)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("combobox", name=f"What to do with {OWN}")).to_be_focused()
    expect(chosen(page)).to_have_text(re.compile("Open"))
    assert faults(page) == []
    page.keyboard.press("Backspace")
    expect(page.get_by_role("combobox", name="Find a client or a page")).to_be_focused()
    page.keyboard.type("OWN_st")  # capitals and signs between do not matter
    expect(status(page)).to_contain_text("1 client")
    page.keyboard.press("Enter")
    expect(page.locator(HEADING)).to_have_text(OWN)
    expect(page.locator(HEADING)).to_be_focused()

    page.keyboard.press("n")
    expect(page.locator(HEADING)).to_have_text("Give a form")
    page.keyboard.press("g")
    page.keyboard.press("c")
    expect(page.locator(HEADING)).to_have_text("Caseload")
    page.keyboard.press("/")
    page.keyboard.type("patt")
    expect(chosen(page)).to_contain_text("Patterns")
    page.keyboard.press("Enter")
    expect(page.locator(HEADING)).to_have_text(re.compile("pattern", re.IGNORECASE))

    assert loads == []  # one page, never loaded anew
    assert not [url for url in asked if OWN in url or "own" in url.lower().split("/")[-1]]
    assert OWN not in page.title()
    assert OWN not in page.evaluate(STORED)
    log = server.log.read_text()
    assert OWN not in log
    assert "OWN_st" not in log


def test_the_second_key_may_take_its_time(opened):
    page = opened(CLINICIAN)
    ready(page)
    page.keyboard.press("g")
    page.wait_for_timeout(3_000)
    page.keyboard.press("m")
    expect(page.locator(HEADING)).to_have_text("Your account")
    page.keyboard.press("g")
    page.wait_for_timeout(6_000)
    page.keyboard.press("c")
    page.wait_for_timeout(DRAWN_MS)
    expect(page.locator(HEADING)).to_have_text("Your account")


def test_esc_gives_the_keyboard_back_and_keys_are_quiet_where_somebody_types(opened):
    page = opened(CLINICIAN)
    ready(page)
    sidebar = page.get_by_test_id("stSidebar").get_by_role("button", name="Find a client or page")
    sidebar.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(sidebar).to_be_focused()

    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("Caseload")
    assert faults(page) == []
    # a key that comes before the browser says that the list has closed
    keys.evaluate("(list) => { list.close(); dispatchEvent(new KeyboardEvent('keydown', { key: '?' })); }")
    expect(keys).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("m")  # not while the list is open
    page.keyboard.press("Escape")
    expect(keys).to_have_count(0)
    expect(page.locator(HEADING)).to_have_text("Caseload")

    page.keyboard.press("g")
    page.keyboard.press("m")
    expect(page.locator(HEADING)).to_have_text("Your account")
    field = page.get_by_label("Your passphrase, to be sure it is you")
    field.click()
    page.keyboard.type("?/gcn")
    assert field.input_value() == "?/gcn"
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Control+k")  # a key with Ctrl holds everywhere, and comes back to the field
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(field).to_be_focused()
    field.fill("")

    switch = page.get_by_text("Single keys lead to pages")
    switch.click()
    page.wait_for_timeout(DRAWN_MS)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.wait_for_timeout(DRAWN_MS)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    switch.click()
    page.wait_for_timeout(DRAWN_MS)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    expect(keys).to_be_visible()


def test_the_arrow_to_the_right_moves_in_what_is_typed_first(opened):
    page = opened(CLINICIAN)
    ready(page)
    page.keyboard.press("Control+k")
    page.keyboard.type("wn-")
    expect(status(page)).to_contain_text("2 clients")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("x")
    expect(page.get_by_role("combobox", name="Find a client or a page")).to_have_value("wxn-")


def test_a_supervisor_finds_by_touch_on_a_phone_in_the_dark(opened):
    page = opened(SUPERVISOR, width=390, height=844, scheme="dark", touch=True)
    ready(page)
    page.locator(".st-key-find-top").get_by_role("button", name="Find a client or page").tap()
    field = page.get_by_role("combobox")
    field.fill("own")
    expect(status(page)).to_contain_text("2 clients")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text(CLINICIAN.name)
    assert all(one.bounding_box()["height"] >= 44 for one in options.all())
    box = page.get_by_role("dialog").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert faults(page) == []
    options.filter(has_text=OWN).get_by_text("More").tap()
    expect(page.get_by_role("option", name="Goals")).to_be_visible()
    expect(page.get_by_role("option", name=re.compile("New rating"))).to_have_count(0)  # a supervisee's client
    page.get_by_role("button", name="Somebody else").tap()
    page.get_by_role("combobox").fill(COLLEAGUES)  # of a clinician whom nobody supervises
    expect(status(page)).to_contain_text("Nothing found")
    page.get_by_role("combobox").fill("own-st")
    page.get_by_role("option", name=OWN).get_by_text("More").tap()
    page.get_by_role("option", name="Goals").tap()
    expect(page.locator(HEADING)).to_contain_text(OWN)
    assert page.url.split("?")[0].endswith("/goals")
    page.locator(".st-key-find-top").get_by_role("button", name="Find a client or page").tap()
    page.get_by_role("combobox").fill("own-st")
    page.get_by_role("option", name=OWN).get_by_text(OWN).tap()
    expect(page.locator(HEADING)).to_have_text(OWN)
    assert page.url.split("?")[0].endswith("/client")


def test_pages_alone_for_others_and_nothing_where_a_client_looks_along(opened, small_clinic):
    for person in (DIRECTOR, first_of(Role.ADMINISTRATOR)):
        page = opened(person)
        ready(page)
        asked = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.keyboard.press("/")
        expect(page.get_by_role("combobox", name="Find a page")).to_be_focused()
        page.keyboard.type("own")
        expect(status(page)).to_contain_text("Nothing found")
        assert not [url for url in asked if "/api/find" in url]
    page = opened(CLINICIAN)
    ready(page)
    page.goto(f"/together?episode={small_clinic.episodes[OWN]}")
    expect(page.locator(HEADING)).to_be_visible()
    page.wait_for_timeout(DRAWN_MS)
    page.keyboard.press("Control+k")
    page.keyboard.press("?")
    page.wait_for_timeout(DRAWN_MS)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".ml-find")).to_have_count(0)
