"""What axe finds on a page. Only that is brought here: all that it tried besides takes as long to send as to try."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["violated_rules", "violations"]

THERE = "typeof axe === 'object'"
LOOK = "axe.run({ resultTypes: ['violations'] }).then((found) => found.violations)"


def violations(page: Page) -> list[dict[str, Any]]:
    """Each rule that is violated, with the elements that do."""
    if not page.evaluate(THERE):
        page.evaluate(Axe().axe_script)
    found: list[dict[str, Any]] = page.evaluate(LOOK)
    return found


def violated_rules(page: Page) -> list[str]:
    """Their names alone."""
    return [one["id"] for one in violations(page)]
