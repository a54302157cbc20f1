"""The button on a client's page that turns this tablet into the client's form."""

from __future__ import annotations

from dashboard.components._packaged import packaged_component
from dashboard.handover import parts

__all__ = ["hand_over_button"]


def hand_over_button(episode_id: str, scale_id: str, label: str, *, primary: bool = False, help_text: str = "") -> None:
    """Draw the button. Pressing it signs the clinician out on this device and opens the client's form, in one step."""
    draw = packaged_component("hand_over_button", script="hand_over_button.js", style="hand_over_button.css")
    what = {"episode": episode_id, "scale": scale_id, "label": label, "primary": primary, "help": help_text}
    draw(key=f"hand-over.{episode_id}.{scale_id}", data={**what, "parts": parts.of_the_form()})
