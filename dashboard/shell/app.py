"""Streamlit's entry script: who is this, which pages are theirs, draw the one asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.door.paths import SIGN_OUT
from dashboard.shell.menu import MenuLine, menu_of

if TYPE_CHECKING:
    from fit.casework.actor import Actor

HERE = Path(__file__).parent
MARK = HERE.parent / "access" / "files" / "mark.svg"


def main() -> None:
    """Run once for every look at a page."""
    st.set_page_config(page_title="Mendline", page_icon=str(MARK), layout="wide")
    st.html(HERE / "style.css")
    actor = current_actor()
    page = st.navigation(_pages(actor))
    _sidebar(actor)
    page.run()


def _pages(actor: Actor) -> list[st.Page]:
    lines = menu_of(actor.role)
    return [_page(line, is_first=line is lines[0]) for line in lines]


def _page(line: MenuLine, *, is_first: bool) -> st.Page:
    return st.Page(
        line.function(),
        title=line.title,
        icon=line.icon,
        url_path=line.address,
        default=is_first,
        visibility="visible" if line.in_menu else "hidden",
    )


def _sidebar(actor: Actor) -> None:
    with st.sidebar:
        st.markdown(f"**{actor.name}**  \n{actor.role.value.capitalize()}")
        st.link_button("Sign out", SIGN_OUT)


main()
