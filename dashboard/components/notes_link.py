"""The steps from a client's page to the session notes and the case formulation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.components.links import link_html

if TYPE_CHECKING:
    from fit.casework.views import ClientPage

__all__ = ["notes_links_html"]


def notes_links_html(client: ClientPage) -> str:
    """Lead to the note of today's session, for whoever may write it, else to all notes; and to the formulation."""
    query = {"episode": client.episode.episode_id}
    if client.can_note_events and client.episode.closed_on is None:
        notes = link_html("Note for today's session", "note", query, icon="edit_note")
    else:
        notes = link_html("Session notes", "notes", query, icon="notes")
    return notes + link_html("Case formulation", "formulation", query, icon="account_tree")
