"""The step from a client's page to the client's record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.components.links import page_link

if TYPE_CHECKING:
    from fit.casework.views import ClientPage

__all__ = ["draw_record_link"]


def draw_record_link(client: ClientPage) -> None:
    """Lead to consents and transcripts."""
    query = {"episode": client.episode.episode_id}
    page_link("Record: consents, and what was said", "record", query, icon=":material/description:")
