"""Where an episode has ended, the offer to look back on it: no duty, and nobody is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.components.links import page_link
from fit.ratings import Ending

if TYPE_CHECKING:
    from fit.casework.views import ClientPage

__all__ = ["draw_debrief_offer"]

AFTER_UNPLANNED = "It ended sooner than planned. Look back on it with the record at hand, for your eyes alone"
AFTER_OTHER = "Look back on this work with the record at hand, for your eyes alone"


def draw_debrief_offer(client: ClientPage) -> None:
    """Draw the way to it on one's own ended episode; in other words where the ending came unplanned."""
    if client.can_debrief:
        unplanned = client.episode.ending is Ending.UNPLANNED
        label = AFTER_UNPLANNED if unplanned else AFTER_OTHER
        page_link(label, "debrief", {"episode": client.episode.episode_id}, icon=":material/history:")
