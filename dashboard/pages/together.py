"""After a rating: client and clinician look at the client's own line together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.links import page_link
from dashboard.components.together import draw_together
from fit.casework.clinician import open_together
from fit.errors import AccessDeniedError, InputError, NotFoundError

if TYPE_CHECKING:
    from fit.casework.views import Together

__all__ = ["page"]


def page() -> None:
    """Draw the line of the client that the address names, as the client may see it."""
    episode_id = st.query_params.get("episode", "")
    if not current_clinic().settings.look_together:
        _draw_nothing("Not switched on", "Your clinic does not use this page. Whoever runs Mendline can switch it on.")
        st.stop()
    view = _asked_for(episode_id)
    if view is None:
        _draw_nothing("No such client here", "The address names no client of yours. Open the client from your list.")
        st.stop()
    draw_together(view)
    with st.container(key="together-back"):
        # no lock: this page is looked at together, and asks for nothing on the way back
        page_link("Back to the clinician's page", "client", {"episode": episode_id}, icon=":material/arrow_back:")


def _asked_for(episode_id: str) -> Together | None:
    actor = current_actor()
    try:
        return open_together(current_clinic(), actor, episode_id)
    except (AccessDeniedError, InputError, NotFoundError):
        return None


def _draw_nothing(title: str, text: str) -> None:
    st.title(title, anchor=False)
    st.markdown(text)
    page_link("All clients", "", icon=":material/arrow_back:")
