"""The course as a hand, a sheet of paper and a hurried reader meet it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dashboard.door.identity import COOKIE
from tests.dashboard.serving.small_clinic import CLINICIAN, FALLING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.dashboard.serving.running import RunningServer
    from tests.dashboard.serving.small_clinic import SmallClinic

pytestmark = pytest.mark.browser
LIMIT_MS = 60_000
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def phone(browser: Browser, server: RunningServer) -> Iterator[Page]:
    context = browser.new_context(
        base_url=server.url, viewport={"width": 390, "height": 844}, has_touch=True, accept_downloads=True
    )
    context.add_cookies([{"name": COOKIE, "value": server.token(CLINICIAN), "url": server.url}])
    page = context.new_page()
    yield page
    context.close()


def open_course(page: Page, clinic: SmallClinic, more: str = "") -> None:
    page.goto(f"/client?episode={clinic.episodes[FALLING]}{more}")
    expect(page.locator(".js-plotly-plot .scatterlayer .trace").first).to_be_visible(timeout=LIMIT_MS)


def test_table_drawing_and_picture_are_taken_along_by_touch_and_leave_the_page_where_it_is(phone, small_clinic):
    open_course(phone, small_clinic)
    faults = []
    phone.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    found = {}
    for label, role in (("Table (CSV)", "link"), ("Drawing (SVG)", "link"), ("Picture (PNG)", "button")):
        with phone.expect_download(timeout=LIMIT_MS) as waiting:
            phone.get_by_role(role, name=label).tap()
        found[label] = (waiting.value.suggested_filename, waiting.value.path().read_bytes())

    assert all(name.startswith("course-20") for name, _ in found.values())
    assert found["Table (CSV)"][1].startswith(b"Session,Date,ORS,")
    assert found["Drawing (SVG)"][1].startswith(b"<svg ")
    assert found["Picture (PNG)"][1].startswith(PNG)
    assert len(found["Picture (PNG)"][1]) > 20_000, "more than an empty sheet"
    assert "/client?episode=" in phone.url
    assert faults == []


def test_the_title_of_the_window_names_the_page_and_no_client(phone, small_clinic):
    open_course(phone, small_clinic)

    expect(phone).to_have_title("Client · Mendline", timeout=LIMIT_MS)


def test_on_paper_every_why_is_open_and_the_menu_is_gone(phone, small_clinic):
    open_course(phone, small_clinic)
    formula = phone.get_by_text("gain = latest score - intake score", exact=False).first
    expect(formula).to_be_hidden(timeout=LIMIT_MS)

    phone.emulate_media(media="print")

    expect(formula).to_be_visible(timeout=LIMIT_MS)
    expect(phone.get_by_role("table").first).to_be_visible()
    expect(phone.get_by_test_id("stSidebar")).to_be_hidden()
    expect(phone.get_by_role("button", name="Note it")).to_be_hidden()


def test_after_a_hand_over_the_page_stands_at_the_new_rating(phone, small_clinic):
    open_course(phone, small_clinic, "&new=1")
    numbers, chart = phone.locator(".ml-newest"), phone.locator(".st-key-course-and-alerts")

    for part in (numbers, chart):
        expect(part).to_be_in_viewport(timeout=LIMIT_MS)
    phone.wait_for_function(
        "() => document.querySelector('.ml-newest').getBoundingClientRect().top < 200", timeout=LIMIT_MS
    )
    expect(numbers).to_contain_text("ORS 9.8 (12.3 the time before)")
    assert phone.get_by_role("listitem").filter(has_text="the newest rating").count() == 1


def test_a_tap_on_what_to_show_draws_it(phone, small_clinic):
    open_course(phone, small_clinic)
    button = phone.get_by_role("button", name="Dates").or_(phone.get_by_role("checkbox", name="Dates")).first
    assert button.bounding_box()["height"] >= 43.9

    button.tap()

    expect(phone.locator(".xaxislayer-above").get_by_text("15 Jan").first).to_be_visible(timeout=LIMIT_MS)
