"""The button on a client's page that turns this tablet into the client's form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.components._packaged import packaged_component
from dashboard.handover import parts
from dashboard.handover.asks import written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework.views import Asked

__all__ = ["hand_over_button"]


def hand_over_button(
    asked: Sequence[Asked], label: str, *, primary: bool = False, help_text: str = "", case_id: str = ""
) -> None:
    """Draw the button. Pressing it signs the clinician out on this device and opens the client's form, in one step.

    With a `case_id` the PIN leads back to the page of that couple, family or group, not to a client's.
    """
    draw = packaged_component("hand_over_button", script="hand_over_button.js", style="hand_over_button.css")
    asks = [written(each) for each in asked]
    what = {"asks": asks, "label": label, "primary": primary, "help": help_text, "case": case_id}
    draw(key=f"hand-over.{'.'.join(asks)}", data={**what, "parts": parts.of_the_form()})
