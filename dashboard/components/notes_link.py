"""The steps from a client's page to the session notes and the case formulation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.components.links import page_link

if TYPE_CHECKING:
    from fit.casework.views import ClientPage

__all__ = ["draw_notes_links"]


def draw_notes_links(client: ClientPage) -> None:
    """Lead to the note of today's session, for whoever may write it, else to all notes; and to the formulation."""
    query = {"episode": client.episode.episode_id}
    if client.can_note_events and client.episode.closed_on is None:
        page_link("Note for today's session", "note", query, icon=":material/edit_note:")
    else:
        page_link("Session notes", "notes", query, icon=":material/notes:")
    page_link("Case formulation", "formulation", query, icon=":material/account_tree:")
