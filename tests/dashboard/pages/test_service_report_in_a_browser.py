"""A director asks for a service report, goes on elsewhere, and finds it made; by keyboard and on a phone too."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.dashboard.serving.drawn import faults
from tests.dashboard.serving.small_clinic import DIRECTOR

pytestmark = pytest.mark.browser
LIMIT_MS = 60_000
HEADING = "[data-testid=stMain] h1"
RING = "(one) => { const its = getComputedStyle(one); return [its.outlineStyle, its.outlineWidth, its.outlineColor]; }"


def test_a_report_is_asked_for_by_keyboard_and_taken_out_on_the_same_page(browser, server):
    context = browser.new_context(base_url=server.url, viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": "mendline_session", "value": server.token(DIRECTOR), "url": server.url}])
    context.set_default_timeout(LIMIT_MS)
    page = context.new_page()
    page.goto("/service-report")
    expect(page.locator(HEADING)).to_have_text("Service report")
    expect(page.get_by_role("heading", name="Your reports")).to_have_count(0)
    assert faults(page) == []

    page.get_by_role("button", name="Make the report").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your reports")).to_be_visible(timeout=LIMIT_MS)
    page.goto("/overview")
    expect(page.locator(HEADING)).to_have_text(re.compile("Overview"), timeout=LIMIT_MS)
    page.goto("/service-report")
    link = page.get_by_role("link", name=re.compile("^Download: .*all teams together, without clinicians' names"))
    expect(link).to_be_visible(timeout=LIMIT_MS)  # the page looks by itself
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    with page.expect_download() as taken:
        link.click()
    assert re.fullmatch(r"service-report-\d{4}-\d\d\.pdf", taken.value.suggested_filename)
    assert len(PdfReader(taken.value.path()).pages) > 1
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_box_to_choose_from_has_a_whole_ring_for_whoever_moves_by_keyboard(browser, server, scheme):
    context = browser.new_context(base_url=server.url, color_scheme=scheme)
    context.add_cookies([{"name": "mendline_session", "value": server.token(DIRECTOR), "url": server.url}])
    context.set_default_timeout(LIMIT_MS)
    page = context.new_page()
    page.goto("/service-report")
    month = page.get_by_role("combobox", name="Month")
    expect(month).to_be_visible()
    month.focus()
    box, field = (one.evaluate(RING) for one in (month.locator(".."), month))
    assert box == ["solid", "3px", {"light": "rgb(15, 107, 107)", "dark": "rgb(134, 220, 203)"}[scheme]]
    assert field[0] == "none"  # it would be cut off, down to a bar beside the arrow
    context.close()
