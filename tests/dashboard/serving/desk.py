"""The browser of a clinician at a desk, who is signed in."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.dashboard.serving.small_clinic import CLINICIAN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.dashboard.serving.running import RunningServer

__all__ = ["HEADING", "SETTLED_MS", "desk", "open_at"]

HEADING = "[data-testid=stMain] h1"
LIMIT_MS = 30_000
SETTLED_MS = 1_500


@contextmanager
def desk(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of its own, which is patient."""
    context = browser.new_context(viewport={"width": 1280, "height": 700})
    context.set_default_timeout(LIMIT_MS)
    expect.set_options(timeout=LIMIT_MS)
    yield context
    context.close()


def open_at(context: BrowserContext, server: RunningServer, address: str = "/", *, listens: bool = True) -> Page:
    """Open a page as the clinician, and wait until it is drawn; a client's page too has no palette that `listens`."""
    context.add_cookies([{"name": "mendline_session", "value": server.token(CLINICIAN), "url": server.url}])
    page = context.new_page()
    page.goto(f"{server.url}{address}")
    expect(page.locator(HEADING).first).to_be_visible()
    if listens:
        expect(page.locator("html[data-palette=listens]")).to_be_attached()
    page.wait_for_timeout(SETTLED_MS)
    return page
