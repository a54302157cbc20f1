"""Measuring a screen with a bank card: by touch, by keyboard, on a tablet and on a phone."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.dashboard.handover.served import mark_all, open_form, send, until
from tests.dashboard.serving.accessible import violated_rules

pytestmark = pytest.mark.browser


@pytest.fixture
def open_page(tablet):
    def one(size=(768, 1024)):
        page = tablet.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto("/k/calibrate")
        page.wait_for_selector("body[data-ready]")
        return page

    return one


def sides(page):
    box = page.locator("#card").bounding_box()
    return box["width"], box["height"]


def kept(page):
    return json.loads(page.evaluate("localStorage['mendline.px-per-cm'] ?? 'null'"))


def set_size(page, px):
    page.get_by_role("slider", name="Size of the outline").fill(str(px))


def test_the_outline_is_a_bank_card_of_85_60_by_53_98_millimetres(open_page):
    page = open_page()
    set_size(page, 50)

    assert sides(page) == (pytest.approx(428.0, abs=0.1), pytest.approx(269.9, abs=0.1))


def test_on_a_phone_the_card_stands(open_page):
    page = open_page((390, 844))
    set_size(page, 60)

    assert sides(page) == (pytest.approx(323.9, abs=0.1), pytest.approx(513.6, abs=0.1))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_measure_is_fitted_by_touch_and_kept_with_its_screen(open_page):
    page = open_page()
    set_size(page, 52)
    page.get_by_role("button", name="Larger").tap()
    page.get_by_role("button", name="Larger").tap()
    page.get_by_role("button", name="Smaller").tap()
    page.get_by_role("button", name="Save for this device").tap()

    expect(page.get_by_role("status")).to_have_text("Saved on this device: 52.1 pixels per centimetre.")
    assert kept(page)["px_per_cm"] == pytest.approx(52.1)
    assert kept(page)["ratio"] == 1
    assert page.locator("#ruler").bounding_box()["width"] == pytest.approx(521, abs=0.5)


def test_the_outline_follows_the_keyboard(open_page):
    page = open_page()
    set_size(page, 52)
    before = sides(page)[0]
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")

    assert sides(page)[0] - before == pytest.approx(0.856, abs=0.05)
    assert page.get_by_role("slider").get_attribute("aria-valuetext") == "52.1 pixels per centimetre"


def test_where_ten_centimetres_do_not_fit_five_are_shown_to_check(open_page):
    page = open_page((390, 844))
    set_size(page, 60)
    page.get_by_role("button", name="Save for this device").tap()

    expect(page.get_by_text("This line is 5 cm long")).to_be_visible()
    assert page.locator("#ruler").bounding_box()["width"] == pytest.approx(300, abs=0.5)


def test_the_clients_line_is_then_ten_centimetres_and_stored_as_measured(open_page, tablet, served):
    page = open_page()
    set_size(page, 52)
    page.get_by_role("button", name="Save for this device").tap()
    form = open_form(tablet, served.hand_over())
    mark_all(form)
    send(form)
    expect(form.get_by_role("heading", name="Thank you")).to_be_visible()

    (row,) = served.ratings()
    assert (row.line_length_px, row.calibrated) == (pytest.approx(520, abs=0.1), True)


def test_a_forgotten_measure_is_gone(open_page):
    page = open_page()
    page.get_by_role("button", name="Save for this device").tap()
    page.get_by_role("button", name="Forget the measure").tap()

    assert kept(page) is None
    expect(page.get_by_role("heading", name="Check it with a ruler")).to_be_hidden()
    expect(page.get_by_role("button", name="Save for this device")).to_be_focused()


def test_another_zoom_is_told_from_the_one_that_was_measured(open_page):
    page = open_page()
    page.get_by_role("button", name="Save for this device").tap()
    zoom = page.context.new_cdp_session(page)
    metrics = {"width": 512, "height": 683, "deviceScaleFactor": 1.5, "mobile": False}
    zoom.send("Emulation.setDeviceMetricsOverride", metrics)
    until(page, "devicePixelRatio === 1.5")
    page.reload()
    page.wait_for_selector("body[data-ready]")

    expect(page.get_by_role("heading", name="Check it with a ruler")).to_be_hidden()
    assert kept(page) is not None


@pytest.mark.parametrize("size", [(768, 1024), (1024, 768), (390, 844)])
def test_the_page_passes_axe_and_asks_nothing_of_others(open_page, tablet, served, size):
    asked, complaints = [], []
    tablet.on("request", lambda request: asked.append(request.url))
    tablet.on("console", lambda message: complaints.append(message.text))
    page = open_page(size)
    found = violated_rules(page)
    page.get_by_role("button", name="Save for this device").tap()
    found += violated_rules(page)

    assert (found, complaints) == ([], [])
    assert [url for url in asked if not url.startswith(served.url)] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
