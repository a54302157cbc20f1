"""Waiting until what a fold opens has come to rest: a press on a moving button ends beside it, and is no press."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator

REST_MS = 400
"""Longer than a fold takes between two pictures, on a busy machine too."""
MOST_LOOKS = 50


def at_rest(one: Locator) -> Locator:
    """Return the element once it has stood still for so long, as somebody who looks before pressing would find it."""
    one.scroll_into_view_if_needed()
    before = None
    for _ in range(MOST_LOOKS):
        now = one.bounding_box()
        if now is not None and now == before:
            return one
        before = now
        one.page.wait_for_timeout(REST_MS)
    raise AssertionError(f"it never stands still: {one}")
