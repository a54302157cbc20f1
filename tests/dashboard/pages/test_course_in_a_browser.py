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

    names = sorted(name for name, _ in found.values())
    assert [name.rsplit(".", 1)[1] for name in names] == ["csv", "png", "svg"]
    assert all(name.startswith(f"course-{FALLING}-20") for name in names)
    assert found["Table (CSV)"][1].startswith(b"Session,Date,ORS,")
    assert found["Drawing (SVG)"][1].startswith(b"<svg ")
    assert found["Picture (PNG)"][1].startswith(PNG)
    assert len(found["Picture (PNG)"][1]) > 20_000, "more than an empty sheet"
    assert "/client?episode=" in phone.url
    assert faults == []


def test_the_title_of_the_window_names_the_page_and_no_client(phone, small_clinic):
    open_course(phone, small_clinic)

    expect(phone).to_have_title("Client · Mendline", timeout=LIMIT_MS)


def test_on_paper_the_whole_chart_every_why_and_no_control(phone, small_clinic):
    open_course(phone, small_clinic)
    formula = phone.get_by_text("gain = latest score - intake score", exact=False).locator("visible=true")
    expect(formula).to_have_count(0, timeout=LIMIT_MS)

    phone.set_viewport_size({"width": 718, "height": 1000})
    phone.emulate_media(media="print", color_scheme="dark")

    expect(formula.first).to_be_visible(timeout=LIMIT_MS)
    expect(phone.get_by_role("table").first).to_be_visible()
    expect(phone.get_by_test_id("stSidebar")).to_be_hidden()
    expect(phone.locator(".js-plotly-plot")).to_be_hidden()
    found = phone.get_by_role("button").or_(phone.get_by_role("link")).locator("visible=true")
    assert [one.evaluate("one => one.outerHTML.slice(0, 300)") for one in found.all()] == []
    drawn = phone.locator("img.ml-on-paper")
    box = drawn.bounding_box()
    assert (box["x"] >= 0, box["x"] + box["width"] <= 718, box["width"] > 650) == (True, True, True)
    assert box["y"] + box["height"] <= 1047, "the whole chart is on the first A4 sheet with margins of 10 mm"
    assert drawn.evaluate("one => one.naturalWidth") == 900
    white = phone.locator(".stApp").evaluate("one => getComputedStyle(one).backgroundColor")
    assert white == "rgb(255, 255, 255)"


@pytest.mark.parametrize(("width", "height", "seen"), [(1440, 900, 0.8), (1024, 768, 0.4)])
def test_the_chart_is_in_sight_as_wide_as_the_page_before_anything_is_scrolled(
    phone, small_clinic, width, height, seen
):
    phone.set_viewport_size({"width": width, "height": height})
    open_course(phone, small_clinic)
    chart, page = phone.locator(".js-plotly-plot"), phone.locator(".st-key-course-and-alerts")

    phone.wait_for_function(
        "() => document.querySelector('.main-svg').getBoundingClientRect().width > 500", timeout=LIMIT_MS
    )
    box = chart.bounding_box()
    assert height - box["y"] > seen * box["height"]
    assert box["width"] == pytest.approx(page.bounding_box()["width"], abs=2)


def test_on_a_phone_the_alerts_come_before_the_legend_and_the_files(phone, small_clinic):
    open_course(phone, small_clinic)
    legend = phone.locator("ul.ml-legend").first
    expect(legend).to_be_visible(timeout=LIMIT_MS)

    at = [one.bounding_box()["y"] for one in (phone.locator(".st-key-course-alerts"), legend)]
    assert at == sorted(at)
    assert 4 <= legend.get_by_role("listitem").count() <= 6


def test_after_a_hand_over_the_page_stands_at_the_new_rating(phone, small_clinic):
    open_course(phone, small_clinic, "&new=1")
    numbers, chart = phone.locator(".ml-newest"), phone.locator(".st-key-course-and-alerts")

    for part in (numbers, chart):
        expect(part).to_be_in_viewport(timeout=LIMIT_MS)
    phone.wait_for_function(
        "() => document.querySelector('.ml-newest').getBoundingClientRect().top < 200", timeout=LIMIT_MS
    )
    expect(numbers).to_contain_text("ORS 9.8 (12.3 the time before)")
    expect(phone.locator("ul.ml-legend").first.get_by_text("the newest rating")).to_have_count(1)


def test_a_tap_on_what_to_show_draws_it(phone, small_clinic):
    open_course(phone, small_clinic)
    button = phone.get_by_role("button", name="Dates").or_(phone.get_by_role("checkbox", name="Dates")).first
    assert button.bounding_box()["height"] >= 43.9

    button.tap()

    expect(phone.locator(".xaxislayer-above").get_by_text("15 Jan").first).to_be_visible(timeout=LIMIT_MS)
