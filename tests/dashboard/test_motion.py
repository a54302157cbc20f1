"""A part that unfolds moves for half a second; not for whoever asked their system for less motion."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.dashboard.serving.small_clinic import CLINICIAN, FALLING

pytestmark = pytest.mark.browser
HEIGHTS = """(part) => new Promise((done) => {
    const heights = [part.offsetHeight];
    const look = () => (heights.push(part.offsetHeight) < 20 ? requestAnimationFrame(look) : done(heights));
    part.querySelector("summary").click();
    requestAnimationFrame(look);
})"""
"""[pixels] Of a part, picture by picture: closed, and from the press on."""
LIMIT_MS = 60_000
AT_ONCE = 3
"""Heights at most: closed, at most one on the way until the page has heard of it, open."""


@pytest.mark.parametrize(("wish", "moves"), [("reduce", False), ("no-preference", True)])
def test_a_part_unfolds_at_once_for_whoever_wants_less_motion(browser, server, small_clinic, wish, moves):
    context = browser.new_context(base_url=server.url, reduced_motion=wish)
    context.add_cookies([{"name": "mendline_session", "value": server.token(CLINICIAN), "url": server.url}])
    page = context.new_page()
    page.goto(f"/client?episode={small_clinic.episodes[FALLING]}")
    expect(page.locator("html[data-palette=listens]")).to_be_attached(timeout=LIMIT_MS)
    part = page.locator("[data-testid=stExpander] details", has_text="The same numbers as a table")
    expect(part).to_be_visible(timeout=LIMIT_MS)
    page.wait_for_timeout(1_500)

    heights = part.evaluate(HEIGHTS)
    assert heights[-1] > heights[0], "it is open"
    assert (len(set(heights)) > AT_ONCE) == moves, heights
    expect(part).to_have_attribute("open", "")
    context.close()
