"""Wait until a page of Streamlit is drawn whole, and ask the accessibility checker about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.dashboard.serving.accessible import violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["OF_THE_UPLOADER", "faults", "wait_until_drawn"]

LIMIT_MS = 60_000
CALM_MS = 300
"""What components draw after the page itself."""
OF_THE_UPLOADER = frozenset({"empty-table-header", "presentation-role-conflict"})
"""Streamlit's own file uploader has them: minor, and not ours to mend."""
AT_REST = """() => !document.getAnimations().some(
    one => one.playState === "running" && one.effect.getTiming().iterations !== Infinity
)"""


def wait_until_drawn(page: Page) -> None:
    """Wait until nothing runs, nothing of an earlier look is left faded, and colours have come in.

    Only for a page that has begun to be drawn: wait for its heading first.
    """
    for _ in range(2):  # what was drawn may ask for another run
        expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_attached(timeout=LIMIT_MS)
        expect(page.locator("[data-stale=true]")).to_have_count(0, timeout=LIMIT_MS)
        page.wait_for_timeout(CALM_MS)
    page.wait_for_function(AT_REST, timeout=LIMIT_MS)


def faults(page: Page, *, but: frozenset[str] = frozenset()) -> list[str]:
    """Return what the checker finds on the page as it is drawn, each with the first element that has it."""
    wait_until_drawn(page)
    found = violations(page)
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found if fault["id"] not in but]
