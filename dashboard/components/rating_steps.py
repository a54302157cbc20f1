"""The steps on a client's page that lead to a rating: this tablet in one tap, everything else one page away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.hand_over_button import hand_over_button
from dashboard.components.links import link_html, links_html, page_link
from dashboard.components.together_link import together_link_html
from dashboard.words import KIND
from fit.casework.views import Asked
from fit.scales import ScaleKind

if TYPE_CHECKING:
    from fit.casework.views import ClientPage, ScaleChoice

__all__ = ["draw_rating_steps"]

WHEN = {ScaleKind.OUTCOME: "at the start", ScaleKind.ALLIANCE: "at the end"}


def draw_rating_steps(client: ClientPage) -> None:
    """Draw a button for each of today's two ratings, and the ways beside the tablet."""
    episode_id = client.episode.episode_id
    leading = _leading(client)
    due = next((choice for choice in leading if not choice.recorded_today), None)
    with st.container(key="rating-steps", gap="small", width="content"):
        with st.container(horizontal=True, gap="small"):
            for choice in leading:
                if choice.recorded_today:
                    label = f"{KIND[choice.kind].capitalize()} given today: see or correct it"
                    page_link(label, "ratings", {"episode": episode_id}, icon=":material/check:")
                    continue
                asked = Asked(episode_id=episode_id, scale_ids=(choice.scale_id,))
                told = f"Hands this tablet to the client, {WHEN[choice.kind]} of the session. Your PIN brings it back."
                hand_over_button([asked], KIND[choice.kind].capitalize(), primary=choice is due, help_text=told)
        st.html(_other_ways_html(client, due or leading[0]))


def _other_ways_html(client: ClientPage, choice: ScaleChoice) -> str:
    episode = {"episode": client.episode.episode_id}
    query = episode | {"scale": choice.scale_id}
    return links_html(
        link_html("Other ways to give it", "hand-over", episode, icon="devices"),
        link_html("Here on this screen", "rate", query, icon="edit"),
        link_html("From paper", "enter", query, icon="keyboard"),
        link_html("All ratings", "ratings", episode, icon="list_alt"),
        together_link_html(client),
    )


def _leading(client: ClientPage) -> list[ScaleChoice]:
    """Today's two: about life at the start, about the session at the end."""
    found = (one for one in client.scales if one.scale_id in client.pair)
    return sorted(found, key=lambda one: client.pair.index(one.scale_id))
