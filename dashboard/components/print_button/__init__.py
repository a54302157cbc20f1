"""A button that prints the page, large enough for a finger and reachable by keyboard."""

from __future__ import annotations

from dashboard.components._packaged import packaged_component

__all__ = ["print_button"]


def print_button(label: str) -> None:
    """Draw the button."""
    draw = packaged_component("print_button", script="print_button.js", style="print_button.css")
    draw(key="print-button", data={"label": label})
