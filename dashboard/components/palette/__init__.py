"""Find a client or a page by a few letters, and keys that lead there: one palette on every page.

Names of clients are asked for as one types, by POST, and stay in the open dialog alone: no address, title or storage of
the browser holds one. What is chosen comes back as a page and an id, and leads there without loading anything anew.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard.api.find import FIND
from dashboard.clinic import current_clinic
from dashboard.components._packaged import packaged_component
from dashboard.components.links import go_to
from dashboard.components.palette.lines import ACTIONS, CLIENT_PAGES, KEYS, NEW_RATING, WITHOUT_A_CLIENT
from dashboard.components.urgent_notice import WITH_CLIENTS
from dashboard.shell.menu import menu_of
from fit.casework.access import has_shortcuts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.casework.actor import Actor, Role

__all__ = ["KEYS_ON", "draw_palette", "find_button_html", "keys_are_on", "palette_data"]

KEYS_ON: Final = "palette-keys"
"""Where a page keeps whether single keys do something: read once a visit, and by the account page when it changes."""
AN_ID: Final = re.compile(r"[0-9a-z]{1,20}")
BUTTON: Final = (
    '<button type="button" class="ml-find" data-find-palette aria-label="{words}">'
    '<span aria-hidden="true" class="ml-find-lens"></span>Find <kbd aria-hidden="true">Ctrl K</kbd></button>'
)


def find_button_html(role: Role) -> str:
    """Return the button that opens the palette."""
    return BUTTON.format(words="Find a client or page" if role in WITH_CLIENTS else "Find a page")


def draw_palette(actor: Actor) -> None:
    """Draw the button, take the keys, and go where somebody chose to; not for pages that a client looks at too."""
    with st.container(key="find-top"):
        st.html(find_button_html(actor.role))
        draw = packaged_component("palette", script="palette.js", style="palette.css")
        data = {**palette_data(actor.role), "keys": keys_are_on(actor)}
        chosen = draw(key="palette", data=data, on_chosen_change=_nothing).chosen
    if chosen:
        _go(actor.role, chosen)


def _nothing() -> None:
    """Make the choice known to the run that follows it."""


def keys_are_on(actor: Actor) -> bool:
    """Whether single keys do something for this person."""
    if KEYS_ON not in st.session_state:
        st.session_state[KEYS_ON] = has_shortcuts(current_clinic(), actor)
    return bool(st.session_state[KEYS_ON])


def _go(role: Role, chosen: object) -> None:
    """Go to a page of the role; whether its client is theirs is asked there, as with every address."""
    if not isinstance(chosen, dict):
        return
    address, episode = chosen.get("page"), chosen.get("episode")
    if address not in {line.address for line in menu_of(role)}:
        return
    go_to(address, {"episode": episode} if isinstance(episode, str) and AN_ID.fullmatch(episode) else {})


@cache
def palette_data(role: Role) -> Mapping[str, Any]:
    """What the palette knows of a role: its pages with their keys, and what can be done with a client."""
    menu = {line.address: line for line in menu_of(role)}
    pages = [
        {"page": line.address, "label": line.title, "key": KEYS.get(line.address, "")}
        for line in menu.values()
        if line.in_menu or line.address in WITHOUT_A_CLIENT
    ]
    actions = [
        {"page": one.page, "label": one.label, "own": one.own_only, "open": one.open_only}
        for one in ACTIONS
        if one.page in menu
    ]
    finds = role in WITH_CLIENTS
    return {
        "find": FIND if finds else "",
        "pages": pages,
        "actions": actions if finds else [],
        "rate": NEW_RATING if NEW_RATING in menu else "",
        "client_pages": sorted(CLIENT_PAGES & menu.keys()),
    }
