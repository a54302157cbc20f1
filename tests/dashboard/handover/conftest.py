"""A client's form in a browser, from a clinic that tests can look into."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dashboard.clinic import use_clinic
from tests.dashboard.handover.served import open_form, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.dashboard.handover.served import Served
    from tests.dashboard.serving.small_clinic import SmallClinic


@pytest.fixture
def served(small_clinic: SmallClinic, tmp_path: Path) -> Iterator[Served]:
    with opened(small_clinic, tmp_path / "clinic") as made, use_clinic(made.clinic):
        made.start()
        try:
            yield made
        finally:
            made.stop()


@pytest.fixture
def tablet(browser: Browser, served: Served) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 768, "height": 1024}, has_touch=True, base_url=served.url)
    yield context
    context.close()


@pytest.fixture
def form(tablet: BrowserContext, served: Served) -> Page:
    """A client's form, just handed over."""
    return open_form(tablet, served.hand_over())
