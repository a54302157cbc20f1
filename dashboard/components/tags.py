"""Tags on a client: the clinician's own words to find them by, changed in place."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.plain_text import plain
from fit.casework.clinician import add_tag, remove_tag
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework.views import ClientPage

__all__ = ["draw_tags", "tags_html"]


def draw_tags(page: ClientPage) -> None:
    """Draw the client's tags; who holds the client can add and take off."""
    if not page.can_mark_alerts:
        if page.tags:
            st.html(tags_html(page.tags))
        return
    episode_id = page.episode.episode_id
    key = f"tags-{episode_id}"
    if key not in st.session_state:
        st.session_state[key] = list(page.tags)
    choices = dict.fromkeys([*page.tag_choices, *page.tags, *st.session_state[key]])
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="client-tags"):
        if page.tags:
            st.html(tags_html(page.tags))
        with st.popover("Tags" if page.tags else "Add a tag", icon=":material/sell:", type="tertiary"):
            st.multiselect(
                "Tags",
                list(choices),
                key=key,
                accept_new_options=True,
                placeholder="Choose one or type a new one",
                on_change=_take_over,
                args=(episode_id, page.tags, key),
            )


def tags_html(tags: Sequence[str]) -> str:
    """Return the tags as a list of words."""
    return f'<ul class="ml-tags">{"".join(f"<li>{escape(tag)}</li>" for tag in tags)}</ul>'


def _take_over(episode_id: str, before: Sequence[str], key: str) -> None:
    """Save what changed; what is refused is said, and the field shows again what is kept."""
    now = st.session_state[key]
    place = (current_clinic(), current_actor(), episode_id)
    try:
        for tag in set(now) - set(before):
            add_tag(*place, tag)
        for tag in set(before) - set(now):
            remove_tag(*place, tag)
    except (AccessDeniedError, ConflictError, InputError, NotFoundError) as refused:
        st.toast(plain(str(refused)))
    del st.session_state[key]
