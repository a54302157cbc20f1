"""Who looked at one client: for whoever holds the client."""

from __future__ import annotations

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.audit_rows import draw_audit_rows
from dashboard.components.links import page_link
from fit.casework.clinician import who_looked
from fit.errors import AccessDeniedError, NotFoundError

__all__ = ["page"]

LEAD = (
    "Everybody who opened, changed or took out something of this client, the newest first. A look at the same thing "
    "has one line in a quarter of an hour."
)


def page() -> None:
    """Draw what was done with the record of the client whom the address names."""
    episode_id = st.query_params.get("episode", "")
    page_link("To the client", "client", {"episode": episode_id}, icon=":material/arrow_back:")
    st.title("Who looked at this client", anchor=False)
    try:
        who_looked(current_clinic(), current_actor(), episode_id, count=1)
    except (AccessDeniedError, NotFoundError):
        st.markdown("The address names no client of yours. Open the client from your list.")
        st.stop()
    st.html(f'<p class="ml-lead">{LEAD}</p>')
    draw_audit_rows(
        lambda before, count: who_looked(current_clinic(), current_actor(), episode_id, before=before, count=count),
        asked=episode_id,
        with_source=False,
    )
