"""Parts of a page that are drawn when somebody opens them: what nobody opens is neither made nor sent."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["folded"]


@contextmanager
def folded(
    label: str, key: str, *, at_once: bool = False, size: Literal["default", "compact"] = "default"
) -> Iterator[bool]:
    """Yield whether to draw what is within; once opened it stays drawn, closed or not: words may stand in it.

    `key` names the part and whose it is, for it is closed again on another client's page. `at_once` is for what is to
    be there also when nobody opens it, as on paper.
    """
    part = st.expander(label, key=f"folded-{key}", type=size, on_change="rerun")
    was_opened = f"was-opened-{key}"
    if part.open:
        st.session_state[was_opened] = True
    with part:
        yield at_once or was_opened in st.session_state
