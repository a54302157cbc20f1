"""A tablet in the room: handed over from a client's page, filled in by touch, taken back with the PIN."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.dashboard.handover.served import mark
from tests.dashboard.serving.small_clinic import PIN

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["hand_over", "rate", "take_back"]


def hand_over(page: Page, what: str) -> None:
    page.get_by_role("button", name=what.capitalize()).tap()
    expect(page).to_have_url(re.compile(r"/k/[\w-]+$"))
    expect(page.get_by_role("slider")).to_have_count(4)


def rate(page: Page, shares: list[float]) -> None:
    for line, share in enumerate(shares):
        mark(page, line, share)
    page.get_by_role("button", name="Send my answers").tap()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def take_back(page: Page) -> None:
    page.get_by_role("button", name="For the clinician").tap()
    for digit in PIN:
        page.get_by_role("button", name=digit, exact=True).tap()
    page.get_by_role("button", name="To the client's page").tap()
    expect(page).to_have_url(re.compile(r"/client\?episode="))
