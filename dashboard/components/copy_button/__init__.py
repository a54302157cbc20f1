"""A button that copies a text, large enough for a finger and reachable by keyboard, and says that it did."""

from __future__ import annotations

from dashboard.components._packaged import packaged_component

__all__ = ["copy_button"]


def copy_button(text: str, label: str) -> None:
    """Draw the button; where the browser copies nothing, it says how to do it by hand."""
    draw = packaged_component("copy_button", script="copy_button.js", style="copy_button.css")
    words = {"label": label, "done": "Copied", "failed": "Not copied: mark the text above and copy it"}
    draw(key=f"copy.{label}", data={"text": text, **words})
