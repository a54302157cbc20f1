"""Put the keyboard into the first field of a form, once: whoever types from paper begins at once."""

from __future__ import annotations

from dashboard.components._packaged import packaged_component

__all__ = ["focus_in"]


def focus_in(key: str, once_for: str) -> None:
    """Focus the first field in the container of this key."""
    draw = packaged_component("focus_in", script="focus_in.js", style="focus_in.css")
    draw(key=f"focus.{once_for}", data={"key": key, "once": once_for})
