"""Bring a part of the page into view, once: after a hand-over the newest rating, with what to talk about."""

from __future__ import annotations

from dashboard.components._packaged import packaged_component

__all__ = ["scroll_to"]


def scroll_to(keys: tuple[str, ...], once_for: str) -> None:
    """Scroll to the first container of these keys that has something in it."""
    draw = packaged_component("scroll_to", script="scroll_to.js", style="scroll_to.css")
    draw(key=f"scroll.{once_for}", data={"keys": list(keys), "once": once_for})
