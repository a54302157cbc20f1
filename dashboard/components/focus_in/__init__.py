"""Put the keyboard into a part of the page, once: whoever types begins at once, whoever listens hears it first."""

from __future__ import annotations

from dashboard.components._packaged import packaged_component

__all__ = ["focus_in"]


def focus_in(key: str, once_for: str, *, part: str = "input") -> None:
    """Focus the first such part in the container of this key: an input field if nothing else is said."""
    draw = packaged_component("focus_in", script="focus_in.js", style="focus_in.css")
    draw(key=f"focus.{once_for}", data={"key": key, "once": once_for, "part": part})
