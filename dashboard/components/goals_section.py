"""Goals on a client's page: what the client wants from the work, how near it is, and the way to the goals' own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.goal_pictures import draw_goal_pictures
from dashboard.components.links import link_html, page_link

if TYPE_CHECKING:
    from fit.casework.views import ClientPage

__all__ = ["draw_goals", "goals_link_html"]

ASK = "No goal is noted yet. One question is enough: what would be different if this work had helped?"
NONE_NOW = "None is worked on now; the earlier ones are kept in the history."


def goals_link_html(client: ClientPage) -> str:
    """Return the short way to the goals, at the top of the page, where there are any or can be."""
    if not client.goals and not client.can_set_goals:
        return ""
    now = sum(goal.is_current for goal in client.goals)
    return link_html(f"Goals ({now})", "goals", {"episode": client.episode.episode_id}, icon="flag")


def draw_goals(client: ClientPage) -> None:
    """Draw the goals worked on now, after the ending all that there were; nothing where there can be none."""
    if not client.goals and not client.can_set_goals:
        return
    ended = client.episode.closed_on
    with st.container(key="goals-section"):
        st.header("Goals", anchor=False)
        if note := _note(client):
            st.html(f'<p class="ml-quiet">{note}</p>')
        draw_goal_pictures(client.goals, ended or client.as_of, only_current=ended is None)
        page_link(_label(client), "goals", {"episode": client.episode.episode_id}, icon=":material/flag:")


def _note(client: ClientPage) -> str:
    if not client.goals:
        return ASK
    goes_on = client.episode.closed_on is None
    return NONE_NOW if goes_on and not any(goal.is_current for goal in client.goals) else ""


def _label(client: ClientPage) -> str:
    if not client.can_set_goals:
        return "Goals and their history"
    if any(goal.is_current for goal in client.goals):
        return "Rate, change or end a goal"
    return "Note another goal" if client.goals else "Note the first goal"
