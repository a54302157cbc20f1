"""A page with everything through which data can reach a screen: a run, a callback, a fragment, a kept state."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from dashboard.access.identity import current_actor

WHOLE = "shown by the whole page"
PART = "shown by the fragment"


def page() -> None:
    st.title(WHOLE)
    st.session_state["looks"] = st.session_state.get("looks", 0) + 1
    st.text(f"looks {st.session_state['looks']} by {current_actor().name}")
    st.text(f"claims {dict(st.user)}")
    st.button("Callback", on_click=note_callback)
    part()


@st.fragment
def part() -> None:
    if st.button("Fragment"):
        st.text(PART)


def note_callback() -> None:
    with callbacks().open("a", encoding="utf-8") as noted:
        noted.write("ran\n")


def callbacks() -> Path:
    return Path(os.environ["MENDLINE_DATA"]) / "callbacks.txt"
