"""The pages of a role as Streamlit wants them."""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.shell.menu import menu_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.casework.actor import Role

__all__ = ["pages_of"]


def pages_of(role: Role) -> Mapping[str, st.Page]:
    """Return the pages of a role by address, for one run: a page remembers whether it may still be drawn."""
    return {address: copy(page) for address, page in _made_once(role).items()}


@cache
def _made_once(role: Role) -> Mapping[str, st.Page]:
    first, *others = menu_of(role)
    return {
        line.address: st.Page(line.function(), title=line.title, url_path=line.address, default=line is first)
        for line in (first, *others)
    }
