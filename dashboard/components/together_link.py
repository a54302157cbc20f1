"""The step from a client's page to looking at the client's own line together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.components.links import link_html

if TYPE_CHECKING:
    from fit.casework.views import ClientPage

__all__ = ["together_link_html"]

LABEL = "Look at it together with the client"


def together_link_html(client: ClientPage) -> str:
    """Offer it where the clinic wants it and there is a line to look at; else nothing."""
    if not client.can_look_together:
        return ""
    return link_html(LABEL, "together", {"episode": client.episode.episode_id}, icon="visibility")
