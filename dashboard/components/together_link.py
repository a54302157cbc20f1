"""The step from a client's page to looking at the client's own line together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.components.links import page_link

if TYPE_CHECKING:
    from fit.casework.views import ClientPage

__all__ = ["draw_together_link"]

LABEL = "Look at it together with the client"


def draw_together_link(client: ClientPage) -> None:
    """Offer it where the clinic wants it and there is a line to look at."""
    if client.can_look_together:
        page_link(LABEL, "together", {"episode": client.episode.episode_id}, icon=":material/visibility:")
