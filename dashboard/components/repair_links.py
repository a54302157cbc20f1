"""Ways into the guide and out of it: from an alert and a session to the repair, from the script to practice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.components.links import page_link
from dashboard.components.repair_reading import kind_and_about
from dashboard.locale import spoken
from dashboard.shell.menu import menu_of

if TYPE_CHECKING:
    from fit.casework.views import RepairPage
    from fit.repair import Listener, RuptureKind, Setting

__all__ = ["draw_practice_links"]

WAYS = (
    ("rehearse", "Practise it first", ":material/forum:"),
    ("card", "A card for the session", ":material/sticky_note_2:"),
)
"""Pages that begin with a kind of rupture; each is offered where this person has it."""


def draw_practice_links(found: RepairPage, kind: RuptureKind, who: tuple[Listener, Setting]) -> None:
    """Draw the ways to practise it and to carry it into the room; the card takes one's own words along."""
    mine = {line.address for line in menu_of(current_actor().role)}
    _, about = kind_and_about(found)
    listener, setting = who
    query = {"kind": kind.value, "dimension": about.value, "listener": listener.value, "setting": setting.value}
    query |= {"language": spoken(found.language)}
    with st.container(horizontal=True, key="repair-practice"):
        for address, label, icon in WAYS:
            if address in mine:
                page_link(label, address, query | _plan_of(found), icon=icon)


def _plan_of(found: RepairPage) -> dict[str, str]:
    if found.plan is None:
        return {}
    return {"episode": found.episode_id, "plan": found.plan.plan_id}
